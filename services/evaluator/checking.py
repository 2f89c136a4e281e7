"""Checks a rule pack before it is used: every mistake at once, with its place and how to mend it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.evaluator.pack import Pack, read_pack
from services.evaluator.rulebook import Schema, resolve
from shared.errors import BadInput

NATIONAL = "national"
"""What a pack is checked over whose own ground cannot be found."""


def check_pack(
    text: str | bytes, file: str, *, packs: Iterable[Pack], schema: Schema, tried: bool = False
) -> list[str]:
    """Every mistake of a pack: file, line, path, what was expected, what was found; none when it is good.

    `tried`: it is only tried, in place of the editions there are, so that it cannot get into their way.
    """
    try:
        pack, mistakes = read_pack(text, file)
    except BadInput as error:
        return error.mistakes or [error.summary]
    others = list(packs)
    if not tried:
        mistakes += _overlaps(pack, others)
    return sorted([*mistakes, *_wrong_numbers(pack, others, schema)], key=_line)


def _line(mistake: str) -> int:
    """Where in the file it stands; what stands nowhere comes first."""
    found = _LINE.search(mistake)
    return int(found[1]) if found else 0


_LINE = re.compile(r":(\d+): ")


def _wrong_numbers(pack: Pack, others: list[Pack], schema: Schema) -> list[str]:
    try:
        resolve([pack, *others], pack.id, _first_common_day(pack, others), schema=schema)
    except BadInput as error:
        if pack.header.extends and error.mistakes:
            return error.mistakes
        # Without a ground of its own, its numbers are read over the national ones.
        grounds = {other.id for other in others if other.id != pack.id}
        if NATIONAL not in grounds or pack.header.extends == NATIONAL:
            return error.mistakes or [error.summary]
        over = replace(pack, header=pack.header.model_copy(update={"extends": NATIONAL}))
        groundless = f'{pack.file}: extends: 没有写基于哪套体系，而各节又没有写全；一般应写 extends = "{NATIONAL}"'
        return [error.summary if pack.header.extends else groundless, *_wrong_numbers(over, others, schema)]
    return []


def _first_common_day(pack: Pack, others: list[Pack]) -> date:
    """The first day of the pack on which what it extends is in force too."""
    bases = [other.header.valid_from for other in others if other.id == pack.header.extends]
    later = [start for start in bases if pack.header.valid_on(start)]
    return max(pack.header.valid_from, min(later, default=pack.header.valid_from))


def _overlaps(pack: Pack, others: list[Pack]) -> list[str]:
    """Editions of the same pack that are in force on the same day. One without an end ends where the next begins."""
    told = []
    for other in others:
        if other.id != pack.id:
            continue
        earlier, later = sorted((pack.header, other.header), key=lambda header: header.valid_from)
        same = earlier.valid_from == later.valid_from
        if not same and (earlier.valid_to is None or earlier.valid_to < later.valid_from):
            continue
        first, last = later.valid_from, min(filter(None, (earlier.valid_to, later.valid_to)), default=None)
        told.append(
            f"{pack.at('valid_from')}: 与 {other.file}（{other.header.version} 版）的有效期重叠："
            f"{first} 至 {last or '今'}；请改 valid_from、valid_to，使同一编号的各版本一天只有一版有效"
        )
    return told
