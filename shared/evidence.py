"""Evidence on disk: raw responses by content, a line for each visit, a chain of daily manifests over all."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from shared.clock import local
from shared.errors import BadInput

SEALED_AFTER = timedelta(minutes=15)
"""A day is closed this long after it has ended, when no writer can still be at its last record."""

_LARGEST_BODY = 256 * 1024 * 1024
_ID = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{32})")
GENESIS = "0" * 64
"""What the first manifest names as the one before it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One record, and the raw bodies it names, by their hash. A body that is gone or altered is missing from them."""

    record: dict[str, Any]
    bodies: dict[str, bytes]


class EvidenceStore:
    """The evidence under one directory, which all writers share. Each writer has files of its own."""

    def __init__(self, root: Path, *, writer: str = "writer") -> None:
        self._root = root
        self._writer = writer

    @property
    def root(self) -> Path:
        """The directory."""
        return self._root

    # -- writing -----------------------------------------------------------------------------------------------------

    def keep(self, record: Mapping[str, Any], bodies: Iterable[bytes], *, at: datetime) -> tuple[str, int]:
        """Keep a record with its bodies. Returns its id and how many bytes of disk the bodies took, when all is there.

        Bodies are kept once, whoever brings them and however often: an unchanged page costs its line and nothing else.
        """
        written = sum(self._keep_body(body) for body in bodies)
        day = local(at).date()
        body = _canonical(record)
        record_id = record_name(day, record)
        line = b'{"id":"' + record_id.encode() + b'","record":' + body + b"}\n"
        path = self._root / "records" / day.isoformat() / f"{self._writer}.ndjson"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            file.write(line if _ends_with_a_line(file) else b"\n" + line)
            file.flush()
            os.fsync(file.fileno())
        return record_id, written

    def check(self) -> None:
        """Return when the directory can be written to.

        Raises:
            OSError: it cannot.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._root) as file:
            file.write(b"x")

    def _keep_body(self, body: bytes) -> int:
        path = self._object(hashlib.sha256(body).hexdigest())
        if path.exists():
            return 0
        packed = zstandard.ZstdCompressor(level=9).compress(body)
        _write_once(path, packed)
        return len(packed)

    # -- the chain ---------------------------------------------------------------------------------------------------

    def seal(self, *, now: datetime) -> list[date]:
        """Write the manifest of every day that is over and has none yet, empty days too. Returns those days."""
        last = local(now - SEALED_AFTER).date() - timedelta(days=1)
        sealed = []
        for day in self._unsealed(last):
            previous = self.manifest(day - timedelta(days=1))
            content = {
                "schema": 1,
                "day": day.isoformat(),
                "previous": digest_of(previous) if previous.exists() else GENESIS,
                "files": self._files(day),
            }
            if _write_once(self.manifest(day), _canonical(content) + b"\n"):
                sealed.append(day)
        return sealed

    def _unsealed(self, last: date) -> Iterator[date]:
        sealed = [_day(path.stem) for path in (self._root / "manifests").glob("*.json")]
        if sealed:
            day = max(sealed) + timedelta(days=1)
        else:
            written = [_day(path.name) for path in (self._root / "records").glob("*") if path.is_dir()]
            if not written:
                return
            day = min(written)
        while day <= last:
            yield day
            day += timedelta(days=1)

    def _files(self, day: date) -> dict[str, str]:
        folder = self._root / "records" / day.isoformat()
        return {path.name: digest_of(path) for path in sorted(folder.glob("*.ndjson"))}

    # -- reading -----------------------------------------------------------------------------------------------------

    def show(self, record_id: str) -> Shown:
        """The record of this id with its bodies.

        Raises:
            BadInput: it is no such id, or there is no such record.
        """
        found = _ID.fullmatch(record_id)
        if not found:
            raise BadInput(f"证据编号应形如 2024-05-01-0123456789abcdef…，而不是 {record_id!r}")
        for path in sorted((self._root / "records" / found[1]).glob("*.ndjson")):
            for line in lines_of(path):
                if line.startswith(b'{"id":"' + record_id.encode()):
                    record = json.loads(line)["record"]
                    return Shown(record, dict(self._bodies(record)))
        raise BadInput(f"在 {self._root} 中没有编号为 {record_id} 的证据")

    def _bodies(self, record: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        for digest in body_digests(record):
            body = self.body(digest)
            if body is not None:
                yield digest, body

    def body(self, digest: str) -> bytes | None:
        """The body of this hash; None if it is gone or altered."""
        try:
            packed = self._object(digest).read_bytes()
            body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST_BODY)
        except (OSError, zstandard.ZstdError):
            return None
        return body if hashlib.sha256(body).hexdigest() == digest else None

    def _object(self, digest: str) -> Path:
        return self._root / "objects" / digest[:2] / f"{digest}.zst"

    def manifest(self, day: date) -> Path:
        """Where the manifest of a day stands."""
        return self._root / "manifests" / f"{day.isoformat()}.json"


def record_name(day: date, record: Mapping[str, Any]) -> str:
    """The id of a record: its day and its hash."""
    return f"{day.isoformat()}-{hashlib.sha256(_canonical(record)).hexdigest()[:32]}"


def body_digests(record: Mapping[str, Any]) -> list[str]:
    """The hashes of the bodies a record names."""
    answers = record.get("answers") or []
    return [answer["body_sha256"] for answer in answers if answer.get("body_sha256")]


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, one at a time."""
    with path.open("rb") as file:
        yield from file


def _ends_with_a_line(file: BinaryIO) -> bool:
    """Whether the next line may begin here: a writer that died may have left half of one."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _write_once(path: Path, content: bytes) -> bool:
    """Put a file in place, whole or not at all. False, and nothing changed, if another writer was faster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
    return True
