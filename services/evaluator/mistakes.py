"""Mistakes of a rule pack in words: where, what it should be, what it is, and how to mend it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

Path = str
"""Where a number stands, dotted, such as `website.veto.unreachable.days`."""

MORE = "……"

_MOST_SHOWN = 80
_TYPES = {
    "string": '文字（用引号，如 "甲"）',
    "int": "整数（不加引号）",
    "float": "数字（不加引号）",
    "bool": "true 或 false（不加引号）",
    "date": "日期（不加引号，如 2026-01-01）",
    "tuple": '列表（如 ["甲", "乙"]）',
    "list": '列表（如 ["甲", "乙"]）',
    "dict": "一节（[…] 或 { 键 = 值 }）",
    "model": "一节（[…] 或 { 键 = 值 }）",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "不小于 {} 的数"),
    "greater_than": ("gt", "大于 {} 的数"),
    "less_than_equal": ("le", "不大于 {} 的数"),
    "less_than": ("lt", "小于 {} 的数"),
}


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


class Several(ValueError):
    """What a section found wrong with itself: each mistake with the path below it and its sentence."""

    def __init__(self, found: list[tuple[Path, str]]) -> None:
        super().__init__("；".join(f"{path}：{text}" for path, text in found))
        self.found = found


def instead(expected: str, found: Any) -> str:
    """What it should be, and what it is."""
    return f"应为 {expected}，写的是 {shown(found)}"


def shown(found: Any) -> str:
    """A value as it would be written in the file."""
    if isinstance(found, date):
        return found.isoformat()
    try:
        text = json.dumps(found, ensure_ascii=False)
    except TypeError:
        text = str(found)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}{MORE}"


def mistakes_in(
    error: ValidationError, under: Path, model: type[BaseModel] | None = None
) -> Iterator[tuple[Path, str]]:
    """Each mistake: the path, and one sentence. `model`: what was read, whose keys can be told."""
    for detail in error.errors():
        loc = list(map(str, detail["loc"]))
        path = ".".join(filter(None, (under, *loc)))
        several = detail.get("ctx", {}).get("error")
        if isinstance(several, Several):
            yield from ((".".join(filter(None, (path, below))), text) for below, text in several.found)
        else:
            yield path, _sentence(detail, model if len(loc) == 1 else None, loc)


def unknown_key(key: str, known: list[str], found: Any) -> str:
    """That a key does not exist, with the one that was probably meant."""
    near = get_close_matches(key, known, n=1)
    guess = f"，是不是 {near[0]}？" if near else "；"
    choice = f"可写的有：{'、'.join(known)}" if known else "请删去，或改正拼写"
    return f"没有这个键（写的是 {shown(found)}）{guess}{choice}"


def _sentence(detail: Mapping[str, Any], model: type[BaseModel] | None, loc: list[str]) -> str:
    kind, found, context = str(detail["type"]), detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_key(loc[-1], keys_of(model) if model else [], found)
    if kind == "missing":
        return "缺少这个键：必须写明"
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    return instead(_expected(kind, context), found)


def keys_of(model: type[BaseModel]) -> list[str]:
    """What may be written in a section."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return words.format(f"{context[name]:g}")
    if kind in {"literal_error", "enum"}:
        return str(context["expected"]).replace("'", '"').replace(" or ", "、").replace(", ", "、") + " 之一"
    if kind == "string_pattern_mismatch":
        return f"合乎格式 {context['pattern']} 的文字"
    if kind == "string_too_short":
        return "不空的文字"
    return next((words for begin, words in _TYPES.items() if kind.startswith(begin)), "另一种值")
