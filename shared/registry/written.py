"""The registry as tables of text, ready to be written: what is read back is the same registry."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from shared.registry.model import Kind, Registry
from shared.registry.schema import SHEETS, Field, Sheet


class Language(StrEnum):
    """In what words sheets, headers and choices are written."""

    KEYS = "keys"
    CHINESE = "chinese"


def sheet_name(sheet: Sheet[Any], language: Language) -> str:
    """What the sheet is called."""
    return sheet.title if language is Language.CHINESE else sheet.kind.value


def header(sheet: Sheet[Any], language: Language) -> list[str]:
    """The first row."""
    return [field.title if language is Language.CHINESE else field.key for field in sheet.fields]


def lines(registry: Registry, sheet: Sheet[Kind], language: Language) -> Iterator[list[str]]:
    """The rows below the header."""
    for row in registry.rows(sheet.kind).values():
        yield [text_of(getattr(row, field.key), field, language) for field in sheet.fields]


def choices(field: Field, language: Language) -> list[str]:
    """What may be chosen in a field; empty when it takes free text."""
    return [_word(field, member, language) for member in field.titles or ()]


def tables(registry: Registry, language: Language) -> dict[str, list[list[str]]]:
    """All sheets, header first."""
    return {
        sheet_name(sheet, language): [header(sheet, language), *lines(registry, sheet, language)] for sheet in SHEETS
    }


def text_of(value: object, field: Field, language: Language) -> str:
    """The value of a field as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return {Language.CHINESE: ("否", "是"), Language.KEYS: ("no", "yes")}[language][value]
    if isinstance(value, StrEnum):
        return _word(field, value, language)
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)


def _word(field: Field, member: StrEnum, language: Language) -> str:
    if language is Language.KEYS or field.titles is None:
        return member.value
    return field.titles[member][0]
