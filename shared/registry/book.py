"""Writes sheets as an .xlsx workbook that people go on filling in."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from shared.registry import written
from shared.registry.schema import Sheet
from shared.registry.values import yes_or_no
from shared.registry.written import Language

Page = tuple[Sheet[Any], Iterable[Sequence[str]]]
"""A sheet and the lines below its header."""

_WIDEST = 60


def workbook_of(pages: Iterable[Page]) -> bytes:
    """The workbook of these sheets, in Chinese, prepared for who fills it in."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    text = book.add_format({"num_format": "@"})
    for sheet, lines in pages:
        page = book.add_worksheet(written.sheet_name(sheet, Language.CHINESE))
        page.freeze_panes(1, 0)
        count = _fill(page, sheet, lines, heading)
        _prepare(page, sheet, text, last_row=count + 1000)
    book.close()
    return content.getvalue()


def _fill(page: Any, sheet: Sheet[Any], lines: Iterable[Sequence[str]], heading: Any) -> int:
    """Every cell as a string: what begins with `=` is a name somebody chose, not a formula."""
    for index, title in enumerate(written.header(sheet, Language.CHINESE)):
        page.write_string(0, index, title, heading)
    count = 0
    for count, line in enumerate(lines, start=1):
        for index, cell in enumerate(line):
            if cell:
                page.write_string(count, index, cell)
    return count


def _prepare(page: Any, sheet: Sheet[Any], text: Any, *, last_row: int) -> None:
    """For the one who fills it in: text columns, so that leading zeros stay, lists to choose from, and notes."""
    for index, field in enumerate(sheet.fields):
        wide = field.key in {"name", "url", "feed_url", "emails", "channels"}
        page.set_column(index, index, _WIDEST // 2 if wide else _WIDEST // 4, text)
        if field.note:
            page.write_comment(0, index, ("必填。" if field.required else "") + field.note)
        choices = ["是", "否"] if field.read is yes_or_no else written.choices(field, Language.CHINESE)
        if choices:
            page.data_validation(
                1, index, last_row, index, {"validate": "list", "source": choices, "error_type": "warning"}
            )
