"""From the tables of a ledger to the records they describe, or to the list of everything that is wrong with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from pydantic import ValidationError

from console.ledger.schema import RECORDS, Known, LedgerKind, sheets
from shared.clock import local
from shared.contracts.event import content_id
from shared.contracts.records import WEBSITES_ONLY, RecordKind, fields_of, plain
from shared.contracts.target import TargetKind
from shared.registry.headers import Headed, recognise
from shared.registry.mistake import BadTables, Mistake
from shared.registry.model import Kind, Registry
from shared.registry.rows import value_of
from shared.registry.table import RawRow, RawTable
from shared.registry.values import Unfit, did_you_mean

EXPORT_CHUNK = 200
"""Letters of an export that travel in one event."""

_ORDERS = {
    LedgerKind.TICKETS: (("received_at", "answered_at"), ("received_at", "closed_at")),
    LedgerKind.LETTERS: (("sent_at", "answered_at"),),
    LedgerKind.FINDINGS: (("found_at", "mended_at"), ("first_day", "last_day")),
    LedgerKind.BONUSES: (("first_day", "last_day"),),
    LedgerKind.MESSAGES: (("asked_at", "replied_at"),),
}
"""Fields of which the second cannot lie before the first."""

_NAMED_BY = {
    LedgerKind.TICKETS: ("target_id", "received_at", "title", "url"),
    LedgerKind.LETTERS: ("target_id", "sent_at", "title", "board_id"),
    LedgerKind.FINDINGS: ("target_id", "indicator", "found_at", "text"),
    LedgerKind.BONUSES: ("target_id", "indicator", "given_at", "why"),
    LedgerKind.REVIEWS: ("target_id", "indicator", "item_id", "signature", "step", "at"),
}
"""What makes the id of a row that has none."""

_NOT_FIELDS = frozenset({"id", "target_id", "at", "by"})


@dataclass(frozen=True)
class Entry:
    """One record as a row tells it."""

    kind: RecordKind
    target_kind: TargetKind
    target_id: str
    record_id: str
    fields: Mapping[str, Any]
    at: datetime | None = None
    """When it was recorded, where the row says so."""
    by: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the record."""
        return self.kind, self.target_id, self.record_id


@dataclass(frozen=True)
class _Row:
    headed: Headed[LedgerKind]
    number: int
    values: Mapping[str, Any]

    @property
    def kind(self) -> LedgerKind:
        return self.headed.sheet.kind

    def mistake(self, reason: str, field: str = "", value: object = "") -> Mistake:
        shown = self.headed.headers.get(field, field)
        return self.headed.table.mistake(reason, row=self.number, field=shown, value=str(value))


def entries_of(
    tables: Sequence[RawTable], *, registry: Registry, known: Known, now: datetime, source: str
) -> list[Entry]:
    """The records that the tables describe.

    Raises:
        BadTables: with every mistake found; nothing of them counts then.
    """
    headed, mistakes = recognise(tables, sheets(known))
    if not headed and not mistakes:
        titles = "、".join(sheet.title for sheet in sheets(known))
        mistakes.append(Mistake(file=source, sheet="", reason=f"没有可导入的表；可用的表：{titles}"))
    rows: list[_Row] = []
    for table in headed:
        for raw in table.table.rows:
            row, wrong = _row(table, raw)
            rows.append(row)
            mistakes += wrong or _checked(row, registry, now)
    mistakes += _repeated(rows)
    entries, wrong = _entries(rows, registry) if not mistakes else ([], [])
    if mistakes := [*mistakes, *wrong]:
        places = {(table.file, table.name): place for place, table in enumerate(tables)}
        mistakes.sort(key=lambda m: (places.get((m.file, m.sheet), -1), m.row or 0))
        raise BadTables(f"台账 {source} 中有 {len(mistakes)} 处错误，没有导入任何内容", mistakes)
    return entries


def _row(headed: Headed[LedgerKind], raw: RawRow) -> tuple[_Row, list[Mistake]]:
    values: dict[str, Any] = {}
    wrong = []
    for index, field in headed.fields:
        text = raw.cells[index] if index < len(raw.cells) else ""
        try:
            value = value_of(field, text)
        except Unfit as reason:
            name = headed.headers[field.key]
            wrong.append(headed.table.mistake(str(reason), row=raw.number, field=name, value=text))
        else:
            if value is not None:
                values[field.key] = value
    row = _Row(headed, raw.number, _in_order(headed.sheet.kind, values))
    return row, wrong


def _in_order(kind: LedgerKind, values: dict[str, Any]) -> dict[str, Any]:
    """A day without a time, on the day of what came before it, means: later that day."""
    for first, second in _ORDERS.get(kind, ()):
        begun, ended = values.get(first), values.get(second)
        if isinstance(begun, datetime) and isinstance(ended, datetime) and ended < begun:
            there = local(ended)
            if there.time() == time() and there.date() == local(begun).date():
                values[second] = begun
    return values


def _checked(row: _Row, registry: Registry, now: datetime) -> list[Mistake]:
    return [*_references(row, registry), *_moments(row, now)]


