"""The flat outline of a page: its texts, blanks collapsed, whatever blanks it has."""

import pytest

from services.crawler.parsing.page import Page

BLANKS = {
    "a space": "  ",
    "a line end": "\r\n",
    "a tab": "\t",
    "no break": "\xa0",
    "no break, by name": "&nbsp;",
    "ideographic": "\u3000",
    "em, by name": "&emsp;",
    "em, by number": "&#8195;",
    "thin": "\u2009",
    "mathematical": "\u205f",
    "ogham": "\u1680",
    "next line": "\x85",
    "vertical tab": "\x0b",
    "unit separator": "\x1f",
    "line separator": "\u2028",
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS.keys())
def test_any_run_of_blanks_becomes_one(blank: str, encoding: str) -> None:
    """The usual ones and the rare ones, written out or by reference."""
    page = Page(f"<body><p>{blank}甲乙{blank}{blank}丙丁{blank}</p></body>".encode(encoding))
    assert [text.value for text in page.outline.texts] == ["甲乙 丙丁"]


def test_what_only_looks_like_a_blank_stays() -> None:
    """A character without width is no blank; other references are what they name."""
    page = Page("<body><p>甲\u200b乙 &amp; 丙&copy;丁—“戊”</p></body>".encode())
    assert [text.value for text in page.outline.texts] == ["甲\u200b乙 & 丙©丁—“戊”"]
