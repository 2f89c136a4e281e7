"""Free loopback ports."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(preferred: int | None = None) -> int:
    """The preferred port if nobody listens on it, else any that is free just now.

    Another process may take it before it is used: whoever starts a server on it tries again on another.
    """
    for port in (preferred or 0, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def accepts(port: int, *, within: float = 0.2) -> bool:
    """Whether somebody, not necessarily ours, accepts connections on the port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=within).close()
    except OSError:
        return False
    return True
