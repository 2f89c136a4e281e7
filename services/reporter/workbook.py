"""Workbooks: sheets with a frozen header, filters, widths, real numbers and dates, links, and no formula."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from services.reporter.report import Report
from services.reporter.sheet import Cell, Shape, Sheet

_LONGEST = 32_767
"""Characters a cell can hold."""
_OPTIONS = {
    "in_memory": True,  # also: no file times, so that the bytes repeat
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": False,
}
_MAX_LINKS = 60_000
"""A sheet takes 65 530 links; the rest is written as text."""

_PAGE_WIDTH = 200
"""Wider tables are printed two pages wide: one would be too small to read."""

_LINE_HEIGHT, _TALLEST = 15, 409
"""In points."""

_Formats = dict[str, Any]


Charts = Callable[[Any, tuple[Sheet, ...]], None]
"""Draws charts into an xlsxwriter workbook whose sheets are written."""


def write_workbook(sheets: Iterable[Sheet], report: Report, *, title: str, charts: Charts | None = None) -> bytes:
    """The whole workbook. Text is always written as text, whatever it begins with; the same sheets, the same bytes."""
    made = BytesIO()
    workbook = xlsxwriter.Workbook(made, _OPTIONS)
    _set_properties(workbook, report, title)
    formats = _formats(workbook)
    pages = tuple(sheets)
    for sheet in pages:
        _write(workbook.add_worksheet(sheet.name), sheet, formats)
    if charts:
        charts(workbook, pages)
    workbook.close()
    return made.getvalue()


def _set_properties(workbook: Any, report: Report, title: str) -> None:
    made_on = report.notice.issued_on or report.period.last
    workbook.set_properties(
        {
            "title": title,
            "author": report.notice.issuer,
            "comments": f"report.json sha256 {report.digest}",
            "created": datetime.combine(made_on, time(), UTC),
        }
    )


def _formats(workbook: Any) -> _Formats:
    cell = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "font_name": "宋体", "font_size": 11}
    header = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "align": "center", "text_wrap": True}
    return {
        "header": workbook.add_format(cell | header),
        Shape.TEXT: workbook.add_format(cell | {"text_wrap": True, "num_format": "@"}),
        Shape.NUMBER: workbook.add_format(cell | {"num_format": "General"}),
        Shape.SHARE: workbook.add_format(cell | {"num_format": "0.0000%"}),
        Shape.MOMENT: workbook.add_format(cell | {"num_format": "yyyy-mm-dd hh:mm"}),
        Shape.LINK: workbook.add_format(cell | {"font_color": "#0563C1", "underline": 1}),
        "note": workbook.add_format({"italic": True, "font_color": "#595959", "font_name": "宋体", "font_size": 10}),
    }


def _write(worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    """Header in the first row, so that filters and imports find it; the note under the table."""
    last_column = len(sheet.columns) - 1
    for column, spec in enumerate(sheet.columns):
        worksheet.set_column(column, column, spec.width)
        worksheet.write_string(0, column, spec.header, formats["header"])
    for number, row in enumerate(sheet.rows, 1):
        if (lines := _lines(row, sheet)) > 1:
            worksheet.set_row(number, min(_LINE_HEIGHT * lines, _TALLEST))
        for column, (value, spec) in enumerate(zip(row, sheet.columns, strict=True)):
            shape = Shape.TEXT if spec.shape is Shape.LINK and number > _MAX_LINKS else spec.shape
            _write_cell(worksheet, (number, column), value, formats[shape], shape=shape)
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, max(len(sheet.rows), 1), last_column)
    if sheet.note:
        worksheet.write_string(len(sheet.rows) + 2, 0, sheet.note, formats["note"])
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1 if sum(column.width for column in sheet.columns) <= _PAGE_WIDTH else 2, 0)
    worksheet.repeat_rows(0)
    worksheet.set_footer("&C第 &P 页，共 &N 页")


def _lines(row: tuple[Cell, ...], sheet: Sheet) -> int:
    """How many lines the longest text of a row takes: not every program makes a row as tall as its text."""
    texts = ((cell, column) for cell, column in zip(row, sheet.columns, strict=True) if column.shape is Shape.TEXT)
    return max((ceil(_width(str(cell)) / column.width) for cell, column in texts if cell), default=1)


def _width(text: str) -> float:
    """In digits of the normal font; a Chinese character is two, and a little for the edges of the cell."""
    return sum(1 if char.isascii() else 2 for char in text) * 1.05


def _write_cell(worksheet: Any, at: tuple[int, int], value: Cell, look: Any, *, shape: Shape) -> None:
    """By the type of the value, never by what its text looks like."""
    if value is None or value == "":
        worksheet.write_blank(*at, None, look)
    elif isinstance(value, datetime | date):
        worksheet.write_datetime(*at, value, look)
    elif isinstance(value, int | float):
        worksheet.write_number(*at, value, look)
    elif shape is Shape.LINK:
        worksheet.write_url(*at, value, look, string=value)
    else:
        worksheet.write_string(*at, value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…", look)
