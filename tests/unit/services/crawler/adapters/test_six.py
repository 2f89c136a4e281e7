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


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"www.b.example": "2400:3200::1"}, {"address": False, "vouched": True}),
        ({}, {"address": False}),
        ({"a.example": "2400:3200::1"}, {"address": True}),
    ],
    ids=["another has one", "nobody has one", "it has one itself"],
)
async def test_name_servers_that_know_no_address_of_anybody_vouch_for_nothing(monkeypatch, known, said):
    """Those of an office may leave all of them out."""

    def lookup(host, *_args, **_kwargs):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no name")
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (known[host], 443, 0, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(six, "has_route", lambda: False)

    assert said == await SixProbe(others=("www.b.example", "a.example"))("http://a.example/")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([True], {"reachable": True}),
        ([False, True], {"reachable": True}),
        ([False, False, True], {"reachable": False, "vouched": True}),
        ([False, False, False], {"reachable": False}),
    ],
    ids=["at once", "at the second try", "but another is", "nor is another"],
)
async def test_a_way_that_leads_nowhere_vouches_for_nothing(monkeypatch, answers, said):
    """A host is tried twice, then somebody else."""
    answering(monkeypatch, "2400:3200::1")
    monkeypatch.setattr(six, "has_route", lambda: True)

    async def reaches(_address, _port):
        return answers.pop(0)

    monkeypatch.setattr(six, "_reaches", reaches)

    assert {"address": True, **said} == await SixProbe()("https://a.example/")
    assert [] == answers
