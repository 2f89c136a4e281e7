"""域名名称."""

import pytest

from services.evaluator.indicators.website.deduct.design.domain import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import judged
from tests.evaluator_findings import subject_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.gov.cn/", Outcome.MET),
        ("https://市.政务/", Outcome.MET),
        ("https://www.example.com.cn/", Outcome.NOT_MET),
        ("https://www.notgov.cn/", Outcome.NOT_MET),
        ("https://192.0.2.1/", Outcome.NOT_MET),
        ("", Outcome.UNDETERMINED),
    ],
)
def test_the_ending_decides(url: str, expected: Outcome) -> None:
    """Only .gov.cn and .政务 are of government; without an address it is open."""
    assert expected is judged(INDICATOR, subject_of(INDICATOR, url=url)).outcome
