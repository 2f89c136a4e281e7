"""一平台一账号."""

import pytest

from services.evaluator.indicators.account.gov.one_per_platform import INDICATOR
from services.evaluator.subject import MOST_NAMED, Sibling
from shared.contracts.target import Outcome, TargetKind
from tests.builders import an_account, judged


@pytest.mark.parametrize(("platform", "expected"), [("weibo", Outcome.MET), ("wechat_subscription", Outcome.NOT_MET)])
def test_a_second_account_on_the_platform_is_told(platform: str, expected: Outcome) -> None:
    """One on another platform is not."""
    other = Sibling(kind=TargetKind.ACCOUNT, id="a2", name="另一账号", platform=platform)

    assert expected is judged(INDICATOR, an_account(siblings=(other,))).outcome


@pytest.mark.parametrize(
    ("count", "named"),
    [
        pytest.param(MOST_NAMED, MOST_NAMED, id="as many as are named"),
        pytest.param(MOST_NAMED + 1, MOST_NAMED, id="one more"),
    ],
)
def test_only_so_many_are_named_one_by_one(count: int, named: int) -> None:
    """All are counted in the text."""
    others = [
        Sibling(kind=TargetKind.ACCOUNT, id=f"b{n}", name=f"账号{n}", platform="wechat_subscription")
        for n in range(count)
    ]

    found = judged(INDICATOR, an_account(siblings=tuple(others)))

    assert named == len(found.items)
    assert f"{count + 1} 个账号" in found.text
