"""Which table is which sheet, and which of its columns is which field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic

from shared.registry.mistake import Mistake
from shared.registry.schema import Field, KindT, Sheet
from shared.registry.table import RawTable
from shared.registry.values import did_you_mean, folded

NOTES = frozenset(map(folded, ("说明", "填表说明", "填报说明", "备注", "使用说明", "readme", "notes")))
"""Sheets for people, which are not read."""


@dataclass(frozen=True)
class Headed(Generic[KindT]):
    """A table that was recognised: its sheet, and the field of each column that has one."""

    sheet: Sheet[KindT]
    table: RawTable
    fields: tuple[tuple[int, Field], ...]

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """What the person called each field, by its key."""
        return {field.key: self.table.header.cells[index] for index, field in self.fields}


def recognise(tables: Sequence[RawTable], sheets: Sequence[Sheet[KindT]]) -> tuple[list[Headed[KindT]], list[Mistake]]:
    """The tables in the order of the sheets, and all that is wrong with their names and headers."""
    found: dict[str, Headed[KindT]] = {}
    mistakes: list[Mistake] = []
    for table in tables:
        if table.is_empty or folded(table.name) in NOTES:
            continue
        sheet = _sheet_named(table.name, sheets)
        if sheet is None:
            mistakes.append(table.mistake(_unknown_sheet(table.name, sheets)))
        elif sheet.title in found:
            other = found[sheet.title].table
            mistakes.append(table.mistake(f"与“{other.name}”都是“{sheet.title}”表，只能保留一个"))
        else:
            fields, wrong = _fields_of(sheet, table)
            found[sheet.title] = Headed(sheet, table, fields)
            mistakes += wrong
    return [found[sheet.title] for sheet in sheets if sheet.title in found], mistakes


def _sheet_named(name: str, sheets: Sequence[Sheet[KindT]]) -> Sheet[KindT] | None:
    key = _heading(name)
    return next((sheet for sheet in sheets if key in map(_heading, sheet.names)), None)


def _fields_of(sheet: Sheet[Any], table: RawTable) -> tuple[tuple[tuple[int, Field], ...], list[Mistake]]:
    by_heading = {_heading(name): field for field in sheet.fields for name in reversed(field.headers)}
    fields: dict[int, Field] = {}
    wrong: list[Mistake] = []
    row = table.header.number
    for index, name in enumerate(table.header.cells):
        field = by_heading.get(_heading(name)) if name else None
        if field is None:
            wrong += _unknown_column(sheet, table, index)
        elif field in fields.values():
            wrong.append(table.mistake(f"“{field.title}”这一列出现了两次，只能保留一列", row=row, field=name))
        else:
            fields[index] = field
    if not fields:
        expected = "、".join(field.title for field in sheet.fields)
        return (), [table.mistake(f"第一行应为表头：{expected}（也可用英文名）", row=row)]
    wrong += _headless(table)
    wrong += _missing(sheet, table, fields.values())
    return tuple(fields.items()), wrong


def _unknown_column(sheet: Sheet[Any], table: RawTable, index: int) -> list[Mistake]:
    name = table.header.cells[index]
    if name:
        near = did_you_mean(_heading(name), tuple(header for field in sheet.fields for header in field.headers))
        known = "、".join(field.title for field in sheet.fields)
        return [table.mistake(f"不认识这一列{near}；可用的列：{known}", row=table.header.number, field=name)]
    filled = next((row for row in table.rows if index < len(row.cells) and row.cells[index]), None)
    return [_no_header(table, index, filled.number)] if filled else []


def _headless(table: RawTable) -> list[Mistake]:
    """Cells to the right of the last header."""
    width = len(table.header.cells)
    beyond = {
        index: row.number
        for row in reversed(table.rows)
        for index, cell in enumerate(row.cells[width:], start=width)
        if cell
    }
    return [_no_header(table, index, row) for index, row in sorted(beyond.items())]


def _no_header(table: RawTable, index: int, row: int) -> Mistake:
    return table.mistake(f"第 {index + 1} 列有内容但没有表头，请补上表头或删除内容", row=row)


def _missing(sheet: Sheet[Any], table: RawTable, present: Iterable[Field]) -> list[Mistake]:
    keys = {field.key for field in present}
    return [
        table.mistake(f"缺少必需的列“{field.title}”({field.key})", row=table.header.number, field=field.title)
        for field in sheet.fields
        if field.required and field.key not in keys
    ]


def _unknown_sheet(name: str, sheets: Sequence[Sheet[Any]]) -> str:
    near = did_you_mean(name, tuple(known for sheet in sheets for known in sheet.names))
    known = "、".join(f"{sheet.title}({sheet.kind.value})" for sheet in sheets)
    return f"不认识这张表{near}；可用的表：{known}。给人看的说明请放在名为“说明”的表中"


def _heading(name: str) -> str:
    """The header without remarks: `更新周期（天）*` is `更新周期`."""
    plain = folded(name)
    return re.sub(r"\(.*?\)|[*:]", "", plain) or plain
