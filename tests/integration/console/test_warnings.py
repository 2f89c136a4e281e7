"""The console's proof of what was said, on a real database and a real bus."""

import asyncio
import email
import hashlib
import json
from datetime import timedelta
from email.policy import default

import nats
import pytest
from pymongo import MongoClient
from typer.testing import CliRunner

from console.app import build
from services.notifier.adapters.mongo_contacts import MongoContacts
from services.notifier.contact import Contact
from services.notifier.ledger import Change, Letter, State
from shared.clock import local, now
from shared.mongo import connect
from shared.registry.model import Contact as Person
from shared.registry.model import Registry, Unit, Website, WebsiteKind
from shared.registry.store import import_registry
from shared.registry.vocabulary import Role
from shared.streams import reconcile
from tests.servers import clean_nats
from tests.warning_builders import NOON, a_line, an_entry

IDS = (
    "2a1f0c7e-3b4d-5c6e-8f90-a1b2c3d4e5f6",
    "2a1f0c7e-ffff-5c6e-8f90-a1b2c3d4e5f6",
    "3b000000-3b4d-5c6e-8f90-a1b2c3d4e5f6",
)
TEXT = Letter(subject="【巡检提醒】某局", text="某局：\n\n正文[bold]。\n", html="<p>正文。</p>")
HASH = hashlib.sha256(f"{TEXT.subject}\n\n{TEXT.text}".encode()).hexdigest()


@pytest.fixture
def xunjian(servers, mongo_database, monkeypatch, tmp_path):
    """Runs one command and returns its exit code and what it said."""
    monkeypatch.setenv("XUNJIAN_NATS_URL", servers.nats_url)
    monkeypatch.setenv("XUNJIAN_MONGO_URL", servers.mongo_url)
    monkeypatch.setenv("XUNJIAN_MONGO_DATABASE", mongo_database)
    monkeypatch.setenv("XUNJIAN_HOME", str(tmp_path / "home"))

    def run(*words):
        result = CliRunner().invoke(build(words[0]), [str(word) for word in words])
        return result.exit_code, result.stdout + (result.stderr if result.exit_code else "")

    return run


@pytest.fixture
def ledger(servers, mongo_database):
    """Three messages: one sent, one unclear, one to a robot."""
    client = MongoClient(servers.mongo_url, tz_aware=True)
    warnings = client[mongo_database]["warnings"]
    history = (Change(state=State.QUEUED, at=NOON), Change(state=State.SENT, at=NOON, detail="250 ok"))
    known = {"letter": TEXT, "sha256": HASH}
    entries = [
        an_entry(IDS[0], a_line(), state=State.SENT, answer="250 ok", history=history, message_id="<a@x>", **known),
        an_entry(IDS[1], a_line(), state=State.MAYBE_SENT, sequence=2, **known),
        an_entry(IDS[2], a_line(), state=State.SENT, sequence=3, channel="wecom", contact="wecom:0123", **known),
    ]
    for entry in entries:
        document = entry.model_dump(mode="python")
        warnings.insert_one({"_id": document.pop("id"), **document})
    yield warnings
    client.close()


def test_a_message_is_shown_with_its_proof(xunjian, ledger):
    """Text, history, answer and hash; the beginning of its id is enough if there is one such message."""
    code, said = xunjian("warnings", "show", IDS[0][:10])

    assert 0 == code
    assert all(part in said for part in ("正文[bold]。", "250 ok", HASH, "与正文相符", "已送达服务器", "<a@x>"))
    assert 2 == xunjian("warnings", "show", IDS[0][:8])[0]
    assert 2 == xunjian("warnings", "show", "nothing")[0]


def test_a_text_that_was_changed_is_found_out(xunjian, ledger):
    """The hash is of what was sent."""
    ledger.update_one({"_id": IDS[0]}, {"$set": {"letter.text": "另一正文"}})
    _, said = xunjian("warnings", "show", IDS[0], "--json")

    assert not json.loads(said)["unaltered"]


def test_the_list_is_as_it_was(xunjian, ledger):
    """All of them, or one unit's; for people and for programs."""
    code, said = xunjian("warnings", "--json")

    assert (0, 3) == (code, len(json.loads(said)))
    assert [] == json.loads(xunjian("warnings", "--unit", "u9", "--json")[1])
    assert "可能已发" in xunjian("warnings")[1]


def test_mails_are_exported_as_they_were_sent(xunjian, ledger, tmp_path):
    """One .eml a message; what went to a robot names it instead of a recipient, and can be named itself."""
    code, said = xunjian("warnings", "export", "--out", tmp_path / "eml", "--json")
    files = sorted((tmp_path / "eml").iterdir())
    mail = email.message_from_bytes(files[0].read_bytes(), policy=default)

    assert (0, 3, 3) == (code, len(files), len(json.loads(said)["written"]))
    assert "office@bureau.example" == mail["To"]
    assert "正文[bold]" in mail.get_body(("plain",)).get_content()


