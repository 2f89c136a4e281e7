"""What rows say about one another: ids once only, references that lead somewhere, superiors that end at a top."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from shared.registry.headers import Headed
from shared.registry.mistake import Mistake
from shared.registry.model import Kind
from shared.registry.schema import SHEETS

_TITLES = {sheet.kind: sheet.title for sheet in SHEETS}
_SHARED_IDS = {Kind.WEBSITES: "targets", Kind.ACCOUNTS: "targets"}
"""Websites and accounts are both what is judged: one space of ids."""


@dataclass(frozen=True)
class Entry:
    """One row as it was read: the values that fit, and where it stands."""

    headed: Headed[Kind]
    row: int
    values: dict[str, object]

    @property
    def kind(self) -> Kind:
        """What the row is."""
        return self.headed.sheet.kind

    def mistake(self, key: str, reason: str) -> Mistake:
        """A mistake in one field of this row."""
        value = str(self.values.get(key, ""))
        return self.headed.table.mistake(reason, row=self.row, field=self.headed.headers.get(key, ""), value=value)


def check_references(entries: Sequence[Entry], unread: Collection[Kind]) -> list[Mistake]:
    """Everything that is wrong between rows. What refers to a sheet that could not be read is not blamed for it."""
    return [*_twice(entries), *_dangling(entries, unread), *_circles(entries)]


def _twice(entries: Sequence[Entry]) -> Iterator[Mistake]:
    first: dict[tuple[str, object], Entry] = {}
    for entry in entries:
        if "id" not in entry.values:
            continue
        key = (_SHARED_IDS.get(entry.kind, entry.kind.value), entry.values["id"])
        other = first.setdefault(key, entry)
        if other is not entry:
            where = f"{other.headed.sheet.title}表第 {other.row} 行"
            rule = "" if other.kind is entry.kind else "（网站与新媒体的编号也不能相同）"
            yield entry.mistake("id", f"编号与{where}重复{rule}，请改用别的编号")


def _dangling(entries: Sequence[Entry], unread: Collection[Kind]) -> Iterator[Mistake]:
    ids: dict[Kind, set[object]] = {kind: set() for kind in Kind}
    for entry in entries:
        ids[entry.kind].add(entry.values.get("id"))
    for entry in entries:
        for field in entry.headed.sheet.fields:
            if field.refers_to is None or field.refers_to in unread or field.key not in entry.values:
                continue
            if entry.values[field.key] not in ids[field.refers_to]:
                yield entry.mistake(
                    field.key, f"“{_TITLES[field.refers_to]}”表中没有这个编号；请先在该表登记，或改正编号"
                )


def _circles(entries: Sequence[Entry]) -> Iterator[Mistake]:
    """One mistake for each circle, at its unit that stands first."""
    units = {str(e.values["id"]): e for e in entries if e.kind is Kind.UNITS and "id" in e.values}
    done: set[str] = set()
    for start in units:
        path: list[str] = []
        here: str | None = start
        while here in units and here not in done and here not in path:
            path.append(here)
            parent = units[here].values.get("parent_id")
            here = None if parent is None else str(parent)
        if here in path:
            circle = path[path.index(here) :]
            yield units[circle[0]].mistake(
                "parent_id", f"上级单位成了循环：{' → '.join([*circle, circle[0]])}；请改正其中一个"
            )
        done.update(path)
