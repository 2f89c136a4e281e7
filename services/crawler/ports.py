"""What the crawler needs from the outside, in its own words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from services.crawler.facts import Facts
from services.crawler.links.link_round import Kept
from services.crawler.watch import Watch
from shared.contracts.event import Event, Fact, Moment
from shared.contracts.target import Purpose
from shared.contracts.visits import VisitDue
from shared.registry.model import Registry


class Publisher(Protocol):
    """The bus as the crawler needs it."""

    async def publish(self, event: Event) -> None:
        """Return when the event is kept. Publishing it again changes nothing."""
        ...

    async def publish_all(self, events: Iterable[Event]) -> None:
        """Return when all are kept."""
        ...


class Registries(Protocol):
    """Whom to watch."""

    async def registry(self, *, anew: bool = False) -> Registry:
        """The registry in force; the same object until another version is.

        What was imported shows within seconds; `anew`, at once.

        Raises:
            Transient: nothing was imported yet, or it cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Freshness:
    """How many pages of one purpose are watched, and how many were seen within twice their interval."""

    watched: int
    fresh: int


class Slots(Protocol):
    """Which slot of each page was published last, and when it was last seen: outlives restarts, shared by replicas."""

    async def published(self, keys: Collection[str]) -> Mapping[str, datetime]:
        """The start of the last published slot of each page that has one."""
        ...

    async def record(self, slots: Iterable[tuple[Watch, datetime, timedelta]]) -> None:
        """These slots (their start, and the page's interval) are published."""
        ...

    async def seen(self, key: str, at: datetime) -> None:
        """The page was looked at with success."""
        ...

    async def freshness(self, now: datetime) -> Mapping[Purpose, Freshness]:
        """How fresh our sight is."""
        ...


class ClaimState(StrEnum):
    """What a worker finds when it wants to begin a visit."""

    MINE = "mine"
    """Begin: nobody else will, until the lease ends."""
    HELD = "held"
    """Another worker is at it."""
    SEEN = "seen"
    """It was made, and its observation is not known to be published."""
    OVER = "over"
    """It is over, or will be repeated under another number."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on one visit."""

    state: ClaimState
    token: str = ""
    observation: bytes | None = None
    observation_type: str = ""


class Journal(Protocol):
    """The visits of the last days, each made once however often it is delivered and whoever dies on the way."""

    async def claim(self, visit_id: str, *, attempt: int, now: datetime, lease_until: datetime) -> Claim:
        """Take the visit, if nobody has it."""
        ...

    async def renew(self, visit_id: str, token: str, lease_until: datetime) -> bool:
        """Hold it longer. False if somebody else has taken it since."""
        ...

    async def postpone(self, visit_id: str, token: str, *, again: VisitDue) -> bool:
        """It failed: `again` is to be published when it is due. False if the claim is lost."""
        ...

    async def saw(self, visit_id: str, token: str, observation: Event) -> bool:
        """Keep the observation before it is published. False if the claim is lost."""
        ...

    async def finish(self, visit_id: str) -> None:
        """The observation is published."""
        ...

    async def release(self, visit_id: str, token: str) -> None:
        """Give the visit back unmade."""
        ...

    async def repetitions(self, now: datetime, limit: int) -> list[VisitDue]:
        """The repetitions that are due and not yet published."""
        ...

    async def repeated(self, visits: Iterable[VisitDue]) -> None:
        """These repetitions are published."""
        ...


class Remembered(Fact):
    """What is known of a page since it was last read in full."""

    url: str
    etag: str = ""
    last_modified: str = ""
    read_at: Moment
    """When it was last read."""
    full_at: Moment
    """When a body was last read, not only "unchanged"."""
    deep_at: Moment | None = None
    """When its list was last followed back over the whole window."""
    facts: Facts


class Memory(Protocol):
    """What was last read of each page."""

    async def recall(self, key: str) -> Remembered | None:
        """What is known; None for nothing, or nothing that this version can read."""
        ...

    async def remember(self, key: str, remembered: Remembered) -> None:
        """Keep it in the place of what was known."""
        ...


class Rounds(Protocol):
    """Rounds of link checking that are under way, and what the last one of each website found."""

    async def under_way(self, key: str) -> Kept | None:
        """The round as its last step left it; None if none is under way, or none that this version can read."""
        ...

    async def keep(self, key: str, round_: Kept) -> None:
        """Keep it in the place of what was kept."""
        ...

    async def over(self, key: str, columns: Mapping[str, Mapping[str, str]], *, website_id: str, at: datetime) -> None:
        """The round is over; the columns it came by, by address, are kept until the next one is."""
        ...


class Refusal(StrEnum):
    """Why a host may not be asked now."""

    BUSY = "busy"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Turn:
    """When a host may be asked."""

    at: datetime | None
    """None: not within the time one is ready to wait."""
    refusal: Refusal | None = None
    pressed: int = 0
    """How often it asked us of late to slow down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a host may be asked."""

    interval: timedelta
    burst: int
    patience: timedelta
    budget: int


class Hosts(Protocol):
    """The queue of each host, shared by all replicas."""

    async def take_turn(self, host: str, pace: Pace, now: datetime) -> Turn:
        """The next free turn, taken; none is taken if it lies beyond the patience, or today's budget is used up."""
        ...

    async def press(self, host: str, *, until: datetime) -> None:
        """It asked us to slow down: nothing before `until`, and half as often from then on."""
        ...

    async def relax(self, host: str) -> None:
        """It answered as usual: one step nearer to the usual pace."""
        ...

    async def rest(self, host: str, until: datetime) -> None:
        """It was slow: the next turn is not before `until`."""
        ...


class Evidence(Protocol):
    """Where raw responses are kept."""

    async def keep(self, record: Mapping[str, Any], bodies: Iterable[bytes]) -> str:
        """Keep the record with its bodies. Returns its id when both are on disk."""
        ...
