"""What every command shares: the home, how to print, and the connections to what runs."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console

from console.home import running_urls
from shared import logs
from shared.errors import BadInput, XunjianError
from shared.mongo import Database, connect, wait_for
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.bus import Bus

CONNECT_SECONDS = 10.0


class NotRunning(XunjianError):
    """Nothing runs on this home, and no addresses were given."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} 没有在运行：请先执行 xunjian up --detach"
            "（或设置 XUNJIAN_NATS_URL 与 XUNJIAN_MONGO_URL 连接已有系统）"
        )


_WIDTH = 160
"""Columns of a table that is not read on a terminal."""


def _console(stream: TextIO) -> Console:
    return Console(file=stream, width=None if stream.isatty() else _WIDTH)


@dataclass(frozen=True)
class Session:
    """One invocation of the console."""

    home: Path
    as_json: bool
    out: Console
    err: Console

    @classmethod
    def of(cls, home: Path | None, *, as_json: bool) -> "Session":
        """The session of these options; without a home, the one the environment names, else `.xunjian`."""
        chosen = home or Settings.from_environment().home
        logs.configure("console", "error", service="console")  # what went wrong is told in sentences
        return cls(chosen.expanduser().absolute(), as_json, _console(sys.stdout), _console(sys.stderr))

    @property
    def interactive(self) -> bool:
        """Whether a person watches, so that progress may be shown."""
        return not self.as_json and self.err.is_terminal

    def print_json(self, value: Any) -> None:
        """One JSON document on standard output."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n")

    def settings(self) -> Settings:
        """The settings, with the addresses of what runs on this home when the environment names none.

        Raises:
            NotRunning: there is nothing to connect to.
            BadInput: the environment names only one of the two servers.
        """
        settings = Settings.from_environment(home=self.home)
        if bool(settings.nats_url) != bool(settings.mongo_url):
            raise BadInput("XUNJIAN_NATS_URL 与 XUNJIAN_MONGO_URL 须同时设置，或都不设置（使用内置服务器）")
        if settings.nats_url:
            return settings
        urls = running_urls(self.home)
        if urls is None:
            raise NotRunning(self.home)
        return Settings.from_environment(home=self.home, nats_url=urls.nats, mongo_url=urls.mongo)

    def settings_name_servers(self) -> bool:
        """Whether the environment names the servers, so that none are embedded."""
        return Settings.from_environment(home=self.home).nats_url is not None

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """MongoDB of the running system.

        Raises:
            NotRunning, BadInput: as `settings`. Transient: it does not answer.
        """
        settings = self.settings()
        database = connect(settings.required_mongo_url(), settings.mongo_database)
        try:
            await wait_for(database, seconds=CONNECT_SECONDS)
            yield database
        finally:
            database.client.close()

    @asynccontextmanager
    async def bus(self) -> AsyncIterator["Bus"]:
        """NATS of the running system, to publish and to look.

        Raises:
            NotRunning, BadInput: as `settings`. Transient: it does not answer.
        """
        settings = self.settings()
        creds = settings.nats_creds.get_secret_value() if settings.nats_creds else None
        from shared.bus import Bus  # noqa: PLC0415 - it takes longer than all else, and half of the commands need none

        bus = Bus(settings.required_nats_url(), name="console", credentials=creds)
        try:
            await bus.start(seconds=CONNECT_SECONDS)
            yield bus
        finally:
            await bus.stop(seconds=3)


def plain(value: object) -> str:
    """What JSON has no form of, as text: moments and days in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else str(value)
