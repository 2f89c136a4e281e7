"""Can a host be reached over IPv6? Asked of the name servers, and of the host itself where this machine has IPv6."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from services.crawler.fetching import guard

_SECONDS = 6.0
_SOMEWHERE = ("2400:3200::1", 53)
"""A public name server. It is asked for a connection only where a host that has an address gave none."""


class SixProbe:
    """Asks once a look; whatever goes wrong on our side means not known.

    What a host lacks is vouched for only where another has it: name servers that know no IPv6 address at all, or a
    way that leads nowhere, accuse nobody.
    """

    def __init__(self, *, allow_private: bool = False, others: Sequence[str] = ()) -> None:
        self._allow_private = allow_private
        self._others = others
        """Names that are known to have an IPv6 address."""

    async def __call__(self, url: str) -> dict[str, Any]:
        """`address`: there is an AAAA record; `reachable`: a connection came about. What is not known is left out.

        `vouched` beside what is not so: the same was asked of others, and is so of one of them.
        """
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._addresses(host, port)
        if addresses is None:
            return {}
        if not addresses:
            others = [await self._addresses(other, 443) for other in self._others if other != host]
            return {"address": False, **({"vouched": True} if any(others) else {})}
        if not has_route():
            return {"address": True}
        if await _reaches(addresses[0], port) or await _reaches(addresses[0], port):
            return {"address": True, "reachable": True}
        vouched = {"vouched": True} if await _reaches(*_SOMEWHERE) else {}
        return {"address": True, "reachable": False, **vouched}

    async def _addresses(self, host: str, port: int) -> list[str] | None:
        """The addresses that may be connected to; None where nobody answers."""
        try:
            async with asyncio.timeout(_SECONDS):
                found = await asyncio.get_running_loop().getaddrinfo(
                    host, port, family=socket.AF_INET6, type=socket.SOCK_STREAM
                )
        except socket.gaierror as error:
            return None if error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL} else []
        except (OSError, UnicodeError):
            return None
        addresses = [str(info[4][0]) for info in found]
        return [one for one in addresses if not guard.is_refused(one, allow_private=self._allow_private)]


def has_route() -> bool:
    """Whether this machine has a way to the world over IPv6."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as asking:
            asking.connect(_SOMEWHERE)
    except OSError:
        return False
    return True


async def _reaches(address: str, port: int) -> bool:
    with suppress(OSError):
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(address, port)
        writer.close()
        return True
    return False
