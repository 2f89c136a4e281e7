"""Findings in review as the console finds them: each thing a person decides on, where it stands, and what was done."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.ledger import store
from console.standing import in_force, verdict_of
from services.evaluator.facts.record import Record, record_of
from services.evaluator.review import KINDS, WORDS, Point, Step, next_state, points_of, possible_steps, steps_on
from shared.clock import CHINA
from shared.contracts import Recorded
from shared.contracts.collections import VERDICTS
from shared.contracts.event import content_id
from shared.contracts.records import RecordKind, Review, ReviewStep, plain
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Finding, Item, ReviewState, Verdict
from shared.errors import BadInput
from shared.mongo import Database, Document

STEP_WORDS = {
    ReviewStep.CONFIRM: "确认",
    ReviewStep.DISMISS: "误报",
    ReviewStep.APPEAL: "申诉",
    ReviewStep.REDUCE: "核减",
    ReviewStep.UPHOLD: "维持",
    ReviewStep.MEND: "整改",
    ReviewStep.CLOSE: "销号",
}

EVER = datetime(2000, 1, 1, tzinfo=CHINA)
"""Before anything was judged."""

OPEN = frozenset({ReviewState.PENDING, ReviewState.APPEALED, ReviewState.MENDING})
"""The states in which somebody is waited for."""


@dataclass(frozen=True)
class Question:
    """One thing to decide on."""

    verdict: Verdict
    finding: Finding
    item: Item | None
    point: Point

    @property
    def id(self) -> str:
        """What a person types to name it."""
        return self.point.short_id(self.verdict.target_id)

    @property
    def state(self) -> ReviewState | None:
        """Where it stands; None: automatic."""
        word = (self.item.review if self.item else None) or (None if self.item else self.finding.review)
        return ReviewState(word) if word else None

    @property
    def text(self) -> str:
        """What was found."""
        if self.item is None:
            return self.finding.text
        return "：".join(filter(None, (self.item.name, self.item.text)))

    @property
    def url(self) -> str | None:
        """Where to look."""
        return self.item.url if self.item else next((e.url for e in self.finding.evidence if e.url), None)

    def facts(self) -> dict[str, Any]:
        """All of it in plain values."""
        return {
            "id": self.id,
            "target_kind": self.verdict.target_kind.value,
            "target_id": self.verdict.target_id,
            "target_name": self.verdict.target_name,
            "unit_id": self.verdict.unit_id,
            "indicator": self.finding.indicator,
            "title": self.finding.title,
            "item_id": self.point.item_id,
            "signature": self.point.signature,
            "state": self.state.value if self.state else None,
            "text": self.text,
            "url": self.url,
            "as_of": self.verdict.as_of,
        }


def questions_of(verdict: Verdict) -> Iterator[Question]:
    """Everything in a verdict that is broken, or that somebody was asked about."""
    for finding in verdict.findings:
        for point, item in points_of(finding):
            yield Question(verdict, finding, item, point)


async def questions(database: Database, match: Document, *, since: datetime | None = None) -> list[Question]:
    """Those of the judgements in force; with `since`, also those of judgements made from then on. The newest wins."""
    found: dict[str, Question] = {}
    async for verdict in _verdicts(database, match, since):
        found |= {question.id: question for question in questions_of(verdict)}
    return list(found.values())


async def named(database: Database, ids: Sequence[str]) -> list[Question]:
    """The questions of these ids, or of the beginnings of ids: in force, else of any judgement that is kept.

    Raises:
        BadInput: there is no such question, or several begin so.
    """
    known = await questions(database, {})
    if any(not _begin(known, id_) for id_ in ids):
        known = await questions(database, {}, since=EVER)
    chosen, mistakes = [], []
    for id_ in ids:
        matches = _begin(known, id_)
        if len(matches) == 1:
            chosen += matches
        else:
            mistakes.append(
                f"{id_}：" + ("有多条以此开头，请写全" if matches else "没有这一条，请用 xunjian review list 查看")
            )
    if mistakes:
        raise BadInput("有编号对不上", mistakes)
    return chosen


def step_event(
    question: Question, step: ReviewStep, *, why: str, points: float | None, at: datetime, by: str
) -> Recorded:
    """The event that takes a step.

    Raises:
        BadInput: it cannot be taken where the question stands; says which can.
    """
    if next_state(question.state, step) is None:
        possible = "、".join(f"{STEP_WORDS[one]}({one.value})" for one in possible_steps(question.state))
        raise BadInput(f"{question.id} 现在是“{WORDS[question.state]}”，不能{STEP_WORDS[step]}；可以：{possible}")
    point, verdict = question.point, question.verdict
    review = Review(
        indicator=point.indicator, step=step, item_id=point.item_id, signature=point.signature, why=why, points=points
    )
    named_by = (verdict.target_id, point.indicator, point.item_id, point.signature, step, at.timestamp())
    return Recorded(
        kind=RecordKind.REVIEW,
        target_kind=verdict.target_kind,
        target_id=verdict.target_id,
        record_id=content_id(RecordKind.REVIEW, *named_by).hex[:16],
        recorded_at=at,
        recorded_by=by or None,
        fields=plain(review),
    )


async def steps_taken(database: Database, question: Question) -> list[Step]:
    """Everything anybody did about it, the oldest first."""
    records = await records_of(database, question.verdict.target_id)
    return steps_on(question.point, records)


async def records_of(database: Database, target_id: str) -> list[Record]:
    """The steps of all reviews of a target, each of them once."""
    kept = await store.kept(database, target_id=target_id)
    return [record_of(str(event.event_id()), event) for event in kept.values() if event.kind in KINDS]


def _begin(known: Iterable[Question], id_: str) -> list[Question]:
    return [question for question in known if question.id.startswith(id_.lower())]


async def _verdicts(database: Database, match: Document, since: datetime | None) -> AsyncIterator[Verdict]:
    """The oldest first, those in force last."""
    if since is not None:
        reviewable = {"$or": [{"findings.review": {"$ne": None}}, {"findings.outcome": Outcome.NOT_MET.value}]}
        wanted = {**match, **reviewable, "as_of": {"$gte": since}}
        async for document in database[VERDICTS].find(wanted).sort("as_of", 1):
            yield verdict_of(document)
    async for verdict in in_force(database, match):
        yield verdict
