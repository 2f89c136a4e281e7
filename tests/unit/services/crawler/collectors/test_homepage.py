"""What a home page shows."""

from datetime import datetime

from services.crawler.collectors.homepage import Homepage, read_homepage
from services.crawler.parsing.page import Page
from shared.clock import CHINA

LINE = "<li><a href='{n}.html'>一篇有足够长度的新闻标题之{n}</a><span>{day}</span></li>"


def home(html: str) -> Homepage:
    """A home page looked at on 20 September 2024."""
    page = Page(f"<html><body>{html}</body></html>".encode(), "http://www.some.gov.cn/")
    return read_homepage(page, observed_at=datetime(2024, 9, 20, tzinfo=CHINA))


def box(*days: str, start: int = 0) -> str:
    """A block of lines with these days."""
    return (
        "<div><h3>栏目</h3><ul>"
        + "".join(LINE.format(n=n, day=day) for n, day in enumerate(days, start))
        + "</ul></div>"
    )


def test_all_blocks_are_read_each_article_once() -> None:
    """Several lists; the same article in two of them counts once; complete since the latest of the oldest lines."""
    found = home(
        box("2024-09-19", "2024-09-18") + box("2024-09-10", "2024-08-01", start=5) + box("2024-09-19", "2024-09-18")
    )

    assert len(found.records) == 4
    assert found.complete_since == datetime(2024, 9, 18, tzinfo=CHINA)


def test_month_and_day_are_read_as_the_newest_possible() -> None:
    """Home pages leave the year out."""
    found = home(box("09-19", "12-31"))

    assert [str(record.published_at)[:10] for record in found.records] == ["2024-09-19", "2023-12-31"]


def test_a_page_of_short_links_is_navigation_only() -> None:
    """Ways to other places, and no article."""
    links = "".join(f"<a href='/{n}/'>某某栏目</a>" for n in range(12))

    assert home(links).navigation_only
    assert not home(box("2024-09-19", "2024-09-18")).navigation_only


def test_articles_without_dates_are_a_question() -> None:
    """They are listed; how old they are nobody can tell."""
    found = home(
        "<ul>" + "".join(f"<li><a href='{n}.html'>一篇有足够长度的新闻标题之{n}</a></li>" for n in range(5)) + "</ul>"
    )

    assert (len(found.records), found.reason, found.navigation_only) == (5, "no_dates", False)


def test_a_page_made_by_scripts_needs_a_browser() -> None:
    """Nothing to read is not nothing there."""
    assert home("<div id='app'></div><script src='app.js'></script>").reason == "needs_browser"
