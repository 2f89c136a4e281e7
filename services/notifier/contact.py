"""Contacts: through which channel, at which address. Keys inside channel URLs never leave the registry."""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from shared.contracts.event import Fact

MAIL = "smtp"
"""The channel of e-mail addresses."""
NOBODY = "none"
"""The channel of a unit that has none: what could not be told is recorded there, not lost."""


class Contact(Fact):
    """One way to one unit."""

    channel: str
    """`smtp`, `wecom`, …; `none` for a unit that can be reached in no way."""
    key: str
    """Names the contact in the ledger: the address of a mailbox, a fingerprint of a URL that carries a secret."""

    @property
    def name(self) -> str:
        """Names the contact among all channels."""
        return f"{self.channel} {self.key}"


OPERATIONS = "@operations"
"""Stands for those who look after the system; no unit of the registry has such an id."""
REGULATOR = "@regulator"
"""Stands for the regulator's own office."""

UNREACHABLE = Contact(channel=NOBODY, key="-")
"""The contact of a unit that has none."""


def split_ways(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Mail addresses and channel URLs of a list that is separated by semicolons."""
    ways = tuple(filter(None, (way.strip() for way in text.replace("；", ";").split(";"))))
    return tuple(w for w in ways if "://" not in w), tuple(w for w in ways if "://" in w)


def contacts_of(emails: Iterable[str], channels: Iterable[str]) -> tuple[Contact, ...]:
    """Every way to a unit once, mailboxes first; `UNREACHABLE` alone when there is none."""
    mails = (Contact(channel=MAIL, key=address.strip()) for address in emails if address.strip())
    bots = (of_url(url.strip()) for url in channels if url.strip())
    return tuple(dict.fromkeys((*mails, *bots))) or (UNREACHABLE,)


def of_url(url: str) -> Contact:
    """The contact of a channel URL such as `wecom://KEY`; `webhook+https://…` is the channel `webhook`."""
    channel = urlsplit(url).scheme.split("+")[0] or "unknown"
    return Contact(channel=channel, key=f"{channel}:{hashlib.sha256(url.encode()).hexdigest()[:12]}")
