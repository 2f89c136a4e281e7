"""A running system that watches the county: websites, feeds and a mail server are real, and so is everything else."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from deploy.demo.web import Web
from shared.clock import now
from tests.end_to_end import county
from tests.end_to_end.mail_thread import LOGIN, mail_thread
from tests.end_to_end.terminal import Operator, until
from tests.mail_server import Mailbox

EVERYBODY = ["office@nanxi.example", "second@nanxi.example", "wl@nanxi.example"]
"""The two addresses of the unit, and that of the unit above it."""

SERVICES = ("crawler", "evaluator", "notifier", "reporter")
PROCESSES = {"nats": "/nats-server ", "mongod": "/mongod ", **{name: f"services.{name}" for name in SERVICES}}
"""What runs beside the supervisor, and what tells it in its command line."""


@dataclass(frozen=True)
class World:
    """What a test may touch."""

    folder: Path
    operator: Operator
    web: Web
    mailbox: Mailbox
    supervisor: int

    def post(self, account: str) -> None:
        """The account posts something now."""
        self.web.sites[county.FEEDS].put(f"/{account}.xml", county.feed(account, now(), 0.0))

    def told(self, target_id: str, step: str) -> list[dict[str, Any]]:
        """The messages that say this of a target."""
        return [
            warning
            for warning in self.operator.ask("warnings")
            if any(f["target_id"] == target_id and f["step"] == step for f in warning["findings"])
        ]

    def message_ids(self) -> list[str]:
        """The Message-IDs of all mails that arrived, in the order in which they did."""
        return [str(mail["Message-ID"]).strip() for mail in list(self.mailbox.mails)]

    def processes(self) -> dict[str, psutil.Process]:
        """The four services and the two servers, by name; those that run now."""
        found: dict[str, psutil.Process] = {}
        for child in psutil.Process(self.supervisor).children():
            with suppress(psutil.NoSuchProcess):
                line = " ".join(child.cmdline())
                found |= {name: child for name, sign in PROCESSES.items() if sign in line and "tied.py" not in line}
        return found

    def kill(self, *names: str) -> None:
        """Kill these processes, all at once, and wait until the supervisor runs others in their place."""
        before = self.processes()
        for name in names:
            before[name].kill()
        until(lambda: self._replaced(before, names), seconds=60, what=f"{names} started again")

    def _replaced(self, before: dict[str, psutil.Process], names: tuple[str, ...]) -> bool:
        running = self.processes()
        return all(name in running and running[name] != before[name] for name in names)

    def ready(self) -> bool:
        """Whether the system says that it is."""
        return self.operator.run("status").code == 0


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """The county imported, its week replayed, everything visited once, and the first mails arrived.

    Then every process is killed once, while an account that was mended is being visited.
    """
    at = now()
    web = Web({county.SITE: county.pages(at), county.FEEDS: county.feeds(at)})
    with web, mail_thread(folder) as mailbox:
        operator = Operator(folder / "home", _environment(folder, web, mailbox))
        try:
            supervisor = operator.ask("up", "--detach")["pid"]
            place = World(folder, operator, web, mailbox, supervisor)
            _begin(place)
            _survive(place)
            yield place
        finally:
            operator.run("down")


def _environment(folder: Path, web: Web, mailbox: Mailbox) -> dict[str, str]:
    user, password = map(quote, LOGIN)
    return {
        "XUNJIAN_CRAWLER_ALLOW_PRIVATE": "1",
        "XUNJIAN_CRAWLER_HOST_INTERVAL": "0.02",
        "XUNJIAN_CRAWLER_RETRY_DELAY": "0",
        "XUNJIAN_CRAWLER_REFERENCES": f"{county.SITE}:{web.port}",
        "XUNJIAN_SMTP_URL": f"smtp://{user}:{password}@localhost:{mailbox.port}?starttls=1",
        "XUNJIAN_MAIL_FROM": "inspection@nanxi.example",
        "XUNJIAN_NOTIFIER_SMTP_CA": str(folder / "certificate.pem"),
        "XUNJIAN_NOTIFIER_GROUP_WAIT": "1",
        "XUNJIAN_NOTIFIER_LEASE": "15",  # what a killed process held is taken over soon enough to be waited for
        "XUNJIAN_NOTIFIER_GATHER": "1",
    }


def _begin(place: World) -> None:
    operator = place.operator
    operator.ask(
        "registry", "import", str(county.write_registry(place.folder / "registry", county.registry(place.web.port)))
    )
    recorded = place.folder / "week.ndjson"
    recorded.write_text("\n".join(county.week(now(), place.web.port)), encoding="utf-8")
    operator.ask("replay", str(recorded), "--wait")
    operator.ask("visit", "--wait")
    silent = ("silent", "slow", "killed")
    until(
        lambda: all(f"{name}号" in text for name in silent for text in _to_each(place)),
        seconds=30,
        what="mails about the silent accounts, to the unit and to the one above it",
    )


def _to_each(place: World) -> list[str]:
    """All that arrived at each address of the unit and at that of the unit above."""
    pairs = list(zip(list(place.mailbox.recipients), place.mailbox.texts(), strict=False))
    return ["".join(text for to, text in pairs if to == address) for address in EVERYBODY]


def _survive(place: World) -> None:
    place.post("killed")
    place.operator.ask("visit", "killed", "silent")
    place.kill("nats", "mongod")
    place.operator.ask("visit", "killed", "lively")
    place.kill(*SERVICES)
    until(place.ready, seconds=60, what="everything ready again")
