"""One rule pack as it is written: a TOML text taken apart into numbers, each with where it comes from."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from services.evaluator.mistakes import Path, Places, Several, instead, mistakes_in
from shared.errors import BadInput

_ID = re.compile(r"^[a-z][a-z0-9_]*$")


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

    id: str
    """Small letters, digits and underlines, the first of them a letter."""
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    source: str = Field(min_length=1)
    """The document it renders."""
    provenance: Provenance
    """Of every number that does not say otherwise."""
    valid_from: date
    valid_to: date | None = None
    """The last day it is in force; none: still."""
    extends: str | None = None
    """The pack whose numbers it changes."""

    @field_validator("id")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if not _ID.match(value):
            raise ValueError(instead("小写字母开头、只含小写字母、数字和下划线的编号", value))
        return value

    @model_validator(mode="after")
    def _in_order(self) -> "Header":
        if self.valid_to and self.valid_to < self.valid_from:
            raise Several([("valid_to", f"应不早于 valid_from（{self.valid_from}），写的是 {self.valid_to}")])
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

    def section_of(self, path: Path) -> Path:
        """The section as it was written that a path stands in; the table above it, where that cannot be told."""
        above = path.rpartition(".")[0]
        while above and above not in self.places.lines:
            above = above.rpartition(".")[0]
        return above or path.rpartition(".")[0] or path


def parse_pack(text: str | bytes, file: str) -> Pack:
    """The pack in a text.

    Raises:
        BadInput: it is not TOML, or its head or a provenance is wrong; `mistakes` says what and where.
    """
    pack, mistakes = read_pack(text, file)
    if mistakes:
        raise BadInput(f"{file} 不能用作指标体系", mistakes)
    return pack


def read_pack(text: str | bytes, file: str) -> tuple[Pack, list[str]]:
    """The pack in a text, and the mistakes that do not keep the rest from being read.

    Raises:
        BadInput: it is not TOML; `mistakes` says what and where.
    """
    try:
        source = text.decode() if isinstance(text, bytes) else text
        tree = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} 不是指标体系文件", [f"{file}{_unreadable(error)}"]) from error
    places = Places(file, _lines(source))
    head = {key: tree.pop(key) for key in list(tree) if not isinstance(tree[key], dict)}
    header, mistakes = _header(head, places)
    pack = Pack(header, {}, places)
    numbers = dict(_numbers(tree, "", header.provenance, (pack, mistakes)))
    return replace(pack, numbers=numbers), mistakes


def _header(head: dict[str, Any], places: Places) -> tuple[Header, list[str]]:
    """The head of a pack, and what is wrong with it. What is wrong is replaced, so that the rest can be read on."""
    mistakes: list[str] = []
    left = dict(head)
    for _ in range(_TRIES):
        try:
            return Header.model_validate(left), mistakes
        except ValidationError as error:
            for path, text in mistakes_in(error, "", Header):
                mistakes.append(f"{places.at(path)}: {text}")
                left.pop(path, None)
                if path in _STAND_INS:
                    left[path] = _STAND_INS[path]
    raise BadInput(f"{places.file} 不是指标体系文件", mistakes)


_TRIES = 5
_STAND_INS: Mapping[str, Any] = {
    "id": "unnamed",
    "name": "?",
    "version": "?",
    "source": "?",
    "provenance": Provenance.PLACEHOLDER,
    "valid_from": date.min,
}
"""What a head is read on with, where its own word is missing or wrong."""


_PROVENANCES = "、".join(f'"{one}"' for one in Provenance) + " 之一"


def _numbers(
    tree: Any, under: Path, inherited: Provenance, into: tuple[Pack, list[str]]
) -> Iterator[tuple[Path, Number]]:
    pack, mistakes = into
    if not isinstance(tree, dict):
        yield under, Number(tree, inherited, pack.id)
        return
    told = tree.get("provenance", inherited)
    if told not in set(Provenance):
        mistakes.append(f"{pack.at(f'{under}.provenance')}: {instead(_PROVENANCES, told)}")
        told = inherited
    if "value" not in tree:
        for key in tree.keys() - {"provenance"}:
            yield from _numbers(tree[key], f"{under}.{key}" if under else key, Provenance(told), into)
        return
    if stray := tree.keys() - {"value", "provenance"}:
        mistakes.append(f"{pack.at(under)}: 只能写 value 和 provenance，多了 {'、'.join(sorted(stray))}")
    yield under, Number(tree["value"], Provenance(told), pack.id)


def _unreadable(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    """Where and why a text is no TOML."""
    if isinstance(error, UnicodeDecodeError):
        return f": 应为 UTF-8 编码的文本文件，第 {error.start + 1} 个字节不是：请另存为 UTF-8"
    found = _POSITION.search(str(error))
    place = f":{found[1]}: 第 {found[2]} 列" if found else ": 文件末尾"
    return (
        f"{place}读不懂，不是正确的 TOML（{str(error).partition(' (')[0]}）："
        "请检查引号、括号、等号是否成对，文字是否加了引号，同一个键是否写了两次"
    )


_POSITION = re.compile(r"at line (\d+), column (\d+)")
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
