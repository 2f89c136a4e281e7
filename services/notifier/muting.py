"""What is not said? One decision with its reason, for each share of a finding and for each open concern."""

from enum import StrEnum

from services.notifier.contact import OPERATIONS
from services.notifier.policy import Muting
from services.notifier.routing import Share
from shared.contracts.target import Outcome


class Reason(StrEnum):
    """Why something is said, or is not."""

    AUDIBLE = "audible"
    """It may be said."""
    UNDETERMINED = "undetermined"
    """Nobody could see: that is operations' business, never the unit's."""
    IN_REVIEW = "in_review"
    """A person must confirm it first, or has dismissed it."""
    QUIET_KIND = "quiet_kind"
    """Findings of this kind are not told by policy."""
    TARGET_RETIRED = "target_retired"
    """The website is closed or the account is out of use."""
    SILENCED = "silenced"
    """An operator asked for silence for a while."""
    INHIBITED = "inhibited"
    """Another open fault on the target explains it."""
    NOTHING_OPEN = "nothing_open"
    """All is well, and nothing else was ever said."""

    @property
    def pauses(self) -> bool:
        """Whether an open fault stays open and is only not talked about."""
        return self in {Reason.UNDETERMINED, Reason.IN_REVIEW, Reason.QUIET_KIND}


_UNCONFIRMED = {"pending", "dismissed"}


def mute(share: Share, *, is_open: bool, retired: bool, policy: Muting) -> Reason:
    """Whether this share of a finding may move anything. `is_open`: something was found there before."""
    finding = share.finding
    if retired:
        return Reason.TARGET_RETIRED
    if finding.kind in policy.indicator_kinds and share.unit_id != OPERATIONS:
        return Reason.QUIET_KIND
    if finding.outcome is Outcome.UNDETERMINED:
        return Reason.UNDETERMINED
    if finding.review in _UNCONFIRMED and finding.outcome is Outcome.NOT_MET:
        return Reason.IN_REVIEW
    warns = finding.near is not None and finding.near.warn
    if finding.outcome is Outcome.MET and not warns and not is_open:
        return Reason.NOTHING_OPEN
    return Reason.AUDIBLE


def hush(*, retired: bool, blind: bool) -> Reason:
    """Whether an open concern may be talked about now."""
    if retired:
        return Reason.TARGET_RETIRED
    return Reason.UNDETERMINED if blind else Reason.AUDIBLE
