"""How a service lives: settings, logs, connections, health, until a signal ends it in bounded time."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from shared import logs
from shared.bus import Bus
from shared.errors import BadInput, XunjianError
from shared.health import Check, HealthServer
from shared.logs import get_logger
from shared.mongo import Database, connect, ping, wait_for
from shared.settings import Settings

log = get_logger(__name__)

EXIT_USAGE = 2
EXIT_FAILURE = 1


class Service(Protocol):
    """What a composition root builds: handlers are declared on the bus, loops are ready to run."""

    async def start(self) -> None:
        """Begin background work. The bus consumes from now on."""

    async def stop(self) -> None:
        """End background work; what is under way is finished or left for redelivery."""

    def checks(self) -> Mapping[str, Check]:
        """What must be well, beside bus and database, for the service to be ready."""


S = TypeVar("S", bound=Settings)

Build = Callable[[S, Bus, Database], Awaitable[Service]]
"""A composition root: the only place of a service that knows what is real."""


def main(name: str, settings_type: type[S], build: Build[S]) -> None:
    """Run a service until SIGTERM or SIGINT; exits 0 then, 2 for an unusable environment, 1 for anything else."""
    try:
        settings = settings_type.from_environment()
    except BadInput as error:
        sys.stderr.write(f"{name}: {error}\n")
        sys.exit(EXIT_USAGE)
    logs.configure(settings.log, settings.log_level, service=name)
    try:
        asyncio.run(run(name, settings, build))
    except BadInput as error:
        log.critical("service.unusable", error=str(error))
        sys.exit(EXIT_USAGE)
    except XunjianError as error:
        log.critical("service.failed", error=str(error))
        sys.exit(EXIT_FAILURE)


async def run(name: str, settings: S, build: Build[S]) -> None:
    """The life of a service, from connecting to leaving."""
    stopping = _signals()
    database = connect(settings.required_mongo_url(), settings.mongo_database)
    creds = settings.nats_creds.get_secret_value() if settings.nats_creds else None
    bus = Bus(settings.required_nats_url(), name=name, credentials=creds)
    await wait_for(database, seconds=settings.start_timeout)
    service = await build(settings, bus, database)
    checks: dict[str, Check] = {"bus": bus.check, "database": lambda: ping(database), **service.checks()}
    health = HealthServer(checks, host=settings.http_host, port=settings.http_port)
    try:
        await bus.start(seconds=settings.start_timeout)
        await service.start()
        port = await health.start()
        _announce(settings.run_file, port)
        log.info("service.ready", port=port)
        await _first(stopping, bus.closed)
        if bus.closed.is_set() and not stopping.is_set():
            raise XunjianError("the connection to NATS is closed for good; the service ends to be started again")
    finally:
        log.info("service.stopping")
        await _within(settings.stop_timeout, service, bus, health, database)
        log.info("service.stopped")


def _signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _first(*events: asyncio.Event) -> None:
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def _within(seconds: float, service: Service, bus: Bus, health: HealthServer, database: Database) -> None:
    """Stop everything, or end the process: a client that swallows cancellation must not keep it alive."""

    async def stop() -> None:
        await bus.stop(seconds=seconds / 2)
        await service.stop()
        await health.stop()
        database.client.close()

    try:
        await asyncio.wait_for(stop(), seconds)
    except TimeoutError:
        log.error("service.stop_timed_out", seconds=seconds)  # noqa: TRY400 - the stack says nothing
        sys.stderr.flush()
        os._exit(0)


def _announce(run_file: Path | None, port: int) -> None:
    """Tell the console where we serve, whole or not at all."""
    if run_file is None:
        return
    draft = run_file.with_suffix(".tmp")
    draft.write_text(json.dumps({"pid": os.getpid(), "port": port}), encoding="utf-8")
    draft.replace(run_file)
