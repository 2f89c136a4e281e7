"""What the errors of httpx, aiohttp, OpenSSL and the system mean for a fetch."""

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import aiohttp
import httpx

from services.crawler.fetching.fetch import Problem
from services.crawler.fetching.guard import AddressRefused

_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})


class Trouble(Exception):
    """The fetch ends here, with a problem."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.detail = detail


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and the system's own error inside."""
    met: BaseException | None = error
    for _ in range(6):
        if met is None:
            return
        yield met
        inner = getattr(met, "os_error", None)
        if isinstance(inner, BaseException):
            yield inner
        met = met.__cause__


def distrusted(error: BaseException) -> str | None:
    """Why the connection is not to be trusted, if that is what went wrong."""
    for cause in _causes(error):
        inner = getattr(cause, "certificate_error", cause)
        if isinstance(inner, ssl.SSLCertVerificationError):
            return str(getattr(inner, "verify_message", "") or "certificate verification failed")
        if isinstance(inner, ssl.SSLError):
            return f"TLS: {getattr(inner, 'reason', None) or 'handshake failed'}"
    return None


def trouble_of(error: BaseException, *, underway: bool = False) -> Trouble:
    """What went wrong, by name; `underway` if the body had begun to come."""
    causes = list(_causes(error))
    detail = f"{type(causes[-1]).__name__}: {causes[-1]}"[:300]
    return Trouble(_problem(causes, underway=underway), detail)


def _problem(causes: list[BaseException], *, underway: bool) -> Problem:
    for test, problem in _TESTS:
        if any(test(cause) for cause in causes):
            return problem
    if underway:
        return Problem.TRUNCATED
    return Problem.BAD_RESPONSE


def _is(*types: type[BaseException]) -> Any:
    return lambda cause: isinstance(cause, types)


def _is_silent(cause: BaseException) -> bool:
    return isinstance(cause, OSError) and cause.errno in {socket.EAI_AGAIN, socket.EAI_FAIL}


def _has_no_way(cause: BaseException) -> bool:
    return isinstance(cause, OSError) and cause.errno in _NO_WAY and not isinstance(cause, socket.gaierror)


_TESTS = (
    (_is(AddressRefused), Problem.ADDRESS_REFUSED),
    (_is_silent, Problem.DNS_SILENT),
    (_is(aiohttp.ClientConnectorDNSError, socket.gaierror), Problem.DNS),
    (_is(aiohttp.InvalidURL, httpx.UnsupportedProtocol), Problem.BAD_URL),
    (_is(aiohttp.ConnectionTimeoutError), Problem.CONNECT_TIMEOUT),
    (_is(aiohttp.SocketTimeoutError), Problem.TIMEOUT),
    (_is(aiohttp.ClientConnectorSSLError, ssl.SSLError), Problem.TLS),
    (_is(ConnectionRefusedError), Problem.CONNECT_REFUSED),
    (_has_no_way, Problem.UNREACHABLE),
    (_is(ConnectionResetError, BrokenPipeError), Problem.RESET),
    (_is(aiohttp.ClientPayloadError), Problem.TRUNCATED),
    (_is(aiohttp.ServerDisconnectedError), Problem.DISCONNECTED),
    (_is(TimeoutError), Problem.CONNECT_TIMEOUT),
    (_is(aiohttp.ClientConnectorError), Problem.UNREACHABLE),
)
"""What each error of the layers below means; the first that fits."""
