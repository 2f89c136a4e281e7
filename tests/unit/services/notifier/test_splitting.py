"""Parts of so many bytes, and never half a character."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.splitting import shorten, split

FAMILY = "👨‍👩‍👧"


@given(st.text(max_size=400), st.integers(60, 200))
def test_nothing_is_lost_and_no_part_is_too_long(text, limit):
    """Whatever the text is made of."""
    parts = split(text, limit)
    bodies = parts if len(parts) == 1 else tuple(part.split("\n", 1)[1] for part in parts)

    assert text == "".join(bodies)
    assert all(len(part.encode()) <= limit for part in parts)


@pytest.mark.parametrize(
    "character", ["汉", "é", FAMILY, "🇨🇳", "👍🏽"], ids=["han", "accent", "family", "flag", "thumb"]
)
def test_a_character_is_never_cut(character):
    """Not between its bytes, and not between its marks."""
    bodies = [part.split("\n", 1)[1] for part in split(character * 60, 64)]

    assert {""} == {body.replace(character, "") for body in bodies}
    assert not any(unicodedata.combining(body[0]) for body in bodies)


def test_parts_end_where_lines_end():
    """As long as a line fits."""
    parts = split("一二三\n四五六\n" * 10, 60)

    assert all(part.endswith("\n") for part in parts)


@pytest.mark.parametrize(("limit", "expected"), [(6, "汉字"), (5, "…")], ids=["at the limit", "a byte less"])
def test_shorten(limit, expected):
    """Exactly at the limit it stays whole; beyond it the mark says that something is missing."""
    assert expected == shorten("汉字", limit).replace("汉…", "…")
