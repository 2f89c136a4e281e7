"""What a channel is fitted out with: settings, addresses, the shared pace, the clock and one HTTP client."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx

from services.notifier.ledger import Entry
from services.notifier.ports import Paces
from services.notifier.settings import Settings
from shared.clock import Clock

AddressOf = Callable[[Entry], Awaitable[str | None]]
"""The URL behind a message's contact, from the registry in force; None when the registry has it no more."""


@dataclass(frozen=True)
class Outfit:
    """Shared by the channels of one process, and closed with it."""

    settings: Settings
    address_of: AddressOf
    paces: Paces
    clock: Clock
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)

    def client(self) -> httpx.AsyncClient:
        """An HTTP client that follows no redirect and keeps no connection.

        A kept connection may be closed by the other side in the very moment it is used again: such a failure would
        leave unclear whether the message arrived, and bots are not asked often enough for it to pay.
        """
        client = httpx.AsyncClient(
            timeout=httpx.Timeout(self.settings.notifier_http_timeout),
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
            proxy=self.settings.notifier_http_proxy,
        )
        self.closing.push_async_callback(client.aclose)
        return client

    async def close(self) -> None:
        """Close what the channels have opened."""
        await self.closing.aclose()
