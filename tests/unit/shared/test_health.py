"""`/health/ready` says what is not well; `/metrics` can be scraped."""

import asyncio
import json
import urllib.request
from urllib.error import HTTPError

from shared.errors import Transient
from shared.health import HealthServer


async def fetch(port: int, path: str) -> tuple[int, str]:
    def get() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    return await asyncio.to_thread(get)


async def well() -> None: ...


async def ill() -> None:
    raise Transient("MongoDB has no primary")


async def test_what_is_not_well_is_named():
    """One ill check makes the process unready and says why; it lives on."""
    server = HealthServer({"bus": well, "database": ill}, host="127.0.0.1", port=0)
    port = await server.start()
    try:
        status, body = await fetch(port, "/health/ready")

        assert 503 == status
        assert {"bus": "ok", "database": "MongoDB has no primary"} == json.loads(body)["checks"]
        assert 200 == (await fetch(port, "/health/live"))[0]
        assert 404 == (await fetch(port, "/"))[0]
    finally:
        await server.stop()


async def test_all_well_is_ready_and_metrics_are_served():
    """Ready answers 200; our metrics stand in /metrics with their own prefix."""
    server = HealthServer({"bus": well}, host="127.0.0.1", port=0)
    port = await server.start()
    try:
        assert 200 == (await fetch(port, "/health/ready"))[0]
        assert "xunjian_events_consumed_total" in (await fetch(port, "/metrics"))[1]
    finally:
        await server.stop()
