"""备案信息一致."""

import pytest

from services.evaluator.indicators.account.gov.filing_match import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import an_account, judged
from tests.evaluator_findings import a_profile_look


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"name": "示例发布"}, Outcome.MET),
        ({"name": "示例发布 的微博"}, Outcome.MET),
        ({"name": "示例新闻"}, Outcome.NOT_MET),
        ({"name": "示例发布", "status": "cancelled"}, Outcome.NOT_MET),
        ({"owner": "某单位"}, Outcome.UNDETERMINED),
    ],
    ids=["same", "decorated", "renamed", "closed", "nothing said of it"],
)
def test_what_the_account_says_decides(profile: dict[str, str], expected: Outcome) -> None:
    """Renamed or closed, and still listed as before."""
    assert expected is judged(INDICATOR, an_account(), a_profile_look(**profile)).outcome
