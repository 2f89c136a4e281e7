"""Real servers without Docker or root: nats-server and mongod from wheels, as child processes on loopback.

`EmbeddedServers(home)` as a context ends with this process, however it ends; `start_servers(home)` outlives it, until
`stop_servers(home)`.
"""

from typing import TYPE_CHECKING, Any

from deploy.embedded.failure import HomeInUse, ServerFailed
from deploy.embedded.ports import free_port
from deploy.embedded.state import ServerState, read_state

if TYPE_CHECKING:
    from deploy.embedded.servers import EmbeddedServers, start_servers, stop_servers

__all__ = [
    "EmbeddedServers",
    "HomeInUse",
    "ServerFailed",
    "ServerState",
    "free_port",
    "read_state",
    "start_servers",
    "stop_servers",
]


def __getattr__(name: str) -> Any:
    """What starts both servers, loaded when it is asked for: MongoDB's driver takes long, and many need none of it."""
    if name not in {"EmbeddedServers", "start_servers", "stop_servers"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from deploy.embedded import servers  # noqa: PLC0415

    return getattr(servers, name)
