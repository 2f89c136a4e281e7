"""units/: one workbook for each unit, its problems with columns for mending, to be filled in and sent back."""

from collections.abc import Iterator

from services.reporter.report import Report
from services.reporter.sheets.unit import unit_sheets
from services.reporter.workbook import write_workbook


class UnitSheets:
    """What a unit is sent: only its own targets."""

    name = "unit_sheets"

    def files(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """One file for each unit that answers for a target, problems or not."""
        for filename, title, sheets in unit_sheets(report):
            yield f"units/{filename}.xlsx", write_workbook(sheets, report, title=title)
