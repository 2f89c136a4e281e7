"""Which links does a page have, and which of them can be checked?"""

from typing import NamedTuple

from services.crawler.parsing.addresses import host_of
from services.crawler.parsing.page import Page


class Linked(NamedTuple):
    """One address to check: whether it is the site's own, and the words it stands under."""

    url: str
    text: str
    internal: bool
    image: bool = False
    """A picture of the page, not a way out of it."""


def read_links(page: Page) -> tuple[Linked, ...]:
    """Every http(s) link and picture once, in order, without `javascript:`, `mailto:`, `tel:` and fragments."""
    own, origin = _site(host_of(page.url)), f"{page.base.origin}/"

    def internal(url: str) -> bool:
        return (near and url.startswith(origin)) or _site(host_of(url)) == own

    near = len(origin) > 1 and _site(host_of(origin)) == own
    found = [Linked(url, text, internal(url)) for url, text in page.links]
    linked = {link.url for link in found}
    found += [Linked(url, "", internal(url), image=True) for url in page.images if url not in linked]
    return tuple(found)


def _site(host: str) -> str:
    return host.removeprefix("www.")
