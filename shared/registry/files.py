"""The registry from and to a workbook or a folder of CSV files."""

import csv
import io
import os
from pathlib import Path
from typing import Any

import xlsxwriter

from shared.errors import BadInput
from shared.registry import written
from shared.registry.csv_folder import read_csv_folder, shielded
from shared.registry.model import Registry
from shared.registry.rows import registry_of
from shared.registry.schema import SHEETS, Sheet
from shared.registry.workbook import read_workbook
from shared.registry.written import Language

_OWN_FILES = frozenset(f"{sheet.kind.value}.csv" for sheet in SHEETS)
_WIDEST = 60


def read_registry(path: Path) -> Registry:
    """The registry in a workbook (.xlsx) or in a folder of CSV files.

    Raises:
        BadInput: with every mistake, each saying where it stands; nothing is taken then.
    """
    if path.is_dir():
        return registry_of(read_csv_folder(path), source=path.name)
    if not path.exists():
        raise BadInput(f"找不到 {path}：应为一个 .xlsx 工作簿，或一个放着 CSV 文件的文件夹")
    if path.suffix.lower() == ".csv":
        raise BadInput(f"{path.name} 是单个 CSV 文件：请给出它所在的文件夹，其中至少要有 units.csv")
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise BadInput(f"{path.name} 不是 .xlsx 工作簿：请在 Excel 或 WPS 中另存为 .xlsx，或给出一个 CSV 文件夹")
    return registry_of(read_workbook(path), source=path.name)


def write_registry(registry: Registry, path: Path) -> None:
    """Write a workbook if the path ends in .xlsx, else a folder of CSV files; what was there is replaced.

    Reading it back gives an equal registry. The workbook speaks Chinese, the CSV files the English keys.

    Raises:
        BadInput: the path cannot take it.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            _replace(path, _workbook(registry))
        elif path.suffix and not path.is_dir():
            raise BadInput(f"不能写入 {path.name}：请给出以 .xlsx 结尾的文件名，或一个文件夹")
        else:
            _write_folder(registry, path)
    except OSError as error:
        raise BadInput(f"不能写入 {path}：{error.strerror or error}") from error


def _write_folder(registry: Registry, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    foreign = sorted(path.name for path in folder.glob("*.csv") if path.name not in _OWN_FILES)
    if foreign:
        raise BadInput(f"文件夹 {folder} 中还有别的 CSV（{'、'.join(foreign)}），会与导出的混在一起；请换一个空文件夹")
    for name, table in written.tables(registry, Language.KEYS).items():
        text = io.StringIO(newline="")
        csv.writer(text).writerows([shielded(cell) for cell in line] for line in table)
        _replace(folder / f"{name}.csv", text.getvalue().encode("utf-8-sig"))


def _workbook(registry: Registry) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    text = book.add_format({"num_format": "@"})
    for sheet in SHEETS:
        page = book.add_worksheet(written.sheet_name(sheet, Language.CHINESE))
        page.freeze_panes(1, 0)
        count = _fill(page, registry, sheet, heading)
        _prepare(page, sheet, text, last_row=count + 1000)
    book.close()
    return content.getvalue()


def _fill(page: Any, registry: Registry, sheet: Sheet, heading: Any) -> int:
    """Every cell as a string: what begins with `=` is a name somebody chose, not a formula."""
    for index, title in enumerate(written.header(sheet, Language.CHINESE)):
        page.write_string(0, index, title, heading)
    count = 0
    for count, line in enumerate(written.lines(registry, sheet, Language.CHINESE), start=1):
        for index, cell in enumerate(line):
            if cell:
                page.write_string(count, index, cell)
    return count


def _prepare(page: Any, sheet: Sheet, text: Any, *, last_row: int) -> None:
    """For the one who fills it in: text columns, so that leading zeros stay, lists to choose from, and notes."""
    for index, field in enumerate(sheet.fields):
        wide = field.key in {"name", "url", "feed_url", "emails", "channels"}
        page.set_column(index, index, _WIDEST // 2 if wide else _WIDEST // 4, text)
        if field.note:
            page.write_comment(0, index, ("必填。" if field.required else "") + field.note)
        choices = ["是", "否"] if field.key == "navigation_home" else written.choices(field, Language.CHINESE)
        if choices:
            page.data_validation(
                1, index, last_row, index, {"validate": "list", "source": choices, "error_type": "warning"}
            )


def _replace(path: Path, content: bytes) -> None:
    """All of the file or nothing of it, also when the machine stops in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
