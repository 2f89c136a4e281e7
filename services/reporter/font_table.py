"""The font table of the document: what each font is, and what to take where it is not installed."""

from xml.sax.saxutils import quoteattr

from services.reporter.official_layout import FANGSONG, HEITI, KAITI, LATIN, SONGTI, SUBSTITUTES, XIAOBIAOSONG

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CHINESE, _WESTERN = "86", "00"
_FAMILIES = {XIAOBIAOSONG: "roman", FANGSONG: "modern", HEITI: "modern", KAITI: "modern", SONGTI: "roman"}


def font_table() -> bytes:
    """word/fontTable.xml."""
    chinese = [_font(name, family, _CHINESE) for name, family in _FAMILIES.items()]
    fonts = "".join([*chinese, _font(LATIN, "roman", _WESTERN)])
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'.encode()


def _font(name: str, family: str, charset: str) -> str:
    substitutes = f"<w:altName w:val={quoteattr(SUBSTITUTES[name])}/>" if name in SUBSTITUTES else ""
    return (
        f"<w:font w:name={quoteattr(name)}>{substitutes}"
        f'<w:charset w:val="{charset}"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    )
