"""annual.xlsx: the yearly reports of websites and of their supervision, with what the data knows filled in."""

from collections.abc import Iterator

from services.reporter.report import Report
from services.reporter.sheets.yearly import supervision, websites
from services.reporter.workbook import write_workbook


class AnnualXlsx:
    """政府网站监管年度报表 and 政府网站工作年度报表. What only people know is left open and marked so."""

    name = "annual_xlsx"

    def files(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """One workbook for a report of a whole year, nothing for a shorter one."""
        if report.annual:
            sheets = (supervision(report), websites(report))
            yield "annual.xlsx", write_workbook(sheets, report, title=f"{report.period.label}政府网站年度报表")
