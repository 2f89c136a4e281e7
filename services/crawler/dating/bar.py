"""What stands around a date: a bar of information (来源, 浏览), running text, or the signature below it."""

import re
from collections.abc import Iterable

from services.crawler.dating.dated import Dated
from services.crawler.parsing.outline import Outline

INFO = re.compile(
    r"来\s*源|作\s*者|编\s*辑|责\s*编|记\s*者|浏\s*览|点\s*击|阅\s*读|访\s*问|人\s*气|字\s*[体号]|发布(?:者|人|单位|"
    r"机构)|供\s*稿|打\s*印|分\s*享|次\s*数|"
    r"信息员|审\s*核"
)
PROSE = re.compile(r"[。；！？]|，.*，")
_ELSEWHERE = re.compile(
    r"(?:相关|推荐|延伸|扩展|热门|点击|无障碍|适老化|长者|关怀)\S{0,2}(?:阅读|浏览|文章|排行|模式|版)|阅读(?:原文|排行|推荐)|访问量|访客|"
    r"分享到"
)
"""Words of the parts above and below an article."""
_TABLE, _ROW = frozenset({"table"}), frozenset({"tr"})
_TABLE_OF_DATES = 3
_FAR = 4
"""So many pieces of text below the title a date in words is that of the document."""
_LINK = frozenset({"a"})
_LONG = 40
_LONGEST_BAR = 120
_LONGEST_OFFICE = 30
_OFFICE = re.compile(r"(?:[局厅办委部处科股室所站队会社校院署馆]|政府|中心|公司|集团|党组|支部|小组)$")
_NUMBER = re.compile(r"[〔\[(（]\s*\d{4}\s*[〕\])）]\s*第?\s*\d+\s*号|^第\s*\d+\s*号$")


def is_prose(value: str) -> bool:
    """Whether a piece of text is running text."""
    if "。" in value and len(value) >= _LONG:
        return True
    return ("。" in value or (len(value) >= 40 and bool(PROSE.search(value)))) and not INFO.search(value)


def prose_begins(outline: Outline) -> int:
    """The first piece of running text outside links."""
    for index, text in enumerate(outline.texts):
        if is_prose(text.value) and outline.nearest(text.element, _LINK) is None:
            return index
    return len(outline.texts)


def informs(outline: Outline, dated: Dated) -> bool:
    """Whether the pieces of text around a date are those of a bar of information."""
    texts = outline.texts[max(0, dated.text - 1) : dated.last_text + 3]
    return any(len(text.value) <= 60 and _tells(text.value) for text in texts)


def in_bar(outline: Outline, dated: Dated, begins: int) -> bool:
    """Whether a date is part of a bar of information.

    Below the running text stands the date of signature, and what follows it (相关阅读, 浏览次数) is not about it: there
    the bar must be one piece of text or one small element.
    """
    if dated.text <= begins:
        return informs(outline, dated)
    text = outline.texts[dated.text]
    if _tells(text.value):
        return True
    parent = outline.elements[text.element].parent
    if parent <= 0:
        return False
    words = outline.text_of(parent)
    inside = outline.texts[outline.elements[parent].texts : outline.elements[parent].texts_end]
    return len(words) <= _LONGEST_BAR and _tells(words) and not any(is_prose(one.value) for one in inside)


def is_signature(outline: Outline, dated: Dated, title_at: int) -> bool:
    """A date below the name of an office or a document's number, or far below the title: that of the document."""
    value = outline.texts[dated.text].value
    apart = dated.text - title_at
    spelt = "年" in outline_words(outline, dated)
    if dated.written.clock or apart < (2 if spelt else 3) or informs(outline, dated):
        return False
    own = value[: dated.written.start].strip() if not dated.whole else ""
    above = own or outline.texts[dated.text - 1].value
    if _NUMBER.search(above) or (spelt and apart >= _FAR):
        return True
    return len(above) <= _LONGEST_OFFICE and bool(_OFFICE.search(above)) and not re.search(r"[:：]", above)


def in_table_of_dates(outline: Outline, dates: Iterable[Dated], dated: Dated) -> bool:
    """Whether it fills a cell of a table that has dates in so many rows: data, not a bar."""
    table = outline.nearest(outline.texts[dated.text].element, _TABLE)
    if table is None or not dated.whole:
        return False
    element = outline.elements[table]
    inside = (one.text for one in dates if one.whole and element.texts <= one.text < element.texts_end)
    rows = {outline.nearest(outline.texts[text].element, _ROW) for text in inside}
    return len(rows) >= _TABLE_OF_DATES


def outline_words(outline: Outline, dated: Dated) -> str:
    """The pieces of text a date covers, as they stand."""
    return " ".join(text.value for text in outline.texts[dated.text : dated.last_text + 1])


def is_weak(outline: Outline, dated: Dated) -> bool:
    """A date in Chinese words with no time of day and no bar around it may as well be that of the document."""
    words = outline_words(outline, dated)
    return dated.written.clock is None and "年" in words and not informs(outline, dated)


def _tells(words: str) -> bool:
    return bool(INFO.search(_ELSEWHERE.sub("", words)))
