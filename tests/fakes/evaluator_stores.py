"""The evaluator's stores in memory, keeping the promises of MongoDB's: one suite in `tests/contracts` sees to it."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from services.evaluator.adapters.registry_subjects import roll_of
from services.evaluator.dossier import Dossier
from services.evaluator.kept import KeptDossier
from services.evaluator.ports import Roll, Seen, Standing
from services.evaluator.review import decisions
from services.evaluator.rulebook import Rules
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.event import Event
from shared.contracts.observations import Recorded
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Verdict, VerdictChanged
from shared.errors import BadInput
from tests.fakes.registry import FixedRegistry


class FakeDossiers:
    """Dossiers in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptDossier] = {}

    async def load(self, target_ids: Collection[str]) -> dict[str, KeptDossier]:
        return {one: self.kept.get(one, KeptDossier(dossier=Dossier(one))) for one in target_ids}

    async def save(self, kept: Sequence[KeptDossier]) -> set[str]:
        lost = {one.target_id for one in kept if self._version(one.target_id) != one.version}
        for one in kept:
            if one.target_id not in lost:
                self.kept[one.target_id] = replace(one, version=one.version + 1)
        return lost

    async def settle(self, kept: Sequence[KeptDossier]) -> None:
        for one in kept:
            now = self.kept.get(one.target_id)
            if now and now.number == one.number:
                self.kept[one.target_id] = replace(now, unsaid=False)

    async def due(self, now: datetime, limit: int) -> list[str]:
        due = sorted((one.next_change_at, name) for name, one in self.kept.items() if one.next_change_at)
        return [name for at, name in due if at <= now][:limit]

    async def unsaid(self, limit: int) -> list[str]:
        return [name for name, one in self.kept.items() if one.unsaid][:limit]

    async def judged_under(self) -> dict[str, str]:
        return {name: one.judged_under for name, one in self.kept.items()}

    async def standing(self, targets: Collection[str], *, now: datetime, looked_since: datetime) -> Standing:
        held = [self.kept[name] for name in targets if name in self.kept]
        judged = [one.verdict for one in held if one.verdict and one.judged_under]
        reasons = (f.reason or "" for one in judged for f in one.findings if f.outcome is Outcome.UNDETERMINED)
        results = Counter(one.result.value for one in judged)
        unjudged = len(held) - len(judged)
        due = [one.next_change_at for one in self.kept.values() if one.next_change_at and one.next_change_at <= now]
        return Standing(
            results=dict(results) | ({"none": unjudged} if unjudged else {}),
            reasons=dict(Counter(reasons)),
            looked_at=sum(one.dossier.seen_until >= looked_since for one in held),
            overdue_since=min(due, default=None),
            unsaid=sum(one.unsaid for one in self.kept.values()),
            decided=Counter(
                (name, step.value) for one in held for name, step in decisions(one.dossier.records.values())
            ),
        )

    def _version(self, target_id: str) -> int:
        return self.kept[target_id].version if target_id in self.kept else 0


class FakeVerdicts:
    """Verdicts in a dict, by id."""

    def __init__(self) -> None:
        self.written: dict[str, tuple[int, VerdictChanged]] = {}
        self.told: set[str] = set()
        self.current: dict[str, Verdict] = {}

    async def write(self, kept: Sequence[KeptDossier]) -> None:
        for one in kept:
            assert one.event
            self.written.setdefault(one.event.verdict.verdict_id, (one.number, one.event))

    async def published(self, verdict_ids: Sequence[str]) -> None:
        self.told |= {one for one in verdict_ids if one in self.written}

    async def show(self, verdicts: Sequence[Verdict]) -> None:
        for one in verdicts:
            known = self.current.get(one.target_id)
            if known is None or known.as_of <= one.as_of:
                self.current[one.target_id] = one

    async def hide(self, target_ids: Sequence[str]) -> None:
        for one in target_ids:
            self.current.pop(one, None)

    async def in_force(self, target_id: str) -> Verdict | None:
        """What is shown as the judgement in force."""
        return self.current.get(target_id)

    async def chain(self, target_id: str) -> list[tuple[int, VerdictChanged, bool]]:
        """The verdicts on a target in order, each with its number and whether it is published."""
        of_target = sorted((n, event_id) for event_id, (n, said) in self.written.items() if said.target == target_id)
        return [(n, self.written[event_id][1], event_id in self.told) for n, event_id in of_target]


