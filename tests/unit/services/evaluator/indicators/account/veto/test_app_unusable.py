"""客户端无法使用."""

import pytest

from services.evaluator.indicators.account.veto.app_unusable import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.observations import BrokenLink, Links, PostListed
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_feed_look, an_account, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

APP = an_account(platform="app")


def menu(dead: int) -> PostListed:
    broken = tuple(BrokenLink(url=f"https://example.org/{n}", status=404) for n in range(dead))
    return a_feed_look(NOW, NOW, links=Links(checked=10, broken=broken))


def test_an_address_that_fails_waits_for_a_person() -> None:
    """At its latest look."""
    shut = a_feed_look(NOW, outcome=LookOutcome.FAILED, reason="http_404")

    assert_waits_for_a_person(finding_of(INDICATOR, shut, subject=APP))


@pytest.mark.parametrize(("dead", "expected"), [(2, Outcome.MET), (3, Outcome.NOT_MET)])
def test_both_sides_of_dead_columns(dead: int, expected: Outcome) -> None:
    """As many as the pack says."""
    assert expected is judged(INDICATOR, APP, menu(dead)).outcome


def test_what_nobody_saw_is_open() -> None:
    """Blind, or never looked at."""
    blind = a_feed_look(NOW, outcome=LookOutcome.BLIND, reason="bridge_broken")

    assert Outcome.UNDETERMINED is judged(INDICATOR, APP, blind).outcome
    assert finding_of(INDICATOR, blind, subject=APP) is None


def test_other_accounts_are_not_asked() -> None:
    """Only apps and mini programs."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, an_account(), menu(9)).reason