def test_an_unclear_message_is_resolved_by_a_person(xunjian, ledger):
    """One truth, with a name; what is not unclear cannot be."""
    assert 2 == xunjian("warnings", "resolve", IDS[1])[0]
    assert 2 == xunjian("warnings", "resolve", IDS[1], "--arrived", "--lost")[0]

    code, _ = xunjian("warnings", "resolve", IDS[1], "--arrived", "--by", "张三")
    document = ledger.find_one({"_id": IDS[1]})

    assert (0, "confirmed") == (code, document["state"])
    assert "张三" in document["history"][-1]["detail"]
    assert 2 == xunjian("warnings", "resolve", IDS[1], "--resend")[0]


def test_an_answer_is_published_once(xunjian, ledger, servers):
    """Checked first; on the stream the notifier reads."""

    async def prepared():
        client = await nats.connect(servers.nats_url)
        await reconcile(client.jetstream())
        await client.close()

    async def published():
        client = await nats.connect(servers.nats_url)
        message = await client.jetstream().get_last_msg("NOTICES", "notice.acknowledged.u1")
        await client.close()
        return json.loads(message.data)

    asyncio.run(prepared())
    promised = (local(now()).date() + timedelta(days=1)).isoformat()
    try:
        assert 2 == xunjian("ack", IDS[0], "--promise", "2020-01-01")[0]
        assert 2 == xunjian("ack", IDS[0], "--promise", "soon")[0]
        assert 0 == xunjian("ack", IDS[0], "--by", "张三", "--promise", promised)[0]

        body = asyncio.run(published())
    finally:
        asyncio.run(clean_nats(servers.nats_url))

    assert (IDS[0], "张三", promised) == (body["warning_id"], body["by"], body["promised_on"])


def test_a_silence_is_set_listed_and_ended(xunjian):
    """It names something, says why, and ends."""
    until = (now() + timedelta(days=1)).isoformat()

    assert 2 == xunjian("silence", "add", "--until", until, "--why", "x")[0]
    assert 2 == xunjian("silence", "add", "--target", "w1", "--until", "2020-01-01", "--why", "x")[0]
    assert 2 == xunjian("silence", "add", "--target", "w1", "--until", until, "--why", " ")[0]

    code, said = xunjian("silence", "add", "--target", "w1", "--until", until, "--why", "机房搬迁", "--json")
    silence_id = json.loads(said)["id"]

    assert 0 == code
    assert "机房搬迁" in xunjian("silence", "list")[1]
    assert 0 == xunjian("silence", "end", silence_id)[0]
    assert 2 == xunjian("silence", "end", silence_id)[0]
    assert [] == json.loads(xunjian("silence", "list", "--json")[1])


@pytest.fixture
def county(servers, mongo_database):
    """A registry of two units: one has no contact at all."""
    registry = Registry.of(
        [
            Unit(id="u1", name="某县教育局", emails=("office@bureau.example",)),
            Unit(id="u2", name="某县水利局"),
            Unit(id="u3", name="某县文旅局"),
            Person(id="p1", unit_id="u3", role=Role.HEAD, emails=("head@x.example",)),
            Website(id="w1", name="门户", url="https://x.example", unit_id="u1", kind=WebsiteKind.PORTAL),
        ]
    )

    async def prepared():
        database = connect(servers.mongo_url, mongo_database)
        day = local(now()).date()
        await import_registry(database, registry, effective_from=day, imported_at=now(), source="test")
        contact = Contact(channel="smtp", key="office@bureau.example")
        await MongoContacts(database).disable(contact, unit_id="u1", why="550 5.1.1 no such user", at=NOON)
        database.client.close()

    asyncio.run(prepared())


def test_contacts_at_which_nothing_arrives(xunjian, county):
    """With the unit's name and the provider's words, and who has none at all; used again by the word that is shown."""
    shown = xunjian("warnings", "contacts")[1]
    listed = json.loads(xunjian("warnings", "contacts", "--json")[1])

    assert all(part in shown for part in ("某县教育局", "邮件", "某县水利局", "没有联系方式"))
    assert [("某县教育局", "smtp"), ("某县水利局", "none")] == [(c["unit"], c["contact"]["channel"]) for c in listed]
    assert 2 == xunjian("warnings", "enable", "邮件", "other@bureau.example")[0]
    assert 0 == xunjian("warnings", "enable", "邮件", "office@bureau.example")[0]
    assert ["u2"] == [c["unit_id"] for c in json.loads(xunjian("warnings", "contacts", "--json")[1])]


def test_a_silence_names_what_the_registry_knows(xunjian, county):
    """A slip of the pen would silence nothing."""
    until = (now() + timedelta(days=1)).isoformat()

    assert 2 == xunjian("silence", "add", "--target", "w2", "--until", until, "--why", "x")[0]
    assert 2 == xunjian("silence", "add", "--unit", "u9", "--until", until, "--why", "x")[0]
    assert 0 == xunjian("silence", "add", "--target", "w1", "--until", until, "--why", "x")[0]
    assert 0 == xunjian("silence", "add", "--unit", "u2", "--until", until, "--why", "x")[0]
