"""Whether a host can be reached over IPv6; what is not known is not said."""

import socket

import pytest

from services.crawler.adapters import six
from services.crawler.adapters.six import SixProbe


def answering(monkeypatch, result):
    """Name servers that say what the test wants."""

    def lookup(*_args, **_kwargs):
        if isinstance(result, Exception):
            raise result
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (result, 80, 0, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no name"), {"address": False}),
        (socket.gaierror(socket.EAI_AGAIN, "silence"), {}),
        ("fe80::1", {"address": False}),
        ("2001:db8::1", {"address": False}),
    ],
    ids=["none", "nobody answers", "link-local", "for documents"],
)
async def test_what_the_name_servers_say(monkeypatch, result, said):
    """An address nobody may connect to is none."""
    answering(monkeypatch, result)

    assert said == await SixProbe()("http://a.example/")


@pytest.mark.parametrize("routed", [True, False], ids=["with a way", "without"])
async def test_a_host_is_tried_only_where_the_machine_has_ipv6(monkeypatch, routed):
    """A machine without it knows nothing of the host."""
    answering(monkeypatch, "2400:3200::1")
    monkeypatch.setattr(six, "has_route", lambda: routed)

    async def reaches(_address, _port):
        return False

    monkeypatch.setattr(six, "_reaches", reaches)

    assert {"address": True, **({"reachable": False} if routed else {})} == await SixProbe()("https://a.example/")
