"""Real servers without Docker or root: nats-server and mongod from wheels, as child processes on loopback.

`EmbeddedServers(home)` as a context ends with this process, however it ends; `start_servers(home)` outlives it, until
`stop_servers(home)`.
"""

from deploy.embedded.failure import HomeInUse, ServerFailed
from deploy.embedded.ports import free_port
from deploy.embedded.servers import EmbeddedServers, start_servers, stop_servers
from deploy.embedded.state import ServerState, read_state

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
