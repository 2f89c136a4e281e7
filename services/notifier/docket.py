"""The docket of a target: its concerns, and the verdict they rest on. Late and repeated verdicts change nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Self

from services.notifier.concern import Closing, Concern, Standing, standing_of
from services.notifier.concerns import Concerns
from services.notifier.muting import Reason as Muted
from services.notifier.routing import Place, Share
from services.notifier.silence import LONGEST
from shared.contracts.event import Fact, Moment
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Finding, Verdict

KEPT = LONGEST + timedelta(days=10)
"""How long an ended concern stays on the docket; what was told of it is in the ledger for good.

Longer than any silence: the end of what was told before it is still to be said after it.
"""

Mute = Callable[[Share, bool], Muted]
"""Says why a share must not be heard; the flag tells whether something is open there."""


class Reason(StrEnum):
    """What a verdict did to the docket."""

    NEWER = "newer"
    SAME = "same"
    """The verdict the docket already rests on, delivered again."""
    LATE = "late"
    """A newer one was there before it."""


class Docket(Fact):
    """One document per target, saved as a whole: a verdict is absorbed entirely or not at all."""

    target_kind: TargetKind
    target_id: str
    as_of: Moment
    verdict_id: str
    previous_verdict_id: str | None = None
    concerns: Concerns = Concerns()
    unseen: tuple[str, ...] = ()
    """The reasons why something of the target is undetermined."""
    version: int = 0

    @property
    def key(self) -> str:
        """Names the docket."""
        return docket_key(self.target_kind, self.target_id)

    @classmethod
    def empty(cls, verdict: Verdict, previous_verdict_id: str | None = None) -> Self:
        """A docket that rests on this verdict and has no concerns yet."""
        return cls(
            target_kind=verdict.target_kind,
            target_id=verdict.target_id,
            as_of=verdict.as_of,
            verdict_id=verdict.verdict_id,
            previous_verdict_id=previous_verdict_id,
            unseen=tuple(
                sorted({f.reason for f in verdict.findings if f.outcome is Outcome.UNDETERMINED and f.reason})
            ),
        )


def docket_key(kind: TargetKind, target_id: str) -> str:
    """The key of a target's docket."""
    return f"{kind.value}:{target_id}"


def compare(docket: Docket | None, verdict: Verdict, previous_verdict_id: str | None) -> Reason:
    """Whether the verdict is newer than the docket's. Of two of one moment, the one that names the other is."""
    if docket is None:
        return Reason.NEWER
    if docket.verdict_id == verdict.verdict_id:
        return Reason.SAME
    if docket.as_of != verdict.as_of:
        return Reason.NEWER if docket.as_of < verdict.as_of else Reason.LATE
    if previous_verdict_id == docket.verdict_id:
        return Reason.NEWER
    if docket.previous_verdict_id == verdict.verdict_id:
        return Reason.LATE
    return Reason.NEWER if docket.verdict_id < verdict.verdict_id else Reason.LATE


class Absorbed(Fact):
    """A docket after a verdict, and the units for which something changed."""

    docket: Docket
    units: frozenset[str] = frozenset()


def absorb(
    docket: Docket | None,
    verdict: Verdict,
    shares: Iterable[Share],
    *,
    previous_verdict_id: str | None = None,
    mute: Mute,
) -> Absorbed:
    """The docket as this verdict leaves it. The caller has seen with `compare` that the verdict is newer."""
    before = docket or Docket.empty(verdict)
    moved: set[str] = set()
    kept = Concerns(_after(before.concerns, verdict, shares, mute, moved))
    fresh = Docket.empty(verdict, previous_verdict_id)
    update = {"concerns": kept, "version": docket.version if docket else 0}
    return Absorbed(docket=fresh.model_copy(update=update), units=frozenset(moved))


def _after(
    concerns: Concerns, verdict: Verdict, shares: Iterable[Share], mute: Mute, moved: set[str]
) -> Iterator[Concern]:
    """One concern after the other as the verdict leaves it; `moved` takes the units for which one changed.

    What becomes of a concern hangs on its own share only. So each is laid open alone, and of the others no more is
    held than their places.
    """
    places: dict[Place, int | None] = {}
    for at, concern in enumerate(concerns):
        if concern.is_open:
            places[concern.place] = at
        elif concern.closed_at and verdict.as_of - concern.closed_at <= KEPT:
            yield concern
    for share in shares:
        number = places.get(share.place)
        if number is None and share.place in places:
            continue  # a share of this place was there before
        places[share.place] = None
        before = None if number is None else concerns[number]
        for after in _of_share(before, verdict, share, mute):
            moved |= _changed(before, after)
            yield after
    for left in [number for number in places.values() if number is not None]:
        before, after = concerns[left], _without_share(concerns[left], verdict)
        moved |= _changed(before, after)
        yield after


def _changed(before: Concern | None, after: Concern) -> set[str]:
    """The unit, if there may be something new to say to it: the wording alone is nothing new."""
    if before is None or before.id != after.id:
        return {after.unit_id}
    told = [(c.standing, c.closing, c.blind, {item.id for item in c.items}) for c in (before, after)]
    return {after.unit_id} if told[0] != told[1] else set()


def _of_share(concern: Concern | None, verdict: Verdict, share: Share, mute: Mute) -> Iterator[Concern]:
    """What the share makes of the open concern in its place, and the new one where none is, or where that one ends."""
    if concern is not None:
        yield _with_share(concern, verdict, share, mute)
    if concern is not None and not _steps_down(concern, share):
        return
    if mute(share, False) is Muted.AUDIBLE and standing_of(share.finding) is not None:
        yield Concern.open(share, verdict)


def _with_share(concern: Concern, verdict: Verdict, share: Share, mute: Mute) -> Concern:
    reason = mute(share, True)
    if reason is not Muted.AUDIBLE:
        return concern.pause() if reason.pauses else concern
    standing = standing_of(share.finding)
    if standing is None or _steps_down(concern, share):
        receded = concern.standing is Standing.EARLY
        return concern.close(Closing.RECEDED if receded else Closing.MENDED, verdict, share.finding)
    return concern.renew(share, verdict)


def _steps_down(concern: Concern, share: Share) -> bool:
    """A fault that is gone but near again: that is a mended fault and a new early warning."""
    return concern.standing is Standing.FAULT and standing_of(share.finding) is Standing.EARLY


def _without_share(concern: Concern, verdict: Verdict) -> Concern:
    """The unit has no part in the finding any more: mended, or another's business, or nobody can tell."""
    finding = next((f for f in verdict.findings if f.indicator == concern.indicator), None)
    if finding is None or finding.outcome is Outcome.UNDETERMINED:
        return concern.pause()
    if concern.whole or _moved(concern, finding):
        return concern.close(Closing.MOVED, verdict)
    closing = Closing.MENDED if concern.standing is Standing.FAULT else Closing.RECEDED
    last = finding.model_copy(update={"items": ()})
    if concern.item_id:
        name = next((item.name for item in concern.share.finding.items), concern.item_id)
        last = last.model_copy(update={"outcome": Outcome.MET, "text": f"{name}：最近一次查看时已不在待办之列。"})
    return concern.close(closing, verdict, last)


def _moved(concern: Concern, finding: Finding) -> bool:
    mine = {item.id for item in concern.items}
    return any(item.id in mine and item.outcome is not Outcome.MET for item in finding.items)
