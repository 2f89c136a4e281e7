"""IPv6改造."""

import pytest

from services.evaluator.indicators.website.deduct.design.ipv6 import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import judged
from tests.evaluator_findings import a_marked_home, subject_of


@pytest.mark.parametrize(
    ("marks", "expected"),
    [({"ipv6": True}, Outcome.MET), ({"ipv6": False}, Outcome.NOT_MET), ({"title": "首页"}, Outcome.UNDETERMINED)],
    ids=["reached", "not reached", "not tried"],
)
def test_only_a_test_decides(marks: dict[str, object], expected: Outcome) -> None:
    """Nobody is accused of what nobody tried."""
    assert expected is judged(INDICATOR, subject_of(INDICATOR), a_marked_home(**marks)).outcome
