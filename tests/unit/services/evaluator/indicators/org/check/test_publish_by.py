"""检查结果公开."""

from services.evaluator.indicators.org.check.publish_by import INDICATOR
from tests.regulator_builders import assert_only_people_know_of_it


def test_only_people_know() -> None:
    """Silent until it is entered."""
    assert_only_people_know_of_it(INDICATOR)
