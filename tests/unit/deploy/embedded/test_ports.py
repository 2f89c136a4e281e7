"""Free loopback ports."""

import socket

from deploy.embedded.ports import accepts, free_port


def test_a_preferred_port_is_kept_when_it_is_free() -> None:
    """A port nobody listens on is given back as asked for."""
    preferred = free_port()

    assert preferred == free_port(preferred)


def test_a_preferred_port_in_use_is_no_obstacle() -> None:
    """Another port is found when a stranger listens on the preferred one."""
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]

        assert taken != free_port(taken)
        assert accepts(taken)


def test_nobody_accepts_on_a_free_port() -> None:
    """A port without a listener does not accept."""
    assert accepts(free_port()) is False
