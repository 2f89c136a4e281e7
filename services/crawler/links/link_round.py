"""One round of link checking on one website, as plain values: what is still to be asked, and what was found.

A round outlives the visit that works on it: it is kept between its steps and goes on where it ended, on any replica.
Whatever order the answers come in, the same links are dead in the end.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from services.crawler.links.link_page import LinkPage, is_column, same_site
from services.crawler.links.link_traps import Traps
from services.crawler.parsing.addresses import Base
from shared.contracts.event import Fact, Moment
from shared.contracts.observations import BrokenLink, Links


class Kind(StrEnum):
    """How an address is asked."""

    PAGE = "page"
    """A page of the website: read, and its links followed."""
    OUTSIDE = "outside"
    """A page elsewhere, or too deep: asked for, not followed."""
    PART = "part"
    """A picture, a script, a file: only its head."""


class Bounds(Fact):
    """How far a round goes."""

    pages: int = 500
    links: int = 5_000
    depth: int = 4
    columns: int = 300
    articles: int = 60


class Asked(Fact):
    """One address to ask: how, on which page it stands first, and how many clicks from the home page."""

    kind: Kind
    on: str
    depth: int = 0
    status: int | str | None = None
    """What it answered the first time, if it seemed dead."""


class Kept(Fact):
    """A round between two steps."""

    url: str
    began_at: Moment
    waiting: dict[str, Asked] = Field(default_factory=dict)
    suspects: dict[str, Asked] = Field(default_factory=dict)
    broken: tuple[BrokenLink, ...] = ()
    seen: tuple[str, ...] = ()
    shapes: dict[str, int] = Field(default_factory=dict)
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    alerts: tuple[dict[str, str], ...] = ()
    pages: int = 0
    followed: int = 0
    checked: int = 0
    articles: int = 0
    cut: str = ""
    steps: int = 0
    again_at: Moment | None = None
    """When the suspects may be asked a second time; None until every address was asked once."""


class Round:
    """A round at work."""

    def __init__(self, url: str, began_at: datetime, bounds: Bounds) -> None:
        self.url = url
        self.began_at = began_at
        self.bounds = bounds
        self.base = Base(url)
        self.waiting: dict[str, Asked] = {url: Asked(kind=Kind.PAGE, on=url)}
        self.seen: set[str] = {url}
        self.suspects: dict[str, Asked] = {}
        self.broken: list[BrokenLink] = []
        self.columns: dict[str, dict[str, str]] = {}
        self.alerts: list[dict[str, str]] = []
        self.traps = Traps()
        self.pages = self.followed = self.checked = self.articles = self.steps = 0
        self.again_at: datetime | None = None
        self.cut = ""
        """Why not everything was asked, if so: `pages`, `links`, `budget`."""

    # -- what comes of an answer -------------------------------------------------------------------------------------

    def ended(self, url: str) -> None:
        """The address was asked, whatever came of it; it is asked no more in this round."""
        self.waiting.pop(url, None)
        self.checked += 1

    def dropped(self, url: str) -> None:
        """The address may not be asked for."""
        self.waiting.pop(url, None)

    def suspected(self, url: str, status: int | str) -> None:
        """It seems dead: it will be asked once more, later."""
        asked = self.waiting[url]
        self.suspects[url] = asked.model_copy(update={"status": status})

    def read(self, url: str, final_url: str, read: LinkPage) -> list[str]:
        """A page of the website was read. Returns the addresses not met before, which now wait to be asked."""
        self.pages += 1
        asked = self.waiting[url]
        self._note_column(final_url, read)
        seen = self.seen
        new = [url for url in read.ways if url not in seen and self._takes(url, asked, final_url, way=True)]
        new += [url for url in read.parts if url not in seen and self._takes(url, asked, final_url, way=False)]
        return new

    def also(self, url: str, by: str) -> list[str]:
        """The page leads on to another by itself."""
        return [url] if self._takes(url, self.waiting[by], by, way=True) else []

    def is_own(self, url: str) -> bool:
        """Whether an address lies on this website."""
        return same_site(url, self.base)

    def first_seen(self, url: str) -> bool:
        """Note an address that another led to; False if it was known."""
        known = url in self.seen
        self.seen.add(url)
        return not known

    def _takes(self, url: str, by: Asked, on: str, *, way: bool) -> bool:
        if url in self.seen:
            return False
        if len(self.seen) >= self.bounds.links:
            self.cut = self.cut or "links"
            return False
        own = self.is_own(url)
        if own and not self.traps.let_in(url):
            return False
        self.seen.add(url)
        kind = self._kind(url, own=own, way=way, depth=by.depth + 1)
        self.waiting[url] = Asked(kind=kind, on=on if by.depth else self.url, depth=by.depth + 1)
        return True

    def _kind(self, url: str, *, own: bool, way: bool, depth: int) -> Kind:
        if not way or is_file(url):
            return Kind.PART
        if not own or depth > self.bounds.depth:
            return Kind.OUTSIDE
        if self.followed >= self.bounds.pages:
            self.cut = self.cut or "pages"
            return Kind.OUTSIDE
        self.followed += 1
        return Kind.PAGE

    def _note_column(self, url: str, read: LinkPage) -> None:
        name = is_column(read)
        if name and url != self.url and len(self.columns) < self.bounds.columns:
            self.columns[url] = {"name": name[:60], "type": read.tags.get("ColumnType", "")[:60], "by": "tags"}

    # -- the second asking -------------------------------------------------------------------------------------------

    def given_up(self) -> None:
        """What still waits is not asked for in this round."""
        self.waiting.clear()

    @property
    def walked(self) -> bool:
        """Whether every address was asked once."""
        return not self.waiting

    def judged(self, url: str, status: int | str | None) -> None:
        """What the second asking said: the status of a dead link, None for one that lives or cannot be told."""
        asked = self.suspects.pop(url)
        if status is not None:
            self.broken.append(BrokenLink(url=url, status=status, on=asked.on))

    def links(self) -> Links:
        """The result, in an order that does not depend on who answered first."""
        order = sorted(self.broken, key=lambda link: (link.on != self.url, link.on or "", link.url))
        return Links(checked=self.checked, broken=tuple(order))

    # -- between steps -----------------------------------------------------------------------------------------------

    def kept(self) -> Kept:
        """Everything the next step needs."""
        return Kept(
            url=self.url,
            began_at=self.began_at,
            waiting=self.waiting,
            suspects=self.suspects,
            broken=tuple(self.broken),
            seen=tuple(self.seen),
            shapes=dict(self.traps.counted),
            columns=self.columns,
            alerts=tuple(self.alerts),
            pages=self.pages,
            followed=self.followed,
            checked=self.checked,
            articles=self.articles,
            cut=self.cut,
            steps=self.steps,
            again_at=self.again_at,
        )

    @classmethod
    def resumed(cls, kept: Kept, bounds: Bounds) -> "Round":
        """The round as it was kept."""
        found = cls(kept.url, kept.began_at, bounds)
        found.waiting, found.suspects = dict(kept.waiting), dict(kept.suspects)
        found.broken, found.seen = list(kept.broken), set(kept.seen)
        found.traps = Traps(kept.shapes)
        found.columns, found.alerts = dict(kept.columns), list(kept.alerts)
        found.pages, found.checked, found.articles, found.cut = kept.pages, kept.checked, kept.articles, kept.cut
        found.steps, found.again_at = kept.steps, kept.again_at
        found.followed = kept.followed
        return found


_FILES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "wps",
        "et",
        "dps",
        "ofd",
        "zip",
        "rar",
        "7z",
        "gz",
        "txt",
        "csv",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "svg",
        "webp",
        "ico",
        "tif",
        "mp3",
        "mp4",
        "avi",
        "wmv",
        "flv",
        "mov",
        "css",
        "js",
        "apk",
        "exe",
        "ceb",
        "swf",
        "woff",
        "woff2",
        "ttf",
    ]
)


def is_file(url: str) -> bool:
    """Whether an address names a file to load, not a page to read, by its ending."""
    path = url.partition("?")[0]
    return path[-8:].rpartition(".")[2].lower() in _FILES
