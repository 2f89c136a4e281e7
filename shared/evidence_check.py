"""Is the evidence still what was written? Every day from the first trace to the last, sealed or not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.clock import local
from shared.evidence import GENESIS, EvidenceStore, body_digests, digest_of, lines_of, record_name

SEAL_DUE = timedelta(hours=1)
"""A day that ended this long ago should have its manifest."""


class State(StrEnum):
    """How a day stands."""

    SEALED = "sealed"
    """Its manifest is there, and everything is as the manifest says."""
    OPEN = "open"
    """Not over yet, or over just now: no manifest says what belongs to it, but what is there is whole."""
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was written."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class CheckedDay:
    """One day, its records counted, and whatever is wrong with it."""

    day: date
    sealed: bool
    records: int
    damages: tuple[Damage, ...] = ()

    @property
    def state(self) -> State:
        """Damaged whatever else it is."""
        if self.damages:
            return State.DAMAGED
        return State.SEALED if self.sealed else State.OPEN


@dataclass(frozen=True, slots=True)
class Checked:
    """All days that were looked at, oldest first; none when there was nothing to look at."""

    days: tuple[CheckedDay, ...]
    orphaned: bool = False
    """Bodies are there and not one record or manifest: somebody took those away."""

    @property
    def intact(self) -> bool | None:
        """None when there was nothing to look at: nothing was proven then."""
        if self.orphaned:
            return False
        return not any(day.damages for day in self.days) if self.days else None


def check(store: EvidenceStore, *, now: datetime, first: date | None = None, last: date | None = None) -> Checked:
    """The days from `first` to `last`, both included.

    A past day without a manifest, a manifest that was changed, a record or a body that was changed or taken away: each
    is named, on its day. Records of a day that is not sealed yet are checked by their own ids.
    """
    sealed = sorted(_day(path.stem) for path in (store.root / "manifests").glob("*.json"))
    written = [_day(path.name) for path in (store.root / "records").glob("*") if path.is_dir()]
    known = sorted({*sealed, *written})
    if not known:
        return Checked((), orphaned=any((store.root / "objects").glob("*/*.zst")))
    begin, end = max(known[0], first or known[0]), min(known[-1], last or known[-1])
    looks = _Looks(store, now, sealed[0] if sealed else known[0])
    return Checked(tuple(looks.at(day) for day in _from_to(begin, end)))


@dataclass(slots=True)
class _Looks:
    """The days one after the other; a body that several records name is read once."""

    store: EvidenceStore
    now: datetime
    first_sealed: date
    _whole: dict[str, bool] = field(default_factory=dict)
    _records: int = 0

    def at(self, day: date) -> CheckedDay:
        self._records = 0
        sealed = self.store.manifest(day).exists()
        damages = tuple(self._sealed(day) if sealed else self._unsealed(day))
        return CheckedDay(day, sealed, self._records, damages)

    def _unsealed(self, day: date) -> Iterator[Damage]:
        if day < local(self.now - SEAL_DUE).date():
            yield Damage(
                day, "当日已过却没有校验清单：清单被取走，或爬虫此后一直没有运行（运行后会补封，请核实是否如此）"
            )
        for path in sorted((self.store.root / "records" / day.isoformat()).glob("*.ndjson")):
            for line in lines_of(path):
                yield from self._line(day, line)

    def _sealed(self, day: date) -> Iterator[Damage]:
        try:
            manifest = json.loads(self.store.manifest(day).read_bytes())
            files: dict[str, str] = dict(manifest["files"])
            previous = str(manifest["previous"])
        except (OSError, ValueError, KeyError, TypeError):
            yield Damage(day, "当日的校验清单无法读取")
            return
        before = self.store.manifest(day - timedelta(days=1))
        expected = digest_of(before) if before.exists() else GENESIS
        if previous != expected or (previous == GENESIS and day != self.first_sealed):
            yield Damage(day, "当日的校验清单与前一日的清单接不上")
        yield from self._files(day, files)

    def _files(self, day: date, files: Mapping[str, str]) -> Iterator[Damage]:
        folder = self.store.root / "records" / day.isoformat()
        for name in sorted({path.name for path in folder.glob("*.ndjson")} - files.keys()):
            yield Damage(day, f"记录文件 {name} 是在当日封存之后加入的")
        for name, digest in files.items():
            path = folder / name
            if not path.exists() or digest_of(path) != digest:
                yield Damage(day, f"记录文件 {name} 缺失或被改动")
                continue
            for line in lines_of(path):
                yield from self._line(day, line)

    def _line(self, day: date, line: bytes) -> Iterator[Damage]:
        try:
            content: Mapping[str, Any] = json.loads(line)
            record_id, record = content["id"], content["record"]
            digests = body_digests(record)
        except (ValueError, KeyError, TypeError, AttributeError):
            # a writer died in the middle of a line, which nothing refers to
            return
        self._records += 1
        if record_id != record_name(day, record):
            yield Damage(day, f"记录 {record_id} 与其编号不符：内容被改动")
        for digest in digests:
            if digest not in self._whole:
                self._whole[digest] = self.store.body(digest) is not None
            if not self._whole[digest]:
                yield Damage(day, f"证据 {record_id} 的网页原文 {digest[:12]}… 缺失或被改动")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _from_to(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
