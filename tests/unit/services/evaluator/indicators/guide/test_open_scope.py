"""开设范围."""

import pytest

from services.evaluator.indicators.guide.open_scope import INDICATOR
from services.evaluator.subject import Sibling
from shared.contracts.target import Outcome, TargetKind
from tests.builders import a_website, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

OTHER = Sibling(kind=TargetKind.WEBSITE, id="w2", name="第二个网站")
ACCOUNT = Sibling(kind=TargetKind.ACCOUNT, id="a2", name="账号", platform="weibo")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"unit_level": "prefecture", "siblings": (ACCOUNT,)}, Outcome.MET),
        ({"unit_level": "county", "website_kind": "portal"}, Outcome.MET),
        ({"unit_level": "county"}, Outcome.NOT_MET),
        ({"unit_level": "township"}, Outcome.NOT_MET),
        ({"unit_level": "prefecture", "siblings": (OTHER,)}, Outcome.NOT_MET),
    ],
    ids=["one of a prefecture", "portal of a county", "department of a county", "township", "two of one unit"],
)
def test_the_registry_decides(fields: dict[str, object], expected: Outcome) -> None:
    """Level, kind, and how many."""
    assert expected is judged(INDICATOR, a_website(**fields)).outcome


def test_an_exception_is_for_a_person() -> None:
    """It may have been approved."""
    assert_waits_for_a_person(finding_of(INDICATOR, subject=a_website(unit_level="township")))
