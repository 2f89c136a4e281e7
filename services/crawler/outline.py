"""The body of a page as one pass over its tree leaves it: texts, elements and links, each knowing its place.

Everything the collectors ask (how many links below this element, which texts belong to it) is answered from intervals
of these flat lists, so no question walks the tree again.
"""

from dataclasses import dataclass, field
from typing import Any

MAX_NODES = 100_000
"""Beyond it the rest of the page is not read; the outline says so."""

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "textarea", "select", "iframe", "svg", "head", "object", "map", "title"]
)


@dataclass(slots=True)
class Element:
    """One element: its parent, and the texts, links and elements below it as half-open intervals."""

    tag: str
    parent: int
    node: Any
    texts: int
    links: int
    texts_end: int = -1
    links_end: int = -1
    end: int = -1
    _label: str | None = None

    @property
    def label(self) -> str:
        """Class and id in lower case: what the author calls it."""
        if self._label is None:
            attributes = self.node.attributes
            self._label = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        return self._label


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


def outline_of(body: Any) -> Outline:
    """The outline of a body node; an empty one for None."""
    outline = Outline()
    if body is not None:
        _walk(body, outline)
    return outline


def _walk(body: Any, outline: Outline) -> None:
    elements, texts = outline.elements, outline.texts
    elements.append(Element("body", -1, body, 0, 0))
    open_elements = [0]
    node = body.first_child
    seen = 0
    stack: list[Any] = []
    while node is not None:
        seen += 1
        if seen > MAX_NODES:
            outline.complete = False
            break
        tag = node.tag
        if tag == "-text":
            value = node.text_content
            # a piece without tabs, line ends, doubled or wide blanks needs no rebuilding
            value = value.strip() if value.isprintable() and "  " not in value else " ".join(value.split())
            if value:
                texts.append(Text(value, open_elements[-1]))
        elif tag not in _SKIPPED and tag[0] not in "-!":
            _open(outline, tag, node, open_elements)
            child = node.first_child
            if child is not None:
                stack.append(node)
                node = child
                continue
            _close(outline, open_elements.pop())
        following = node.next
        while following is None and stack:
            _close(outline, open_elements.pop())
            following = stack.pop().next
        node = following
    for index in reversed(open_elements):
        _close(outline, index)


def _open(outline: Outline, tag: str, node: Any, open_elements: list[int]) -> None:
    index = len(outline.elements)
    outline.elements.append(Element(tag, open_elements[-1], node, len(outline.texts), len(outline.anchors)))
    open_elements.append(index)
    if tag == "a":
        attributes = node.attributes
        href = attributes.get("href")
        if href is not None or "onclick" in attributes:
            title = " ".join((attributes.get("title") or "").split())
            outline.anchors.append(Anchor(index, href or "", title))


def _close(outline: Outline, index: int) -> None:
    element = outline.elements[index]
    element.texts_end = len(outline.texts)
    element.links_end = len(outline.anchors)
    element.end = len(outline.elements)
