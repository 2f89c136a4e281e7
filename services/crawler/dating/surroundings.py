"""What a reader sees just before a date: its label, wherever the page puts it."""

import re

from services.crawler.dates import narrow
from services.crawler.dating.dated import Dated
from services.crawler.parsing.outline import Outline

_LINK = frozenset({"a"})
_ROW = frozenset({"tr"})
_CELL = frozenset({"td", "th"})
_OF_DATES = re.compile(r"(?:日\s*期|时\s*间|[期日自至起止])\s*[:：]?$")
_YEAR = re.compile(r"\d{4}")
_LONGEST_LABEL = 14
_LONGEST_HEAD = 12


def text_before(outline: Outline, dated: Dated, own: str) -> str:
    """The text before a date: in its own piece, else the cell to the left or the head of its column, else above.

    The words of a link are never a label: 关于召开…会议 before a date does not make it the day of the meeting.
    """
    if len(own.strip(" [(【（")) >= 2:
        return own
    texts = outline.texts
    element = texts[dated.text].element
    cell = outline.nearest(element, _CELL)
    if cell is not None and outline.elements[cell].texts == dated.text:
        return cell_label(outline, cell) + own
    parts: list[str] = []
    for text in reversed(texts[max(0, dated.text - 2) : dated.text]):
        if outline.nearest(text.element, _LINK) is not None:
            break
        parts.insert(0, text.value)
        if len(text.value) > 6:
            break
    return narrow(" ".join([*parts, own]))


def of_something_else(outline: Outline, dated: Dated) -> bool:
    """A cell that its label calls an end of some term: 处罚有效期, 有效期至."""
    cell = outline.nearest(outline.texts[dated.text].element, _CELL)
    return cell is not None and bool(re.search(r"[期自至起止]\s*[:：]?$", cell_label(outline, cell)))


def cell_label(outline: Outline, cell: int) -> str:
    """What names a cell: the one to its left if that is a label, else the head of its column."""
    row = outline.nearest(cell, _ROW)
    if row is None:
        return ""
    cells = _cells(outline, row)
    if cell not in cells:
        return ""
    place = cells.index(cell)
    head = _head(outline, row, place)
    if _OF_DATES.search(head):
        return head
    if place:
        left = outline.elements[cells[place - 1]]
        words = outline.text_of(cells[place - 1])
        if words and len(words) <= _LONGEST_LABEL and left.links == left.links_end and not _YEAR.search(words):
            return narrow(words)
    return head


def _head(outline: Outline, row: int, place: int) -> str:
    """The cell of this column in the first row of the table that has as many cells and no dates."""
    table = outline.nearest(outline.elements[row].parent, frozenset({"table"}))
    if table is None:
        return ""
    for index in range(table + 1, min(row, table + 400)):
        if outline.elements[index].tag != "tr":
            continue
        heads = _cells(outline, index)
        words = outline.text_of(heads[place]) if place < len(heads) else ""
        return narrow(words) if len(words) <= _LONGEST_HEAD and not _YEAR.search(words) else ""
    return ""


def _cells(outline: Outline, row: int) -> list[int]:
    return [child for child in outline.children(row) if outline.elements[child].tag in _CELL]
