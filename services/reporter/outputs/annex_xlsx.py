"""annex.xlsx: every list of the report as a sheet with filters, real numbers and dates, and links to what was seen."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from services.reporter.report import Report
from services.reporter.sheet import Cell, Shape, Sheet
from services.reporter.sheets import SHEETS
from services.reporter.sheets.tallies import INDICATORS

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

_Formats = dict[str, Any]


class AnnexXlsx:
    """The workbook an official sorts, filters and copies from."""

    name = "annex_xlsx"
    filename = "annex.xlsx"

    def render(self, report: Report) -> bytes:
        """The whole workbook. Text is always written as text, whatever it begins with."""
        made = BytesIO()
        workbook = xlsxwriter.Workbook(made, _OPTIONS)
        _set_properties(workbook, report)
        formats = _formats(workbook)
        pages = [make(report) for make in SHEETS]
        for sheet in pages:
            _write(workbook.add_worksheet(sheet.name), sheet, formats)
        _rate_chart(workbook, pages[0])
        _indicator_chart(workbook, next(sheet for sheet in pages if sheet.name == INDICATORS))
        workbook.close()
        return made.getvalue()


def _set_properties(workbook: Any, report: Report) -> None:
    made_on = report.notice.issued_on or report.period.last
    workbook.set_properties(
        {
            "title": report.notice.title,
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


def _rate_chart(workbook: Any, overview: Sheet) -> None:
    """How many stand how, for each scope of the overview."""
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    last = len(overview.rows)
    for column, color in ((4, "#2E7D32"), (5, "#C62828"), (6, "#757575")):
        chart.add_series(
            {
                "name": [overview.name, 0, column],
                "categories": [overview.name, 1, 0, last, 0],
                "values": [overview.name, 1, column, last, column],
                "fill": {"color": color},
            }
        )
    chart.set_title({"name": "检查结果"})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": max(320, 34 * last + 120)})
    workbook.get_worksheet_by_name(overview.name).insert_chart(last + 4, 0, chart)


def _indicator_chart(workbook: Any, indicators: Sheet) -> None:
    """How often each indicator was not met."""
    last = len(indicators.rows)
    if not last:
        return
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [indicators.name, 0, 1],
            "categories": [indicators.name, 1, 0, last, 0],
            "values": [indicators.name, 1, 1, last, 1],
            "fill": {"color": "#C62828"},
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": "不达标对象数（按指标）"})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 900, "height": max(280, 34 * last + 120)})
    workbook.get_worksheet_by_name(indicators.name).insert_chart(last + 3, 0, chart)
