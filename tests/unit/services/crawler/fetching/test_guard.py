"""Addresses the crawler does not go to."""

import pytest

from services.crawler.fetching.guard import AddressRefused, check, is_refused

NEIGHBOURHOOD = [
    "127.0.0.1",
    "127.9.9.9",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "::1",
    "fd12::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
    "::127.0.0.1",
]
NEVER = [
    "169.254.169.254",
    "169.254.1.1",
    "100.100.100.200",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "not an address",
    "",
]
PUBLIC = ["8.8.8.8", "223.5.5.5", "1.1.1.1", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", NEIGHBOURHOOD + NEVER)
def test_addresses_of_the_neighbourhood_are_refused(address):
    """Private, loopback, shared, link-local, multicast, and IPv6 spellings of them."""
    assert is_refused(address)


@pytest.mark.parametrize("address", NEIGHBOURHOOD)
def test_private_addresses_may_be_allowed(address):
    """Where the settings say so."""
    assert not is_refused(address, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_refused_even_then(address):
    """Cloud metadata, link-local, multicast and nonsense have no website on them."""
    assert is_refused(address, allow_private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_visited(address):
    """Also through NAT64 and in mapped spelling."""
    assert not is_refused(address)


def test_a_refusal_names_the_address():
    """For the log."""
    with pytest.raises(AddressRefused) as refused:
        check("10.0.0.1")

    assert refused.value.address == "10.0.0.1"
