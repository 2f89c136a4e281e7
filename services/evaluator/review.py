"""The review of findings: which steps people took, and what a finding is after them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.evaluator.facts.record import Record
from shared.contracts.event import content_id
from shared.contracts.records import Appeal, RecordKind, Review, ReviewStep
from shared.contracts.target import Outcome
from shared.contracts.verdicts import STANDING, Finding, Item, ReviewState

KINDS = frozenset({RecordKind.REVIEW, RecordKind.APPEAL})
"""The kinds of records a review is made of. They are kept for ever."""

LASTS = timedelta(days=120)
"""What was decided on a finding without things and without a beginning says nothing of one so much later."""

WORDS: Mapping[str | None, str] = {
    None: "自动判定",
    ReviewState.PENDING: "待核",
    ReviewState.CONFIRMED: "确认",
    ReviewState.DISMISSED: "误报",
    ReviewState.APPEALED: "申诉中",
    ReviewState.REDUCED: "核减",
    ReviewState.UPHELD: "维持",
    ReviewState.MENDING: "整改中",
    ReviewState.CLOSED: "销号",
}
"""The states in Chinese."""

_S, _T = ReviewState, ReviewStep
_NEXT: Mapping[tuple[ReviewState | None, ReviewStep], ReviewState] = {
    (None, _T.CONFIRM): _S.CONFIRMED,
    (None, _T.DISMISS): _S.DISMISSED,
    (None, _T.APPEAL): _S.APPEALED,
    (None, _T.MEND): _S.MENDING,
    (_S.PENDING, _T.CONFIRM): _S.CONFIRMED,
    (_S.PENDING, _T.DISMISS): _S.DISMISSED,
    (_S.CONFIRMED, _T.DISMISS): _S.DISMISSED,
    (_S.CONFIRMED, _T.APPEAL): _S.APPEALED,
    (_S.CONFIRMED, _T.MEND): _S.MENDING,
    (_S.CONFIRMED, _T.CLOSE): _S.CLOSED,
    (_S.DISMISSED, _T.CONFIRM): _S.CONFIRMED,
    (_S.APPEALED, _T.REDUCE): _S.REDUCED,
    (_S.APPEALED, _T.UPHOLD): _S.UPHELD,
    (_S.APPEALED, _T.DISMISS): _S.DISMISSED,
    (_S.REDUCED, _T.UPHOLD): _S.UPHELD,
    (_S.UPHELD, _T.REDUCE): _S.REDUCED,
    (_S.UPHELD, _T.MEND): _S.MENDING,
    (_S.UPHELD, _T.CLOSE): _S.CLOSED,
    (_S.MENDING, _T.MEND): _S.MENDING,
    (_S.MENDING, _T.APPEAL): _S.APPEALED,
    (_S.MENDING, _T.CLOSE): _S.CLOSED,
    (_S.CLOSED, _T.CONFIRM): _S.CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Point:
    """What is decided on at a time: one thing inside a finding, or the finding itself."""

    indicator: str
    item_id: str
    """Empty: the finding has no things."""
    signature: str
    """What the evidence is."""
    begun_at: datetime | None = None

    def short_id(self, target_id: str) -> str:
        """What a person types to name it."""
        return content_id("point", target_id, self.indicator, self.item_id, self.signature).hex[:10]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, when, by whom, why."""

    step: ReviewStep
    at: datetime
    by: str | None
    why: str
    points: float | None = None
    event_id: str = ""


def next_state(state: ReviewState | None, step: ReviewStep) -> ReviewState | None:
    """Where a step leads; None: it cannot be taken there."""
    return _NEXT.get((state, step))


def possible_steps(state: ReviewState | None) -> tuple[ReviewStep, ...]:
    """The steps that can be taken there."""
    return tuple(step for step in ReviewStep if (state, step) in _NEXT)


def points_of(finding: Finding) -> list[tuple[Point, Item | None]]:
    """What of a finding is, or was, in review: its broken things, or itself."""
    items = [item for item in finding.items if item.outcome is Outcome.NOT_MET or item.review]
    if items:
        return [(_item_point(finding, item), item) for item in items]
    broken = finding.outcome is Outcome.NOT_MET or finding.review
    return [(_whole_point(finding), None)] if broken else []


def steps_on(point: Point, records: Iterable[Record], at: datetime | None = None) -> list[Step]:
    """Every step people took on a point, in the order of time. `at`: the moment judged, for what lasts only so long."""
    found = [step for record in records for step in _step_of(record, point, at)]
    return sorted(found, key=lambda step: (step.at, step.event_id))


def state_after(state: ReviewState | None, steps: Iterable[Step]) -> tuple[ReviewState | None, list[Step]]:
    """Where the steps lead, and those that could be taken: one that could not changes nothing."""
    taken = []
    for step in steps:
        following = next_state(state, step.step)
        if following is not None:
            state = following
            taken.append(step)
    return state, taken


def reviewed(finding: Finding, records: Mapping[Any, Record], as_of: datetime, *, step: float | None = None) -> Finding:
    """The finding as people left it. `step`: the points each broken thing costs, if the pack says so.

    Decisions count whenever they were taken, for they say what the fault always was; mending and its end count from
    their own time on.
    """
    if finding.outcome is not Outcome.NOT_MET:
        return finding
    about = [record for record in records.values() if record.kind in KINDS]
    if not about and finding.review is None and all(item.review is None for item in finding.items):
        return finding
    decided = [(point, item, *_decided(point, item, finding, about, as_of)) for point, item in points_of(finding)]
    items = {item.id: _marked(item, state) for _, item, state, _ in decided if item}
    states = [state for _, _, state, _ in decided]
    left = sum(last.points or 0.0 for _, _, state, last in decided if state is ReviewState.REDUCED and last)
    state = joint(states)
    return finding.model_copy(
        update={
            "items": tuple(items.get(item.id, item) for item in finding.items),
            "review": state,
            "outcome": Outcome.NOT_MET if state in _OPEN or left else Outcome.MET,
            "text": _text(finding, state, next((last for *_, last in decided if last), None)),
            "points": _points(finding, states, left, step),
        }
        | ({"review": ReviewState.CONFIRMED} if left and state not in STANDING else {})
    )


