"""Everything else, through the library Apprise if it is installed: `apprise+tgram://…`, `apprise://tgram/…`."""

import asyncio
from collections.abc import Callable
from importlib import import_module, util

from services.notifier.channel import HandOver, Outcome, Receipt
from services.notifier.ledger import Entry
from services.notifier.outfit import AddressOf, Outfit
from shared.logs import get_logger

log = get_logger(__name__)

Notify = Callable[[str, str, str], bool | None]
"""Sends subject and text to a URL: true for sent, false for failed somewhere, None for a URL nobody knows."""


class AppriseUrls:
    """One adapter for a hundred services. It says less than a channel of our own: a failure leaves it unclear."""

    def __init__(self, notify: Notify, address_of: AddressOf) -> None:
        self._notify = notify
        self._address_of = address_of

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """Let the library send it, in a thread of its own."""
        address = await self._address_of(entry)
        if address is None or entry.letter is None:
            return Receipt(outcome=Outcome.REFUSED, answer="名录中已没有这一通知渠道")
        await hand_over()
        sent = await asyncio.to_thread(self._notify, _inner(address), entry.letter.subject, entry.letter.text)
        if sent is None:
            return Receipt(outcome=Outcome.REFUSED, answer="Apprise 不认识这一地址", contact_invalid=True)
        if sent:
            return Receipt(outcome=Outcome.ACCEPTED, answer="Apprise：已发送")
        return Receipt(outcome=Outcome.UNKNOWN, answer="Apprise 报告发送失败，未说明对方是否已收到")


def _inner(address: str) -> str:
    """`apprise+tgram://…` and `apprise://tgram/…` both mean `tgram://…`."""
    if address.startswith("apprise+"):
        return address.removeprefix("apprise+")
    scheme, _, rest = address.removeprefix("apprise://").partition("/")
    return f"{scheme}://{rest}"


def _send(url: str, subject: str, text: str) -> bool | None:
    library = import_module("apprise")
    notifier = library.Apprise()
    if not notifier.add(url):
        return None
    return bool(notifier.notify(title=subject, body=text, body_format="text"))


def make(outfit: Outfit) -> AppriseUrls | None:
    """The channel of this process; None where the library is not installed (`pip install xunjian[apprise]`)."""
    if util.find_spec("apprise") is None:
        return None
    return AppriseUrls(_send, outfit.address_of)
