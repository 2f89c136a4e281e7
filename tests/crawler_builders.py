"""Valid-by-default makers of what the crawler works with: a test names only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.crawler.collector import Reading
from services.crawler.fetching.fetch import Answer, Problem
from services.crawler.ports import Pace
from services.crawler.watch import Watch
from shared.contracts.observations import Entry, Message
from shared.contracts.target import Purpose, TargetKind
from shared.contracts.visits import VisitDue
from shared.registry.model import Account, Board, Column, Guide, Registry, Row, Unit, Website

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOME = "http://www.example.gov.cn/"
COLUMN = "http://www.example.gov.cn/tzgg/"
FEED = "http://bridge.example/feed"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


def a_registry(*rows: Row) -> Registry:
    """One unit with one website, one column, one board, one guide and one account; or with these rows."""
    return Registry.of([Unit(id="u1", name="甲单位"), *(rows or _ROWS)])


def a_website(id_: str = "w1", url: str = HOME, **fields: Any) -> Website:
    return Website(**{"id": id_, "name": "甲网站", "url": url, "unit_id": "u1", "kind": "portal", **fields})


def a_column(id_: str = "c1", website_id: str = "w1", **fields: Any) -> Column:
    known = {"id": id_, "name": "通知", "website_id": website_id, "url": COLUMN, "category": "notice", "level": 1}
    return Column(**{**known, **fields})


def a_board(id_: str = "b1", website_id: str = "w1", **fields: Any) -> Board:
    known = {"id": id_, "name": "信箱", "website_id": website_id, "url": f"{HOME}xx/", "kind": "mailbox"}
    return Board(**{**known, **fields})


def a_guide(id_: str = "g1", website_id: str = "w1", **fields: Any) -> Guide:
    return Guide(**{"id": id_, "name": "办证", "website_id": website_id, "url": f"{HOME}bz/", **fields})


def an_account(id_: str = "a1", **fields: Any) -> Account:
    known = {"id": id_, "name": "甲发布", "platform": "weibo", "unit_id": "u1", "feed_url": FEED}
    return Account(**{**known, **fields})


_ROWS = (a_website(), a_column(), a_board(), a_guide(), an_account())


def a_watch(purpose: Purpose = Purpose.HOME, **fields: Any) -> Watch:
    known: dict[str, Any] = {"kind": TargetKind.WEBSITE, "target_id": "w1", "purpose": purpose, "url": HOME}
    if purpose in {Purpose.COLUMN, Purpose.BOARD}:
        known |= {"page_id": "p1", "url": COLUMN}
    if purpose is Purpose.FEED:
        known |= {"kind": TargetKind.ACCOUNT, "target_id": "a1", "url": FEED}
    return Watch(**{**known, **fields})


def a_visit_due(**fields: Any) -> VisitDue:
    known: dict[str, Any] = {
        "kind": "website",
        "target_id": "w1",
        "purpose": "home",
        "url": HOME,
        "slot": NOW.isoformat(),
        "due_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
    }
    return VisitDue(**{**known, **fields})


def an_answer(body: bytes = b"<html>here</html>", status: int | None = 200, url: str = HOME, **fields: Any) -> Answer:
    known: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "started_at": NOW,
        "elapsed": timedelta(milliseconds=120),
        "status": status,
        "headers": (("Content-Type", "text/html"),),
        "body": body,
        "received": len(body),
    }
    return Answer(**{**known, **fields})


def a_problem(problem: Problem, **fields: Any) -> Answer:
    return an_answer(b"", None, headers=(), problem=problem, **fields)


def an_entry(days_ago: float = 1, title: str = "关于召开会议的通知", now: datetime = NOW) -> Entry:
    return Entry(title=title, url=f"{HOME}{days_ago}.html", published_at=now - timedelta(days=days_ago))


def a_message(id_: str = "m1", **fields: Any) -> Message:
    return Message(**{"id": id_, "title": "路灯不亮", "asked_at": NOW - timedelta(days=9), **fields})


def a_reading(*entries: Entry, **fields: Any) -> Reading:
    since = min((entry.published_at for entry in entries if entry.published_at), default=None)
    return Reading(**{"entries": entries, "complete_since": since, **fields})


A_PACE = Pace(interval=timedelta(seconds=1), burst=2, patience=timedelta(seconds=10), budget=100)
