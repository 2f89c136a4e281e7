"""Pairs of label and value as forms, tables and cards show them: 办理地点：政务大厅, <th>来信时间</th><td>…</td>."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.crawler.dating.headline import squeeze
from services.crawler.parsing.outline import Outline

_CELL = frozenset({"td", "th"})
_PAIR_TAGS = frozenset(
    {
        "dt",
        "th",
        "td",
        "label",
        "strong",
        "b",
        "em",
        "span",
        "i",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "p",
        "div",
        "li",
        "a",
        "font",
        "dd",
    }
)
_COLON = re.compile(r"[:：]")
_IN_ROW = re.compile(r"(?:^|(?<=[\s;；|,，）)]))([\u4e00-\u9fff]{2,8})\s*[:：]")
_BRACKETED = re.compile(r"\s*[【\[]\s*([^【】\[\]]{2,14})\s*[】\]]\s*[:：]?(.*)")
_GAPS = " \t;；|,，"
_LONGEST_ROW = 200
_EDGE = " \t:：[]【】（）()、,，.。*·■●▪◆—-0123456789一二三四五六七八九十"
_LONGEST_LABEL = 14
_LONGEST_VALUE = 4000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label found: the name it stands for, its value (empty if there is none), and the text it is in."""

    name: str
    value: str
    text: int


def labelled(outline: Outline, names: Mapping[str, str], start: int = 0, end: int | None = None) -> list[Labelled]:
    """Every label of `names` (label as written, blanks removed, to the name it stands for) with what stands behind it.

    The value is the rest of its own text, else everything up to the next known label or the end of the row, the item
    or the section it belongs to.
    """
    texts = outline.texts
    stop = len(texts) if end is None else end
    found: list[tuple[str, str, int]] = []
    for index in range(start, stop):
        for label, rest in _pairs(texts[index].value, names):
            name = names.get(label)
            if name is not None and not (found and found[-1] == (name, "", index - 1)):
                # 表格样表: 申请表 - the second is the value of the first, though it could be a label too
                found.append((name, rest, index))
    places = {index for _, _, index in found}
    return [Labelled(name, rest or _following(outline, index, places, stop), index) for name, rest, index in found]


def _pairs(value: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The label and value of a text; all of them where several stand in a row (回复单位：… 回复时间：…)."""
    if len(value) <= _LONGEST_ROW and len(_COLON.findall(value)) > 1:
        heads = list(_IN_ROW.finditer(value))
        if len(heads) > 1 and any(head[1] in names for head in heads[1:]):
            ends = [*(head.start() for head in heads[1:]), len(value)]
            return [(head[1], value[head.end() : end].strip(_GAPS)) for head, end in zip(heads, ends, strict=True)]
    return [_split(value)]


def _split(value: str) -> tuple[str, str]:
    """A text taken apart at its first colon: the label without ornaments, and the rest."""
    bracketed = _BRACKETED.match(value)
    if bracketed:
        return squeeze(bracketed[1]).strip(_EDGE), bracketed[2].strip()
    head, colon, rest = value, "", ""
    found = _COLON.search(value[: _LONGEST_LABEL * 3])
    if found:
        head, colon, rest = value[: found.start()], value[found.start()], value[found.end() :]
    label = squeeze(head).strip(_EDGE)
    if len(label) > _LONGEST_LABEL or (not colon and len(value) > _LONGEST_LABEL * 2):
        return "", ""
    return label, rest.strip()


def _following(outline: Outline, index: int, labels: set[int], stop: int) -> str:
    limit = _limit(outline, index, stop)
    parts: list[str] = []
    length = 0
    for place in range(index + 1, limit):
        if place in labels or length > _LONGEST_VALUE:
            break
        parts.append(outline.texts[place].value)
        length += len(parts[-1])
    return " ".join(parts).lstrip(" :：").strip()


def _limit(outline: Outline, index: int, stop: int) -> int:
    """Where the value can reach at most: the end of the smallest element that holds more than the label itself."""
    elements = outline.elements
    element = outline.texts[index].element
    cell = outline.nearest(element, _CELL)
    if cell is not None and elements[cell].texts_end - elements[cell].texts == 1:
        following = elements[cell].end
        row_end = elements[elements[cell].parent].end
        # an empty cell beside the label is an empty value, not the next row
        if following < row_end and elements[following].tag in _CELL:
            return min(elements[following].texts_end, stop)
        return index + 1
    while element > 0 and elements[element].texts_end <= index + 1:
        following = elements[element].end
        if (
            following < len(elements)
            and elements[following].parent == elements[element].parent
            and elements[element].tag in {"dt", "label", "h1", "h2", "h3", "h4", "h5"}
        ):
            return min(elements[following].texts_end, stop)
        element = elements[element].parent
    return min(elements[element].texts_end, stop)
