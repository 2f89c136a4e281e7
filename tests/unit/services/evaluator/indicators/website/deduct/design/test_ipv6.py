"""IPv6改造."""

from typing import Any

import pytest

from services.evaluator.indicators.website.deduct.design.ipv6 import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import days_ago, judged
from tests.evaluator_findings import a_marked_home, subject_of


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (True, Outcome.MET),
        (False, Outcome.NOT_MET),
        ({"address": True, "reachable": True}, Outcome.MET),
        ({"address": True, "reachable": False, "vouched": True}, Outcome.NOT_MET),
        ({"address": True, "reachable": False}, Outcome.UNDETERMINED),
        ({"address": False, "vouched": True}, Outcome.NOT_MET),
        ({"address": False}, Outcome.UNDETERMINED),
        ({"address": True}, Outcome.UNDETERMINED),
        (None, Outcome.UNDETERMINED),
    ],
    ids=[
        "another system reached it",
        "another system did not",
        "reached",
        "others were reached",
        "nobody was",
        "others have an address",
        "nobody has",
        "no way of our own",
        "not tried",
    ],
)
def test_only_a_test_decides(mark: Any, expected: Outcome) -> None:
    """Nobody is accused of what nobody tried, nor of what may be our own network."""
    look = a_marked_home(ipv6=mark, title="首页")

    assert expected is judged(INDICATOR, subject_of(INDICATOR), look).outcome


def test_an_old_test_says_nothing() -> None:
    """As of all marks of a home page."""
    look = a_marked_home(days_ago(8), ipv6={"address": False, "vouched": True})

    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), look).outcome
