"""Valid-by-default makers of observations, subjects, rules and cases: a test names only what matters to it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.dossier import Dossier, Observation
from services.evaluator.evaluate import evaluate
from services.evaluator.folding import absorb_all
from services.evaluator.indicator import Case, Indicator, Judgement, Period
from services.evaluator.indicators import INDICATORS, SCHEMA
from services.evaluator.pack import parse_pack
from services.evaluator.rulebook import Rules, resolve
from services.evaluator.subject import Board, Column, Subject
from shared.clock import CHINA
from shared.contracts.observations import Entry, Message, PageVisited, Post, PostListed, Recorded
from shared.contracts.target import LookOutcome, Purpose, TargetKind
from shared.contracts.verdicts import Verdict
from shared.workdays import is_workday

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
"""The moment most tests judge: a Friday morning in China."""


def days_ago(days: float, now: datetime = NOW) -> datetime:
    """So many days before `now`."""
    return now - timedelta(days=days)


def an_entry(published_at: datetime | None = None, title: str = "关于召开会议的通知") -> Entry:
    """One line of a list."""
    return Entry(title=title, url="https://www.example.gov.cn/a.html", published_at=published_at)


def entries_at(*moments: datetime | None) -> tuple[Entry, ...]:
    """A list with one entry for each moment."""
    return tuple(an_entry(moment) for moment in moments)


def a_visit(at: datetime = NOW, **fields: Any) -> PageVisited:
    """A probe of the home page that found it open."""
    blind = fields.get("outcome", LookOutcome.OK) != LookOutcome.OK
    known: dict[str, Any] = {
        "website_id": "w1",
        "purpose": Purpose.PROBE,
        "url": "https://www.example.gov.cn/",
        "observed_at": at,
        "outcome": LookOutcome.OK,
        "reason": "blocked" if blind else None,
        "elapsed_ms": 400,
    }
    return PageVisited(**{**known, **fields})


def a_home_look(at: datetime = NOW, *moments: datetime | None, **fields: Any) -> PageVisited:
    """A look at the home page, with one entry for each moment."""
    return a_visit(at, **{"purpose": Purpose.HOME, "entries": entries_at(*moments), **fields})


def a_column_look(at: datetime = NOW, *moments: datetime | None, column: str = "c1", **fields: Any) -> PageVisited:
    """A look at a column, with one entry for each moment."""
    known = {"purpose": Purpose.COLUMN, "page_id": column, "entries": entries_at(*moments)}
    return a_visit(at, **{**known, **fields})


def a_board_look(at: datetime = NOW, *letters: Message, board: str = "b1", **fields: Any) -> PageVisited:
    """A look at a message board."""
    return a_visit(at, **{"purpose": Purpose.BOARD, "page_id": board, "messages": letters, **fields})


def a_letter(id_: str = "m1", *, asked_at: datetime | None = None, **fields: Any) -> Message:
    """A letter without an answer."""
    return Message(**{"id": id_, "title": "路灯不亮", "asked_at": asked_at, **fields})


def a_feed_look(at: datetime = NOW, *moments: datetime | None, **fields: Any) -> PostListed:
    """A look at an account, with one post for each moment."""
    posts = tuple(Post(id=f"p{n}", title="今日要闻", published_at=moment) for n, moment in enumerate(moments))
    blind = fields.get("outcome", LookOutcome.OK) != LookOutcome.OK
    known: dict[str, Any] = {
        "account_id": "a1",
        "observed_at": at,
        "outcome": LookOutcome.OK,
        "reason": "bridge_broken" if blind else None,
        "posts": posts,
    }
    return PostListed(**{**known, **fields})


def a_record(at: datetime = NOW, **fields: Any) -> Recorded:
    """A record of the ledger."""
    known: dict[str, Any] = {
        "kind": "ticket",
        "target_kind": TargetKind.WEBSITE,
        "target_id": "w1",
        "record_id": "t1",
        "recorded_at": at,
        "fields": {"received_at": at.isoformat()},
    }
    return Recorded(**{**known, **fields})


def a_column(id_: str = "c1", **fields: Any) -> Column:
    """A first-level news column."""
    known = {"id": id_, "name": f"栏目{id_}", "url": f"https://www.example.gov.cn/{id_}/", "category": "news"}
    return Column(**{**known, **fields})


def a_board(id_: str = "b1", **fields: Any) -> Board:
    """A consultation board."""
    return Board(**{"id": id_, "name": "咨询投诉", "url": f"https://www.example.gov.cn/{id_}/", **fields})


def a_website(**fields: Any) -> Subject:
    """A running website without columns or boards."""
    known = {"kind": TargetKind.WEBSITE, "id": "w1", "name": "示例市人民政府网", "unit_id": "u1"}
    return Subject(**{**known, **fields})


def an_account(**fields: Any) -> Subject:
    """An active subscription account."""
    known = {
        "kind": TargetKind.ACCOUNT,
        "id": "a1",
        "name": "示例发布",
        "unit_id": "u1",
        "status": "active",
        "platform": "wechat_subscription",
    }
    return Subject(**{**known, **fields})


def folded(*events: Observation, onto: Dossier | None = None) -> Dossier:
    """The dossier of these events."""
    target = events[0].target if events else "w1"
    return absorb_all(onto or Dossier(target), [(str(event.event_id()), event) for event in events])


@cache
def rules(pack: str = "national", overlay: str = "") -> Rules:
    """The rules of a pack that comes with the product, with a test's own changes over it."""
    packs = list(read_packs())
    on_day = date(2026, 1, 1)
    if not overlay:
        return resolve(packs, pack, on_day, schema=SCHEMA)
    head = 'id="test"\nname="测试"\nversion="1"\nsource="测试"\nprovenance="notice"\nvalid_from=2020-01-01\n'
    packs.append(parse_pack(f'{head}extends="{pack}"\n{overlay}', "test.toml"))
    return resolve(packs, "test", on_day, schema=SCHEMA)


def a_case(subject: Subject, *events: Observation, **fields: Any) -> Case:
    """A subject with what was observed of it, judged now under the national rules."""
    known = {
        "dossier": folded(*events) if events else Dossier(subject.id),
        "subject": subject,
        "rules": rules(),
        "as_of": NOW,
        "is_workday": is_workday,
    }
    return Case(**{**known, **fields})


def judged(indicator: Indicator[Any], subject: Subject, *events: Observation, **fields: Any) -> Judgement:
    """What one indicator says of the case."""
    return indicator.judged(a_case(subject, *events, **fields))


def a_verdict(subject: Subject, *events: Observation, **fields: Any) -> Verdict:
    """What all indicators say of the case."""
    evaluation = evaluate(a_case(subject, *events, **fields), INDICATORS)
    assert evaluation is not None
    return evaluation.verdict


def spaced_visits(
    first: datetime, *, days: int = 7, a_day: int = 20, failed: Iterable[int] = (), **fields: Any
) -> list[PageVisited]:
    """Visits spread evenly over days; those whose number is in `failed` did not open."""
    gap = timedelta(days=1) / a_day
    bad = frozenset(failed)
    failure = {"outcome": LookOutcome.FAILED, "reason": "timeout"}
    return [a_visit(first + n * gap, **(failure if n in bad else fields)) for n in range(days * a_day)]


def looks_every(gap: timedelta, first: datetime, last: datetime) -> list[datetime]:
    """Moments from `first` to `last`, both included, so far apart."""
    return [first + n * gap for n in range((last - first) // gap + 1)]


def a_period(first: str, last: str) -> Period:
    """The days from one to another, both included."""
    return Period(date.fromisoformat(first), date.fromisoformat(last))
