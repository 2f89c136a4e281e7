"""What a round of link checking takes from one page."""

import pytest

from services.crawler.links.link_page import LinkPage, read_link_page
from services.crawler.parsing.page import Page


def read(html: str) -> LinkPage:
    return read_link_page(Page(html.encode(), "http://a.gov.cn/b/"))


def test_every_element_leads_by_its_own_attribute() -> None:
    """Links a reader follows and parts of the page, each address once and in order."""
    found = read(
        "<head><link rel=stylesheet href=s.css><link rel=dns-prefetch href=//x.cn><script src=a.js></script></head>"
        "<body><a href=1.html>1</a><map><area href=2.html></map><a href=1.html>again</a><iframe src=3.html></iframe>"
        "<img src=p.png><img src=p.png></body>"
    )
    assert found.ways == ("http://a.gov.cn/b/1.html", "http://a.gov.cn/b/2.html", "http://a.gov.cn/b/3.html")
    assert found.parts == ("http://a.gov.cn/b/s.css", "http://a.gov.cn/b/a.js", "http://a.gov.cn/b/p.png")


def test_other_attributes_lead_nowhere() -> None:
    """A browser does not load the `src` of a link or the `href` of a picture; what plays or is entered is no part."""
    assert read("<body><video src=v.mp4></video><input src=i.png><embed src=e.swf>") == read("<body>")
    found = read("<body><a src=1.html>1</a><a name=x>2</a><img href=p.png><script>x</script><a href=''>3</a></body>")
    assert (found.ways, found.parts) == ((), ())


def test_a_base_moves_every_address() -> None:
    """Wherever it stands in the head."""
    found = read("<head><base target=_blank><base href='http://b.cn/x/'></head><body><a href=1.html>1</a></body>")
    assert found.ways == ("http://b.cn/x/1.html",)


@pytest.mark.parametrize(
    ("meta", "dated"),
    [
        ("<meta name=PubDate content='2024-05-06'>", True),
        ("<meta property='article:published_time' content='2024-05-06'>", True),
        ("<meta itemprop=publishdate content='2024-05-06'>", True),
        ("<meta http-equiv=x name='ArticleTitle' content='通知'>", True),
        ("<meta name=description content='通知'>", False),
    ],
)
def test_a_page_that_calls_itself_an_article_is_dated(meta: str, *, dated: bool) -> None:
    """By whichever attribute the tag is named."""
    assert read(f"<head>{meta}</head><body>通知</body>").dated is dated


@pytest.mark.parametrize(
    ("words", "dated"),
    [
        ("发布时间：2024-05-06", True),
        ("日期 20240506", True),
        ("来源：某局 2024年", True),
        ("来源：某局 2024号", False),
        ("电话 1212 来源：某局 2024-05-06", True),
        ("2" * 500 + "来源：某局 2024-05-06", True),
        ("2" * 500 + "来源：某局 2024号", False),
        ("2024-05-06", False),
        ("发布时间：见附件", False),
    ],
)
def test_a_day_beside_a_word_of_publication_is_dated(words: str, *, dated: bool) -> None:
    """A day alone, or the word alone, is not."""
    assert read(f"<body><p>{words}</p></body>").dated is dated


def test_tags_and_refresh_are_read_from_any_spelling() -> None:
    """As browsers do."""
    found = read("<head><META NAME=' SiteName ' CONTENT='某市'><meta HTTP-EQUIV=Refresh CONTENT='0;url=c.html'></head>")
    assert found.tags == {"SiteName": "某市"}
    assert found.refresh == "http://a.gov.cn/b/c.html"
