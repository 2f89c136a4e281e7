"""名称一致."""

import pytest

from services.evaluator.indicators.account.gov.name_consistent import INDICATOR
from services.evaluator.subject import Sibling, Subject
from shared.contracts.target import Outcome, TargetKind
from tests.builders import an_account, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of


def account(name: str, platform: str = "weibo") -> Subject:
    other = Sibling(kind=TargetKind.ACCOUNT, id="a2", name=name, platform=platform)
    return an_account(name="示例发布", siblings=(other,))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (account("示例发布"), Outcome.MET),
        (account("示例发布官方微博"), Outcome.MET),
        (account("示例交警"), Outcome.NOT_MET),
        (account("示例交警", "wechat_subscription"), Outcome.MET),
    ],
    ids=["same", "decorated", "another", "another on the same platform"],
)
def test_names_on_other_platforms_are_compared(subject: Subject, expected: Outcome) -> None:
    """Two accounts on one platform are another matter."""
    assert expected is judged(INDICATOR, subject).outcome


def test_another_name_is_for_a_person() -> None:
    """There may be a reason."""
    assert_waits_for_a_person(finding_of(INDICATOR, subject=account("示例交警")))
