"""The notifier as a process of its own, on real servers: killed, restarted, and kept waiting."""

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import nats
import pytest

from services.notifier.ledger import State
from shared.bus import Bus
from shared.clock import now
from shared.contracts.collections import WARNINGS
from shared.mongo import connect
from shared.registry.model import Contact, Registry, Unit, Website, WebsiteKind
from shared.registry.store import import_registry
from shared.registry.vocabulary import Role
from shared.streams import reconcile
from tests.mail_server import closed_port, mail_server
from tests.servers import tie_to_parent
from tests.warning_builders import MET, a_change, a_finding

ROOT = Path(__file__).parents[4]
REGISTRY = Registry.of(
    [
        Unit(id="u1", name="某县教育局"),
        Contact(id="p1", unit_id="u1", role=Role.HANDLER, emails=("office@bureau.example",)),
        Contact(id="p2", unit_id="u1", role=Role.HEAD, emails=("head@bureau.example",)),
        Website(id="w1", name="门户", url="https://x.example", unit_id="u1", kind=WebsiteKind.PORTAL),
    ]
)


class Scene:
    """The streams, the registry, a mail server, and the notifier as a process."""

    def __init__(self, nats_url, mongo_url, database_name, mailbox):
        self.database = connect(mongo_url, database_name)
        self.bus = Bus(nats_url, name="test")
        self.mailbox = mailbox
        self.environment = {
            **os.environ,
            "XUNJIAN_NATS_URL": nats_url,
            "XUNJIAN_MONGO_URL": mongo_url,
            "XUNJIAN_MONGO_DATABASE": database_name,
            "XUNJIAN_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "XUNJIAN_MAIL_FROM": "x@xunjian.example",
            "XUNJIAN_NOTIFIER_GROUP_WAIT": "0.1",
            "XUNJIAN_NOTIFIER_LEASE": "3",
            "XUNJIAN_STOP_TIMEOUT": "8",
        }
        self.process = None

    async def start(self, **environment):
        """Start the notifier; it is ready when it has said so."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.notifier",
            cwd=ROOT,
            env={**self.environment, **environment},
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=tie_to_parent,
        )
        while line := await self.process.stderr.readline():
            if json.loads(line).get("event") == "service.ready":
                self._drain = asyncio.create_task(self.process.stderr.read())
                return
        raise AssertionError("the notifier did not become ready")

    async def end(self, number=signal.SIGTERM):
        """End the process; returns its exit code."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(number)
        code = await asyncio.wait_for(process.wait(), 15)
        await self._drain
        return code

    async def publish(self, *findings, after=0.0):
        """A verdict on the website, so many seconds from now."""
        await self.bus.publish(a_change(*findings, at=now() + timedelta(seconds=after)))

    async def until(self, answer, seconds=20):
        """Return what the question answers as soon as it is something."""
        async with asyncio.timeout(seconds):
            while not (found := await answer()):  # noqa: ASYNC110 - what is awaited happens in another process
                await asyncio.sleep(0.02)
            return found

    async def mails(self, count):
        """Wait until so many mails arrived."""

        async def enough():
            return len(self.mailbox.mails) >= count

        await self.until(enough)

    async def warning(self, state, **more):
        """Wait until a message is in that state."""
        return await self.until(lambda: self.database[WARNINGS].find_one({"state": state.value, **more}))

    async def notices(self):
        """What is in the stream NOTICES."""
        info = await self.bus.js.stream_info("NOTICES", subjects_filter=">")
        return info.state.subjects or {}


@asynccontextmanager
async def a_scene(nats_url, mongo_url, database_name):
    connection = await nats.connect(nats_url)
    await reconcile(connection.jetstream())
    await connection.close()
    async with mail_server() as mailbox:
        scene = Scene(nats_url, mongo_url, database_name, mailbox)
        today = date(2023, 1, 1)
        await import_registry(scene.database, REGISTRY, effective_from=today, imported_at=now(), source="test")
        await scene.bus.start()
        try:
            yield scene
        finally:
            await scene.end(signal.SIGKILL)
            await scene.bus.stop()
            scene.database.client.close()


@pytest.fixture
async def scene(nats_url, mongo_url, mongo_database):
    async with a_scene(nats_url, mongo_url, mongo_database) as made:
        yield made


async def test_from_a_verdict_to_a_mail_and_its_notice(scene):
    """A fault is mailed to 经办人 and announced, its end as well; the process leaves with 0 when asked to."""
    await scene.start()
    await scene.publish(a_finding())
    await scene.mails(1)
    await scene.warning(State.SENT, announced_at={"$ne": None})
    await scene.publish(a_finding(MET), after=1)
    await scene.mails(2)
    await scene.warning(State.SENT, step="recovery", announced_at={"$ne": None})

    assert {"notice.sent.u1": 2} == await scene.notices()
    assert ["新发现1个问题（首页不更新）", "1个问题已整改（首页不更新）"] == [
        str(mail["Subject"]).split("：")[1] for mail in scene.mailbox.mails
    ]
    assert ["office@bureau.example"] * 2 == [mail["To"] for mail in scene.mailbox.mails]
    assert 0 == await scene.end()


async def test_killed_while_the_server_keeps_its_answer_back(scene):
    """The mail arrived, the process died before it heard so: shown as unclear, not sent again, its recovery follows."""
    scene.mailbox.stalled = asyncio.Event()
    await scene.start()
    await scene.publish(a_finding())
    await scene.mails(1)
    await scene.end(signal.SIGKILL)
    scene.mailbox.stalled.set()
    await scene.start()
    unclear = await scene.warning(State.MAYBE_SENT)
    await scene.publish(a_finding(MET), after=1)
    await scene.warning(State.SENT, step="recovery")

    assert 2 == len(scene.mailbox.mails)
    assert [unclear["message_id"]] == [mail["Message-ID"] for mail in scene.mailbox.mails[:1]]


async def test_killed_while_the_server_is_away(scene):
    """A message that could not be handed in outlives the process, and is sent once by the next."""
    await scene.start(XUNJIAN_SMTP_URL=f"smtp://127.0.0.1:{closed_port()}")
    await scene.publish(a_finding())
    await scene.warning(State.RETRY)
    await scene.end(signal.SIGKILL)
    await scene.database[WARNINGS].update_many({}, {"$set": {"due_at": now()}})
    await scene.start()
    sent = await scene.warning(State.SENT)

    assert 1 == len(scene.mailbox.mails)
    assert sent["_id"] == scene.mailbox.mails[0]["X-Xunjian-Warning"]


async def test_a_verdict_that_came_while_nobody_was_there(scene):
    """Published to a stopped notifier, the fault is told when it is back."""
    await scene.publish(a_finding())
    await scene.start()
    await scene.mails(1)

    assert ["office@bureau.example"] == scene.mailbox.recipients


async def test_without_a_mail_server_messages_wait(scene):
    """The notifier runs, the message is queued and shown, and is sent once a mail server is named."""
    await scene.start(XUNJIAN_SMTP_URL="")
    await scene.publish(a_finding())
    await scene.warning(State.QUEUED)
    await scene.end()
    await scene.start()
    await scene.mails(1)
