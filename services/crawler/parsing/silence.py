"""What a page proves not to say, told from its text as one piece, without its body being taken apart.

Most pages that a round of links comes by are no articles. Where no character that a date, a sentence, a source or the
label of an archived page needs stands anywhere, there is none of them, and nobody need look for where it would stand.
Everything here errs to one side: what is not proved is read.
"""

import re
from functools import cached_property
from typing import Any

from services.crawler.parsing.words import holds

_WIDE_YEAR = "０１２９"
_WIDE_MARKS = "．／－"
_SHORT_YEARS = {mark: re.compile(rf"{re.escape(mark)}\d\d?{re.escape(mark)}\d") for mark in "-/."}
_SPOKEN = "月日年"
_FULL_STOP = "。"
_SENTENCE = "，：；！？"
_WIDE = b"\xef"
"""What all wide digits and marks begin with in UTF-8, that of the sentence but the full stop among them."""
_USUAL = "，。"
"""Where one of these stands in the markup, nearly always one stands in the text: nothing further is asked."""
_SOURCE = "源布供载"
_ARCHIVED = "归"
_SHORTEST = 5
"""A text of eight characters, single blanks aside, has so many."""


class Silence:
    """The proofs for the text below one element."""

    def __init__(self, body: Any, markup: str = "", raw: bytes = b"") -> None:
        """For the body of the tree; its markup, and as it came if it is UTF-8, spare some looking."""
        self._body = body
        self._markup = markup
        # a wide character can also stand there as a reference
        self._narrow = bool(raw) and _WIDE not in raw and b"&" not in raw

    @cached_property
    def _text(self) -> str:
        """Every character that stands in a text, in order: those of scripts too, nothing between the pieces."""
        return self._body.text_lexbor() if self._body is not None else ""

    def lacks(self, characters: str) -> bool:
        """Whether none of these characters stands in the text."""
        return not any(map(self._text.__contains__, characters))

    def _lacks_wide(self, characters: str) -> bool:
        return self._narrow or self.lacks(characters)

    @cached_property
    def of_articles(self) -> bool:
        """Whether there is no date with a year, no sentence, no name of a source, no label of the archive."""
        if any(map(self._markup.__contains__, _USUAL)):
            return False
        if not self.lacks(_FULL_STOP) or not self._lacks_wide(_SENTENCE):
            return False
        return self.lacks(_SOURCE) and self.lacks(_ARCHIVED) and self.of_years

    @cached_property
    def of_years(self) -> bool:
        """Whether no date says its year, in any of the ways a page can write one."""
        text = self._text
        if holds(text, "20") or holds(text, "19") or not self._lacks_wide(_WIDE_YEAR):
            return False
        if all(map(text.__contains__, _SPOKEN)) or not self._lacks_wide(_WIDE_MARKS):
            return False
        return not any(mark in text and short.search(text) for mark, short in _SHORT_YEARS.items())

    def of_beginning(self, words: str) -> bool:
        """Whether no piece of text of eight characters or more begins as these words do, blanks aside."""
        first, text = words[:_SHORTEST], self._text
        if len(first) < _SHORTEST or not all(map(text.__contains__, first)):
            return True
        return re.search(r"\s*".join(map(re.escape, first)), text) is None
