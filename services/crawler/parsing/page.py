"""One parsed page: every collector is handed the same tree."""

import html as markup
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from services.crawler.parsing.addresses import Base, is_rooted
from services.crawler.parsing.charset import decode
from services.crawler.parsing.nesting import flattened
from services.crawler.parsing.outline import Blanks, Outline, outline_of
from services.crawler.parsing.silence import Silence
from services.crawler.parsing.words import bones_of, bones_of_word

MAX_CHARACTERS = 4_000_000
"""A longer page is cut here; it says so in `truncated`."""
MAX_LINKS = 20_000

_WIDE_BLANKS = re.compile(rb"\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)")
_UNUSUAL_REFERENCE = re.compile(rb"&(?!(?:nbsp|amp|lt|gt|quot|copy|middot|ldquo|rdquo|mdash|hellip|raquo|laquo);)")
_LEADING = "[href],[src],meta"
_MOST_LEADING = 3 * MAX_LINKS
_ANCHORS = frozenset({"a", "area"})
_TAGS = re.compile(r"<[^<>]{0,200}>")
_REFRESH = re.compile(r"^\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s][^\"']*)", re.IGNORECASE)
_MOVES = re.compile(
    r"\s*(?:<!--)?\s*(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*(?:=\s*|\.(?:replace|assign)\(\s*)"
    r"[\"']([^\"']+)[\"']\s*\)?\s*;?\s*(?://\s*)?(?:-->)?\s*"
)
_FEW_WORDS = 200
_PLACEHOLDER = re.compile(
    r"^(?:[\[{<$#%].*[\]}>$#%]|\$\{.*|<%.*|undefined|null|none|nan|暂无|无|标题|请输入.*|.*\bxxx+\b.*)$", re.IGNORECASE
)


class Link(NamedTuple):
    """An absolute http(s) address and the words it stands under."""

    url: str
    text: str


