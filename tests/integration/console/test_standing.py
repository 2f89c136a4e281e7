"""The judgements in force on a real database."""

import pytest

from console.commands.judging import stored
from shared.contracts.collections import CURRENT_VERDICTS, VERDICTS
from shared.mongo import connect
from tests.builders import NOW, a_verdict, days_ago
from tests.builders import an_account as judged_account
from tests.evaluator_world import put_in_force
from tests.registry_builders import a_registry, a_unit, an_account


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


async def test_who_has_left_the_registry_is_listed_no_more_but_remembered(database):
    """The evaluator may not have heard of it yet; what was said of it then stays."""
    verdicts = [a_verdict(judged_account(id=one), as_of=days_ago(1)) for one in ("a1", "a2", "a3")]
    await database[CURRENT_VERDICTS].insert_many([{"_id": one.target_id, **one.model_dump()} for one in verdicts])
    await database[VERDICTS].insert_many([{"_id": one.verdict_id, "number": 1, **one.model_dump()} for one in verdicts])
    assert [] == await stored(database)
    await put_in_force(
        database,
        a_registry(a_unit("u1"), an_account("a1", unit_id="u1"), an_account("a3", unit_id="u1", status="cancelled")),
    )

    assert ["a1"] == [one.target_id for one in await stored(database)]
    assert [] == await stored(database, target="a2")
    assert ["a1", "a2", "a3"] == [one.target_id for one in await stored(database, when=NOW)]
