"""The body of a page as one pass over its tree leaves it: texts, elements and links, each knowing its place.

Everything the collectors ask (how many links below this element, which texts belong to it) is answered from intervals
of these flat lists, so no question walks the tree again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from typing import Any

MAX_NODES = 100_000
"""Beyond it the rest of the page is not read; the outline says so."""

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "textarea", "select", "iframe", "svg", "head", "object", "map", "title"]
)

NAMELESS = " "
"""The label of an element without class and id."""


class Element:
    """One element: its parent, and the texts, links and elements below it as half-open intervals."""

    __slots__ = ("_label", "end", "links", "links_end", "node", "parent", "tag", "texts", "texts_end")

    def __init__(self, tag: str, parent: int, node: Any, texts: int, links: int) -> None:
        self.tag = tag
        self.parent = parent
        self.node = node
        self.texts = texts
        self.links = links
        self.texts_end = self.links_end = self.end = -1
        self._label: str | None = None

    @property
    def label(self) -> str:
        """Class and id in lower case: what the author calls it."""
        if self._label is None:
            attributes = self.node.attributes
            self._label = (
                f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower() if attributes else NAMELESS
            )
        return self._label

    def nameless(self) -> None:
        """It has neither class nor id."""
        self._label = NAMELESS


@dataclass(slots=True)
class Text:
    """One piece of visible text, blanks collapsed, and the element it stands in."""

    value: str
    element: int


@dataclass(slots=True)
class Anchor:
    """One `<a>`: its element and its raw address."""

    element: int
    href: str
    title: str


@dataclass(slots=True)
class Outline:
    """The flat lists. Element 0 is the body."""

    elements: list[Element] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    complete: bool = True
    _bare: tuple[str, list[int]] | None = None

    @property
    def bare(self) -> tuple[str, list[int]]:
        """All text without blanks, and where in it each piece begins."""
        if self._bare is None:
            parts = [text.value.replace(" ", "") for text in self.texts]
            self._bare = "".join(parts), [0, *accumulate(map(len, parts))][: len(parts)]
        return self._bare

    def text_of(self, element: int, separator: str = " ") -> str:
        """All text below an element."""
        found = self.elements[element]
        return separator.join(text.value for text in self.texts[found.texts : found.texts_end])

    def ancestors(self, element: int) -> list[int]:
        """The element itself and what contains it, innermost first."""
        chain = []
        while element >= 0:
            chain.append(element)
            element = self.elements[element].parent
        return chain

    def nearest(self, element: int, tags: frozenset[str]) -> int | None:
        """The innermost ancestor-or-self with one of the tags."""
        while element >= 0:
            if self.elements[element].tag in tags:
                return element
            element = self.elements[element].parent
        return None

    def children(self, element: int) -> list[int]:
        """The elements directly below."""
        found, child, end = [], element + 1, self.elements[element].end
        while child < end:
            found.append(child)
            child = self.elements[child].end
        return found

    def contains(self, outer: int, inner: int) -> bool:
        """Whether one element is the other or stands below it."""
        return outer <= inner < self.elements[outer].end


class Blanks(Enum):
    """Which blanks the texts of a page can hold."""

    ANY = "any"
    USUAL = "usual"
    """The space, the line ends, the tab, the two blanks of East Asian typing."""
    PLAIN = "plain"
    """The space and the line end."""


def outline_of(body: Any, *, blanks: Blanks = Blanks.ANY) -> Outline:
    """The outline of a body node; an empty one for None.

    The fewer kinds of blanks it holds, the fewer need be looked for in every text.
    """
    outline = Outline()
    if body is not None:
        _walk(body, outline, _COLLAPSED[blanks])
    return outline


def _walk(body: Any, outline: Outline, collapsed: Callable[[str], str]) -> None:
    """The hottest loop of the crawler: everything in it is done for every element and text of every page."""
    elements, texts, anchors = outline.elements, outline.texts, outline.anchors
    element = Element("body", -1, body, 0, 0)
    elements.append(element)
    current = seen = words = links = 0
    node = body.first_child
    parents: list[tuple[Any, Element]] = []
    while node is not None:
        seen += 1
        if seen > MAX_NODES:
            outline.complete = False
            break
        tag = node.tag
        if tag == "-text":
            value = node.text_content
            if value and not value.isspace():
                texts.append(Text(collapsed(value), current))
                words += 1
        elif tag not in _SKIPPED and tag[0] not in "-!":
            inner = Element(tag, current, node, words, links)
            elements.append(inner)
            if tag == "a":
                _anchor(outline, inner, node)
                links = len(anchors)
            child = node.first_child
            if child is not None:
                parents.append((node, element))
                node, element, current = child, inner, len(elements) - 1
                continue
            inner.texts_end, inner.links_end, inner.end = words, links, len(elements)
        following = node.next
        while following is None and parents:
            element.texts_end, element.links_end, element.end = words, links, len(elements)
            current = element.parent
            node, element = parents.pop()
            following = node.next
        node = following
    while current >= 0:
        _close(elements[current], outline)
        current = elements[current].parent


def _collapsed(value: str) -> str:
    """A piece without tabs, line ends, doubled or wide blanks needs no rebuilding."""
    return value.strip() if value.isprintable() and "  " not in value else " ".join(value.split())


def _of_usual(value: str) -> str:
    """As `_collapsed`, of a text without other blanks than the usual ones.

    Single characters are found many times faster than classes of them.
    """
    if "\n" in value or "  " in value or "\t" in value or "\r" in value or "\xa0" in value or "\u3000" in value:
        return " ".join(value.split())
    return value.strip()


def _of_plain(value: str) -> str:
    """As `_collapsed`, of a text without other blanks than spaces and line ends."""
    return " ".join(value.split()) if "\n" in value or "  " in value else value.strip()


_COLLAPSED = {Blanks.ANY: _collapsed, Blanks.USUAL: _of_usual, Blanks.PLAIN: _of_plain}


def _anchor(outline: Outline, element: Element, node: Any) -> None:
    attributes = node.attributes
    if "class" not in attributes and "id" not in attributes:
        element.nameless()
    href = attributes.get("href")
    if href is not None or "onclick" in attributes:
        title = attributes.get("title")
        outline.anchors.append(Anchor(len(outline.elements) - 1, href or "", " ".join(title.split()) if title else ""))


def _close(element: Element, outline: Outline) -> None:
    element.texts_end = len(outline.texts)
    element.links_end = len(outline.anchors)
    element.end = len(outline.elements)
