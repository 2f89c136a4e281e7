"""Serving the reply page and the bounce webhook, where one of them is set up."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from shared.logs import get_logger

log = get_logger(__name__)


class _Server(uvicorn.Server):
    """Leaves the signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """One ASGI application on one port, until it is stopped."""

    def __init__(self, application: Any, *, host: str, port: int) -> None:
        config = uvicorn.Config(
            application,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            interface="asgi3",
            limit_concurrency=100,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Serve. Returns the port.

        Raises:
            OSError: the port is taken.
        """
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            if self._task.done():
                raise OSError(f"cannot serve on {self._server.config.host}:{self._server.config.port}: is it taken?")
            await asyncio.sleep(0.01)
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        log.info("web.ready", port=port)
        return port

    async def stop(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        if self._task:
            await asyncio.wait([self._task], timeout=5)
