"""Links made absolute as a browser would, fast enough for every link of every page."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MAX_LENGTH = 2048
_ROOTED = re.compile(r"/(?!/)[A-Za-z0-9_/%-]{0,300}(?:(?<!/)\.[A-Za-z0-9]{1,8})?(?:\?[A-Za-z0-9._~%=&-]{0,500})?")
"""What most links are: from the root, spelt as they are asked for."""
_PLAIN = re.compile(r"(https?)(://[A-Za-z0-9._:-]+)(?:(/(?:[!-~]*/)?)[!-.0-~]*)?")
"""An address without query and fragment: its scheme, its host, its directory."""


class Base:
    """The address links are relative to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.scheme, self.origin, self.directory = _parts(url)

    def absolute(self, href: str) -> str | None:
        """The absolute http(s) address without its fragment; None for `javascript:`, `mailto:`, `#`, and nonsense."""
        if self.origin and is_rooted(href):
            return self.origin + href
        href = href.strip()
        if not href or href[0] == "#" or len(href) > _MAX_LENGTH:
            return None
        if href.startswith(("http://", "https://")):
            return _tidy(href)
        scheme = _SCHEME.match(href)
        if scheme:
            lowered = scheme.group(1).lower()
            return _tidy(lowered + href[scheme.end(1) :]) if lowered in {"http", "https"} else None
        return self._relative(href)

    def _relative(self, href: str) -> str | None:
        href = _CONTROL.sub("", href).replace("\\", "/").partition("#")[0].rstrip().replace(" ", "%20")
        if not href or not self.origin:
            return href or None
        if href.startswith("//"):
            return f"{self.scheme}:{href}" if len(href) > 2 else None
        if "/." not in href and href[0] not in ".?/":
            return self.directory + href
        if href[0] == "/" and "/." not in href:
            return self.origin + href
        return _join(self.url, href)


@lru_cache(maxsize=8192)
def is_rooted(href: str) -> bool:
    """Whether a link is spelt from the root as it is asked for: its address is the origin and it.

    The pages of a website have most of their links in common.
    """
    return _ROOTED.fullmatch(href) is not None


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The lower-case host of an address; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _tidy(url: str) -> str | None:
    url = url.partition("#")[0]
    if not url.isprintable() or " " in url or "\\" in url:
        url = _CONTROL.sub("", url).replace("\\", "/").replace(" ", "%20")
    return url if len(url) > len("https://") and url.partition("://")[2].strip("/") else None


@lru_cache(maxsize=4096)
def _join(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def _parts(url: str) -> tuple[str, str, str]:
    """Scheme, origin and directory; no origin for what is no address."""
    if "?" not in url and "#" not in url and (plain := _PLAIN.fullmatch(url)):
        scheme, rest, directory = plain.groups()
        return scheme, scheme + rest, scheme + rest + (directory or "/")
    return _parts_of_any(url)


@lru_cache(maxsize=4096)
def _parts_of_any(url: str) -> tuple[str, str, str]:
    try:
        split = urlsplit(url)
    except ValueError:
        return "http", "", ""
    if split.scheme not in {"http", "https"} or not split.netloc:
        return "http", "", ""
    origin = f"{split.scheme}://{split.netloc}"
    return split.scheme, origin, origin + (split.path.rpartition("/")[0] or "") + "/"
