"""The bench that judges: whom, by which rules."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from services.evaluator.changes import changes
from services.evaluator.dossier import Dossier
from services.evaluator.evaluate import asked_of, evaluate
from services.evaluator.fitting import fitting
from services.evaluator.folding import Folded, absorbed
from services.evaluator.indicator import Case, Decides, Indicator, Period
from services.evaluator.indicators import INDICATORS
from services.evaluator.kept import KeptDossier
from services.evaluator.manual import next_boundary
from services.evaluator.memo import Memo, Reading, holds_until, reading, remembering
from services.evaluator.parts import Parts, changed_parts, repeated_parts, shown_parts
from services.evaluator.ports import Packs, Roll, Seen, Subjects
from services.evaluator.rulebook import Rules
from services.evaluator.subject import Subject
from services.evaluator.window import IsWorkday, day_in_china
from shared.clock import local
from shared.contracts.verdicts import Verdict, VerdictChanged
from shared.errors import BadInput
from shared.workdays import UnknownYear, is_workday

SHORTEST = timedelta(seconds=1)
"""Time alone changes no verdict twice within it."""

SHOWN_FOR = timedelta(days=1)
"""A target nobody looks at is judged anew after it all the same: what is shown of it counts days."""

TICK = timedelta(milliseconds=1)
"""What tells two moments apart."""


@dataclass(frozen=True)
class Bench:
    """Everything a judgement needs beside the facts and the moment."""

    subjects: Mapping[str, Subject]
    rules: Rules
    under: Mapping[str, str]
    """By target: the registry's words on it and the rules, as one short text. Only targets in scope are here."""
    indicators: Sequence[Indicator[Any]] = INDICATORS
    is_workday: IsWorkday = is_workday
    _asked: dict[str, Sequence[Indicator[Any]]] = field(default_factory=dict, repr=False)
    """By target: the indicators its regime asks of it."""

    def case(self, dossier: Dossier, as_of: datetime, period: Period | None = None) -> Case:
        """The case of a registered target."""
        return Case(
            dossier=dossier,
            subject=self.subjects[dossier.target_id],
            rules=self.rules,
            as_of=as_of,
            is_workday=self.is_workday,
            period=period,
        )

    def advanced(self, kept: KeptDossier, seen: Sequence[Seen], now: datetime) -> "Advanced":
        """With more observations, and judged, if it is a target and there is anything new: an observation, time, rules.

        The same object if there is nothing new.
        """
        under = self.under.get(kept.target_id, "")
        if not seen and not _is_due(kept, under, now):
            return Advanced(kept)
        folded = absorbed(kept.dossier, seen) if seen else Folded(kept.dossier, frozenset())
        dossier = folded.dossier
        if not under:
            return Advanced(
                replace(kept, dossier=dossier, judged_under="", next_change_at=None, shown_at=None, memo=Memo())
            )
        as_of = _moment(kept, dossier, now)
        # A tick asks everything anew: it is about time, and rare.
        memo = kept.memo if seen and kept.memo.under == under and _forgot_nothing(kept, dossier) else Memo(under)
        changed = _changed(kept.dossier, folded, memo) if memo.said else frozenset()
        holds = _says_the_same(kept, dossier, memo, changed, as_of)
        if holds and memo.grounds.isdisjoint(changed):
            return Advanced(kept.grown(dossier, memo))
        case, read = reading(self.case(dossier, as_of), memo, changed)
        if holds and (told := read.unasked()):
            return Advanced(kept.grown(dossier, told))
        return self._judged(kept, case, read)

    def _judged(self, kept: KeptDossier, case: Case, read: Reading) -> "Advanced":
        """Judged by the indicators whose answer can have changed; put into words only if anybody would act on them."""
        memo, dossier, as_of = read.known, read.dossier, case.as_of
        if memo.said and _is_lately_shown(kept, as_of) and _nothing_entered(dossier, memo):
            with suppress(UnknownYear):  # which is an answer too, put into words below
                changes_at = read.asked_again(self._asked_of(case), case)
                if not read.is_news:
                    old_at = kept.shown_at and kept.shown_at + SHOWN_FOR
                    return Advanced(_grown(kept, read, earliest(changes_at, next_boundary(case), old_at)))
        evaluation = evaluate(case, self._remembering)
        assert evaluation, "a target in scope has a verdict"
        return _continued(_grown(kept, read, evaluation.next_change_at), evaluation.verdict)

    def _asked_of(self, case: Case) -> Sequence[Indicator[Any]]:
        """The indicators of a case that observations or time can move."""
        asked = self._asked.get(case.subject.id)
        if asked is None:
            # What people enter is put into words whenever they enter it: no need to ask again meanwhile.
            found = asked_of(case, self.indicators)
            asked = self._asked[case.subject.id] = tuple(one for one in found if one.decides is not Decides.LEDGER)
        return asked

    @cached_property
    def _remembering(self) -> tuple[Indicator[Any], ...]:
        return tuple(remembering(one) for one in self.indicators)


class Advanced(NamedTuple):
    """A kept dossier one step on."""

    kept: KeptDossier
    renewed: Verdict | None = None
    """The judgement in force with the day counts of now, where it is no news but what is shown has become old."""


