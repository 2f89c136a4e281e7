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
from services.evaluator.folding import absorb_all
from services.evaluator.indicator import Case, Decides, Indicator, Period
from services.evaluator.indicators import INDICATORS
from services.evaluator.kept import KeptDossier
from services.evaluator.manual import next_boundary
from services.evaluator.memo import Memo, Reading, holds_until, reading, remembering
from services.evaluator.ports import Packs, Roll, Seen, Subjects
from services.evaluator.rulebook import Rules
from services.evaluator.subject import Subject
from services.evaluator.window import IsWorkday
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
        dossier = absorb_all(kept.dossier, seen) if seen else kept.dossier
        if not under:
            return Advanced(
                replace(kept, dossier=dossier, judged_under="", next_change_at=None, shown_at=None, memo=Memo())
            )
        # A tick asks everything anew: it is about time, and rare.
        memo = kept.memo if seen and kept.memo.under == under else Memo(under)
        return self._judged(kept, dossier, memo, _moment(kept, dossier, now))

    def _judged(self, kept: KeptDossier, dossier: Dossier, memo: Memo, as_of: datetime) -> "Advanced":
        """Judged by the indicators whose answer can have changed; put into words only if anybody would act on them."""
        case, read = reading(self.case(dossier, as_of), memo)
        is_lately_shown = kept.shown_at is not None and as_of < holds_until(kept.shown_at)
        # What people entered changes findings in ways of its own: then all is put into words, and compared.
        if memo.said and is_lately_shown and dossier.records == memo.records:
            with suppress(UnknownYear):  # which is an answer too, put into words below
                changes_at = read.asked_again(self._asked_of(case), case)
                if not read.is_news:
                    return Advanced(_renewable(_grown(kept, read, earliest(changes_at, next_boundary(case)))))
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


def _is_due(kept: KeptDossier, under: str, now: datetime) -> bool:
    return kept.judged_under != under or (kept.next_change_at is not None and kept.next_change_at <= now)


def _moment(kept: KeptDossier, dossier: Dossier, now: datetime) -> datetime:
    """Now; or a little later, where another clock is ahead: a chain never goes back, no look lies in the future."""
    known = max(now, dossier.seen_until)
    return max(known, kept.verdict.as_of + TICK) if kept.verdict else known


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the moments that there are."""
    return min(filter(None, moments), default=None)


def _grown(kept: KeptDossier, read: Reading, changes_at: datetime | None) -> KeptDossier:
    return replace(
        kept,
        dossier=read.dossier,
        judged_under=read.under,
        next_change_at=changes_at and max(changes_at, read.as_of + SHORTEST),
        memo=read.memo(),
    )


def _continued(kept: KeptDossier, verdict: Verdict) -> Advanced:
    said = changes(kept.verdict, verdict) or _moved(kept.said, verdict)
    if said:
        return Advanced(_renewable(replace(kept.next_said(fitting(said)), shown_at=verdict.as_of)))
    if kept.shown_at and kept.verdict and verdict.as_of < holds_until(kept.shown_at):
        return Advanced(_renewable(kept))
    assert kept.verdict, "the first verdict is always news"
    shown = verdict.model_copy(update={"verdict_id": kept.verdict.verdict_id})
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
