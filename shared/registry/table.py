"""A table as somebody filled it in: text by row and column, each row with the number that the person sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.registry.mistake import Mistake
from shared.registry.values import tidy

EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

UNCOMPUTED = "#公式未计算"
"""Stands for a formula whose result is not in the file."""


@dataclass(frozen=True)
class RawRow:
    """One row: its number in the file, and its cells as tidy text, empty for nothing."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RawTable:
    """One sheet or one CSV file: the first row that is not empty is its header."""

    file: str
    name: str
    header: RawRow
    rows: tuple[RawRow, ...]

    @classmethod
    def of(cls, file: str, name: str, lines: Iterable[tuple[int, Iterable[str]]]) -> "RawTable":
        """The table of these numbered lines; empty ones are left out."""
        tidied = (RawRow(number, tuple(tidy(cell) for cell in cells)) for number, cells in lines)
        filled = [row for row in tidied if any(row.cells)]
        header = filled[0] if filled else RawRow(1, ())
        return cls(file, name, header, tuple(filled[1:]))

    @property
    def is_empty(self) -> bool:
        """Nothing stands in it, not even a header."""
        return not self.header.cells

    def mistake(self, reason: str, *, row: int | None = None, field: str = "", value: str = "") -> Mistake:
        """A mistake that stands in this table."""
        return Mistake(file=self.file, sheet=self.name, reason=reason, row=row, field=field, value=value)
