"""Whose fault a failure is."""

from datetime import timedelta

import pytest

from services.crawler.metrics import OWN_NETWORK_DOWN
from services.crawler.network import SURGE_HOSTS, OwnNetwork, address_of
from tests.crawler_builders import Clock


def url(number):
    return f"http://site{number}.example/"


class Reachable:
    """References that answer, or not."""

    def __init__(self, *hosts):
        self.hosts = set(hosts)
        self.asked = []

    async def __call__(self, host, port):
        self.asked.append((host, port))
        return host in self.hosts


def a_network(*references, reachable=()):
    clock = Clock()
    reach = Reachable(*reachable)
    return OwnNetwork([(host, 443) for host in references], reach, clock), clock, reach


async def test_a_dead_site_is_dead_when_another_answers():
    """No reference is asked: the other site has just vouched for our network."""
    network, _, reach = a_network("ref")
    network.answered(url(1))

    assert not await network.is_at_fault(url(2), may_be_ours=True)
    assert [] == reach.asked


async def test_an_answer_of_the_same_host_vouches_for_nothing():
    """It is the one in question."""
    network, _, _ = a_network("ref")
    network.answered(url(1))

    assert await network.is_at_fault(url(1), may_be_ours=True)


async def test_a_single_site_is_dead_when_a_reference_answers():
    """One of several is enough."""
    network, _, _ = a_network("ref1", "ref2", reachable=["ref2"])

    assert not await network.is_at_fault(url(1), may_be_ours=True)


async def test_with_nobody_to_vouch_nobody_is_accused():
    """No reference, no other site: it may be us."""
    network, _, _ = a_network()

    assert await network.is_at_fault(url(1), may_be_ours=True)


async def test_an_old_answer_vouches_for_nothing():
    """A minute later the references are asked, and the site that answered then."""
    network, clock, reach = a_network("ref", reachable=["site1.example"])
    network.answered(url(1))
    clock.pass_(seconds=61)

    assert not await network.is_at_fault(url(2), may_be_ours=True)
    assert [("ref", 443), ("site1.example", 80)] == reach.asked


async def test_a_failure_only_the_host_can_show_is_its_own():
    """A refused connection is an answer."""
    network, _, reach = a_network("ref")

    assert not await network.is_at_fault(url(1), may_be_ours=False)
    assert [] == reach.asked


async def test_a_name_nobody_answers_for_needs_a_name_that_somebody_answers_for():
    """A recent answer and a reference by number say nothing about our name servers."""
    network, _, reach = a_network("192.0.2.1", "ref.example", reachable=["192.0.2.1"])
    network.answered(url(1))

    assert await network.is_at_fault(url(2), may_be_ours=True, by_name=True)
    assert [("ref.example", 443), ("site1.example", 80)] == reach.asked


async def test_name_servers_that_answer_for_others_are_not_at_fault():
    """Then the site's own are."""
    network, _, _ = a_network("ref.example", reachable=["ref.example"])

    assert not await network.is_at_fault(url(2), may_be_ours=True, by_name=True)


async def test_the_alarm_stands_until_it_has_been_quiet_for_a_while():
    """One answer does not end it at once."""
    network, clock, _ = a_network()
    await network.is_at_fault(url(1), may_be_ours=True)
    network.answered(url(2))
    assert 1 == OWN_NETWORK_DOWN._value.get()

    clock.pass_(minutes=2, seconds=1)
    network.answered(url(2))
    assert 0 == OWN_NETWORK_DOWN._value.get()


async def test_many_hosts_falling_at_once_are_our_fault():
    """Though a reference answers: the way to half the web may be broken."""
    network, clock, _ = a_network("ref", reachable=["ref"])
    for number in range(SURGE_HOSTS):
        network.answered(url(number))
    clock.pass_(minutes=10)

    found = [await network.is_at_fault(url(number), may_be_ours=False) for number in range(SURGE_HOSTS)]

    assert [False] * (SURGE_HOSTS - 1) + [True] == found


async def test_many_fall_but_more_stand():
    """Then those that fall have fallen."""
    network, clock, _ = a_network("ref", reachable=["ref"])
    for number in range(3 * SURGE_HOSTS):
        network.answered(url(number))
    clock.pass_(minutes=10)
    for number in range(SURGE_HOSTS, 3 * SURGE_HOSTS):
        network.answered(url(number))

    assert [False] * SURGE_HOSTS == [
        await network.is_at_fault(url(number), may_be_ours=False) for number in range(SURGE_HOSTS)
    ]


async def test_sites_long_dead_are_no_surge():
    """A registry full of dead sites stays a registry full of dead sites."""
    network, _, _ = a_network("ref", reachable=["ref"])

    found = [await network.is_at_fault(url(number), may_be_ours=True) for number in range(20)]

    assert [False] * 20 == found


async def test_sites_that_fell_one_by_one_are_no_surge():
    """Failures more than five minutes apart have nothing to do with each other."""
    network, clock, _ = a_network("ref", reachable=["ref"])
    for number in range(20):
        network.answered(url(number))
    found = []
    for number in range(20):
        clock.pass_(minutes=5, seconds=1)
        found.append(await network.is_at_fault(url(number), may_be_ours=True))

    assert [False] * 20 == found


async def test_the_references_are_asked_once_for_many_failures():
    """Their answer counts for twenty seconds."""
    network, clock, reach = a_network("ref", reachable=["ref"])
    await network.is_at_fault(url(1), may_be_ours=True)
    await network.is_at_fault(url(2), may_be_ours=True)

    assert 1 == len(reach.asked)
    clock.now += timedelta(seconds=21)
    await network.is_at_fault(url(3), may_be_ours=True)
    assert 2 == len(reach.asked)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://a.example/x", ("a.example", 80)),
        ("https://a.example:8443/", ("a.example", 8443)),
        ("https://[2001:db8::1]/", ("2001:db8::1", 443)),
        ("http://a.example:99999/", ("", 0)),
    ],
)
def test_hosts_are_known_by_name_and_port(address, expected):
    """With the port their scheme has, if none is named."""
    assert expected == address_of(address)
