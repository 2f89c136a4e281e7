"""What is not said."""

import pytest

from services.notifier.muting import Reason, hush, mute
from shared.contracts.verdicts import IndicatorKind
from tests.warning_builders import MET, POLICY, UNDETERMINED, a_finding, a_share, near_miss

CASES = {
    "a fault is told": (a_finding(), {}, Reason.AUDIBLE),
    "an early warning is told": (near_miss(), {}, Reason.AUDIBLE),
    "what could not be seen is never told": (a_finding(UNDETERMINED), {}, Reason.UNDETERMINED),
    "nor when something is open": (a_finding(UNDETERMINED), {"is_open": True}, Reason.UNDETERMINED),
    "a first verdict without fault says nothing": (a_finding(MET), {}, Reason.NOTHING_OPEN),
    "the end of a fault is told": (a_finding(MET), {"is_open": True}, Reason.AUDIBLE),
    "a closed website is left alone": (a_finding(), {"retired": True}, Reason.TARGET_RETIRED),
    "what a person must confirm waits": (a_finding(review="pending"), {}, Reason.IN_REVIEW),
    "what a person dismissed is not told": (a_finding(review="dismissed"), {}, Reason.IN_REVIEW),
    "what a person confirmed is told": (a_finding(review="confirmed"), {}, Reason.AUDIBLE),
    "a missing bonus is no fault": (a_finding(kind=IndicatorKind.BONUS), {}, Reason.QUIET_KIND),
}


@pytest.mark.parametrize(("finding", "given", "expected"), CASES.values(), ids=CASES.keys())
def test_mute(finding, given, expected):
    """Each share of a finding is heard, or not, for one named reason."""
    known = {"is_open": False, "retired": False, **given}

    assert expected is mute(a_share(finding), policy=POLICY.mute, **known)


@pytest.mark.parametrize(
    ("retired", "blind", "expected"),
    [
        (False, False, Reason.AUDIBLE),
        (False, True, Reason.UNDETERMINED),
        (True, False, Reason.TARGET_RETIRED),
        (True, True, Reason.TARGET_RETIRED),
    ],
    ids=["seen", "not seen any more", "closed", "closed and not seen"],
)
def test_hush(retired, blind, expected):
    """An open concern rests while nobody can see it, and for good when its target is closed."""
    assert expected is hush(retired=retired, blind=blind)
