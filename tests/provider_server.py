"""Robots, webhooks and gateways on loopback that behave as the providers do, and as badly as a test wants."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Posted:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


Answer = tuple[int, Any, dict[str, str]]


@dataclass
class Provider:
    """One server. `judge` decides like the provider; `accident` is what goes wrong on the way back."""

    judge: Callable[[Posted], Answer]
    asked: list[Posted] = field(default_factory=list)
    taken: list[Posted] = field(default_factory=list)
    """What the provider has: what it answered success to, heard or not."""
    accident: str = ""
    """`cut` the connection instead of the answer, `cut_early` before taking it, `half` an answer, `slow` forever."""
    raw: bytes | None = None
    """Said instead of the provider's own answer."""
    before: Callable[[Posted], Awaitable[None]] | None = None
    """Awaited before it is taken; a caller that is gone by then is not heard."""
    after: Callable[[Posted], Awaitable[None]] | None = None
    """Awaited once it is taken, before the answer."""
    port: int = 0

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, one request."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            posted = await _posted(reader)
            self.asked.append(posted)
            if self.before is not None:
                await self.before(posted)
            if self.accident != "cut_early" and not reader.at_eof():
                await self._answered(posted, writer)
        writer.transport.abort() if self.accident.startswith("cut") else writer.close()

    async def _answered(self, posted: Posted, writer: asyncio.StreamWriter) -> None:
        status, body, headers = self.judge(posted)
        if status < 300 and (not isinstance(body, dict) or body.get("errcode", body.get("code", 0)) == 0):
            self.taken.append(posted)
        if self.after is not None:
            await self.after(posted)
        if self.accident == "cut":
            return
        if self.accident == "slow":
            await asyncio.Event().wait()
        content = self.raw if self.raw is not None else json.dumps(body).encode()
        lines = {"Content-Type": "application/json", "Content-Length": str(len(content)), "Connection": "close"}
        head = "".join(f"{name}: {value}\r\n" for name, value in (lines | headers).items())
        whole = f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content
        writer.write(whole[: -len(content) // 2] if self.accident == "half" else whole)
        await writer.drain()


async def _posted(reader: asyncio.StreamReader) -> Posted:
    target = (await reader.readline()).decode().split()[1]
    headers = {}
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return Posted(parts.path, query, headers, body)


@asynccontextmanager
async def serving(provider: Provider) -> AsyncIterator[Provider]:
    """The provider on a free loopback port; its connections are cut at the end."""
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(provider.answer(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        task.add_done_callback(lambda _: writer.transport.abort())

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    try:
        yield provider
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


class Window:
    """Counts as a provider does: so many in any minute, and then refuses for a while."""

    def __init__(self, clock: Callable[[], datetime], count: int, *, punished: timedelta = timedelta()) -> None:
        self._clock = clock
        self._count = count
        self._punished = punished
        self._seen: list[datetime] = []
        self.blocked_until: datetime | None = None

    def admits(self) -> bool:
        """Whether this one is let through."""
        now = self._clock()
        if self.blocked_until and now < self.blocked_until:
            return False
        self._seen = [at for at in self._seen if now - at < timedelta(minutes=1)]
        if len(self._seen) >= self._count:
            self.blocked_until = now + self._punished
            return False
        self._seen.append(now)
        return True


def wecom(clock: Callable[[], datetime], key: str = "KEY") -> Provider:
    """20 a minute; 45009 too often, 93000 a wrong key, 40058 too long."""
    window = Window(clock, 20)

    def judge(posted: Posted) -> Answer:
        kind = posted.json["msgtype"]
        longest = {"text": 2048, "markdown": 4096}[kind]
        if posted.path != "/cgi-bin/webhook/send" or posted.query.get("key") != key:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}, {}
        if len(posted.json[kind]["content"].encode()) > longest:
            return 200, {"errcode": 40058, "errmsg": f"{kind}.content exceed max length {longest}"}, {}
        if not window.admits():
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, {}
        return 200, {"errcode": 0, "errmsg": "ok"}, {}

    return Provider(judge)


def dingtalk(clock: Callable[[], datetime], token: str = "TOKEN", secret: str = "SECx") -> Provider:
    """20 a minute, then nothing for ten minutes (130101); 310000 for a wrong signature."""
    window = Window(clock, 20, punished=timedelta(minutes=10))

    def judge(posted: Posted) -> Answer:
        if posted.query.get("access_token") != token:
            return 200, {"errcode": 300005, "errmsg": "token is not exist"}, {}
        timestamp = posted.query.get("timestamp", "0")
        wanted = base64.b64encode(
            hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
        ).decode()
        old = abs(clock().timestamp() - int(timestamp) / 1000) > 3600
        if posted.query.get("sign") != wanted or old:
            return 200, {"errcode": 310000, "errmsg": "sign not match"}, {}
        if len(posted.body) > 20_000:
            return 200, {"errcode": 430101, "errmsg": "content too long"}, {}
        if not window.admits():
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, {}
        return 200, {"errcode": 0, "errmsg": "ok"}, {}

    return Provider(judge)


def feishu(clock: Callable[[], datetime], token: str = "TOKEN", secret: str = "") -> Provider:
    """100 a minute (9499), a body of 20 KB, its signature in the body."""
    window = Window(clock, 100)

    def judge(posted: Posted) -> Answer:
        if posted.path != f"/open-apis/bot/v2/hook/{token}":
            return 200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, {}
        if secret:
            key = f"{posted.json.get('timestamp')}\n{secret}".encode()
            wanted = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
            if posted.json.get("sign") != wanted:
                return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, {}
        if len(posted.body) > 20 * 1024:
            return 200, {"code": 9002, "msg": "request body too large"}, {}
        if not window.admits():
            return 200, {"code": 9499, "msg": "too many request"}, {}
        return 200, {"code": 0, "msg": "success", "data": {}}, {}

    return Provider(judge)


def answering(status: int = 200, body: Any = None, **headers: str) -> Provider:
    """The same answer to everything; header names are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Provider(lambda _: (status, {} if body is None else body, named))
