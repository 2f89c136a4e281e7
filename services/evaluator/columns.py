"""The columns of a website under a rule that counts them: stale, blank, fresh or unknown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from services.evaluator.dossier import column_key
from services.evaluator.facts import slots
from services.evaluator.indicator import Case, Judgement, Stands, changing, evidence_of, met, not_met, undetermined
from services.evaluator.phrases import listed
from services.evaluator.reason import Reason
from services.evaluator.sight import too_old_from, why_blind
from services.evaluator.staleness import Staleness, State, staleness_of
from services.evaluator.subject import Column
from services.evaluator.updates import question, stands_of
from services.evaluator.window import Window
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item, Near

_OUTCOMES = {State.FRESH: Outcome.MET, State.STALE: Outcome.NOT_MET, State.UNKNOWN: Outcome.UNDETERMINED}
_MOST_EVIDENCE = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One column and what a rule says of it."""

    column: Column
    updates: Staleness
    text: str
    stands: Stands = Stands.AS_READ
    """How long what is told of it stays as it is."""

    @property
    def state(self) -> State:
        """Fresh, stale (or blank) or unknown."""
        return self.updates.state

    @property
    def changes_at(self) -> datetime | None:
        """When time alone can change it."""
        return self.updates.changes_at

    @property
    def told(self) -> State | None:
        """That it is at ease; anything else is told with its evidence."""
        return self.state if self.stands is Stands.WHATEVER_COMES else None

    def item(self) -> Item:
        """The column as a thing inside a finding."""
        look = self.updates.look
        return Item(
            id=self.column.id,
            name=self.column.name,
            kind="column",
            outcome=_OUTCOMES[self.state],
            text=self.text,
            url=self.column.url or None,
            unit_id=self.column.unit_id,
            due_at=self.updates.crosses_at,
            observed_at=look.at if look else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many columns are too many."""

    count: int
    warn_count: int
    what: str
    """What is counted, in Chinese."""


def distinct(columns: Iterable[Column]) -> list[Column]:
    """The columns without those that show the same page again: one page counts once."""
    known: dict[str, Column] = {}
    for column in columns:
        known.setdefault(column.url.rstrip("/") or column.id, column)
    return list(known.values())


def judge_updates(
    case: Case, column: Column, window: Window, *, edge_inclusive: bool, warn_after: Window | None = None
) -> Judged:
    """Whether a column was updated inside the window. A blank one was not: nothing was ever published in it.

    `warn_after`: how long a silence is worth a warning, where the single column is warned of.
    """
    asked = ("updates", column.id, window.count, window.unit, edge_inclusive, warn_after)
    make = partial(_updates, column=column, window=window, edge_inclusive=edge_inclusive, warn_after=warn_after)
    return case.answer(asked, make)


def _updates(case: Case, *, column: Column, window: Window, edge_inclusive: bool, warn_after: Window | None) -> Judged:
    page = case.dossier.page(column_key(column.id))
    needs = case.rules.sight.column
    updates = staleness_of(page, question(case, window, needs, edge_inclusive=edge_inclusive))
    if updates.state is State.UNKNOWN and (blank := judge_blank(case, column)).state is State.STALE:
        updates = replace(updates, state=State.STALE, reason=None, changes_at=blank.changes_at)
        return Judged(column, updates, "空白栏目，无任何内容")
    stands = stands_of(case, updates, warn_after)
    return Judged(column, updates, f"{updates.words()}（应在{window}内更新）", stands)


def judge_blank(case: Case, column: Column) -> Judged:
    """Whether a column never had any content: seen empty, on a fresh look, and never seen otherwise."""
    return case.answer(("blank", column.id), partial(_blankness, column=column))


def _blankness(case: Case, *, column: Column) -> Judged:
    page = case.dossier.page(column_key(column.id))
    if page is None:
        return _blank(column, Staleness(state=State.UNKNOWN, reason=Reason.NEVER_SEEN, judged_at=case.as_of))
    look = page.good if page.good and page.good.at <= case.as_of else None
    base = Staleness(state=State.UNKNOWN, judged_at=case.as_of, look=look)
    if page.had_content(case.as_of) or (look and look.shown):
        return _blank(column, replace(base, state=State.FRESH))
    stays_until = too_old_from(look.at, case.rules.sight.column.max_age) if look else None
    if look is None or stays_until is None or case.as_of >= stays_until:
        otherwise = Reason.SIGHT_TOO_OLD if look else Reason.NEVER_SEEN
        return _blank(column, replace(base, reason=why_blind(page, look.at if look else None, case.as_of, otherwise)))
    if slots.before(page.empty, slots.slot_of(case.as_of) + 1).bit_count() < case.rules.sight.blank_looks:
        return _blank(column, replace(base, reason=Reason.WINDOW_NOT_COVERED, changes_at=stays_until))
    return _blank(column, replace(base, state=State.STALE, judged_at=look.at, changes_at=stays_until))


def count_columns(case: Case, judged: list[Judged], limit: Limit) -> Judgement:
    """Broken from exactly the limit on; kept only if all unknown columns together could not reach it."""
    bad = [one for one in judged if one.state is State.STALE]
    unknown = [one for one in judged if one.state is State.UNKNOWN]
    items = tuple(one.item() for one in (*bad, *unknown))
    evidence = tuple(e for one in bad[:_MOST_EVIDENCE] for e in evidence_of(one.updates.look, one.text))
    text = f"{limit.what} {len(bad)} 个（上限 {limit.count} 个）"
    names = f"：{listed([one.column.name for one in bad])}" if bad else ""
    changes = [one.updates.changes_at for one in judged]
    if len(bad) >= limit.count:
        answer = not_met(f"{text}{names}", items=items, evidence=evidence)
    elif len(bad) + len(unknown) < limit.count:
        near = _near(judged, bad, limit)
        answer = met(f"{text}{names}{_and_unknown(unknown)}", near=near, items=items, evidence=evidence)
    else:
        reason = Counter(one.updates.reason or Reason.BLIND for one in unknown).most_common(1)[0][0]
        told = f"无法判定：{text}{names}{_and_unknown(unknown)}"
        # What was seen to be near is near, whatever else was not seen.
        answer = undetermined(reason, told, near=_near(judged, bad, limit), items=items, evidence=evidence)
    return changing(answer, *changes, after=case.as_of)


def _near(judged: list[Judged], bad: list[Judged], limit: Limit) -> Near:
    coming = sorted(
        one.updates.crosses_at for one in judged if one.state is State.FRESH and one.updates.crosses_at is not None
    )
    missing = limit.count - len(bad)
    return Near(
        share=round(len(bad) / limit.count, 3),
        crosses_at=coming[missing - 1] if len(coming) >= missing else None,
        text=f"{limit.what} {len(bad)} 个（上限 {limit.count} 个）",
        warn=len(bad) >= limit.warn_count,
    )


def _and_unknown(unknown: list[Judged]) -> str:
    if not unknown:
        return ""
    reasons = "、".join(sorted({(one.updates.reason or Reason.BLIND).words for one in unknown}))
    return f"；另有 {len(unknown)} 个未能看清（{reasons}）"


def _blank(column: Column, updates: Staleness) -> Judged:
    words = {State.STALE: "空白栏目，无任何内容", State.FRESH: "有内容"}
    # What had content once is not blank, whatever is seen of it later.
    stands = Stands.WHATEVER_COMES if updates.state is State.FRESH else Stands.AS_READ
    return Judged(column, updates, words.get(updates.state) or updates.words(), stands)
