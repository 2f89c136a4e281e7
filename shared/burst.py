"""Many messages handed to JetStream in one piece, each acknowledged by itself.

A message costs the client library several times what it costs to write it down: a check of every header, a future, a
turn of the loop. Here the commands are put together and sent at once, and the acknowledgements are counted.
"""

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from nats.aio.client import Client as NatsClient

_FIRST_LINE = b"NATS/1.0\r\n"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent: what stands in its headers holds no line ends."""

    subject: str
    headers: Mapping[str, str]
    body: bytes


class _Burst:
    """What is still to be acknowledged of one burst."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.kept: set[int] = set()
        self.over = asyncio.Event()

    def answered(self, index: int, *, kept: bool) -> None:
        """One more answer."""
        self.left -= 1
        if kept:
            self.kept.add(index)
        if self.left == 0:
            self.over.set()


class Bursts:
    """Bursts over one connection, also several at a time."""

    def __init__(self, client: NatsClient) -> None:
        self._client = client
        self._numbers = count()
        self._waiting: dict[str, tuple[_Burst, int]] = {}
        self._inbox = ""

    async def send(self, messages: Sequence[Message], *, within: float) -> set[int]:
        """The positions of those that their streams have, known within so many seconds; of others nothing is known.

        Raises:
            nats.errors.Error, OSError: the connection is gone for good.
        """
        if not messages:
            return set()
        if not self._inbox:
            await self._listen()
        burst = _Burst(len(messages))
        tokens = [str(next(self._numbers)) for _ in messages]
        self._waiting |= {token: (burst, index) for index, token in enumerate(tokens)}
        commands = [
            _command(message, f"{self._inbox}.{token}") for message, token in zip(messages, tokens, strict=True)
        ]
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within):
                    # the library has no way to publish many; its buffer outlives a reconnection
                    await self._client._send_command(b"".join(commands))  # noqa: SLF001
                    await self._client._flush_pending()  # noqa: SLF001
                    await burst.over.wait()
        finally:
            for token in tokens:
                self._waiting.pop(token, None)
        return burst.kept

    async def _listen(self) -> None:
        inbox = self._client.new_inbox()
        await self._client.subscribe(f"{inbox}.*", cb=self._answered)
        self._inbox = inbox

    async def _answered(self, message: Any) -> None:
        found = self._waiting.pop(message.subject.rpartition(".")[2], None)
        if found is not None:
            burst, index = found
            burst.answered(index, kept=_says_kept(message.data))


def _says_kept(answer: bytes) -> bool:
    """Whether a stream says that it has the message; nobody there says nothing."""
    try:
        said = json.loads(answer)
    except ValueError:
        return False
    return isinstance(said, dict) and "seq" in said and "error" not in said


def _command(message: Message, reply: str) -> bytes:
    lines = "".join([f"{name}: {value}\r\n" for name, value in message.headers.items()])
    headers = b"%b%b\r\n" % (_FIRST_LINE, lines.encode())
    first = f"HPUB {message.subject} {reply} {len(headers)} {len(headers) + len(message.body)}\r\n"
    return b"%b%b%b\r\n" % (first.encode(), headers, message.body)


def size_of(message: Message) -> int:
    """How many bytes a server counts, about."""
    return len(message.body) + sum(len(name) + len(value) * 4 + 4 for name, value in message.headers.items())
