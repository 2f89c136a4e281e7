"""Who is watched, and who is not."""

import pytest

from services.crawler.watch import watch_of, watches
from shared.contracts.target import Purpose, TargetKind
from tests.crawler_builders import a_column, a_registry, a_visit_due, a_website, an_account


def keys(registry):
    return {watch.key for watch in watches(registry)}


def test_every_page_and_feed_is_watched():
    """Home page, columns, boards, guides and accounts, each under a name of its own."""
    assert {"w1/home/", "w1/column/c1", "w1/board/b1", "w1/guide/g1", "w1/link/", "a1/feed/"} == keys(a_registry())


def test_a_closed_website_is_left_alone_with_all_its_pages():
    """Its columns are not visited either."""
    assert set() == keys(a_registry(a_website(status="closed"), a_column()))


@pytest.mark.parametrize(
    "account",
    [an_account(status="cancelled"), an_account(status="suspended"), an_account(feed_url="")],
    ids=["cancelled", "suspended", "without a feed"],
)
def test_an_account_that_cannot_be_read_is_left_alone(account):
    """Nothing is asked of a bridge for nothing."""
    assert set() == keys(a_registry(account))


def test_a_visit_goes_where_the_registry_points_now():
    """An address that was changed since the visit was scheduled is the one that is visited."""
    registry = a_registry(a_website(url="http://new.example/"))

    assert watch_of(registry, a_visit_due(url="http://old.example/")).url == "http://new.example/"


@pytest.mark.parametrize(
    "fields",
    [
        {"target_id": "gone"},
        {"purpose": "column", "page_id": "gone"},
        {"purpose": "column", "page_id": None},
        {"purpose": "board", "page_id": "c1"},
        {"kind": "account", "target_id": "w1", "purpose": "feed"},
    ],
    ids=["no such website", "no such column", "no column named", "a column as a board", "a website as an account"],
)
def test_what_the_registry_lacks_is_watched_no_more(fields):
    """Such a visit is skipped."""
    assert watch_of(a_registry(), a_visit_due(**fields)) is None


def test_a_column_of_another_website_is_not_visited_for_this_one():
    """A report of it would stand under the wrong name."""
    registry = a_registry(a_website(), a_website("w2"), a_column(website_id="w2"))

    assert watch_of(registry, a_visit_due(purpose="column", page_id="c1")) is None


def test_an_article_is_visited_where_the_visit_says():
    """Articles stand in no registry."""
    found = watch_of(a_registry(), a_visit_due(purpose="article", url="http://www.example.gov.cn/a.html"))

    assert (Purpose.ARTICLE, "http://www.example.gov.cn/a.html") == (found.purpose, found.url)


def test_an_account_is_visited_at_its_feed():
    """Whatever address the visit carries."""
    found = watch_of(a_registry(), a_visit_due(kind="account", target_id="a1", purpose="feed"))

    assert (TargetKind.ACCOUNT, "http://bridge.example/feed") == (found.kind, found.url)
