"""`/metrics`, `/health/live` and `/health/ready` of a process."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from prometheus_client import make_asgi_app

from shared.errors import Transient
from shared.metrics import REGISTRY
from shared.mongo import PyMongoError

Check = Callable[[], Awaitable[None]]
"""Returns when all is well. Raises Transient, saying what is not."""

_CHECK_SECONDS = 4.0


class _Server(uvicorn.Server):
    """Leaves the signals to the process: what it serves must not decide when it ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HealthServer:
    """Serves metrics and health on loopback (or where the settings say) until it is stopped."""

    def __init__(self, checks: Mapping[str, Check], *, host: str, port: int) -> None:
        self._checks = checks
        self._metrics = make_asgi_app(REGISTRY)
        config = uvicorn.Config(
            self._answer,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            interface="asgi3",
            timeout_graceful_shutdown=2,
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
        return port

    async def stop(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        if self._task:
            await asyncio.wait([self._task], timeout=5)

    async def ready(self) -> dict[str, str]:
        """Every check's name with `ok`, or with what is wrong."""
        results = await asyncio.gather(*(_outcome(check) for check in self._checks.values()))
        return dict(zip(self._checks, results, strict=True))

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path")
        if path in ("/metrics", "/metrics/"):
            await self._metrics(scope, receive, send)
        elif path == "/health/live":
            await _send_json(send, 200, {"live": True})
        elif path == "/health/ready":
            found = await self.ready()
            well = all(answer == "ok" for answer in found.values())
            await _send_json(send, 200 if well else 503, {"ready": well, "checks": found})
        else:
            await _send_json(send, 404, {"paths": ["/metrics", "/health/live", "/health/ready"]})


async def _outcome(check: Check) -> str:
    try:
        await asyncio.wait_for(check(), _CHECK_SECONDS)
    except TimeoutError:
        return f"{_CHECK_SECONDS:g} 秒内没有应答"
    except (Transient, PyMongoError, OSError) as error:
        return str(error) or repr(error)
    return "ok"


async def _send_json(send: Any, status: int, body: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body, ensure_ascii=False).encode()})
