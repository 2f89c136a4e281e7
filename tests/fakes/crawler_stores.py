"""The crawler's stores in memory, keeping the promises of MongoDB's: one suite in `tests/contracts` sees to it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from services.crawler.fetching.fetch import Answer
from services.crawler.links.link_round import Kept
from services.crawler.ports import Claim, ClaimState, Freshness, Pace, Refusal, Remembered, Turn
from services.crawler.schedule import slot_id
from services.crawler.watch import Watch
from shared.clock import local
from shared.contracts.event import Event
from shared.contracts.target import Purpose
from shared.contracts.visits import VisitDue
from shared.registry.model import Registry


class FakePublisher:
    """A bus that keeps what is published; the same event twice is there once."""

    def __init__(self) -> None:
        self.kept: dict[str, Event] = {}
        self.tries = 0
        self.failing: Exception | None = None

    @property
    def events(self) -> list[Any]:
        return list(self.kept.values())

    async def publish(self, event: Event) -> None:
        self.tries += 1
        if self.failing is not None:
            raise self.failing
        self.kept.setdefault(str(event.event_id()), event)

    async def publish_all(self, events: Iterable[Event]) -> None:
        for event in events:
            await self.publish(event)


class FakeRegistries:
    """A registry that is what the test says."""

    def __init__(self, registry: Registry) -> None:
        self.now = registry
        self.imported: Registry | None = None
        """What was imported a moment ago and does not show yet."""

    async def registry(self, *, anew: bool = False) -> Registry:
        if anew and self.imported:
            self.now = self.imported
        return self.now


class FakeSlots:
    """The timetable's memory in a dict."""

    def __init__(self) -> None:
        self.last: dict[str, tuple[Purpose, datetime, timedelta]] = {}
        self.seen_at: dict[str, datetime] = {}

    async def published(self, keys: Collection[str]) -> Mapping[str, datetime]:
        return {key: self.last[key][1] for key in keys if key in self.last}

    async def record(self, slots: Iterable[tuple[Watch, datetime, timedelta]]) -> None:
        for watch, start, interval in slots:
            known = self.last.get(watch.key)
            self.last[watch.key] = (watch.purpose, max(start, known[1]) if known else start, interval)

    async def seen(self, key: str, at: datetime) -> None:
        self.seen_at[key] = max(at, self.seen_at.get(key, at))

    async def freshness(self, now: datetime) -> Mapping[Purpose, Freshness]:
        found: dict[Purpose, Freshness] = {}
        for key, (purpose, start, interval) in self.last.items():
            if start + 2 * interval < now:
                continue
            seen = self.seen_at.get(key)
            fresh = seen is not None and seen > now - 2 * interval
            known = found.get(purpose, Freshness(0, 0))
            found[purpose] = Freshness(known.watched + 1, known.fresh + fresh)
        return found


class FakeJournal:
    """The journal of visits in a dict."""

    def __init__(self) -> None:
        self.visits: dict[str, dict[str, Any]] = {}
        self._tokens = 0

    async def claim(self, visit_id: str, *, attempt: int, now: datetime, lease_until: datetime) -> Claim:
        self._tokens += 1
        hold = {"state": "working", "token": str(self._tokens), "lease_until": lease_until, "attempt": attempt}
        known = self.visits.get(visit_id)
        if known is None or self._is_free(known, attempt, now):
            self.visits[visit_id] = {**(known or {}), **hold}
            return Claim(ClaimState.MINE, hold["token"])
        if known["state"] == "seen":
            event = known["observation"]
            return Claim(ClaimState.SEEN, "", event.model_dump_json(exclude_defaults=True).encode(), event.TYPE)
        held = known["state"] in {"working", "free"} and known["attempt"] <= attempt
        return Claim(ClaimState.HELD if held else ClaimState.OVER)

    def _is_free(self, known: dict[str, Any], attempt: int, now: datetime) -> bool:
        match known["state"]:
            case "free":
                return known["attempt"] <= attempt
            case "working":
                return known["attempt"] <= attempt and known["lease_until"] <= now
            case "again":
                return known["attempt"] < attempt
        return False

    async def renew(self, visit_id: str, token: str, lease_until: datetime) -> bool:
        return self._change(visit_id, token, lease_until=lease_until)

    async def postpone(self, visit_id: str, token: str, *, again: VisitDue) -> bool:
        return self._change(visit_id, token, state="again", again=again, again_at=again.due_at)

    async def saw(self, visit_id: str, token: str, observation: Event) -> bool:
        return self._change(visit_id, token, state="seen", observation=observation)

    async def finish(self, visit_id: str) -> None:
        if self.visits.get(visit_id, {}).get("state") == "seen":
            self.visits[visit_id]["state"] = "done"

    async def release(self, visit_id: str, token: str) -> None:
        self._change(visit_id, token, state="free")

    async def repetitions(self, now: datetime, limit: int) -> list[VisitDue]:
        due = [one for one in self.visits.values() if one.get("again_at") and one["again_at"] <= now]
        return [one["again"] for one in sorted(due, key=lambda one: one["again_at"])][:limit]

    async def repeated(self, visits: Iterable[VisitDue]) -> None:
        for visit in visits:
            self.visits[slot_id(visit)].pop("again_at", None)

    def _change(self, visit_id: str, token: str, **change: Any) -> bool:
        known = self.visits.get(visit_id)
        if known is None or known["state"] != "working" or known["token"] != token:
            return False
        known.update(change)
        return True


