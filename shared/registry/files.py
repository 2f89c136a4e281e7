"""The registry from and to a workbook or a folder of CSV files."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from shared.errors import BadInput
from shared.registry import written
from shared.registry.book import Page, workbook_of
from shared.registry.csv_folder import read_csv_folder, shielded
from shared.registry.model import Registry
from shared.registry.rows import registry_of
from shared.registry.schema import SHEETS
from shared.registry.table import RawTable
from shared.registry.workbook import read_workbook
from shared.registry.written import Language


def read_registry(path: Path) -> Registry:
    """The registry in a workbook (.xlsx) or in a folder of CSV files.

    Raises:
        BadInput: with every mistake, each saying where it stands; nothing is taken then.
    """
    return registry_of(read_tables(path, needs="units.csv"), source=path.name)


def read_tables(path: Path, *, needs: str) -> list[RawTable]:
    """The tables of a workbook or of a folder of CSV files, as they are. `needs`: an example of a file in the folder.

    Raises:
        BadInput: it is neither, or cannot be read.
    """
    if path.is_dir():
        return read_csv_folder(path)
    if not path.exists():
        raise BadInput(f"找不到 {path}：应为一个 .xlsx 工作簿，或一个放着 CSV 文件的文件夹")
    if path.suffix.lower() == ".csv":
        raise BadInput(f"{path.name} 是单个 CSV 文件：请给出它所在的文件夹，其中至少要有 {needs}")
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise BadInput(f"{path.name} 不是 .xlsx 工作簿：请在 Excel 或 WPS 中另存为 .xlsx，或给出一个 CSV 文件夹")
    return read_workbook(path)


def write_registry(registry: Registry, path: Path) -> None:
    """Write a workbook if the path ends in .xlsx, else a folder of CSV files; what was there is replaced.

    Reading it back gives an equal registry. The workbook speaks Chinese, the CSV files the English keys.

    Raises:
        BadInput: the path cannot take it.
    """
    write_tables([(sheet, written.lines(registry, sheet, language_of(path))) for sheet in SHEETS], path)


def write_tables(pages: Sequence[Page], path: Path) -> None:
    """Write sheets with their lines to a workbook, if the path ends in .xlsx, else to a folder of CSV files.

    Raises:
        BadInput: the path cannot take it.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            _replace(path, workbook_of(pages))
        elif path.suffix and not path.is_dir():
            raise BadInput(f"不能写入 {path.name}：请给出以 .xlsx 结尾的文件名，或一个文件夹")
        else:
            _write_folder(pages, path)
    except OSError as error:
        raise BadInput(f"不能写入 {path}：{error.strerror or error}") from error


def language_of(path: Path) -> Language:
    """The workbook speaks Chinese, the CSV files the English keys."""
    return Language.CHINESE if path.suffix.lower() == ".xlsx" else Language.KEYS


def _write_folder(pages: Sequence[Page], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    own = {f"{written.sheet_name(sheet, Language.KEYS)}.csv" for sheet, _ in pages}
    foreign = sorted(path.name for path in folder.glob("*.csv") if path.name not in own)
    if foreign:
        raise BadInput(f"文件夹 {folder} 中还有别的 CSV（{'、'.join(foreign)}），会与导出的混在一起；请换一个空文件夹")
    for sheet, lines in pages:
        text = io.StringIO(newline="")
        table = [written.header(sheet, Language.KEYS), *lines]
        csv.writer(text).writerows([shielded(cell) for cell in line] for line in table)
        _replace(folder / f"{written.sheet_name(sheet, Language.KEYS)}.csv", text.getvalue().encode("utf-8-sig"))


def _replace(path: Path, content: bytes) -> None:
    """All of the file or nothing of it, also when the machine stops in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
