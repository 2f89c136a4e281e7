"""未提供有效互动功能."""

import pytest

from services.evaluator.indicators.account.veto.no_interaction import INDICATOR
from shared.contracts.target import Outcome, Result
from tests.builders import a_verdict, an_account, judged
from tests.evaluator_findings import a_manual, a_profile_look, assert_waits_for_a_person, finding_of


@pytest.mark.parametrize(
    ("shown", "registered", "expected"),
    [
        (True, "no", Outcome.MET),
        (False, "yes", Outcome.NOT_MET),
        ("no", "unknown", Outcome.NOT_MET),
        (None, "yes", Outcome.MET),
        (None, "no", Outcome.NOT_MET),
        (None, "unknown", Outcome.UNDETERMINED),
    ],
    ids=["shown", "shown as closed", "shown as no", "registered", "registered as none", "nobody knows"],
)
def test_what_is_shown_goes_before_what_is_registered(
    shown: bool | str | None, registered: str, expected: Outcome
) -> None:
    """Nobody knows is neither."""
    account = an_account(interaction=registered)

    assert expected is judged(INDICATOR, account, a_profile_look(interaction=shown)).outcome


def test_it_fails_nobody_before_a_person_tried() -> None:
    """Pending; the result is as if it were not there; confirmed it counts."""
    look = a_profile_look(interaction=False)
    pending = a_verdict(an_account(), look)
    confirmed = a_verdict(an_account(), look, a_manual(INDICATOR))

    assert_waits_for_a_person(finding_of(INDICATOR, look))
    assert Result.QUALIFIED is pending.result
    assert Result.UNQUALIFIED is confirmed.result
