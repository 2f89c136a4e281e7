"""From the records that are kept to the tables of a ledger: what is read back changes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from console.ledger.cells import shown
from console.ledger.schema import RECORDS, LedgerKind
from shared.contracts import Recorded
from shared.contracts.records import MessageExport, RecordFields, RecordKind, fields_of
from shared.registry.book import Page
from shared.registry.schema import Field, Sheet
from shared.registry.written import Language, text_of


def pages(records: Iterable[Recorded], sheets: Sequence[Sheet[LedgerKind]], language: Language) -> list[Page]:
    """Every sheet with its lines."""
    by_kind: dict[str, list[Recorded]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    return [(sheet, list(_lines(by_kind.get(RECORDS[sheet.kind], []), sheet, language))) for sheet in sheets]


def _lines(records: Iterable[Recorded], sheet: Sheet[LedgerKind], language: Language) -> Iterator[list[str]]:
    chunks = sheet.kind is LedgerKind.MESSAGES
    for record in sorted(records, key=lambda one: (one.target_id, one.record_id)) if chunks else records:
        for values in _rows(record):
            yield [_cell(values.get(field.key), field, language) for field in sheet.fields]


def _rows(record: Recorded) -> Iterator[Mapping[str, Any]]:
    fields = fields_of(record.kind, record.fields)
    if isinstance(fields, MessageExport):
        yield from _letters(record, fields)
        return
    own = {"at": record.recorded_at, "by": record.recorded_by} if record.kind == RecordKind.REVIEW else {}
    yield {"id": record.record_id, "target_id": record.target_id, **own, **_given(fields)}


def _letters(record: Recorded, export: MessageExport) -> Iterator[Mapping[str, Any]]:
    """A line for each letter; all of them say what the export says of itself."""
    head = {"target_id": record.target_id, "board_id": export.board_id, "exported_at": export.exported_at}
    head |= {"complete_since": export.complete_since, "whole": export.whole or None}
    for message in export.messages:
        yield {**head, **message.model_dump(exclude={"id", "missing"}), "message_id": message.id}


def _given(fields: RecordFields) -> dict[str, Any]:
    """What somebody filled in: a cell for a default stays empty."""
    return {name: getattr(fields, name) for name in fields.model_fields_set}


def _cell(value: Any, field: Field, language: Language) -> str:
    if isinstance(value, bool | StrEnum | tuple):
        return text_of(value, field, language)
    if isinstance(value, datetime | date | float):
        return shown(value)
    return text_of(value, field, language)
