"""csv/: every sheet of the workbook as a CSV file, for programs and for whoever has no spreadsheet."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from services.reporter.report import Report
from services.reporter.sheet import Cell, Sheet
from services.reporter.sheets import sheets_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TablesCsv:
    """UTF-8 with a byte order mark, so that spreadsheets read the Chinese in it."""

    name = "tables_csv"

    def files(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """One file for each sheet, named like it."""
        for sheet in sheets_of(report):
            yield f"csv/{sheet.name}.csv", _written(sheet)


def _written(sheet: Sheet) -> bytes:
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\r\n")
    table.writerow([column.header for column in sheet.columns])
    table.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return made.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float:
    """Text that a spreadsheet would read as a formula gets an apostrophe before it; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