class Page:
    """A page parsed once. Everything else about it is worked out when first asked for."""

    def __init__(self, body: bytes, url: str = "", content_type: str = "") -> None:
        decoded = decode(body, content_type)
        self.url = url
        self.encoding = decoded.encoding
        self.declared_encoding = decoded.declared
        self.truncated = len(decoded.text) > MAX_CHARACTERS
        self.html = decoded.text[:MAX_CHARACTERS]
        if b"\x00" in body:
            self.html = self.html.replace("\x00", "")
        flat = flattened(self.html)
        self._body = body if decoded.exact else b""
        # the parser takes UTF-8: a body that is nothing else need not be encoded again
        self.tree: Any = LexborHTMLParser(body if decoded.exact and flat is decoded.text else flat)

    @cached_property
    def base(self) -> Base:
        """Where relative links start: the page, or what its `<base href>` says."""
        own = Base(self.url)
        spelt = (attributes["href"] for tag, attributes, _ in self.leading if tag == "base" and "href" in attributes)
        href = next(spelt, None)
        return Base(own.absolute(href) or self.url) if href else own

    @cached_property
    def leading(self) -> list[tuple[str, dict[str, str | None], Any]]:
        """Every element that leads somewhere, and every meta tag: its tag, its attributes, the element."""
        return [(node.tag, node.attributes, node) for node in self.tree.css(_LEADING)[:_MOST_LEADING]]

    @cached_property
    def outline(self) -> Outline:
        """The visible body, flat."""
        if not self._body or not _has_usual_blanks(self._body):
            return outline_of(self.tree.body)
        return outline_of(self.tree.body, blanks=Blanks.PLAIN if _has_plain_blanks(self._body) else Blanks.USUAL)

    def may_hold(self, *words: str) -> bool:
        """Whether the markup may hold one of these words of ASCII characters; False is sure."""
        return not self._body or any(bones_of_word(word) in self._bones for word in words)

    @cached_property
    def _bones(self) -> bytes:
        return bones_of(self._body)

    @cached_property
    def silence(self) -> Silence:
        """What the text of the body proves not to hold."""
        return Silence(self.tree.body, self.html, self._body)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Meta tags by lower-case name (or property): every value that says something, tags and placeholders gone."""
        found: dict[str, list[str]] = {}
        for tag, attributes, _ in self.leading:
            if tag != "meta":
                continue
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            if not name:
                continue
            values = found.setdefault(name.strip().lower(), [])
            value = clean(attributes.get("content") or "")
            if value and not _PLACEHOLDER.match(value):
                values.append(value)
        return found

    def meta(self, *names: str) -> str | None:
        """The first value any of the (lower-case) names has."""
        for name in names:
            values = self.metas.get(name)
            if values:
                return values[0]
        return None

    @cached_property
    def title(self) -> str:
        """The text of `<title>`."""
        node = self.tree.css_first("title")
        return clean(node.text_lexbor()) if node is not None else ""

    @cached_property
    def scripts(self) -> list[str]:
        """The inline scripts."""
        texts = (node.text_lexbor() for node in self.tree.css("script"))
        return [text for text in texts if text and not text.isspace()]

    @cached_property
    def visible(self) -> str:
        """All visible text of the body, pieces separated by blanks."""
        return " ".join(text.value for text in self.outline.texts)

    @cached_property
    def links(self) -> list[Link]:
        """Every link that can be followed, in order, each address once, with the words it first stands under."""
        return self.links_to(lambda _: True)

    def links_to(self, wanted: Callable[[str], bool]) -> list[Link]:
        """Of those links the ones to wanted addresses. The words of the others are not looked at."""
        seen: dict[str, str] = {}
        for url, node in self._anchors:
            if wanted(url) and not seen.get(url):
                words = " ".join(node.text_lexbor().split())[:200]
                seen[url] = words or (node.attributes.get("title") or "")[:200]
        return [Link(url, text) for url, text in seen.items()]

    @property
    def hrefs(self) -> set[str]:
        """Where the links lead, as it is spelt."""
        return {
            attributes["href"] or "" for tag, attributes, _ in self.leading if tag in _ANCHORS and "href" in attributes
        }

    @cached_property
    def _anchors(self) -> list[tuple[str, Any]]:
        """Where every link leads, and its element."""
        origin, absolute = self.base.origin, self.base.absolute
        known: dict[str, str | None] = {}
        found = []
        anchors = [
            (attributes["href"] or "", node)
            for tag, attributes, node in self.leading
            if tag in _ANCHORS and "href" in attributes
        ]
        for href, node in anchors[:MAX_LINKS]:
            if href in known:
                url = known[href]
            else:
                url = known[href] = origin + href if origin and is_rooted(href) else absolute(href)
            if url:
                found.append((url, node))
        return found

    @cached_property
    def images(self) -> list[str]:
        """The address of every picture, each once; those written into the page itself are none."""
        absolute = self.base.absolute
        sources = (node.attributes.get("src") or "" for node in self.tree.css("img[src]")[:MAX_LINKS])
        return list(dict.fromkeys(url for source in sources if (url := absolute(source))))

    @cached_property
    def refresh(self) -> str | None:
        """Where a meta refresh of at most ten seconds leads, if to another page."""
        for node in self.tree.css("meta[http-equiv]"):
            if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh":
                continue
            found = _REFRESH.match(node.attributes.get("content") or "")
            if found and int(found.group(1)[:4]) <= 10:
                target = self.base.absolute(found.group(2).strip())
                if target and target != self.url:
                    return target
        return None

    @cached_property
    def moved(self) -> str | None:
        """Where the page leads before anybody can read it: by a refresh, or by a script that does nothing else."""
        if self.refresh or len(self.visible) > _FEW_WORDS:
            return self.refresh
        for script in self.scripts:
            found = _MOVES.fullmatch(script) if len(script) <= 400 else None
            target = self.base.absolute(found[1].strip()) if found else None
            if target and target != self.url:
                return target
        return None


_WIDE_BLANK = re.compile(rb"\xe3(?=\x80\x80)")


def _has_plain_blanks(body: bytes) -> bool:
    """Whether a body with the usual blanks has none but the space and the line end; single bytes are found fastest."""
    if b"\t" in body or b"\r" in body or b"\xc2" in body or (b"&" in body and b"&nbsp;" in body):
        return False
    return not (b"\xe3" in body and _WIDE_BLANK.search(body))


def _has_usual_blanks(body: bytes) -> bool:
    """Whether a body in UTF-8 holds no blanks but the usual ones, neither written out nor by a reference."""
    if any(control in body for control in _CONTROLS):
        return False
    if (b"\xc2" in body and b"\xc2\x85" in body) or (b"\xe1" in body and b"\xe1\x9a\x80" in body):
        return False
    return not ((b"\xe2" in body and _WIDE_BLANKS.search(body)) or (b"&" in body and _UNUSUAL_REFERENCE.search(body)))


_CONTROLS = (b"\x0b", b"\x0c", b"\x1c", b"\x1d", b"\x1e", b"\x1f")


def clean(value: str) -> str:
    """Plain text out of an attribute or a title: entities resolved, tags gone, blanks collapsed."""
    if "&" in value:
        value = markup.unescape(value)
    if "<" in value:
        value = _TAGS.sub("", value)
    return " ".join(value.split())
