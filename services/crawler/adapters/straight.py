"""One request on a connection of the pool, without the objects a session makes for each.

aiohttp's connector makes, guards and keeps the connections, its parser reads what comes; only what a session does
beside that for every request (cookies, headers, redirects, bodies to send) is left out, as nothing of it is used here.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from yarl import URL

from services.crawler.adapters.http_transport import LONGEST_HEADER, READ_BUFFER, GuardedTransport, facts_of

_MOST_KNOWN = 4_096
_FORBIDDEN = re.compile(r"[\r\n\0]")


class Reply:
    """The head of an answer; its body is still to be read from `content`."""

    __slots__ = ("_connection", "certificate", "content", "headers", "peer", "raw_headers", "status")

    def __init__(self, connection: aiohttp.connector.Connection, message: Any, content: aiohttp.StreamReader) -> None:
        self._connection: aiohttp.connector.Connection | None = connection
        self.status: int = message.code
        self.headers: Mapping[str, str] = message.headers
        self.raw_headers: tuple[tuple[bytes, bytes], ...] = message.raw_headers
        self.content = content
        self.peer = ""
        self.certificate: dict[str, str] = {}
        content.on_eof(self._ended)

    def close(self) -> None:
        """Cut the connection, unless the body came to its end and gave it back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ended(self) -> None:
        connection = self._connection
        if connection is not None and connection.protocol is not None and not connection.protocol.upgraded:
            self._connection = None
            connection.release()


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where to connect to, as a connector wants to be told, and how the host is called in requests."""

    request: aiohttp.ClientRequest
    host: str


class Straight:
    """Asks for plain addresses over the connections of a transport."""

    def __init__(self, transport: GuardedTransport, *, connect_seconds: float) -> None:
        self._transport = transport
        self._patience = aiohttp.ClientTimeout(total=None, sock_connect=connect_seconds)
        self._origins: OrderedDict[str, _Origin] = OrderedDict()
        self._seen: WeakKeyDictionary[Any, tuple[str, dict[str, str]]] = WeakKeyDictionary()

    async def ask(self, method: str, url: str, headers: Mapping[str, str]) -> Reply:
        """The answer's head. A connection that was closed meanwhile is replaced once, as browsers do.

        Raises:
            aiohttp.ClientError, OSError: there is none.
            ValueError: a header that cannot be sent.
        """
        end = url.index("/", url.index("://") + 3)
        origin = self._origin(url[:end])
        lines = [f"{method} {url[end:]} HTTP/1.1\r\nHost: {origin.host}\r\n"]
        for name, value in headers.items():
            if _FORBIDDEN.search(value):
                raise ValueError(f"header {name} holds a line end")
            lines.append(f"{name}: {value}\r\n")
        head = "".join([*lines, "\r\n"]).encode()
        try:
            return await self._once(origin, head, head_only=method == "HEAD")
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
            return await self._once(origin, head, head_only=method == "HEAD")

    async def _once(self, origin: _Origin, head: bytes, *, head_only: bool) -> Reply:
        connector: Any = self._transport.session.connector
        try:
            connection = await connector.connect(origin.request, traces=[], timeout=self._patience)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError(f"Connection timeout to host {origin.host}") from error
        protocol, transport = connection.protocol, connection.transport
        if transport is None or transport.is_closing():
            connection.close()
            raise aiohttp.ServerDisconnectedError
        try:
            protocol.set_response_params(
                skip_payload=head_only,
                read_until_eof=True,
                auto_decompress=False,
                read_bufsize=READ_BUFFER,
                max_line_size=LONGEST_HEADER,
                max_field_size=LONGEST_HEADER,
            )
            transport.write(head)
            message, content = await protocol.read()
            while 100 <= message.code < 200 and message.code != 101:
                message, content = await protocol.read()
            facts = self._facts(protocol, transport)
        except BaseException:
            connection.close()
            raise
        reply = Reply(connection, message, content)
        reply.peer, reply.certificate = facts
        return reply

    def _origin(self, origin: str) -> _Origin:
        known = self._origins.get(origin)
        if known is None:
            request = aiohttp.ClientRequest("GET", URL(origin, encoded=True), loop=asyncio.get_running_loop())
            known = self._origins[origin] = _Origin(request, request.headers["Host"])
            if len(self._origins) > _MOST_KNOWN:
                self._origins.popitem(last=False)
        return known

    def _facts(self, protocol: Any, transport: asyncio.Transport) -> tuple[str, dict[str, str]]:
        """Whom the connection really leads to, and the certificate it showed."""
        known = self._seen.get(protocol)
        if known is None:
            address = transport.get_extra_info("peername")
            secured = transport.get_extra_info("ssl_object")
            certificate = facts_of(secured.getpeercert(), secured.getpeercert(binary_form=True)) if secured else {}
            known = self._seen[protocol] = (str(address[0]) if address else "", certificate)
        return known
