"""Signs that a website is somebody else's: what raises an alert, and what does not."""

import pytest

from services.crawler.suspicions import (
    bad_words,
    changed_alerts,
    cloaking_alerts,
    is_government,
    link_alerts,
    page_alerts,
    redirect_alerts,
    registered,
)

HOME = "http://www.example.gov.cn/"


@pytest.mark.parametrize(
    "text", ["澳门新葡京-官网", "XX县人民政府_时时彩平台", "百家乐在线真人娱乐"], ids=["whole", "in a title", "several"]
)
def test_advertising_is_an_alert(text):
    """A person must look at it."""
    [alert] = page_alerts(HOME, [text, ""])

    assert ("illegal_content", HOME) == (alert["kind"], alert["url"])


@pytest.mark.parametrize(
    "text",
    [
        "公安机关打掉一个六合彩赌博团伙",
        "关于严厉打击时时彩等网络赌博的通告",
        "警惕百家乐骗局",
        "体育局关于举办运动会的通知",
    ],
)
def test_speaking_against_it_is_none(text):
    """Government websites write about gambling too."""
    assert [] == bad_words([text])


def test_a_link_with_such_words_is_an_alert_with_its_address():
    """Hidden links too, for they are in the page; a few are enough."""
    links = [("http://x.example/", "澳门金沙"), ("http://y.example/", "通知公告")]

    assert ["http://x.example/"] == [alert["url"] for alert in link_alerts(links)]
    assert 5 == len(link_alerts([("http://x.example/", "亚博")] * 50))


@pytest.mark.parametrize(
    ("answered", "alerts"),
    [
        ("http://bet.example.com/", 1),
        ("https://example.gov.cn/index.html", 0),
        ("http://www.other.gov.cn/", 0),
        (HOME, 0),
    ],
    ids=["foreign", "www", "another government's", "itself"],
)
def test_leading_to_a_foreign_host_is_an_alert(answered, alerts):
    """Another government's is a move."""
    assert alerts == len(redirect_alerts(HOME, answered))


MARKS = {"site_code": "3300000001", "icp": "浙ICP备12345678号-1", "psb_number": "33010002000001", "sponsor": "某县政府"}


@pytest.mark.parametrize(
    ("now", "alerts"),
    [
        ({"site_code": "4400000009", "icp": "粤ICP备87654321号"}, 1),
        ({"site_code": "4400000009", "icp": "浙ICP备12345678号-2"}, 0),
        ({"sponsor": "某县人民政府办公室"}, 0),
        ({}, 0),
    ],
    ids=["all another's", "one stayed", "only one changed", "none"],
)
def test_marks_that_are_suddenly_anothers_are_an_alert(now, alerts):
    """One number that changes is an ordinary correction."""
    assert alerts == len(changed_alerts(HOME, MARKS, now))


def test_showing_others_something_else_is_an_alert():
    """Those who come from a search engine see gambling."""
    usual = {"final_url": HOME, "words": []}

    assert "cloaking" == cloaking_alerts(HOME, usual, {"final_url": HOME, "words": ["百家乐"]})[0]["what"]
    assert "attack" == cloaking_alerts(HOME, usual, {"final_url": "http://bet.example.com/"})[0]["kind"]
    assert [] == cloaking_alerts(HOME, usual, {"final_url": f"{HOME}index.html", "words": []})


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.b.gov.cn", "b.gov.cn"),
        ("b.example.com", "example.com"),
        ("x.com.cn", "x.com.cn"),
        ("10.1.1.1", "10.1.1.1"),
        ("localhost", "localhost"),
    ],
)
def test_the_registered_name_of_a_host(host, name):
    """The part somebody registered."""
    assert name == registered(host)


def test_what_a_government_address_is():
    """Under gov.cn, not only ending so."""
    assert [True, True, False] == [is_government(f"http://{host}/") for host in ("gov.cn", "a.gov.cn", "xgov.cn")]
