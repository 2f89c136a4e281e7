"""Does a title use a word that the lists of the operator call wrong?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from services.evaluator.hints.line import Line, Suspicion

INDICATORS = {"website": "website.info.hints.wording", "account": "account.info.hints.wording"}
"""By kind of target."""

_AROUND = 8
"""Characters shown on each side of a suspected word."""


class BadLexicon(ValueError):
    """A line of a list is not understood."""


@dataclass(frozen=True)
class Lexicon:
    """Words that are probably wrong, what is probably meant, and where they are right after all."""

    words: Mapping[str, str] = field(default_factory=dict)
    """By wrong word: what is meant; empty when only a person can say."""
    exceptions: frozenset[str] = frozenset()
    """Longer words in which a wrong word is right."""

    def suspects(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Each wrong word with what is meant and where it begins, left to right, once each."""
        if self._wrong is None:
            return
        right = self._spans(text)
        seen = set()
        for found in self._wrong.finditer(text):
            inside = any(start <= found.start() and found.end() <= end for start, end in right)
            if not inside and found[0] not in seen:
                seen.add(found[0])
                yield found[0], self.words[found[0]], found.start()

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return [
            (found.start(), found.end()) for word in self.exceptions for found in re.finditer(re.escape(word), text)
        ]

    @cached_property
    def _wrong(self) -> re.Pattern[str] | None:
        longest_first = sorted(self.words, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def suspected(line: Line, lexicon: Lexicon) -> Iterator[Suspicion]:
    """One suspicion for each wrong word in the title."""
    for wrong, right, start in lexicon.suspects(line.title):
        around = line.title[max(0, start - _AROUND) : start + len(wrong) + _AROUND]
        meant = f"，疑为“{right}”" if right else ""
        yield line.hint(INDICATORS[line.target_kind.value], f"疑似用词不当：“{around}”中的“{wrong}”{meant}", key=wrong)


def read_lexicon(texts: Iterable[tuple[str, str]]) -> Lexicon:
    """The lexicon in these files, each a name and a text.

    A line is `wrong = right`, `wrong =` where only a person can say, or `- word` for a longer word in which a wrong
    one is right; `#` begins a remark.

    Raises:
        BadLexicon: says file and line.
    """
    words: dict[str, str] = {}
    exceptions: set[str] = set()
    for name, text in texts:
        for number, raw in enumerate(text.splitlines(), start=1):
            line = raw.partition("#")[0].strip()
            if not line:
                continue
            if line.startswith("-"):
                exceptions.add(line[1:].strip())
                continue
            wrong, equals, right = (part.strip() for part in line.partition("="))
            if not equals or len(wrong) < 2 or wrong == right:
                raise BadLexicon(f"{name} 第 {number} 行：应为“错误写法 = 正确写法”（至少两个字），实为“{raw.strip()}”")
            words[wrong] = right
    return Lexicon(words, frozenset(filter(None, exceptions)))
