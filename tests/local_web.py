"""A web on loopback that behaves as badly as a test wants: raw bytes, pauses, endless bodies, redirects."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Writer = asyncio.StreamWriter
Page = Callable[["Request", Writer], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    path: str
    headers: dict[str, str]


@dataclass
class LocalWeb:
    """One server. Pages are bytes (a whole answer) or functions that write one; every request is noted."""

    pages: dict[str, bytes | Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    host: str = "127.0.0.1"

    @property
    def base(self) -> str:
        """The address of the server, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def url(self, path: str) -> str:
        """The address of a page."""
        return self.base + path

    def asked(self, path: str) -> int:
        """How often a page was asked for."""
        return sum(1 for request in self.requests if request.path == path)

    async def answer(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        """Serve one connection, one request."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(await _request(reader), writer)
            with suppress(ConnectionError):
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()

    async def _answer(self, request: Request | None, writer: Writer) -> None:
        if request is None:
            return
        self.requests.append(request)
        page = self.pages.get(request.path, NOT_FOUND)
        if isinstance(page, bytes):
            writer.write(page)
        else:
            await page(request, writer)
        await writer.drain()


async def _request(reader: asyncio.StreamReader) -> Request | None:
    line = (await reader.readline()).decode("latin-1").split()
    headers = {}
    while text := (await reader.readline()).decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return Request(line[1], headers) if len(line) > 1 else None


def an_answer(body: bytes | str = b"", status: str = "200 OK", length: int | None = None, **headers: str) -> bytes:
    """A whole HTTP answer; header names are written with `_` for `-`."""
    body = body.encode() if isinstance(body, str) else body
    fields = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body) if length is None else length),
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode() + body


def a_redirect(location: str, status: str = "302 Found", **headers: str) -> bytes:
    """An answer that leads elsewhere."""
    return an_answer(status=status, Location=location, **headers)


NOT_FOUND = an_answer("not here", "404 Not Found")


def a_list_page(*lines: tuple[str, str], more: str = "", title: str = "通知公告") -> str:
    """A column page: lines of title and date, and whatever else stands below the list."""
    items = "".join(
        f'<li><a href="/art/{day.replace("-", "")}_{number}.html">{text}</a><span>{day}</span></li>'
        for number, (text, day) in enumerate(lines)
    )
    return f"<html><head><title>{title}</title></head><body><ul class='list'>{items}</ul>{more}</body></html>"


@asynccontextmanager
async def a_web(pages: dict[str, bytes | Page] | None = None, host: str = "127.0.0.1") -> AsyncIterator[LocalWeb]:
    """A running server; its connections are cut at the end."""
    web = LocalWeb(dict(pages or {}), host=host)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.ensure_future(web.answer(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, host, 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
