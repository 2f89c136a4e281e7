"""Which addresses may be connected to: the crawler must not be talked into reading its own neighbourhood."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_METADATA = frozenset({"169.254.169.254", "100.100.100.200", "fd00:ec2::254"})
"""Where clouds keep their secrets."""
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


class AddressRefused(OSError):
    """The address is none a crawler may connect to."""

    def __init__(self, address: str) -> None:
        super().__init__("address refused")
        self.address = address


def is_refused(address: str, *, allow_private: bool = False) -> bool:
    """Whether the crawler may not connect to this address; what is no address is refused."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    inner = _unwrapped(parsed)
    return _is_refused(parsed, allow_private=allow_private) or (
        inner is not None and _is_refused(inner, allow_private=allow_private)
    )


def check(address: str, *, allow_private: bool = False) -> None:
    """Return if the address may be connected to.

    Raises:
        AddressRefused: it may not.
    """
    if is_refused(address, allow_private=allow_private):
        raise AddressRefused(address)


def _is_refused(address: IPv4Address | IPv6Address, *, allow_private: bool) -> bool:
    if str(address) in _METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    if address.is_reserved and not (address.is_loopback or _unwrapped(address)):
        return True
    if _unwrapped(address) is not None:  # what it leads to is judged instead
        return False
    return not address.is_global and not allow_private


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address an IPv6 one stands for: mapped, compatible, 6to4 or NAT64."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
