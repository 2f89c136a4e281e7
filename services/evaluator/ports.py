"""What the evaluator needs from the outside, in its own words."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from services.evaluator.dossier import Observation
from services.evaluator.kept import KeptDossier
from services.evaluator.rulebook import Rules
from services.evaluator.subject import Subject
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.event import Event
from shared.contracts.verdicts import Verdict

Seen = tuple[str, Observation]
"""An observation with the id of its event."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where targets stand, for the metrics."""

    results: Mapping[str, int] = field(default_factory=dict)
    """By result: how many targets."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """By reason: how many findings are undetermined."""
    looked_at: int = 0
    """Targets of which anything was observed of late."""
    overdue_since: datetime | None = None
    """The earliest moment that should have been judged by now."""
    unsaid: int = 0
    decided: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By indicator and `confirm` or `dismiss`: how many points people decided on so."""


class Dossiers(Protocol):
    """The facts on each target and the end of its chain of verdicts."""

    async def load(self, target_ids: Collection[str]) -> dict[str, KeptDossier]:
        """All of them with one query; a new one for a target nobody knows."""
        ...

    async def save(self, kept: Sequence[KeptDossier]) -> set[str]:
        """Keep each as the version after the one it was loaded as.

        Returns:
            The targets of which another was faster: nothing of them is kept.
        """
        ...

    async def settle(self, kept: Sequence[KeptDossier]) -> None:
        """Note that the latest verdict of each is published. One that has gone on since is left alone."""
        ...

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Targets whose verdict time alone can have changed, the most overdue first."""
        ...

    async def unsaid(self, limit: int) -> list[str]:
        """Targets whose latest verdict may not have been published."""
        ...

    async def judged_under(self) -> dict[str, str]:
        """What each target was judged under last."""
        ...

    async def standing(self, targets: Collection[str], *, now: datetime, looked_since: datetime) -> Standing:
        """Where these targets stand."""
        ...


class Verdicts(Protocol):
    """The verdicts that were said, for ever in the order of their chains."""

    async def write(self, kept: Sequence[KeptDossier]) -> None:
        """Write the latest verdict of each down. One that is there already stays as it is."""
        ...

    async def published(self, verdict_ids: Sequence[str]) -> None:
        """Note that these are on their stream."""
        ...

    async def show(self, verdicts: Sequence[Verdict]) -> None:
        """Show these as the judgements in force; an older one never takes the place of a newer one."""
        ...

    async def hide(self, target_ids: Sequence[str]) -> None:
        """No judgement is in force on these any more."""
        ...


class Observations(Protocol):
    """The events themselves, append-only."""

    async def add(
        self, seen: Iterable[Seen], *, received_at: datetime, bodies: Mapping[str, bytes] | None = None
    ) -> None:
        """Keep them, by id with the body they came with, if any. One that is there already stays as it is."""
        ...

    def histories(
        self,
        target_ids: Sequence[str],
        *,
        until: datetime,
        recorded_until: datetime | None = None,
        known_by: datetime | None = None,
    ) -> AsyncIterator[tuple[str, list[Seen]]]:
        """Target after target, what was observed of it up to and including a moment, in pieces of bounded size.

        What people entered counts up to `recorded_until`, and comes last: it is about earlier days.
        A target of which nothing was observed does not come; one with a long history comes several times in a row.
        """
        ...


@dataclass(frozen=True)
class Roll:
    """All targets of the registry in force on a day."""

    subjects: Mapping[str, Subject]
    words: Mapping[str, str]
    """By target: a digest of everything the registry says of it."""
    version: int
    effective_from: date | None = None
    is_fallback: bool = False
    """The day lies before the first version of the registry, whose earliest stands in."""


class Subjects(Protocol):
    """The registry as the evaluator needs it."""

    async def current(self) -> Roll:
        """The roll in force today, an empty one if nothing was imported; the same object until another is in force."""
        ...

    async def on(self, day: date) -> Roll:
        """The roll in force on a day.

        Raises:
            BadInput: nothing was imported yet.
        """
        ...


class Packs(Protocol):
    """The rule packs, as they are written now."""

    def rules(self, pack_id: str, on: date) -> Rules:
        """The edition of a pack that is valid on a day; the same object until somebody changes a file.

        Raises:
            BadInput: there is none, or a file is wrong; says which and where.
        """
        ...

    def trial(self, text: str, on: date) -> Rules:
        """The rules of a pack that is only tried, over what it extends on a day; the days it names make no difference.

        Raises:
            BadInput: it is wrong; says what and where.
        """
        ...


class Assessments(Protocol):
    """What was judged on request."""

    async def write(self, assessments: Sequence[Assessment], *, expires_at: datetime | None) -> None:
        """Keep them, in place of those of the same request and target."""
        ...

    async def finish(self, summary: AssessmentSummary, *, expires_at: datetime | None) -> None:
        """Keep what they rest on: the request is answered."""
        ...

    async def finished(self, request_id: str) -> AssessmentSummary | None:
        """What a request was answered with; None when it was not yet."""
        ...


@dataclass(frozen=True, kw_only=True)
class Stores:
    """Where the evaluator keeps what it knows, and learns whom to judge."""

    dossiers: Dossiers
    verdicts: Verdicts
    observations: Observations
    assessments: Assessments
    subjects: Subjects


class Publisher(Protocol):
    """The bus as the evaluator needs it."""

    async def publish(self, event: Event) -> None:
        """Return when the event is kept. Publishing it again changes nothing."""
        ...

    async def publish_all(self, events: Iterable[Event]) -> None:
        """Return when all are kept."""
        ...
