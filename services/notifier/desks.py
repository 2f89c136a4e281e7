"""Laying the desks of many units at once: everything is read with one query each, however many units there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.notifier import dedup
from services.notifier.answer import Answer
from services.notifier.concern import Concern
from services.notifier.contact import Contact
from services.notifier.desk import Below, Desk
from services.notifier.docket import KEPT
from services.notifier.ledger import COPY, Change, Entry, State
from services.notifier.metrics import WARNINGS
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from services.notifier.silence import Silence
from shared.logs import get_logger

log = get_logger(__name__)

OWN_NETWORK = "own_network"
"""The reason that means: nothing we saw of late is worth anything."""
LATELY = timedelta(days=2)
FRESH = timedelta(seconds=2)
"""How long what holds for all units is believed."""


class Weather(NamedTuple):
    """What holds for all units at a moment."""

    at: datetime
    own_network_down: bool
    """What was seen of late proves nothing, so only operations hear of anything."""
    silences: Sequence[Silence]
    disabled: Mapping[Contact, str]


class _Matters(NamedTuple):
    """What one unit has to do with."""

    own: list[Concern]
    below: list[Below]

    @property
    def concerns(self) -> list[Concern]:
        return [*self.own, *(one.concern for one in self.below)]


class Desks:
    """Reads what is known of units, and withdraws what is not so any more."""

    def __init__(self, *, stores: Stores, policy: Policy, gather: timedelta) -> None:
        self._stores = stores
        self._policy = policy
        self._gather = gather
        self._weather: Weather | None = None

    async def weather(self, now: datetime) -> Weather:
        """What holds for all units, looked up once for all that are planned within two seconds."""
        if self._weather is None or not now - FRESH < self._weather.at <= now:
            share = await self._stores.dockets.share_with(OWN_NETWORK, since=now - LATELY)
            self._weather = Weather(
                at=now,
                own_network_down=share >= self._policy.blind.everything,
                silences=await self._stores.silences.active(now),
                disabled=await self._disabled(),
            )
        return self._weather

    async def _disabled(self) -> Mapping[Contact, str]:
        return {one.contact: one.why for one in await self._stores.contacts.disabled()}

    async def lay(self, unit_ids: Sequence[str], now: datetime) -> dict[str, Desk]:
        """The desks of these units. A unit whose messages somebody else moves at this moment has none.

        The numbers of the last messages are read before what was told: of two planners that meet on one unit, the
        later one either sees what the other filed, or meets its number.
        """
        stores = self._stores
        book, weather = await stores.directory.book(), await self.weather(now)
        numbers = await stores.ledger.last_sequences(unit_ids)
        matters = await self._matters(unit_ids, now)
        told = await self._told(matters, now)
        everything = {c.id: c for one in matters.values() for c in one.concerns}
        answers = _by_concern(await stores.answers.about(list(everything)) if everything else ())
        causes = await self._causes(list(everything.values()))
        by_role = any(book.unit(unit_id).roles for unit_id in unit_ids)
        disabled = await self._disabled() if by_role else weather.disabled  # others stand in at once
        climbed = await self._climbed([c for id_, one in matters.items() if book.unit(id_).roles for c in one.own])
        return {
            unit_id: Desk(
                unit=book.unit(unit_id),
                book=book,
                policy=self._policy,
                now=now,
                concerns=matters[unit_id].own,
                below=matters[unit_id].below,
                entries=entries,
                answers=_of(answers, matters[unit_id].concerns),
                silences=weather.silences,
                causes=[c for t in {c.target_id for c in matters[unit_id].concerns} for c in causes.get(t, ())],
                disabled=disabled,
                last_sequences=numbers,
                climbed=climbed,
                gather=self._gather,
            )
            for unit_id, entries in told.items()
        }

    async def _matters(self, unit_ids: Sequence[str], now: datetime) -> dict[str, _Matters]:
        """The units' own concerns, and the faults of others that have come up to them."""
        matters = {unit_id: _Matters([], []) for unit_id in unit_ids}
        for concern in await self._stores.dockets.of_units(unit_ids):
            matters[concern.unit_id].own.append(concern)
        reached = await self._stores.escalations.told_to(unit_ids, since=now - KEPT)
        concerns = {c.id: c for c in await self._stores.dockets.by_ids([e.concern_id for e in reached])}
        for escalation in reached:
            for unit_id in {rung.to_unit for rung in escalation.rungs} & matters.keys():
                rungs = escalation.reached(unit_id)
                if rungs and escalation.concern_id in concerns:
                    below = Below(concerns[escalation.concern_id], rungs, escalation.started_at, escalation.ended_at)
                    matters[unit_id].below.append(below)
        return matters

    async def _causes(self, concerns: Sequence[Concern]) -> dict[str, list[Concern]]:
        """Open faults that may explain others, by target."""
        sources = {rule.source for rule in self._policy.inhibit}
        targets = {concern.target_id for concern in concerns if concern.is_open}
        found = await self._stores.dockets.open_of(sources, targets) if sources and targets else []
        causes: dict[str, list[Concern]] = defaultdict(list)
        for concern in found:
            causes[concern.target_id].append(concern)
        return causes

    async def _climbed(self, concerns: Sequence[Concern]) -> dict[str, frozenset[str]]:
        """The steps of 督办 and 约谈 that were taken, by concern. A copy says no more than that there is a fault."""
        ids = [concern.id for concern in concerns if concern.is_open]
        found = await self._stores.escalations.of(ids) if ids else []
        return {e.concern_id: frozenset(r.step for r in e.rungs if r.fired_at and r.step != COPY) for e in found}

    async def _told(self, matters: Mapping[str, _Matters], now: datetime) -> dict[str, list[Entry]]:
        """What the units were told, after withdrawing what is not so any more; without the units that was contested."""
        told = await self._entries(matters)
        contested, withdrew = set(), False
        for unit_id, entries in told.items():
            by_id = {concern.id: concern for concern in matters[unit_id].concerns}
            for entry in (e for e in entries if e.state.is_waiting and _is_outdated(e, by_id)):
                withdrew = True
                if not await self._withdraw(entry, now):
                    contested.add(unit_id)
        if withdrew:
            told = await self._entries(matters)
        return {unit_id: entries for unit_id, entries in told.items() if unit_id not in contested}

    async def _withdraw(self, entry: Entry, now: datetime) -> bool:
        change = Change(state=State.WITHDRAWN, at=now, detail="发出前情况已变化，未发送")
        if not await self._stores.ledger.withdraw(entry.id, change):
            return False
        WARNINGS.labels(entry.channel, State.WITHDRAWN.value).inc()
        log.info("warning.withdrawn", warning_id=entry.id, unit_id=entry.unit_id)
        return True

    async def _entries(self, matters: Mapping[str, _Matters]) -> dict[str, list[Entry]]:
        """What each unit was told. Those above are told of the same concerns, often at the same mailbox."""
        ids = {unit_id: {c.id for c in one.concerns} for unit_id, one in matters.items()}
        everything = set().union(*ids.values())
        told: dict[str, list[Entry]] = {unit_id: [] for unit_id in matters}
        for entry in await self._stores.ledger.about(everything) if everything else ():
            if entry.unit_id in told and any(line.concern_id in ids[entry.unit_id] for line in entry.lines):
                told[entry.unit_id].append(entry)
        return told


def _is_outdated(entry: Entry, concerns: Mapping[str, Concern]) -> bool:
    return any(dedup.outdated(line, concerns.get(line.concern_id)) for line in entry.lines)


def _by_concern(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        for concern_id in answer.concern_ids:
            found[concern_id].append(answer)
    return found


def _of(answers: Mapping[str, Sequence[Answer]], concerns: Sequence[Concern]) -> list[Answer]:
    """The answers about these concerns, each once, oldest first."""
    found = {answer.id: answer for concern in concerns for answer in answers.get(concern.id, ())}
    return sorted(found.values(), key=lambda answer: (answer.at, answer.id))
