"""A word is found wherever it stands, however often its last character does."""

import pytest

from services.crawler.parsing.words import holds


@pytest.mark.parametrize("text", ["发布", "发布时间", "已发布", "布布发布", "布" * 99 + "发布", "布" * 500 + "发布"])
def test_a_word_is_found(text: str):
    """At the beginning, at the end, behind its own last character any number of times."""
    assert holds(text, "发布")


@pytest.mark.parametrize("text", ["", "发", "布", "布发", "发 布", "布" * 500])
def test_a_word_that_is_not_there_is_not_found(text: str):
    """Its characters apart from each other are no word, nor is what stands before the beginning."""
    assert not holds(text, "发布")


@pytest.mark.parametrize("rare", ["党", "政", "机", "关"])
def test_any_character_of_the_word_finds_it(rare: str):
    """Wherever in the word it stands; at the edges of a text too."""
    assert holds("党政机关", "党政机关", rare)
    assert holds("党政党政机关政", "党政机关", rare)
    assert not holds("政机关", "党政机关", rare)
    assert not holds("党政机", "党政机关", rare)
