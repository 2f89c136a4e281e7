"""What is wrong with a table somebody filled in, and where it stands."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from shared.errors import BadInput


@dataclass(frozen=True)
class Mistake:
    """One mistake: the place as the person knows it, and the reason with what to do about it, in Chinese."""

    file: str
    sheet: str
    """The sheet as it is named in the file; for a CSV the file's name without its ending."""
    reason: str
    row: int | None = None
    field: str = ""
    value: str = ""

    def __str__(self) -> str:
        sheet = "" if self.file.lower().endswith(".csv") else f" 工作表“{self.sheet}”" if self.sheet else ""
        row = "" if self.row is None else f" 第 {self.row} 行"
        field = f" “{self.field}”" if self.field else ""
        value = f" 填的是“{self.value}”" if self.value else ""
        return f"{self.file}{sheet}{row}{field}{value}：{self.reason}"

    def as_dict(self) -> dict[str, str | int | None]:
        """The same for a machine."""
        return asdict(self)


class BadTables(BadInput):
    """The tables of a file break the rules. Nothing of them was taken."""

    def __init__(self, summary: str, details: Sequence[Mistake]) -> None:
        super().__init__(summary, [str(mistake) for mistake in details])
        self.details = tuple(details)
