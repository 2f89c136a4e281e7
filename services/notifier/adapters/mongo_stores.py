"""All stores of the notifier in one database, prepared."""

from services.notifier.adapters.mongo_agendas import MongoAgendas
from services.notifier.adapters.mongo_answers import MongoAnswers
from services.notifier.adapters.mongo_contacts import MongoContacts
from services.notifier.adapters.mongo_dockets import MongoDockets
from services.notifier.adapters.mongo_escalations import MongoEscalations
from services.notifier.adapters.mongo_ledger import MongoLedger
from services.notifier.adapters.mongo_paces import MongoPaces
from services.notifier.adapters.mongo_silences import MongoSilences
from services.notifier.ports import Directory, Stores
from shared.mongo import Database


async def mongo_stores(database: Database, directory: Directory) -> Stores:
    """The stores of this database. Doing it again changes nothing."""
    stores = Stores(
        dockets=(dockets := MongoDockets(database)),
        agendas=(agendas := MongoAgendas(database)),
        ledger=(ledger := MongoLedger(database)),
        directory=directory,
        paces=(paces := MongoPaces(database)),
        contacts=(contacts := MongoContacts(database)),
        answers=(answers := MongoAnswers(database)),
        silences=(silences := MongoSilences(database)),
        escalations=(escalations := MongoEscalations(database)),
    )
    for collection in (dockets, agendas, ledger, paces, contacts, answers, silences, escalations):
        await collection.prepare()
    return stores
