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
