"""A channel of the notifier with everything it needs, on a real local server."""

from typing import Any

from services.notifier.channel import HandOver, LeaseLost, Receipt
from services.notifier.channels import CHANNELS
from services.notifier.contact import of_url
from services.notifier.delivery import settle
from services.notifier.ledger import Entry, Letter
from services.notifier.outfit import Outfit
from services.notifier.settings import Settings
from tests.fakes.notifier_stores import FakePaces
from tests.warning_builders import POLICY, Clock, an_entry


class Handing:
    """Notes how often the point of no return was passed, and with how many parts done."""

    def __init__(self, *, lost_at: int | None = None) -> None:
        self.passed: list[int] = []
        self.lost_at = lost_at

    async def __call__(self, parts_done: int = 0) -> None:
        if self.lost_at is not None and len(self.passed) == self.lost_at:
            raise LeaseLost
        self.passed.append(parts_done)


class Post:
    """One contact of one channel, and attempts to deliver to it as a sender makes them."""

    def __init__(self, url: str, clock: Clock | None = None, paces: FakePaces | None = None, **settings: Any) -> None:
        self.url = url
        self.contact = of_url(url)
        self.clock = clock or Clock()
        self.paces = paces or FakePaces()
        known: dict[str, Any] = {"mail_from": "x@xunjian.example", "notifier_http_timeout": 20}
        self.outfit = Outfit(
            settings=Settings(**(known | settings)), address_of=self._address_of, paces=self.paces, clock=self.clock
        )
        made = CHANNELS[self.contact.channel](self.outfit)
        assert made is not None
        self.channel = made
        self.known = True

    async def _address_of(self, entry: Entry) -> str | None:
        return self.url if self.known else None

    def entry(self, text: str = "正文。", number: int = 1, **fields: Any) -> Entry:
        """A message to the contact."""
        letter = Letter(subject="【巡检提醒】某局", text=text, html="<p>正文。</p>")
        known = {"channel": self.contact.channel, "contact": self.contact.key, "letter": letter}
        return an_entry(f"e{number}", **(known | fields))

    async def deliver(self, entry: Entry | None = None, handing: HandOver | None = None) -> Receipt:
        """One attempt."""
        return await self.channel.deliver(entry or self.entry(), handing or Handing())

    async def until_settled(self, entry: Entry) -> tuple[Entry, list[Receipt]]:
        """Attempts as the sender makes them, the clock moved on to each next one, until none is left."""
        receipts = []
        for _ in range(200):
            receipts.append(await self.deliver(entry))
            settled = settle(entry, receipts[-1], now=self.clock(), policy=POLICY.retry)
            entry = entry.changed(
                settled.change, parts_done=settled.parts_done or entry.parts_done, slot_at=settled.slot_at
            )
            if settled.due_at is None:
                return entry, receipts
            self.clock.at = settled.due_at
        raise AssertionError("never settled")

    async def close(self) -> None:
        """Close the client."""
        await self.outfit.close()
