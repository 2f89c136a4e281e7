"""季度检查比例."""

import pytest

from services.evaluator.indicators.org.check.acct_ratio import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.target import Outcome
from tests.regulator_builders import a_tally, asked


@pytest.mark.parametrize(("checked", "expected"), [(3, Outcome.MET), (2, Outcome.NOT_MET)])
def test_both_sides_of_the_share(checked: int, expected: Outcome) -> None:
    """Exactly 30 % is enough."""
    tallies = [a_tally(f"a{n}", checked=n < checked) for n in range(10)]

    assert expected is asked(INDICATOR, *tallies).outcome


def test_a_regime_may_ask_for_all_and_nobody_for_none() -> None:
    """100 % in 鄂州; without targets there is nothing to inspect."""
    tallies = [a_tally("a1"), a_tally("a2", checked=False)]

    assert Outcome.NOT_MET is asked(INDICATOR, *tallies, regime="ezhou").outcome
    assert Reason.NOT_APPLICABLE is asked(INDICATOR).reason
