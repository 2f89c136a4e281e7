"""A running system that watches the county: websites, feeds and a mail server are real, and so is everything else."""

from collections.abc import Iterator
from contextlib import contextmanager
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

SERVERS = {"nats": "nats-server", "mongo": "mongod"}


@dataclass(frozen=True)
class World:
    """What a test may touch."""

    folder: Path
    operator: Operator
    web: Web
    mailbox: Mailbox

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

    def processes(self) -> dict[str, int]:
        """The process ids of the four services and the two servers."""
        status = self.operator.ask("status")
        found = {name: service["pid"] for name, service in status["services"].items()}
        children = psutil.Process(status["pid"]).children()
        return found | {
            name: next(child.pid for child in children if child.name() == program) for name, program in SERVERS.items()
        }


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """The county imported, its week replayed, everything visited once, and the first mails arrived."""
    at = now()
    web = Web({county.SITE: county.pages(at), county.FEEDS: county.feeds(at)})
    with web, mail_thread(folder) as mailbox:
        operator = Operator(folder / "home", _environment(folder, web, mailbox))
        try:
            operator.ask("up", "--detach")
            place = World(folder, operator, web, mailbox)
            _begin(place)
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
        lambda: all(any(f"{name}号" in text for text in place.mailbox.texts()) for name in silent),
        seconds=30,
        what="mails about the silent accounts",
    )