def _references(row: _Row, registry: Registry) -> Iterator[Mistake]:
    if (target_id := row.values.get("target_id")) is None:
        return  # the whole column is missing, which has been said
    websites, accounts = registry.rows(Kind.WEBSITES), registry.rows(Kind.ACCOUNTS)
    if target_id not in websites and target_id not in accounts:
        near = did_you_mean(target_id, (*websites, *accounts))
        yield row.mistake(f"名录中没有这个网站或账号{near}", "target_id", target_id)
    elif target_id in accounts and RECORDS[row.kind] in WEBSITES_ONLY:
        yield row.mistake("这张表只登记网站，而这是新媒体账号", "target_id", target_id)
    board_id = row.values.get("board_id")
    if board_id is not None:
        board = registry.rows(Kind.BOARDS).get(board_id)
        if board is None:
            near = did_you_mean(board_id, tuple(registry.rows(Kind.BOARDS)))
            yield row.mistake(f"名录中没有这个留言板{near}", "board_id", board_id)
        elif getattr(board, "website_id", None) != target_id:
            yield row.mistake("这个留言板不属于该网站", "board_id", board_id)


def _moments(row: _Row, now: datetime) -> Iterator[Mistake]:
    for key, value in row.values.items():
        if isinstance(value, datetime) and value > now:
            yield row.mistake("晚于现在，请检查年份", key, local(value).strftime("%Y-%m-%d %H:%M"))
    for first, second in _ORDERS.get(row.kind, ()):
        begun, ended = row.values.get(first), row.values.get(second)
        if begun is not None and ended is not None and ended < begun:
            name = row.headed.headers.get(first, first)
            yield row.mistake(f"早于“{name}”", second, ended)


def _repeated(rows: Sequence[_Row]) -> Iterator[Mistake]:
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.kind is LedgerKind.MESSAGES or "target_id" not in row.values:
            continue
        key = (row.kind, row.values["target_id"], _record_id(row))
        if key in seen:
            yield row.mistake(
                f"与第 {seen[key]} 行是同一条记录，请删去一行或填写不同的编号", "id", row.values.get("id", "")
            )
        seen.setdefault(key, row.number)


def _entries(rows: Sequence[_Row], registry: Registry) -> tuple[list[Entry], list[Mistake]]:
    accounts = registry.rows(Kind.ACCOUNTS)
    kind_of: Callable[[str], TargetKind] = lambda id_: TargetKind.ACCOUNT if id_ in accounts else TargetKind.WEBSITE  # noqa: E731
    entries: list[Entry] = []
    mistakes: list[Mistake] = []
    for row in rows:
        if row.kind is LedgerKind.MESSAGES:
            continue
        try:
            entries.append(_entry(row, kind_of(row.values["target_id"])))
        except ValidationError as error:
            mistakes += [row.mistake(_chinese(one["msg"]), ".".join(map(str, one["loc"]))) for one in error.errors()]
    return [*entries, *_exports([row for row in rows if row.kind is LedgerKind.MESSAGES])], mistakes


def _entry(row: _Row, target_kind: TargetKind) -> Entry:
    kind = RECORDS[row.kind]
    given = {key: value for key, value in row.values.items() if key not in _NOT_FIELDS}
    fields = plain(fields_of(kind, given, target_kind))
    return Entry(
        kind,
        target_kind,
        row.values["target_id"],
        _record_id(row),
        fields,
        at=row.values.get("at"),
        by=row.values.get("by"),
    )


def _record_id(row: _Row) -> str:
    """The id somebody gave, or one made from what tells the row from others."""
    given: str | None = row.values.get("id")
    named = [row.values.get(key) for key in _NAMED_BY.get(row.kind, ())]
    stamps = [value.timestamp() if isinstance(value, datetime) else value for value in named]
    return given or content_id(row.kind, *stamps).hex[:16]


def _exports(rows: Sequence[_Row]) -> Iterator[Entry]:
    """One export of one board, in chunks that fit into a message; only the last says that it was complete."""
    groups: dict[tuple[str, str, datetime], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.values["target_id"], row.values["board_id"], row.values["exported_at"]), []).append(row)
    for (target_id, board_id, exported_at), members in groups.items():
        head = {"board_id": board_id, "exported_at": exported_at}
        for start in range(0, len(members), EXPORT_CHUNK):
            chunk = members[start : start + EXPORT_CHUNK]
            ends = _completeness(members) if start + EXPORT_CHUNK >= len(members) else {}
            fields = {**head, **ends, "messages": [_message(row) for row in chunk]}
            yield Entry(
                RecordKind.EXPORT,
                TargetKind.WEBSITE,
                target_id,
                f"{board_id}-{exported_at:%Y%m%dT%H%M%S}-{start // EXPORT_CHUNK:04d}",
                plain(fields_of(RecordKind.EXPORT, fields)),
            )


def _completeness(rows: Sequence[_Row]) -> dict[str, Any]:
    since = [row.values["complete_since"] for row in rows if row.values.get("complete_since")]
    whole = any(row.values.get("whole") for row in rows)
    return {"whole": whole} | ({"complete_since": max(since)} if since else {})


def _message(row: _Row) -> dict[str, Any]:
    names = ("title", "asked_at", "replied_at", "replying_unit", "reply_excerpt", "status")
    given = {name: row.values[name] for name in names if name in row.values}
    return {"id": row.values["message_id"], **given}


_CHINESE = {
    "late needs answered_at": "“超期答复”须填写答复时间；没有答复的请填“未答复”",
    "contradicts answered_at": "填了答复时间，结果就不能是“未答复”或“无法提交”",
    "gives its reason": "这一步骤须写明理由",
    "before the beginning": "早于起始时间",
}


def _chinese(message: str) -> str:
    return next((words for part, words in _CHINESE.items() if part in message), message)
