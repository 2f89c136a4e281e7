"""Can a host be reached over IPv6? Asked of the name servers, and of the host itself where this machine has IPv6."""

import asyncio
import socket
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from services.crawler.fetching import guard

_SECONDS = 6.0
_SOMEWHERE = ("2400:3200::1", 53)
"""A public name server; no packet is sent to it."""


class SixProbe:
    """Asks once; whatever goes wrong means not known."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private

    async def __call__(self, url: str) -> dict[str, Any]:
        """`address`: there is an AAAA record; `reachable`: a connection came about. What is not known is left out."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            async with asyncio.timeout(_SECONDS):
                found = await asyncio.get_running_loop().getaddrinfo(
                    parts.hostname or "", port, family=socket.AF_INET6, type=socket.SOCK_STREAM
                )
        except socket.gaierror as error:
            return {} if error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL} else {"address": False}
        except (OSError, UnicodeError):
            return {}
        addresses = [str(info[4][0]) for info in found]
        allowed = [one for one in addresses if not guard.is_refused(one, allow_private=self._allow_private)]
        if not allowed:
            return {"address": False}
        return {"address": True, **({"reachable": await _reaches(allowed[0], port)} if has_route() else {})}


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
