"""停更公告."""

import pytest

from services.evaluator.indicators.account.gov.stop_notice import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.observations import Post, PostListed
from shared.contracts.target import Outcome
from tests.builders import NOW, a_feed_look, an_account, judged

STOPPED = an_account(status="suspended")


def look(title: str) -> PostListed:
    return a_feed_look(NOW, posts=(Post(id="p", title=title, published_at=NOW),))


@pytest.mark.parametrize(
    ("title", "expected"),
    [("关于本账号停更的公告", Outcome.MET), ("今日要闻", Outcome.NOT_MET)],
    ids=["a notice", "news"],
)
def test_the_newest_post_must_be_the_notice(title: str, expected: Outcome) -> None:
    """Another one is for a person to look into."""
    assert expected is judged(INDICATOR, STOPPED, look(title)).outcome


def test_it_is_open_where_nobody_looked_and_not_asked_of_others() -> None:
    """Only accounts that stopped."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, STOPPED).outcome
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, an_account(), look("今日要闻")).reason
