"""频繁删稿."""

from datetime import datetime

import pytest

from services.evaluator.indicators.account.gov.delete_often import INDICATOR
from shared.contracts.observations import Post, PostListed
from shared.contracts.target import Outcome
from tests.builders import NOW, a_feed_look, an_account, days_ago, judged


def look(at: datetime, *posts: int, reach: float = 10) -> PostListed:
    shown = tuple(Post(id=f"p{n}", title="要闻", published_at=days_ago(3 + n / 24)) for n in posts)
    return a_feed_look(at, posts=shown, complete_since=days_ago(reach))


@pytest.mark.parametrize(("gone", "expected"), [(2, Outcome.MET), (3, Outcome.NOT_MET)])
def test_three_posts_that_are_gone_are_often(gone: int, expected: Outcome) -> None:
    """Seen soon after publication, and missing from a list that reaches back to them."""
    events = [look(days_ago(2), *range(5)), look(NOW, *range(gone, 5))]

    assert expected is judged(INDICATOR, an_account(), *events).outcome


def test_a_list_that_does_not_reach_back_proves_nothing() -> None:
    """They may stand on the next page."""
    events = [look(days_ago(2), *range(5)), look(NOW, reach=1)]

    assert Outcome.MET is judged(INDICATOR, an_account(), *events).outcome


def test_without_a_whole_list_it_is_open() -> None:
    """Nobody knows what is missing."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, an_account(), a_feed_look(NOW, NOW)).outcome