class FakeMemory:
    """What was read, in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Remembered] = {}

    async def recall(self, key: str) -> Remembered | None:
        return self.kept.get(key)

    async def remember(self, key: str, remembered: Remembered) -> None:
        self.kept[key] = remembered


class FakeHosts:
    """The queues of hosts in a dict."""

    def __init__(self) -> None:
        self.hosts: dict[str, dict[str, Any]] = {}

    async def take_turn(self, host: str, pace: Pace, now: datetime) -> Turn:
        known = self.hosts.setdefault(host, {})
        pressed = known.get("pressed", 0)
        day = local(now).date()
        spent = known.get("spent", 0) if known.get("day") == day else 0
        free_at = known.get("free_at")
        rested = (free_at or now) - pace.interval * (pace.burst - 1)
        earliest = max(now, rested, known.get("not_before", now))
        known.update(day=day, spent=spent)
        if spent >= pace.budget:
            return Turn(None, Refusal.BUDGET, pressed)
        if earliest > now + pace.patience:
            return Turn(None, Refusal.BUSY, pressed)
        known.update(spent=spent + 1, free_at=max(free_at or earliest, earliest) + pace.interval * 2**pressed)
        return Turn(earliest, None, pressed)

    async def press(self, host: str, *, until: datetime) -> None:
        known = self.hosts.setdefault(host, {})
        known["not_before"] = max(until, known.get("not_before", until))
        known["pressed"] = min(known.get("pressed", 0) + 1, 6)

    async def relax(self, host: str) -> None:
        known = self.hosts.setdefault(host, {})
        known["pressed"] = max(0, known.get("pressed", 0) - 1)

    async def rest(self, host: str, until: datetime) -> None:
        known = self.hosts.setdefault(host, {})
        known["not_before"] = max(until, known.get("not_before", until))


class FakeEvidence:
    """Evidence in a list."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, Any]] = []
        self.bodies: list[bytes] = []
        self.failing: Exception | None = None

    async def keep(self, record: Mapping[str, Any], bodies: Iterable[bytes]) -> str:
        if self.failing is not None:
            raise self.failing
        self.records.append(record)
        self.bodies += bodies
        return f"evidence-{len(self.records)}"


class FakeFetcher:
    """A web of prepared answers: by address, or whatever the function says; what nobody prepared is refused."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, ask_robots: bool = True) -> Answer:
        self.asked.append((url, dict(headers or {})))
        found = self.answer(url, len(self.asked)) if callable(self.answer) else self.answer[url]
        if isinstance(found, Exception):
            raise found
        return found


class FakeRounds:
    """Rounds of link checking, in dicts."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.columns: dict[str, dict[str, Any]] = {}

    async def under_way(self, key: str) -> Kept | None:
        return self.kept.get(key)

    async def keep(self, key: str, round_: Kept) -> None:
        self.kept[key] = Kept.model_validate_json(round_.model_dump_json(exclude_defaults=True))

    async def over(self, key: str, columns: Mapping[str, Mapping[str, str]], *, website_id: str, at: datetime) -> None:
        self.columns[website_id] = {"seen_at": at, "columns": dict(columns)}
        self.kept.pop(key, None)
