"""A concern: one fault or early warning of one unit, from the day it was found to the day it was mended."""

from enum import StrEnum
from typing import Self

from services.notifier.routing import Share, faulty_items, near_items
from shared.contracts.event import Fact, Moment, content_id
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Finding, Item, Verdict


class Standing(StrEnum):
    """How serious it is: a limit is near, or broken."""

    EARLY = "early"
    FAULT = "fault"


class Closing(StrEnum):
    """How it ended."""

    MENDED = "mended"
    """The fault is seen to be gone."""
    RECEDED = "receded"
    """The limit was never crossed; nobody needs to hear of it."""
    MOVED = "moved"
    """Another unit answers for it now."""


class Concern(Fact):
    """One episode. What fails again after it was mended is another one, so that it is told again."""

    id: str
    unit_id: str
    target_kind: TargetKind
    target_id: str
    target_name: str
    indicator: str
    whole: bool
    """The unit answers for the target itself, not only for some of its things."""
    standing: Standing
    opened_at: Moment
    share: Share
    """As last seen while it stood; what is told is taken from here."""
    seen_at: Moment
    """The moment of the verdict `share` comes from."""
    blind: bool = False
    """What it rests on cannot be seen at present: it stays open, and nothing is said of it."""
    closing: Closing | None = None
    closed_at: Moment | None = None
    last: Finding | None = None
    """The finding that ended it."""
    item_id: str = ""
    """The one thing it is about, where each has a clock of its own."""
    pack_id: str = ""
    """The rule pack it was judged by, which decides how it is worded."""

    @classmethod
    def open(cls, share: Share, verdict: Verdict) -> Self:
        """A new concern from the moment of this verdict."""
        indicator = share.finding.indicator
        identity = [share.unit_id, verdict.target_kind, verdict.target_id, indicator, verdict.as_of.isoformat()]
        if share.item_id:
            identity.append(share.item_id)
        return cls(
            id=str(content_id("concern", *identity)),
            unit_id=share.unit_id,
            target_kind=verdict.target_kind,
            target_id=verdict.target_id,
            target_name=verdict.target_name,
            indicator=indicator,
            whole=share.whole,
            standing=standing_of(share.finding) or Standing.EARLY,
            opened_at=verdict.as_of,
            share=share,
            seen_at=verdict.as_of,
            item_id=share.item_id,
            pack_id=verdict.pack.id,
        )

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.closing is None

    @property
    def place(self) -> tuple[str, str, str]:
        """Where a later verdict continues it."""
        return self.unit_id, self.indicator, self.item_id

    @property
    def items(self) -> tuple[Item, ...]:
        """The things it is about."""
        finding = self.share.finding
        return faulty_items(finding) if self.standing is Standing.FAULT else near_items(finding)

    def pause(self) -> Self:
        """The same, talked about no more until somebody can see again."""
        return self.model_copy(update={"blind": True})

    def renew(self, share: Share, verdict: Verdict) -> Self:
        """The same as seen now. An early warning may become a fault, a fault never an early warning."""
        graver = standing_of(share.finding) is Standing.FAULT
        return self.model_copy(
            update={
                "standing": Standing.FAULT if graver else self.standing,
                "share": share,
                "seen_at": verdict.as_of,
                "target_name": verdict.target_name,
                "blind": False,
            }
        )

    def close(self, closing: Closing, verdict: Verdict, last: Finding | None = None) -> Self:
        """The same, ended at the moment of this verdict. Its things and evidence are not needed any more."""
        bare = self.share.finding.model_copy(update={"items": (), "evidence": ()})
        update = {
            "closing": closing,
            "closed_at": verdict.as_of,
            "last": last.model_copy(update={"items": ()}) if last else None,
            "blind": False,
            "share": self.share.model_copy(update={"finding": bare}),
        }
        return self.model_copy(update=update)


def standing_of(finding: Finding) -> Standing | None:
    """What a finding that could be seen amounts to; None when all is well."""
    if finding.outcome is Outcome.NOT_MET:
        return Standing.FAULT
    near = finding.near is not None and finding.near.warn
    return Standing.EARLY if near and finding.outcome is Outcome.MET else None
