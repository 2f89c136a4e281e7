"""Reads the tables of a folder of CSV files: UTF-8 with or without a mark, or GB 18030 as Excel in China writes it."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from shared.registry.mistake import BadTables, Mistake
from shared.registry.table import RawTable

_SHIELDED = re.compile(r"'+[=+\-@]")


def read_csv_folder(folder: Path) -> list[RawTable]:
    """The tables of all CSV files, by name.

    Raises:
        BadTables: some cannot be read; names each.
    """
    tables: list[RawTable] = []
    mistakes: list[Mistake] = []
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file()):
        try:
            tables.append(RawTable.of(path.name, path.stem, list(_lines(_text(path)))))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            mistakes.append(Mistake(file=path.name, sheet=path.stem, reason=_reason(error)))
    if mistakes:
        raise BadTables("有 CSV 文件无法读取", mistakes)
    return tables


def unshielded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheet programs from taking it as a formula."""
    return cell[1:] if _SHIELDED.match(cell) else cell


def shielded(cell: str) -> str:
    """The cell so that no spreadsheet program takes it as a formula; `unshielded` gives it back."""
    return f"'{cell}" if re.match(r"'*[=+\-@]", cell) else cell


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    for cells in reader:
        yield number, [unshielded(cell) for cell in cells]
        number = reader.line_num + 1


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "既不是 UTF-8 也不是 GB 18030 编码，请另存为“CSV UTF-8(逗号分隔)”"
    if isinstance(error, OSError):
        return f"无法打开：{error.strerror or error}"
    return f"不是正确的 CSV（{error}），请检查引号是否成对，或另存为“CSV UTF-8(逗号分隔)”"
