"""Reads the tables of an .xlsx workbook, as people make them: merged cells, formulas, numbers, trailing blank rows."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from shared.registry.mistake import BadTables, Mistake
from shared.registry.table import UNCOMPUTED, RawTable

LARGEST_WORKBOOK = 200_000_000
"""Bytes after unpacking. A registry of a whole province has a fifth of this; more is a bomb or a mistake."""

_Values = list[list[Any]]


def read_workbook(path: Path) -> list[RawTable]:
    """The tables of all worksheets.

    Raises:
        BadTables: it is not a workbook that can be read.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of decorations it does not keep
            return [RawTable.of(path.name, title, _lines(values)) for title, values in _sheets(path)]
    except BadTables:
        raise
    except OSError as error:
        raise _unreadable(path, f"无法打开：{error.strerror or error}") from error
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise _unreadable(
            path, "文件已损坏、带密码或不是 .xlsx 工作簿，请用 Excel 或 WPS 另存为 .xlsx 后重试"
        ) from error


def cell_text(value: object) -> str:
    """What a person sees in the cell: 3.0 is 3, a day is 2024-03-01, yes is yes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _lines(values: _Values) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(values, start=1):
        yield number, [cell_text(value) for value in row]


def _sheets(path: Path) -> Iterator[tuple[str, _Values]]:
    return _careful_sheets(path) if _needs_care(path) else _plain_sheets(path)


def _plain_sheets(path: Path) -> Iterator[tuple[str, _Values]]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong one, and rows beyond it would be lost
            yield sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _careful_sheets(path: Path) -> Iterator[tuple[str, _Values]]:
    """Slower: what is merged counts for each cell, and a formula without a result is seen."""
    results = load_workbook(path, data_only=True)
    formulas = load_workbook(path)
    for sheet in results.worksheets:
        values = [list(row) for row in sheet.iter_rows(values_only=True)]
        for r, row in enumerate(formulas[sheet.title].iter_rows()):
            for c, cell in enumerate(row):
                if cell.data_type == "f" and values[r][c] is None:
                    values[r][c] = UNCOMPUTED
        for area in sheet.merged_cells.ranges:
            _fill(values, area.bounds)
        yield sheet.title, values


def _fill(values: _Values, bounds: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = bounds
    for r in range(top - 1, min(bottom, len(values))):
        for c in range(left - 1, min(right, len(values[r]))):
            values[r][c] = values[top - 1][left - 1]


def _needs_care(path: Path) -> bool:
    """Is anything merged or computed? Most workbooks have neither, and are read three times as fast."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
            raise _unreadable(path, f"展开后超过 {LARGEST_WORKBOOK // 1_000_000} MB，不像是名录")
        sheets = [archive.read(part) for part in parts if part.filename.lower().startswith("xl/worksheets/")]
    return any(mark in sheet for sheet in sheets for mark in (b"<mergeCell ", b"<f>", b"<f "))


def _unreadable(path: Path, reason: str) -> BadTables:
    return BadTables("无法读取工作簿", [Mistake(file=path.name, sheet="", reason=reason)])
