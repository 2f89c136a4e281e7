"""Is it the site, or is it us? Asked before any site is called failed."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from itertools import islice, takewhile
from urllib.parse import urlsplit

from services.crawler.metrics import OWN_NETWORK_DOWN
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)

Address = tuple[str, int]
"""Host and port."""

Reach = Callable[[str, int], Awaitable[bool]]
"""Whether a host answers a connection on a port."""

RECENT = timedelta(seconds=60)
"""An answer this fresh from any other host shows that our network works."""
PROBED = timedelta(seconds=20)
"""How long the result of asking the references counts."""
SURGE_WINDOW = timedelta(minutes=5)
SURGE_HOSTS = 5
"""So many hosts that answered before and fail at once are rather our fault than theirs."""
SURGE_SHARE = 0.5
ALARM = timedelta(minutes=2)
"""An alarm stands this long at least."""
SURGE_MEMORY = timedelta(days=1)
"""A host that did not answer for longer was dead before: its failure tells nothing of our network."""
_MOST_HOSTS = 20_000


class OwnNetwork:
    """What the visits of this process tell about our own network."""

    def __init__(self, references: Sequence[Address], reach: Reach, clock: Clock) -> None:
        self._references = tuple(references)
        self._reach = reach
        self._clock = clock
        self._answered: OrderedDict[Address, datetime] = OrderedDict()
        self._failed: OrderedDict[Address, datetime] = OrderedDict()
        self._lock = asyncio.Lock()
        self._probed: dict[bool, tuple[datetime, bool]] = {}
        self._alarmed_until: datetime | None = None

    def answered(self, url: str) -> None:
        """The host of this address answered, whatever it said."""
        host = address_of(url)
        self._failed.pop(host, None)
        self._note(self._answered, host)
        if self._alarmed_until and self._clock() > self._alarmed_until:
            self._alarmed_until = None
            OWN_NETWORK_DOWN.set(0)

    async def is_at_fault(self, url: str, *, may_be_ours: bool, by_name: bool = False) -> bool:
        """Whether the failure of this address is rather ours; `by_name` if it is our name servers that may be away.

        A fault of the kind that only the host itself can show is ours only when many hosts fail at once. Any other is
        ours unless some other host or reference answers: what nobody can vouch for accuses nobody.
        """
        host = address_of(url)
        self._note(self._failed, host)
        if self._is_surge(self._clock()):
            self._alarm("many_hosts_at_once")
            return True
        # a recent answer may have come over an address that was looked up long before
        if not may_be_ours or (not by_name and self._another_answered(host, self._clock())):
            return False
        works = await self._works(host, by_name=by_name)
        if not works:
            self._alarm("no_reference_answers")
        return not works

    def _alarm(self, why: str) -> None:
        log.error("own_network.at_fault", why=why, failed_hosts=len(self._failed))
        OWN_NETWORK_DOWN.set(1)
        self._alarmed_until = self._clock() + ALARM

    def _another_answered(self, host: Address, now: datetime) -> bool:
        recent = takewhile(lambda pair: pair[1] > now - RECENT, reversed(self._answered.items()))
        return any(other != host for other, _ in recent)

    def _is_surge(self, now: datetime) -> bool:
        since, alive = now - SURGE_WINDOW, now - SURGE_MEMORY
        fallen = [host for host, at in self._failed.items() if at > since and self._answered.get(host, alive) > alive]
        standing = sum(1 for host, at in self._answered.items() if at > since and host not in self._failed)
        return len(fallen) >= SURGE_HOSTS and len(fallen) >= SURGE_SHARE * (len(fallen) + standing)

    async def _works(self, host: Address, *, by_name: bool) -> bool:
        """Whether a reference or another host that once answered takes a connection; `by_name`: one with a name."""
        async with self._lock:
            kept = self._probed.get(by_name)
            if kept and kept[0] > self._clock() - PROBED:
                return kept[1]
            known = list(islice((other for other in reversed(self._answered) if other != host), 3))
            asked = [address for address in (*self._references, *known) if not by_name or not _is_number(address[0])]
            results = await asyncio.gather(*(self._reach(*address) for address in asked))
            self._probed[by_name] = (self._clock(), any(results))
            return any(results)

    def _note(self, hosts: "OrderedDict[Address, datetime]", host: Address) -> None:
        hosts[host] = self._clock()
        hosts.move_to_end(host)
        while len(hosts) > _MOST_HOSTS:
            hosts.popitem(last=False)


def address_of(url: str) -> Address:
    """Host and port of a web address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", 0
    return host, port or (443 if parts.scheme == "https" else 80)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def reach(host: str, port: int) -> bool:
    """Whether a TCP connection comes about within five seconds; being refused is an answer too."""
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        return True
    except OSError:  # TimeoutError is one
        return False
    else:
        writer.close()
        return True