def decided_of(finding: Finding, item: Item, about: Iterable[Record], as_of: datetime) -> ReviewState | None:
    """Where people left one thing of a finding."""
    return _decided(_item_point(finding, item), item, finding, about, as_of)[0]


def joint(states: Sequence[ReviewState | None]) -> ReviewState | None:
    """What a finding of several points is called."""
    return next(state for state in _FIRST if state in states)


def decisions(records: Iterable[Record]) -> list[tuple[str, ReviewStep]]:
    """Indicator and step of the last word on each point that somebody confirmed or dismissed."""
    words: dict[tuple[str, str, str], tuple[datetime, str, ReviewStep]] = {}
    for record in records:
        if record.kind != RecordKind.REVIEW:
            continue
        review = Review.model_validate(record.fields)
        key = review.indicator, review.item_id, review.signature
        word = record.at, record.event_id, review.step
        if review.step in _DECISIONS and (key not in words or words[key] < word):
            words[key] = word
    return sorted((indicator, step) for (indicator, _, _), (_, _, step) in words.items())


_DECISIONS = frozenset({ReviewStep.CONFIRM, ReviewStep.DISMISS})
_OPEN: frozenset[ReviewState | None] = STANDING | {None, ReviewState.PENDING}
_STANDING: frozenset[ReviewState | None] = STANDING | {None}
_LATER = frozenset({ReviewStep.MEND, ReviewStep.CLOSE})
_FIRST = (
    ReviewState.APPEALED,
    None,
    ReviewState.UPHELD,
    ReviewState.CONFIRMED,
    ReviewState.MENDING,
    ReviewState.PENDING,
    ReviewState.REDUCED,
    ReviewState.CLOSED,
    ReviewState.DISMISSED,
)
"""What a finding of several points is called: by the first of these that one of them is."""


def _decided(
    point: Point, item: Item | None, finding: Finding, about: Iterable[Record], as_of: datetime
) -> tuple[ReviewState | None, Step | None]:
    asked = (item.review if item else None) or finding.review
    begin = ReviewState(asked) if asked else None
    steps = [step for step in steps_on(point, about, as_of) if step.step not in _LATER or step.at <= as_of]
    state, taken = state_after(begin, steps)
    if state is ReviewState.CLOSED and begin is None and not item_is_manual(item):
        # It was said to be mended, and is seen to be there: what is seen counts.
        state = None
    return state, taken[-1] if taken else None


def item_is_manual(item: Item | None) -> bool:
    """Whether a person entered it, so that nothing but a person can see it mended."""
    return item is not None and item.kind == "manual"


def _marked(item: Item, state: ReviewState | None) -> Item:
    outcome = {ReviewState.PENDING: Outcome.UNDETERMINED}.get(state, Outcome.MET) if state else Outcome.NOT_MET
    return item.model_copy(update={"review": state, "outcome": Outcome.NOT_MET if state in _STANDING else outcome})


def _points(finding: Finding, states: Sequence[ReviewState | None], left: float, step: float | None) -> float | None:
    """The points of what still counts: so much for each thing, else in proportion, and what an appeal left over."""
    if finding.points is None or all(state is ReviewState.PENDING for state in states):
        return finding.points
    standing = sum(1 for state in states if state in _STANDING)
    if step:
        return round(min(finding.points, step * standing) + left, 2)
    return round(finding.points * standing / len(states) + left, 2)


def _text(finding: Finding, state: ReviewState | None, step: Step | None) -> str:
    if state is None or state is ReviewState.CONFIRMED:
        return finding.text
    why = f"（{step.why}）" if step and step.why else ""
    return f"【{WORDS[state]}】{finding.text}{why}"


def _item_point(finding: Finding, item: Item) -> Point:
    named = (finding.indicator, item.id, item.kind, item.name, item.url, _stamp(item.due_at))
    return Point(finding.indicator, item.id, content_id("item", *named).hex[:16], item.due_at)


def _whole_point(finding: Finding) -> Point:
    urls = sorted({evidence.url for evidence in finding.evidence if evidence.url})
    signature = content_id("finding", finding.indicator, _stamp(finding.since), urls).hex[:16]
    return Point(finding.indicator, "", signature, finding.since)


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _step_of(record: Record, point: Point, at: datetime | None) -> Iterator[Step]:
    if record.fields.get("indicator") != point.indicator:
        return
    if record.kind == RecordKind.REVIEW:
        review = Review.model_validate(record.fields)
        if (review.item_id, review.signature) == (point.item_id, point.signature) and _lasts(record, point, at):
            yield Step(review.step, record.at, record.by, review.why, review.points, record.event_id)
    elif record.kind == RecordKind.APPEAL:
        appeal = Appeal.model_validate(record.fields)
        named = not appeal.item_ids or point.item_id in appeal.item_ids
        if named and (point.begun_at is None or point.begun_at <= record.at) and _lasts(record, point, at):
            yield Step(ReviewStep.APPEAL, record.at, record.by or appeal.unit_id, appeal.text, None, record.event_id)


def _lasts(record: Record, point: Point, at: datetime | None) -> bool:
    endless = at is None or bool(point.item_id) or point.begun_at is not None
    return endless or abs(at - record.at) <= LASTS  # type: ignore[operator]