class FakeObservations:
    """Observations in a dict, by id."""

    def __init__(self, piece: int = 3) -> None:
        self.kept: dict[str, tuple[datetime, Seen]] = {}
        self._piece = piece

    async def add(
        self, seen: Iterable[Seen], *, received_at: datetime, bodies: Mapping[str, bytes] | None = None
    ) -> None:
        del bodies  # only a database writes anything down
        for event_id, event in seen:
            self.kept.setdefault(event_id, (received_at, (event_id, event)))

    async def histories(
        self,
        target_ids: Sequence[str],
        *,
        until: datetime,
        recorded_until: datetime | None = None,
        known_by: datetime | None = None,
    ) -> AsyncIterator[tuple[str, list[Seen]]]:
        for target_id in target_ids:
            seen = [
                one
                for received_at, one in self.kept.values()
                if one[1].target == target_id
                and one[1].occurred_at <= ((recorded_until or until) if isinstance(one[1], Recorded) else until)
                and (known_by is None or received_at <= known_by)
            ]
            seen.sort(key=lambda one: one[1].occurred_at)
            for start in range(0, len(seen), self._piece):
                yield target_id, seen[start : start + self._piece]


class FakeAssessments:
    """Assessments in dicts."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Assessment] = {}
        self.runs: dict[str, AssessmentSummary] = {}
        self.expiry: dict[str, datetime | None] = {}

    async def write(self, assessments: Sequence[Assessment], *, expires_at: datetime | None) -> None:
        self.kept |= {(one.request_id, one.target_id): one for one in assessments}

    async def finish(self, summary: AssessmentSummary, *, expires_at: datetime | None) -> None:
        self.runs[summary.request_id] = summary
        self.expiry[summary.request_id] = expires_at

    async def finished(self, request_id: str) -> AssessmentSummary | None:
        return self.runs.get(request_id)

    async def of(self, request_id: str) -> list[Assessment]:
        """The judgements of one request, by target."""
        return [one for (request, _), one in sorted(self.kept.items()) if request == request_id]


class FakeSubjects:
    """The registry a test has put in force."""

    def __init__(self, registry: FixedRegistry) -> None:
        self._registry = registry
        self._loaded: object = None
        self._roll = Roll({}, {}, 0)

    async def current(self) -> Roll:
        if self._registry.loaded and self._registry.loaded is not self._loaded:
            self._loaded, self._roll = self._registry.loaded, roll_of(self._registry.loaded)
        return self._roll

    async def on(self, day: date) -> Roll:
        if self._registry.loaded is None:
            raise BadInput("还没有导入名录")
        return roll_of(self._registry.loaded)


class FakePacks:
    """Rule packs a test can exchange, or break."""

    def __init__(self, rules: Rules) -> None:
        self.in_force = rules
        self.broken: BadInput | None = None

    def rules(self, pack_id: str, on: date) -> Rules:
        if self.broken:
            raise self.broken
        if pack_id != self.in_force.id:
            raise BadInput(f"expected the id of a rule pack, got {pack_id!r}")
        return self.in_force

    def trial(self, text: str, on: date) -> Rules:
        return self.in_force


class FakePublisher:
    """Events in the order they were published, each id once, as a stream keeps them."""

    def __init__(self) -> None:
        self.kept: dict[str, Event] = {}

    async def publish(self, event: Event) -> None:
        self.kept.setdefault(str(event.event_id()), event)

    async def publish_all(self, events: Iterable[Event]) -> None:
        for event in events:
            await self.publish(event)

    def changes(self, target_id: str) -> list[VerdictChanged]:
        """What was told of a target."""
        return [e for e in self.kept.values() if isinstance(e, VerdictChanged) and e.target == target_id]
