"""What encoding a body really has."""

import pytest

from services.crawler.parsing.charset import decode

TEXT = "<html><head><title>某某市人民政府門戶網站</title></head><body>公告镕</body></html>"
META = '<meta charset="{}">'

BODIES = {
    "UTF-8": (TEXT.encode(), "", "utf-8"),
    "UTF-8 that says gb2312": ((META.format("gb2312") + TEXT).encode(), "", "utf-8"),
    "gb18030 that says gb2312": ((META.format("gb2312") + TEXT).encode("gb18030"), "", "gb18030"),
    "gb18030 that says UTF-8": ((META.format("utf-8") + TEXT).encode("gb18030"), "", "gb18030"),
    "big5 that says so": ("<meta charset=big5>政府門戶網站公告".encode("big5"), "", "big5"),
    "big5 said by the header": ("政府門戶網站公告".encode("big5"), "text/html; charset=Big5", "big5"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + TEXT.encode(), "", "utf-8"),
    "UTF-16 with a mark": (TEXT.encode("utf-16"), "", "utf-16-le"),
    "UTF-16 without": (TEXT.encode("utf-16-le"), "", "utf-16-le"),
    "UTF-16 big end first": (TEXT.encode("utf-16-be"), "", "utf-16-be"),
    "nothing": (b"", "", "utf-8"),
}


@pytest.mark.parametrize(("body", "header", "encoding"), BODIES.values(), ids=BODIES.keys())
def test_the_real_encoding_is_found(body: bytes, header: str, encoding: str) -> None:
    """Whatever the page claims."""
    found = decode(body, header)

    assert found.encoding == encoding
    assert "\ufffd" not in found.text


def test_a_character_cut_by_a_size_limit_is_forgiven() -> None:
    """Half a character at the end does not make UTF-8 anything else."""
    found = decode(TEXT.encode()[: TEXT.encode().index("镕".encode()) + 1])

    assert (found.encoding, "公告" in found.text) == ("utf-8", True)


def test_one_broken_character_does_not_make_a_page_gbk() -> None:
    """A summary cut in the middle of a character by its system."""
    body = TEXT.encode() * 10 + b"\xe5\x85" + "。后面还有很多正文内容".encode()

    assert decode(body).encoding == "utf-8"
