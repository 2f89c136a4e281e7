"""httpx over aiohttp, with what that transport leaves out: whom it really connected to, and what certificate it saw."""

import asyncio
import hashlib
import socket
import ssl
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from services.crawler.fetching import guard

Lookup = Callable[[str, int, socket.AddressFamily], list[Any]]
"""Answers like `socket.getaddrinfo`."""

_DNS_SECONDS = 10.0
_DNS_THREADS = 32
_KEPT_ALIVE_SECONDS = 15.0
READ_BUFFER = 64 * 1024
LONGEST_HEADER = 32 * 1024


def system_lookup(host: str, port: int, family: socket.AddressFamily) -> list[Any]:
    """What the system's resolver says."""
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)


class GuardedResolver(AbstractResolver):
    """Resolves names in threads of its own, so that slow name servers hold up nothing else; drops refused addresses."""

    def __init__(self, lookup: Lookup, *, allow_private: bool) -> None:
        self._lookup = lookup
        self._allow_private = allow_private
        self._threads = ThreadPoolExecutor(_DNS_THREADS, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of the name that may be connected to.

        Raises:
            AddressRefused: it has none but others.
            OSError: it has none, or nobody answers.
        """
        asked = asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host, port, family)
        try:
            found = await asyncio.wait_for(asked, _DNS_SECONDS)
        except TimeoutError as error:
            raise OSError(socket.EAI_AGAIN, f"no answer from the name servers in {_DNS_SECONDS:g} s") from error
        except UnicodeError as error:
            raise OSError(socket.EAI_NONAME, f"no name that can be looked up: {error}") from error
        allowed = [info for info in found if not guard.is_refused(info[4][0], allow_private=self._allow_private)]
        if found and not allowed:
            raise guard.AddressRefused(str(found[0][4][0]))
        return [_resolved(host, info) for info in allowed]

    async def close(self) -> None:
        """Look nothing up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _resolved(host: str, info: Any) -> ResolveResult:
    family, _, proto, _, address = info
    return ResolveResult(
        hostname=host,
        host=address[0],
        port=address[1],
        family=family,
        proto=proto,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


class _Response(aiohttp.ClientResponse):
    """Notes the connection's facts before it goes back into the pool."""

    peer: str = ""
    certificate: dict[str, Any] | None = None
    certificate_bytes: bytes | None = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        transport = connection.transport
        if transport is not None:
            address = transport.get_extra_info("peername")
            self.peer = str(address[0]) if address else ""
            wrapped = transport.get_extra_info("ssl_object")
            if wrapped is not None:
                self.certificate = wrapped.getpeercert()
                self.certificate_bytes = wrapped.getpeercert(binary_form=True)
        return await super().start(connection)


class GuardedTransport(AiohttpTransport):
    """Refuses to open a socket to an address that is not allowed, whichever way it came to be asked for.

    The check stands where the socket is made, with the very address it will connect to: no redirect, no name that
    changes its address between two look-ups and no unusual spelling of an address gets around it.
    """

    def __init__(self, *, verify: bool, allow_private: bool, lookup: Lookup = system_lookup) -> None:
        super().__init__(verify=_context(verify=verify), trust_env=False, client=self._session)
        self._allow_private = allow_private
        self._lookup = lookup

    @property
    def session(self) -> aiohttp.ClientSession:
        """The pool of connections below httpx, for those who ask it directly."""
        if not isinstance(self.client, aiohttp.ClientSession):
            self.client = self._session()
        return self.client

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,
            ssl=self.ssl_context,
            resolver=GuardedResolver(self._lookup, allow_private=self._allow_private),
            socket_factory=self._socket,
            keepalive_timeout=_KEPT_ALIVE_SECONDS,
            ttl_dns_cache=60,
        )
        return aiohttp.ClientSession(
            connector=connector,
            response_class=_Response,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            read_bufsize=READ_BUFFER,
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        )

    def _socket(self, info: Any) -> socket.socket:
        family, kind, proto, _, address = info
        guard.check(address[0], allow_private=self._allow_private)
        return socket.socket(family=family, type=kind, proto=proto)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one answer; the connection's facts stand in the answer's extensions."""
        response = await super().handle_async_request(request)
        stream: Any = response.stream
        raw = stream._aiohttp_response  # noqa: SLF001 - the only way to the connection's facts
        response.extensions["peer"] = raw.peer
        response.extensions["certificate"] = facts_of(raw.certificate, raw.certificate_bytes)
        return response


def _context(*, verify: bool) -> ssl.SSLContext:
    context = httpx.create_ssl_context(verify=verify, trust_env=False)
    if not verify:
        # old sites are read as old browsers read them: what they offer is a finding, not a reason not to look
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def _written(value: str) -> str:
    """A moment of a certificate as ISO 8601 has it; whatever else, such as the serial number, as it is."""
    try:
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(value), UTC).isoformat()
    except ValueError:
        return value


def facts_of(certificate: dict[str, Any] | None, encoded: bytes | None) -> dict[str, str]:
    """What is kept of a certificate; nothing where there was none."""
    if not encoded:
        return {}
    facts = {"sha256": hashlib.sha256(encoded).hexdigest()}
    for name, key in (("not_before", "notBefore"), ("not_after", "notAfter"), ("serial", "serialNumber")):
        if certificate and certificate.get(key):
            facts[name] = _written(str(certificate[key]))
    for name in ("subject", "issuer"):
        words = [f"{key}={value}" for part in (certificate or {}).get(name, ()) for key, value in part]
        if words:
            facts[name] = ", ".join(words)
    return facts
