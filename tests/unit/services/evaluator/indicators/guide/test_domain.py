"""域名规则."""

import pytest

from services.evaluator.indicators.guide.domain import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_column, a_website, judged


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": "https://jyj.example.gov.cn/"}, Outcome.MET),
        ({"url": "https://www.example.gov.cn/", "website_kind": "portal"}, Outcome.MET),
        ({"url": "https://example.gov.cn/", "website_kind": "portal"}, Outcome.NOT_MET),
        ({"url": "https://www.example.cn/"}, Outcome.NOT_MET),
        (
            {"url": "https://www.example.gov.cn/", "columns": (a_column(url="https://zt.other.gov.cn/"),)},
            Outcome.NOT_MET,
        ),
        ({"url": "https://www.example.gov.cn/", "columns": (a_column(url="https://zt.example.gov.cn/"),)}, Outcome.MET),
        ({"url": ""}, Outcome.UNDETERMINED),
    ],
    ids=[
        "department",
        "portal",
        "portal without www",
        "other ending",
        "column elsewhere",
        "column below",
        "no address",
    ],
)
def test_the_addresses_decide(fields: dict[str, object], expected: Outcome) -> None:
    """Of the website and of its columns."""
    assert expected is judged(INDICATOR, a_website(**fields)).outcome