def bench_of(roll: Roll, rules: Rules) -> Bench:
    """The bench for a roll and rules."""
    under = {
        target_id: f"{roll.words[target_id]} {rules.id} {rules.version}"
        for target_id, subject in roll.subjects.items()
        if subject.in_scope
    }
    return Bench(roll.subjects, rules, under)


class Benches:
    """The bench in force; a new one when the registry or the rules are others."""

    def __init__(self, subjects: Subjects, packs: Packs, *, pack: str) -> None:
        self._subjects = subjects
        self._packs = packs
        self._pack = pack
        self._roll: Roll | None = None
        self._rules: Rules | None = None
        self._bench: Bench | None = None
        self.problem: BadInput | None = None
        """Why the packs cannot be read now; what was judged by last goes on judging meanwhile."""

    async def get(self, now: datetime) -> Bench:
        """The bench in force.

        Raises:
            BadInput: the rule packs could not be used from the beginning.
            Transient: the registry cannot be read.
        """
        rules = self.rules(now)
        roll = await self._subjects.current()
        if self._bench is None or roll is not self._roll or rules is not self._rules:
            self._bench = bench_of(roll, rules)
            self._roll, self._rules = roll, rules
        return self._bench

    def rules(self, now: datetime) -> Rules:
        """The rules in force; the last usable ones when somebody has broken a file, which `problem` tells.

        Raises:
            BadInput: there were no usable ones yet.
        """
        try:
            rules = self._packs.rules(self._pack, local(now).date())
        except BadInput as error:
            if self._rules is None:
                raise
            self.problem = error
            return self._rules
        self.problem = None
        return rules


def _changed(known: Dossier, folded: Folded, memo: Memo) -> Parts:
    rests, key = (memo.parts, memo.grounds), folded.only
    if not key:
        return changed_parts(known, folded.dossier, folded.again, among=rests)
    if folded.again:
        return repeated_parts(key)
    return shown_parts(key, known.pages[key], folded.dossier.pages[key], among=rests)


def _says_the_same(kept: KeptDossier, dossier: Dossier, memo: Memo, changed: Parts, as_of: datetime) -> bool:
    """Whether nothing that anybody looked at is another: then not even the time of the next change is."""
    if not memo.holds(changed, as_of) or not _nothing_entered(dossier, memo):
        return False
    is_still_to_come = kept.next_change_at is None or as_of < kept.next_change_at
    return is_still_to_come and _is_lately_shown(kept, as_of)


def _is_lately_shown(kept: KeptDossier, as_of: datetime) -> bool:
    return kept.shown_at is not None and as_of < holds_until(kept.shown_at)


def _forgot_nothing(kept: KeptDossier, dossier: Dossier) -> bool:
    """With each day something may grow too old to be kept, which no look says: then everything is asked anew."""
    return day_in_china(dossier.seen_until) == day_in_china(kept.dossier.seen_until)


def _nothing_entered(dossier: Dossier, memo: Memo) -> bool:
    """What people entered changes findings in ways of its own: then all is put into words, and compared."""
    return dossier.records is memo.records or dossier.records == memo.records


def _is_due(kept: KeptDossier, under: str, now: datetime) -> bool:
    return kept.judged_under != under or (kept.next_change_at is not None and kept.next_change_at <= now)


def _moment(kept: KeptDossier, dossier: Dossier, now: datetime) -> datetime:
    """Now; or a little later, where another clock is ahead: a chain never goes back, no look lies in the future."""
    known = max(now, dossier.seen_until)
    return max(known, kept.said.as_of + TICK) if kept.said else known


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the moments that there are."""
    return min(filter(None, moments), default=None)


def _grown(kept: KeptDossier, read: Reading, changes_at: datetime | None) -> KeptDossier:
    changes_at = changes_at and max(changes_at, read.as_of + SHORTEST)
    return kept.judged(read.dossier, read.memo(), under=read.under, changes_at=changes_at)


def _continued(kept: KeptDossier, verdict: Verdict) -> Advanced:
    before = kept.event
    said = changes(before.verdict if before else None, verdict) or _moved(before, verdict)
    if said:
        return Advanced(_renewable(replace(kept.next_said(fitting(said)), shown_at=verdict.as_of)))
    assert before, "the first verdict is always news"
    if kept.shown_at and verdict.as_of < holds_until(kept.shown_at):
        return Advanced(_renewable(kept))
    shown = verdict.model_copy(update={"verdict_id": before.verdict.verdict_id})
    return Advanced(_renewable(replace(kept, shown_at=verdict.as_of)), shown)


def _renewable(kept: KeptDossier) -> KeptDossier:
    """To be judged again when what is shown has become old, at the latest."""
    old_at = kept.shown_at + SHOWN_FOR if kept.shown_at else None
    return replace(kept, next_change_at=earliest(kept.next_change_at, old_at))


def _moved(said: VerdictChanged | None, verdict: Verdict) -> VerdictChanged | None:
    """That another unit answers for the target from now on is news, whatever the verdict."""
    if said is None or said.verdict.unit_id == verdict.unit_id:
        return None
    return VerdictChanged(
        verdict=verdict, previous_result=said.verdict.result, previous_verdict_id=said.verdict.verdict_id
    )
