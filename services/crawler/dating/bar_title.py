"""The title of a page that marks none: what stands above its bar of information."""

import re

from services.crawler.dates import narrow
from services.crawler.dating.bar import INFO, informs, is_prose, is_signature, prose_begins
from services.crawler.dating.dated import dates_in
from services.crawler.parsing.anchors import in_chrome
from services.crawler.parsing.outline import Outline

_LABEL = re.compile(r"(?:发\s*布|发\s*表|公\s*开|^\s*|\s)(?:时\s*间|日\s*期)\s*[:：]\s*[\[(【]?\s*$")
_ENDS = re.compile(r"[:：]\s*$|^(?:当前位置|您现在|您的位置|首页)")
_LINK = frozenset({"a"})
_ABOVE = 6
_CLOSE = 3
"""A date this close above the running text is a bar whatever it says."""
_SHORTEST, _LONGEST = 6, 120


def title_above_bar(outline: Outline) -> str:
    """The nearest line above the first bar that is neither a link, nor a menu, nor part of the bar; else nothing."""
    begins = prose_begins(outline)
    for dated in dates_in(outline):
        text = outline.texts[dated.text]
        before = narrow(text.value)[: dated.written.start] if not dated.whole else _previous(outline, dated.text)
        if dated.written.year is None or outline.nearest(text.element, _LINK) is not None:
            continue
        if is_signature(outline, dated, dated.text - _ABOVE):
            continue
        bar = _LABEL.search(before) or informs(outline, dated) or 0 < begins - dated.last_text <= _CLOSE
        if bar and (found := _line_above(outline, dated.text)):
            return found
    return ""


def _previous(outline: Outline, text: int) -> str:
    return narrow(outline.texts[text - 1].value) if text else ""


def _line_above(outline: Outline, bar: int) -> str:
    for index in range(bar - 1, max(-1, bar - 1 - _ABOVE), -1):
        text = outline.texts[index]
        if is_prose(text.value):
            return ""
        if INFO.search(text.value) or _ENDS.search(text.value) or len(text.value) < _SHORTEST:
            continue
        if outline.nearest(text.element, _LINK) is not None or in_chrome(outline, text.element):
            continue
        element = outline.elements[text.element]
        # a title broken over lines is one element
        whole = "".join(
            one.value for one in outline.texts[element.texts : element.texts_end] if one.element == text.element
        )
        return whole if len(whole) <= _LONGEST else ""
    return ""
