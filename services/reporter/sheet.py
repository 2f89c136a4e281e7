"""What a sheet of the workbook is: a plain table, without a format."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Shape(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    MOMENT = "moment"
    LINK = "link"


Cell = str | int | float | date | datetime | None


@dataclass(frozen=True)
class SheetColumn:
    """One column."""

    header: str
    width: float = 18
    shape: Shape = Shape.TEXT


@dataclass(frozen=True)
class Sheet:
    """One sheet: a header row, the rows, and a note under them."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def number_column(header: str, width: float = 10) -> SheetColumn:
    """A column of real numbers."""
    return SheetColumn(header, width, Shape.NUMBER)
