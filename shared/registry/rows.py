"""Turns raw tables into the registry, or into the list of everything that is wrong with them."""

from collections.abc import Sequence

from shared.registry.headers import Headed, recognise
from shared.registry.mistake import BadTables, Mistake
from shared.registry.model import MODELS, Kind, Registry
from shared.registry.references import Entry, check_references
from shared.registry.schema import SHEETS, Field
from shared.registry.table import EXCEL_ERRORS, UNCOMPUTED, RawRow, RawTable
from shared.registry.values import Unfit


def registry_of(tables: Sequence[RawTable], *, source: str) -> Registry:
    """The registry that the tables describe.

    Raises:
        BadTables: with every mistake found, in the order of the tables and rows.
    """
    headed, mistakes = recognise(tables, SHEETS)
    mistakes += _missing_sheets(headed, tables, source)
    entries: list[Entry] = []
    for table in headed:
        for row in table.table.rows:
            entry, wrong = _entry(table, row)
            entries.append(entry)
            mistakes += wrong or _without_way(entry)
    mistakes += check_references(entries, _unread(headed))
    if mistakes:
        raise BadTables(f"名录 {source} 中有 {len(mistakes)} 处错误，没有导入任何内容", _in_order(mistakes, tables))
    return Registry.of(MODELS[entry.kind].model_validate(entry.values) for entry in entries)


def _entry(headed: Headed[Kind], row: RawRow) -> tuple[Entry, list[Mistake]]:
    values: dict[str, object] = {}
    wrong: list[Mistake] = []
    for index, field in headed.fields:
        text = row.cells[index] if index < len(row.cells) else ""
        try:
            value = value_of(field, text)
        except Unfit as reason:
            wrong.append(
                headed.table.mistake(
                    str(reason), row=row.number, field=headed.headers[field.key], value="" if field.secret else text
                )
            )
        else:
            if value is not None:
                values[field.key] = value
    return Entry(headed, row.number, values), wrong


def _without_way(entry: Entry) -> list[Mistake]:
    """A contact nobody can reach looks like one who is told, and never is."""
    if entry.kind is not Kind.CONTACTS or entry.values.keys() & {"emails", "channels"}:
        return []
    return [entry.mistake("emails", "邮箱和通知渠道至少填一项，否则收不到任何提醒")]


def value_of(field: Field, text: str) -> object | None:
    """What the text says; none when it says nothing and need not."""
    if not text:
        if field.required:
            raise Unfit("必填，不能为空")
        return None
    if text in EXCEL_ERRORS:
        raise Unfit("单元格是 Excel 的错误值，请改正公式或直接填写内容")
    if text == UNCOMPUTED:
        raise Unfit("公式的结果没有存进文件，请在 Excel 中打开并保存，或直接填写内容")
    return field.read(text)


def _unread(headed: Sequence[Headed[Kind]]) -> set[Kind]:
    """Sheets that ought to have ids but show none. A sheet that may be left out and is, has no rows."""
    with_ids = {table.sheet.kind for table in headed if any(field.key == "id" for _, field in table.fields)}
    return ({table.sheet.kind for table in headed} | {Kind.UNITS}) - with_ids


def _missing_sheets(headed: Sequence[Headed[Kind]], tables: Sequence[RawTable], source: str) -> list[Mistake]:
    if all(table.is_empty for table in tables):
        return [Mistake(file=source, sheet="", reason="是空的：至少要有“单位”(units) 表，第一行是表头")]
    if not any(table.sheet.kind is Kind.UNITS for table in headed):
        return [Mistake(file=source, sheet="", reason="缺少“单位”(units) 表")]
    return []


def _in_order(mistakes: list[Mistake], tables: Sequence[RawTable]) -> list[Mistake]:
    places = {(table.file, table.name): place for place, table in enumerate(tables)}
    return sorted(mistakes, key=lambda m: (places.get((m.file, m.sheet), -1), m.row or 0))
