"""Makers for the notifier's tests, valid by default: a test names only what matters to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from services.notifier import policy
from services.notifier.book import Book, Unit
from services.notifier.concern import Closing, Concern
from services.notifier.contact import MAIL, Contact
from services.notifier.ledger import Change, Entry, Letter, Line, State
from services.notifier.routing import Share, route
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import (
    Evidence,
    Finding,
    IndicatorKind,
    Item,
    Near,
    PackRef,
    Verdict,
    VerdictChanged,
)

NOON = datetime(2023, 11, 21, 4, 0, tzinfo=UTC)
"""A Tuesday in China, noon: no holiday near."""

POLICY = policy.load()

MET, NOT_MET, UNDETERMINED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED

BUREAU = Contact(channel=MAIL, key="office@bureau.example")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> datetime:
        """Move on."""
        self.at += timedelta(**by)
        return self.at


def a_finding(outcome: Outcome = NOT_MET, **fields: Any) -> Finding:
    """A finding on a home page."""
    known = {
        "indicator": "website.veto.homepage_stale",
        "title": "首页不更新",
        "clause": "检查指标一（二）",
        "kind": IndicatorKind.VETO,
        "outcome": outcome,
        "reason": "blind" if outcome is UNDETERMINED else None,
        "text": "首页已连续 20 天未更新，最近一次更新为 2023-11-01。",
        "limit": "首页信息更新间隔不得超过 14 天",
        "remedy": "请在首页及时发布或更新信息，并检查栏目日期是否正常显示。",
        "since": NOON - timedelta(days=6),
        "evidence": (
            Evidence(text="首页最新信息日期 2023-11-01", url="https://www.bureau.example/", observed_at=NOON),
        ),
    }
    return Finding.model_validate({**known, **fields})


def near_miss(text: str = "已 10 天未更新（上限 14 天）", **fields: Any) -> Finding:
    """A finding that is met, and about to be not."""
    near = Near(share=0.71, crosses_at=NOON + timedelta(days=4), text=text, warn=True)
    return a_finding(MET, **{"near": near, "text": "首页 10 天前更新过。", **fields})


def an_item(item_id: str = "c1", outcome: Outcome = NOT_MET, **fields: Any) -> Item:
    """A stale column."""
    known = {
        "id": item_id,
        "name": f"栏目{item_id}",
        "kind": "column",
        "outcome": outcome,
        "text": "最近更新 2023-04-02",
        "url": f"https://www.bureau.example/{item_id}/",
    }
    return Item.model_validate({**known, **fields})


def columns(*items: Item, outcome: Outcome = NOT_MET, **fields: Any) -> Finding:
    """A finding about columns."""
    known = {
        "indicator": "website.veto.columns_stale.core",
        "title": "栏目不更新",
        "text": f"{len(items)} 个栏目未按期更新。",
        "items": items,
    }
    return a_finding(outcome, **{**known, **fields})


def a_verdict(*findings: Finding, at: datetime = NOON, **fields: Any) -> Verdict:
    """A verdict on the bureau's website."""
    known = {
        "verdict_id": f"v-{at.isoformat()}",
        "target_kind": TargetKind.WEBSITE,
        "target_id": "w1",
        "target_name": "某县人民政府门户网站",
        "unit_id": "u1",
        "as_of": at,
        "result": Result.UNQUALIFIED,
        "pack": PackRef(id="national_2019", version="1"),
        "findings": findings,
    }
    return Verdict.model_validate({**known, **fields})


def a_change(*findings: Finding, at: datetime = NOON, previous: str | None = None, **fields: Any) -> VerdictChanged:
    """The event that brings the verdict."""
    return VerdictChanged(verdict=a_verdict(*findings, at=at, **fields), previous_verdict_id=previous)


def a_share(finding: Finding | None = None, unit_id: str = "u1") -> Share:
    """The share of the target's own unit."""
    return next(route(a_verdict(finding or a_finding(), unit_id=unit_id)))


def a_concern(finding: Finding | None = None, *, at: datetime = NOON, **fields: Any) -> Concern:
    """An open concern of the unit u1, a fault by default."""
    verdict = a_verdict(finding or a_finding(), at=at)
    return Concern.open(next(route(verdict)), verdict).model_copy(update=fields)


def mended(concern: Concern, *, at: datetime = NOON + timedelta(days=1)) -> Concern:
    """The concern, seen to be gone."""
    last = concern.share.finding.model_copy(update={"outcome": MET, "text": "首页于今日更新。", "near": None})
    return concern.close(Closing.MENDED, a_verdict(last, at=at), last)


def a_line(concern: Concern | None = None, step: str = "fault", **fields: Any) -> Line:
    """A line about the concern."""
    about = concern or a_concern()
    known = {
        "concern_id": about.id,
        "step": step,
        "target_kind": about.target_kind,
        "target_id": about.target_id,
        "target_name": about.target_name,
        "indicator": about.indicator,
        "title": about.share.finding.title,
        "item_ids": tuple(item.id for item in about.items),
    }
    return Line.model_validate({**known, **fields})


def an_entry(
    entry_id: str = "e1", *lines: Line, state: State = State.QUEUED, at: datetime = NOON, **fields: Any
) -> Entry:
    """A message to the bureau."""
    known = {
        "id": entry_id,
        "unit_id": "u1",
        "unit_name": "某局",
        "channel": BUREAU.channel,
        "contact": BUREAU.key,
        "sequence": 1,
        "step": "fault",
        "lines": lines or (a_line(),),
        "state": state,
        "queued_at": at,
        "due_at": at,
        "history": (Change(state=state, at=at),),
        "letter": Letter(subject="【巡检提醒】某局", text="某局：\n\n正文。\n", html="<p>正文。</p>"),
        "message_id": f"<{entry_id}@xunjian.example>",
        "sha256": "0" * 64,
    }
    return Entry.model_validate({**known, **fields})


def a_book(*units: Unit, retired: frozenset[tuple[TargetKind, str]] = frozenset()) -> Book:
    """Who is who: the unit u1 with one mailbox, unless units are named."""
    known = units or (Unit("u1", "某县教育局", (BUREAU,)),)
    return Book({unit.id: unit for unit in known}, retired)


def tokens() -> Callable[[], str]:
    """Names for claims, one after the other."""
    numbers = iter(range(1, 10_000))
    return lambda: f"claim-{next(numbers)}"
