"""主体变更."""

import pytest

from services.evaluator.indicators.account.gov.owner_change import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import an_account, judged
from tests.evaluator_findings import a_profile_look, assert_waits_for_a_person, finding_of

ACCOUNT = an_account(unit_name="示例县农业农村局")


@pytest.mark.parametrize(
    ("owner", "expected"),
    [("示例县农业农村局", Outcome.MET), ("原示例县农业局", Outcome.NOT_MET), (None, Outcome.UNDETERMINED)],
    ids=["the unit", "another", "not shown"],
)
def test_the_owner_is_compared_with_the_unit(owner: str | None, expected: Outcome) -> None:
    """Not shown is open."""
    assert expected is judged(INDICATOR, ACCOUNT, a_profile_look(owner=owner)).outcome


def test_another_owner_is_for_a_person() -> None:
    """Authorised names differ from registered ones."""
    assert_waits_for_a_person(finding_of(INDICATOR, a_profile_look(owner="某公司"), subject=ACCOUNT))
