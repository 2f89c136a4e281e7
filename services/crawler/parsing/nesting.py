"""Markup nested so deeply that parsing it would take minutes, flattened before it is parsed."""

import re

MAX_DEPTH = 256
"""Real pages stay below 100; a parser's time grows with the square of the depth."""
MAX_FORMATTING = 32
MANY_TAGS = 20_000
MANY_UNCLOSED = 1_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*+>?")
_NEVER_NESTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "option",
    ]
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)


def flattened(html: str) -> str:
    """The same markup with the tags below the depth limit left out; ordinary pages come back untouched."""
    tags = html.count("<")
    if tags < MANY_UNCLOSED or (tags < MANY_TAGS and tags - 2 * html.count("</") < MANY_UNCLOSED):
        return html
    return _Flattener().run(html)


class _Flattener:
    """Counts what is open while tags go by."""

    def __init__(self) -> None:
        self.depth = 0
        self.formatting = 0

    def run(self, html: str) -> str:
        return _TAG.sub(self._keep, html)

    def _keep(self, tag: re.Match[str]) -> str:
        name = tag.group(2).lower()
        if name in _NEVER_NESTED:
            return tag.group()
        return self._closing(tag, name) if tag.group(1) else self._opening(tag, name)

    def _opening(self, tag: re.Match[str], name: str) -> str:
        if name in _FORMATTING:
            self.formatting += 1
            if self.formatting > MAX_FORMATTING and name != "a":
                return ""
            return tag.group() if self.formatting <= MAX_FORMATTING else "</a>" + tag.group()
        self.depth += 1
        return tag.group() if self.depth <= MAX_DEPTH else ""

    def _closing(self, tag: re.Match[str], name: str) -> str:
        if name in _FORMATTING:
            self.formatting = max(0, self.formatting - 1)
            return tag.group()
        kept = self.depth <= MAX_DEPTH
        self.depth = max(0, self.depth - 1)
        return tag.group() if kept else ""
