"""One rule pack as it is written: a TOML text taken apart into numbers, each with where it comes from."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.errors import BadInput

Path = str
"""Where a number stands, dotted, such as `website.veto.unreachable.days`."""


class Provenance(StrEnum):
    """Where a number comes from."""

    TEXT = "text"
    """The text of the rule was read."""
    NOTICE = "notice"
    """It was seen applied in a published notice."""
    PLACEHOLDER = "placeholder"
    """Nobody has read it: it is used, and says so wherever it shows."""
    OWN = "own"
    """A number of this system, not of any regulation, such as how fresh a look must be."""


class Header(BaseModel):
    """What a pack says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    version: str
    source: str
    """The document it renders."""
    provenance: Provenance
    """Of every number that does not say otherwise."""
    valid_from: date
    valid_to: date | None = None
    """The last day it is in force; none: still."""
    extends: str | None = None
    """The pack whose numbers it changes."""

    @model_validator(mode="after")
    def _in_order(self) -> "Header":
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} lies before valid_from {self.valid_from}")
        return self

    def valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Number:
    """One value of a pack."""

    value: Any
    provenance: Provenance
    pack: str
    """The pack it was written in."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a file its paths stand."""

    file: str
    lines: Mapping[Path, int]
    """The line of each path, as far as it could be told."""

    def at(self, path: Path) -> str:
        """Where to look for a mistake: file, line if known, and path."""
        known = path
        while known and known not in self.lines:
            known = known.rpartition(".")[0]
        line = f":{self.lines[known]}" if known else ""
        return f"{self.file}{line}: {path}"


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of a rule pack, not yet joined with what it extends and not yet typed."""

    header: Header
    numbers: Mapping[Path, Number] = field(repr=False)
    places: Places = field(repr=False)

    @property
    def id(self) -> str:
        """The regime it belongs to."""
        return self.header.id

    @property
    def file(self) -> str:
        """Where it was read from."""
        return self.places.file

    def at(self, path: Path) -> str:
        """Where to look for a mistake: file, line if known, and path."""
        return self.places.at(path)


def parse_pack(text: str | bytes, file: str) -> Pack:
    """The pack in a text.

    Raises:
        BadInput: it is not TOML, or its head or a provenance is wrong; `mistakes` says what and where.
    """
    pack, mistakes = read_pack(text, file)
    if mistakes:
        raise BadInput(f"{file}: not a rule pack", mistakes)
    return pack


def read_pack(text: str | bytes, file: str) -> tuple[Pack, list[str]]:
    """The pack in a text, and the mistakes that do not keep the rest from being read.

    Raises:
        BadInput: it is not TOML, or its head is wrong; `mistakes` says what and where.
    """
    try:
        source = text.decode() if isinstance(text, bytes) else text
        tree = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: not a rule pack", [f"{file}: expected UTF-8 TOML, {error}"]) from error
    places = Places(file, _lines(source))
    head = {key: tree.pop(key) for key in list(tree) if not isinstance(tree[key], dict)}
    try:
        header = Header.model_validate(head)
    except ValidationError as error:
        raise BadInput(f"{file}: not a rule pack", list(mistakes_in(error, "", places))) from error
    pack = Pack(header, {}, places)
    mistakes: list[str] = []
    numbers = dict(_numbers(tree, "", header.provenance, (pack, mistakes)))
    return replace(pack, numbers=numbers), mistakes


def mistakes_in(error: ValidationError, under: Path, places: Places) -> Iterator[str]:
    """Each mistake as one sentence: where, what was expected, what was found."""
    for detail in error.errors():
        path = ".".join(filter(None, (under, *map(str, detail["loc"]))))
        yield f"{places.at(path or '(top)')}: {_sentence(detail['type'], detail['msg'], detail['input'])}"


def _sentence(kind: str, message: str, found: Any) -> str:
    if kind == "extra_forbidden":
        return f"unknown key, got {found!r}; remove it or mend its spelling"
    if kind == "missing":
        return "missing: this key must be given"
    expected = message.removeprefix("Value error, ").removeprefix("Input should be ").removeprefix("a valid ")
    if kind == "value_error":
        return expected
    return f"expected {expected}, got {found!r}"


def _numbers(
    tree: Any, under: Path, inherited: Provenance, into: tuple[Pack, list[str]]
) -> Iterator[tuple[Path, Number]]:
    pack, mistakes = into
    if not isinstance(tree, dict):
        yield under, Number(tree, inherited, pack.id)
        return
    told = tree.get("provenance", inherited)
    if told not in set(Provenance):
        mistakes.append(f"{pack.at(f'{under}.provenance')}: expected {', '.join(Provenance)}, got {told!r}")
        told = inherited
    if "value" not in tree:
        for key in tree.keys() - {"provenance"}:
            yield from _numbers(tree[key], f"{under}.{key}" if under else key, Provenance(told), into)
        return
    if stray := tree.keys() - {"value", "provenance"}:
        mistakes.append(f"{pack.at(under)}: expected only value and provenance, got {', '.join(sorted(stray))} too")
    yield under, Number(tree["value"], Provenance(told), pack.id)


_TABLE = re.compile(r"^\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-\"]+)\s*=")


def _lines(source: str) -> dict[Path, int]:
    """The line of each table and key: TOML readers do not tell, and a mistake without a place is half a mistake."""
    lines: dict[Path, int] = {}
    table = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if found := _TABLE.match(line):
            table = found[1].strip().replace('"', "")
            lines.setdefault(table, number)
        elif found := _KEY.match(line):
            key = found[1].replace('"', "")
            lines.setdefault(f"{table}.{key}" if table else key, number)
    return lines
