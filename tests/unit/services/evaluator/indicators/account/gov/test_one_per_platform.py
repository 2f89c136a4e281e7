"""一平台一账号."""

import pytest

from services.evaluator.indicators.account.gov.one_per_platform import INDICATOR
from services.evaluator.subject import Sibling
from shared.contracts.target import Outcome, TargetKind
from tests.builders import an_account, judged


@pytest.mark.parametrize(("platform", "expected"), [("weibo", Outcome.MET), ("wechat_subscription", Outcome.NOT_MET)])
def test_a_second_account_on_the_platform_is_told(platform: str, expected: Outcome) -> None:
    """One on another platform is not."""
    other = Sibling(kind=TargetKind.ACCOUNT, id="a2", name="另一账号", platform=platform)

    assert expected is judged(INDICATOR, an_account(siblings=(other,))).outcome
