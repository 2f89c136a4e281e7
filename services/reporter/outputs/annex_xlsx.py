"""annex.xlsx: every list of the report as a sheet with filters, real numbers and dates, and links to what was seen."""

from typing import Any

from services.reporter.report import Report
from services.reporter.sheet import Sheet
from services.reporter.sheets import sheets_of
from services.reporter.sheets.tallies import INDICATORS
from services.reporter.workbook import write_workbook


class AnnexXlsx:
    """The workbook an official sorts, filters and copies from."""

    name = "annex_xlsx"
    filename = "annex.xlsx"

    def render(self, report: Report) -> bytes:
        """The whole workbook. Text is always written as text, whatever it begins with."""
        return write_workbook(sheets_of(report), report, title=report.notice.title, charts=_charts)


def _charts(workbook: Any, pages: tuple[Sheet, ...]) -> None:
    _rate_chart(workbook, pages[0])
    _indicator_chart(workbook, next(sheet for sheet in pages if sheet.name == INDICATORS))


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
