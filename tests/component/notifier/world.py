"""A notifier in memory that can be killed at any step and started again on what was kept."""

import itertools
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from services.notifier.app import Notifier
from services.notifier.book import Book
from services.notifier.channel import HandOver, Outcome, Receipt
from services.notifier.ledger import Entry, State
from services.notifier.ports import Stores
from services.notifier.settings import Settings
from shared.contracts.verdicts import VerdictChanged
from tests.fakes.notifier_stores import (
    FakeAgendas,
    FakeAnswers,
    FakeContacts,
    FakeDirectory,
    FakeDockets,
    FakeEscalations,
    FakeLedger,
    FakePaces,
    FakePublisher,
    FakeSilences,
)
from tests.warning_builders import Clock, a_book

WAIT = timedelta(seconds=30)


@cache
def _settings(**settings: Any) -> Settings:
    """Read once: a story that is killed after every effect starts some hundred processes."""
    return Settings(notifier_group_wait=WAIT.total_seconds(), mail_from="x@xunjian.example", **settings)


class Killed(BaseException):
    """The process is gone: no handler of it runs any more."""


READS = {
    "load_all",
    "of_units",
    "by_ids",
    "open_of",
    "share_with",
    "standings",
    "about",
    "get",
    "said_between",
    "last_sequences",
    "expired",
    "unannounced",
    "next_due",
    "backlog",
    "held_until",
    "disabled",
    "of",
    "told_to",
    "census",
}
"""Calls without an effect: a process killed after one leaves what it left after the last effect."""


class Killer:
    """Kills the process just after one of its effects; killed before it, it leaves what the one before left."""

    def __init__(self) -> None:
        self.effects = 0
        self.after: int | None = None

    def wrap(self, target: Any) -> Any:
        """The target, each of whose effects is counted."""
        return _Mortal(target, self)

    def effect(self) -> None:
        """Something outside the process has changed."""
        self.effects += 1
        if self.effects == self.after:
            raise Killed


class _Mortal:
    def __init__(self, target: Any, killer: Killer) -> None:
        self._target = target
        self._killer = killer

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, name)

        async def called(*args: Any, **kwargs: Any) -> Any:
            result = await method(*args, **kwargs)
            nothing_to_take = name in {"take_all", "claim_all"} and not result
            if name not in READS and not nothing_to_take:
                self._killer.effect()
            return result

        return called


class FakeProvider:
    """A provider that keeps what it takes, and answers as told."""

    def __init__(self, killer: Killer) -> None:
        self.kept: list[Entry] = []
        self.answers: dict[str, list[Receipt]] = {}
        self._killer = killer

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """Taken, unless another answer is next for this contact."""
        answers = self.answers.get(entry.contact)
        receipt = answers.pop(0) if answers else Receipt(outcome=Outcome.ACCEPTED, answer="250 OK")
        if receipt.outcome in {Outcome.NOT_NOW, Outcome.REFUSED}:
            return receipt
        await hand_over()
        self.kept.append(entry)
        self._killer.effect()
        return receipt

    def steps(self) -> list[list[str]]:
        """The steps of every message kept, in the order they arrived."""
        return [[line.step for line in entry.lines] for entry in self.kept]


class World:
    """State that outlives processes, and as many notifiers on it as wanted."""

    def __init__(self, book: Book | None = None) -> None:
        self.clock = Clock()
        self.killer = Killer()
        self.dockets, self.agendas, self.ledger = FakeDockets(), FakeAgendas(), FakeLedger()
        self.directory = FakeDirectory(book or a_book())
        self.paces, self.contacts, self.answers = FakePaces(), FakeContacts(), FakeAnswers()
        self.silences, self.escalations = FakeSilences(), FakeEscalations()
        self.publisher = FakePublisher()
        self.provider = FakeProvider(self.killer)
        self.notifier = self.start()

    def start(self, **settings: Any) -> Notifier:
        """A new process on the same state."""
        mortal = self.killer.wrap
        return Notifier(
            _settings(**settings),
            stores=Stores(
                mortal(self.dockets),
                mortal(self.agendas),
                mortal(self.ledger),
                self.directory,
                mortal(self.paces),
                mortal(self.contacts),
                mortal(self.answers),
                self.silences,
                mortal(self.escalations),
            ),
            publisher=mortal(self.publisher),
            channels=self.channels(),
            clock=self.clock,
        )

    def channels(self) -> Mapping[str, Any]:
        """Mail only."""
        return {"smtp": self.provider}

    async def take(self, *events: VerdictChanged) -> None:
        """Hand events to the intake; one whose handling is killed is delivered again."""
        for event in events:
            await self._mortal(lambda event=event: self.notifier.intake.take_all([event]))

    async def settle(self) -> None:
        """Run every loop until nothing is due at this moment."""
        for _ in range(500):
            due = [await self._mortal(step) for step in self._steps()]
            if not any(at is not None and at <= self.clock() for at in due):
                return
        raise AssertionError("the loops do not come to rest")

    async def wait(self, **by: float) -> None:
        """Let time pass, then run what is due."""
        self.clock.forward(**by)
        await self.settle()

    async def say(self, *events: VerdictChanged) -> None:
        """Take events in, then let their windows close."""
        await self.take(*events)
        await self.wait(seconds=WAIT.total_seconds())

    async def gather(self) -> None:
        """Let what goes up the organisation tree be collected and sent."""
        await self.wait(seconds=Settings().notifier_gather)

    async def recover(self) -> None:
        """Let every lease and every pause end."""
        for _ in range(4):
            await self.wait(minutes=11)

    def entries(self, *states: State) -> list[Entry]:
        """The messages in one of these states; all of them for none."""
        return [e for e in self.ledger.kept.values() if not states or e.state in states]

    def _steps(self) -> list[Callable[[], Any]]:
        n = self.notifier
        senders = [sender.step for sender in n.senders.values()]
        return [n.planner.step, *senders, n.announcer.step, _once(n.janitor.step)]

    async def _mortal(self, step: Callable[[], Any]) -> Any:
        for _ in itertools.repeat(None, 3):
            try:
                return await step()
            except Killed:
                self.notifier = self.start()
        raise AssertionError("killed more than once")


def _once(step: Callable[[], Any]) -> Callable[[], Any]:
    """The janitor's next round is not waited for."""

    async def called() -> None:
        await step()

    return called
