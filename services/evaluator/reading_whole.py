"""Reads a section of a rule pack to its end: a mistake does not hide those behind it."""

from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from services.evaluator.mistakes import Path, mistakes_in

Mistakes = list[tuple[Path, str]]
"""Each with its path."""

_Model = TypeVar("_Model", bound=BaseModel)

_MISSING = "missing"
_ROUNDS = 6
"""How often what is wrong is left out and the rest read again: keys, then their sections, then what compares them."""


def read_whole(model: type[_Model], values: dict[str, Any], under: Path) -> tuple[_Model | None, Mistakes]:
    """The section, or every mistake in it, each with its path."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, _all_mistakes(model, deepcopy(values), under, error)


def _all_mistakes(model: type[BaseModel], values: dict[str, Any], under: Path, first: ValidationError) -> Mistakes:
    told: dict[Path, str] = {}
    left_out: set[tuple[str, ...]] = set()
    error: ValidationError | None = first
    for _ in range(_ROUNDS):
        if error is None:
            break
        places = [tuple(map(str, detail["loc"])) for detail in error.errors()]
        lacking = {place for place, detail in zip(places, error.errors(), strict=True) if detail["type"] == _MISSING}
        artefacts = {".".join((under, *place)) if under else ".".join(place) for place in lacking & left_out}
        for path, text in mistakes_in(error, under, model):
            if path not in artefacts:
                told.setdefault(path, text)
        fresh = [place for place in places if place and place not in left_out and place not in lacking]
        if not fresh:
            break
        for place in fresh:
            _leave_out(values, place)
            left_out.add(place)
        error = _again(model, values)
    return list(told.items())


def _again(model: type[BaseModel], values: dict[str, Any]) -> ValidationError | None:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return error
    return None


def _leave_out(values: Any, place: tuple[str, ...]) -> None:
    """What stands there, or in the nearest table around it that can be left out."""
    *above, key = place
    table = values
    for part in above:
        if not isinstance(table, dict) or part not in table:
            return
        if not isinstance(table[part], dict):
            del table[part]
            return
        table = table[part]
    if isinstance(table, dict):
        table.pop(key, None)
