"""不合格网站超比例."""

from services.evaluator.indicators.org.veto.site_fail_ratio import INDICATOR
from tests.regulator_builders import assert_only_people_know_of_it


def test_only_people_know() -> None:
    """Silent until it is entered."""
    assert_only_people_know_of_it(INDICATOR)
