"""Which links does a page have, and which of them can be checked?"""

from dataclasses import dataclass

from services.crawler.addresses import host_of
from services.crawler.page import Page


@dataclass(frozen=True, slots=True)
class Linked:
    """One address to check: whether it is the site's own, and the words it stands under."""

    url: str
    text: str
    internal: bool
    image: bool = False
    """A picture of the page, not a way out of it."""


def read_links(page: Page) -> tuple[Linked, ...]:
    """Every http(s) link and picture once, in order, without `javascript:`, `mailto:`, `tel:` and fragments."""
    own = _site(host_of(page.url))
    found = [Linked(link.url, link.text, _site(host_of(link.url)) == own) for link in page.links]
    linked = {link.url for link in found}
    found += [Linked(url, "", _site(host_of(url)) == own, image=True) for url in page.images if url not in linked]
    return tuple(found)


def _site(host: str) -> str:
    return host.removeprefix("www.")
