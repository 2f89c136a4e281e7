"""Text from the web made harmless."""

import pytest

from services.notifier.wording import day, link, moment, one_line
from tests.warning_builders import NOON

LINES = {
    "plain": ("首页不更新", "首页不更新"),
    "line breaks": ("通知\r\nBcc: x@evil.example", "通知 Bcc: x@evil.example"),
    "other separators": ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
    "control characters": ("a\x00b\x1bc", "abc"),
    "direction marks": ("政\u202e府\u2066网", "政府网"),
    "invisible characters": ("政\u200b府\ufeff", "政府"),
    "spaces run together": ("  a \t  b ", "a b"),
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES.keys())
def test_one_line(text, expected):
    """Whatever a page calls itself fits on one line of a message, and shows all it says."""
    assert expected == one_line(text)


def test_one_line_is_cut_visibly():
    """A title without end is cut, and shows that it was."""
    assert "题" * 9 + "…" == one_line("题" * 50, 10)


LINKS = {
    "https": ("https://a.example/x?y=1", "https://a.example/x?y=1"),
    "script": ("javascript:alert(1)", ""),
    "data": ("data:text/html,x", ""),
    "with markup": ('https://a.example/"><b>', ""),
    "two lines": ("https://a.example/\r\nhttps://b.example/", ""),
    "none": (None, ""),
}


@pytest.mark.parametrize(("url", "expected"), LINKS.values(), ids=LINKS.keys())
def test_link(url, expected):
    """Only what a reader can open is shown as an address."""
    assert expected == link(url)


def test_moments_are_chinas():
    """Readers see their own clock."""
    assert ("2023-11-21 12:00", "2023年11月21日") == (moment(NOON), day(NOON))
    assert ("", "") == (moment(None), day(None))
