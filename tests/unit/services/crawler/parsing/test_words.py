"""A word is found wherever it stands, however often its last character does."""

import pytest

from services.crawler.parsing.page import Page
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


@pytest.mark.parametrize("word", ["/exposure/", "beian.gov.cn/", "pucha.kaipuyun.cn", "conac.cn/"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_markup_that_may_hold_a_word_is_not_said_to_lack_it(word: str, encoding: str):
    """Wherever it stands: in an address, a script, a comment, beside other marks."""
    for markup in (
        f"<a href='http://x.{word}y'>去</a>",
        f"<!--{word}-->去",
        f"<script>1{word}2</script>去",
        f"去{word}",
    ):
        assert Page(markup.encode(encoding)).may_hold("nowhere/./x/.", word)


@pytest.mark.parametrize("word", ["/exposure/", "beian.gov.cn/", "pucha.kaipuyun.cn", "conac.cn/"])
def test_markup_without_the_marks_of_a_word_lacks_it(word: str):
    """What is spelt otherwise between the marks tells."""
    assert not Page("<a href='http://127.0.0.1/c1/p1.html'>去 exposure beian conac cn</a>".encode()).may_hold(word)
