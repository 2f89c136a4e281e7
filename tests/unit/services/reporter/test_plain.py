"""Text from the web is one harmless line; an address is one of the web or none."""

import pytest

from services.reporter.plain import followable, one_line


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("甲县\n人民\t政府", "甲县 人民 政府", id="line breaks"),
        pytest.param("通知\u202egnp.exe", "通知gnp.exe", id="a mark that turns the direction"),
        pytest.param("a\x00b\x1bc", "abc", id="controls"),
        pytest.param("标题\ud800", "标题", id="half a character"),
        pytest.param("标\u200b题\ufeff", "标题", id="invisible"),
        pytest.param("　甲　县　", "甲 县", id="wide blanks"),
        pytest.param("a\uffffb", "ab", id="no character at all"),
        pytest.param("<b>&amp;", "<b>&amp;", id="markup stays text"),
    ],
)
def test_text_becomes_one_clean_line(given, expected):
    """Nothing that steers a display or breaks XML is left."""
    assert expected == one_line(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("https://a.gov.cn/x?y=1#z", "https://a.gov.cn/x?y=1#z", id="web"),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("java\nscript:alert(1)", None, id="script in two lines"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("file:///etc/passwd", None, id="file"),
        pytest.param("//a.gov.cn/", None, id="no scheme"),
        pytest.param("http://[broken", None, id="unreadable"),
        pytest.param("http://a.gov.cn/" + "x" * 3000, None, id="too long for a workbook"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_only_web_addresses_can_be_followed(given, expected):
    """Everything else is no address."""
    assert expected == followable(given)
