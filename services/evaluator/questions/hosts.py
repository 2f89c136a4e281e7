"""The host of an address, and whether it is one of government."""

from collections.abc import Collection
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host in lower case, Chinese names in Chinese; empty if there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
        return host.encode().decode("idna") if "xn--" in host else host
    except (ValueError, UnicodeError):
        return ""


def is_government_host(host: str, endings: Collection[str]) -> bool:
    """Whether it ends as the domain of a government website must."""
    return any(host == ending or host.endswith(f".{ending}") for ending in endings)
