"""菜单栏目死链."""

from services.evaluator.indicators.account.gov.dead_menu import INDICATOR
from shared.contracts.observations import BrokenLink, Links, PostListed
from shared.contracts.target import Outcome
from tests.builders import NOW, a_feed_look, an_account, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of


def menu(*dead: str) -> PostListed:
    broken = tuple(BrokenLink(url=url, status=404) for url in dead)
    return a_feed_look(NOW, NOW, links=Links(checked=6, broken=broken))


def test_each_dead_link_is_for_a_person() -> None:
    """With its address."""
    found = finding_of(INDICATOR, menu("https://example.org/x"))

    assert_waits_for_a_person(found)
    assert found is not None
    assert ["https://example.org/x"] == [item.url for item in found.items]


def test_a_menu_that_opens_is_kept_and_one_nobody_tried_is_open() -> None:
    """Nothing is told of either."""
    assert Outcome.MET is judged(INDICATOR, an_account(), menu()).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, an_account(), a_feed_look()).outcome
