"""分级备案."""

import pytest

from services.evaluator.indicators.account.gov.filing import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import an_account, judged


@pytest.mark.parametrize(("filed", "expected"), [(True, Outcome.MET), (False, Outcome.NOT_MET)])
def test_the_registry_decides(filed: bool, expected: Outcome) -> None:
    """What it leaves open is taken in the account's favour."""
    assert expected is judged(INDICATOR, an_account(filed=filed)).outcome
