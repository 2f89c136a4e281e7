"""Serves the farm from a process of its own: `python -m tests.bench.farm_server SITES PAGES SEED PORT`.

Speaks just enough HTTP/1.1 to keep connections alive, and has the pages made before it is ready, so that it needs a
fraction of the processor time of any crawler: what shares the processor's parts with a crawler slows it.
Says `ready` when all addresses are served; ends when its standard input does.
"""

import asyncio
import sys

from tests.bench.farm import NO_ANSWER, Farm, Served

_STEPS = 4
_STEP_SECONDS = 0.4
"""A slow page comes in so many pieces, with such pauses between them."""


class Connection(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._received = b""
        self._host = ""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            method, target, _ = request.split(b"\r\n", 1)[0].split(b" ", 2)
            self._answer(self._farm.answer(self._host, target.decode()), head_only=method == b"HEAD")

    def _answer(self, served: Served, *, head_only: bool) -> None:
        assert self._transport is not None
        if served.status == NO_ANSWER:
            self._transport.abort()
            return
        location = f"Location: {served.location}\r\n" if served.location else ""
        head = (
            f"HTTP/1.1 {served.status} Status\r\nServer: farm\r\nContent-Type: {served.kind}\r\n"
            f"{location}Content-Length: {len(served.body)}\r\nConnection: keep-alive\r\n\r\n"
        ).encode()
        body = b"" if head_only else served.body
        if served.slow and not head_only:
            self._trickle([head + body[:1], *_pieces(body[1:])])
        else:
            self._transport.write(head + body)

    def _trickle(self, pieces: list[bytes]) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(pieces[0])
        if pieces[1:]:
            asyncio.get_running_loop().call_later(_STEP_SECONDS, self._trickle, pieces[1:])


def _pieces(body: bytes) -> list[bytes]:
    size = len(body) // _STEPS + 1
    return [body[start : start + size] for start in range(0, len(body), size)]


async def serve(farm: Farm) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    hosts = sorted({seed.split("/")[2].partition(":")[0] for seed in farm.seeds})
    server = await loop.create_server(lambda: Connection(farm), hosts, farm.port, backlog=1024)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Read what farm to serve, and serve it."""
    sites, pages, seed, port = map(int, sys.argv[1:5])
    farm = Farm(sites=sites, pages=pages, seed=seed, port=port)
    farm.make()
    asyncio.run(serve(farm))


if __name__ == "__main__":
    main()
