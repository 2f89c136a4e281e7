"""One request and what came of it: an answer, or the problem that kept it from coming."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from services.crawler.parsing.addresses import host_of
from shared.contracts.target import LookOutcome


class Problem(StrEnum):
    """Why no answer came. Each tells whose fault it is."""

    DNS = "dns"
    """The name does not exist."""
    DNS_SILENT = "dns_no_answer"
    """No name server answers for it: the site's are down, or ours are."""
    CONNECT_REFUSED = "connect_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    UNREACHABLE = "unreachable"
    """The network has no way to the address."""
    TLS = "tls"
    TIMEOUT = "timeout"
    """It was connected, and did not answer in full in time."""
    RESET = "connection_reset"
    DISCONNECTED = "disconnected"
    """The connection was closed before an answer."""
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    """It leads to something that is no web address."""
    BAD_URL = "bad_url"
    """The address in the registry is none."""
    BAD_RESPONSE = "bad_response"
    """Something came that we could not read as HTTP."""
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    """The answer broke off."""
    ENCODING = "encoding"
    """The answer is encoded in a way nobody asked for."""
    ADDRESS_REFUSED = "address_refused"
    """It leads to a private address, which we do not go to."""

    @property
    def outcome(self) -> LookOutcome:
        """`failed` when the target did not answer as it must; `blind` when it may well have, and we could not see."""
        return LookOutcome.BLIND if self in _BLIND else LookOutcome.FAILED

    @property
    def may_be_ours(self) -> bool:
        """Whether a fault of our own network looks the same."""
        return self in _MAY_BE_OURS


def is_about_names(problem: str, url: str) -> bool:
    """Whether our name servers may be to blame, so that only another name they know can vouch for us.

    Name servers that know only the names of an office say of all others that they do not exist.
    """
    if problem == Problem.DNS:
        return host_of(url).rpartition(".")[2] not in _NOBODYS
    return problem == Problem.DNS_SILENT


_NOBODYS = frozenset({"invalid", "test", "example"})
"""What names end in that nobody can ever register."""

_BLIND = frozenset(
    {
        Problem.BAD_URL,
        Problem.BAD_RESPONSE,
        Problem.TOO_LARGE,
        Problem.TRUNCATED,
        Problem.ENCODING,
        Problem.ADDRESS_REFUSED,
    }
)
_MAY_BE_OURS = frozenset(
    {
        Problem.DNS,
        Problem.DNS_SILENT,
        Problem.CONNECT_TIMEOUT,
        Problem.UNREACHABLE,
        Problem.TIMEOUT,
        Problem.RESET,
        Problem.DISCONNECTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one request, redirects followed. Without a problem there is a status, headers and a body."""

    url: str
    """What was asked for."""
    final_url: str
    """What answered in the end."""
    started_at: datetime
    elapsed: timedelta
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    problem: Problem | None = None
    detail: str = ""
    """What the machine said, for the evidence."""
    hops: tuple[str, ...] = ()
    """The addresses that led on to another, in order."""
    peer: str = ""
    """The address that was connected to."""
    certificate: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Facts of the certificate; `problem` in it if nobody should trust it."""
    received: int = 0
    """Bytes of body that came over the wire."""

    def header(self, name: str) -> str:
        """The first value of a header; empty if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def header_map(self) -> dict[str, str]:
        """The headers by lower-case name; of several the first."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            found.setdefault(name.lower(), value)
        return found


class Fetcher(Protocol):
    """The web as the crawler needs it."""

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once, within the limits of size and time. Never raises: whatever goes wrong is in the answer."""
        ...

    async def head(self, url: str) -> Answer:
        """The same for the head alone; a redirect may be followed with the body."""
        ...
