"""What the reporter needs from the world, in its own words."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from services.reporter.material import Material, RegistryView, Telling
from services.reporter.printing import Printed
from services.reporter.report import Report
from shared.contracts import ReportRequested
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.event import Event, Fact, Moment


class State(StrEnum):
    """Where a report stands."""

    REQUESTED = "requested"
    """The judgements of its period are being made."""
    WRITTEN = "written"
    FAILED = "failed"


class Order(Fact):
    """One report that was asked for."""

    request: ReportRequested
    state: State
    version: int = 1
    """Counts the reports of one period and regime that say different things: a correction is a new version."""
    files: tuple[str, ...] = ()
    digest: str | None = None
    problem: str | None = None
    finished_at: Moment | None = None
    is_provisional: bool = False
    """Written before its period was over."""
    publish_by: date | None = None
    """By when its results are to be published, in regimes that say so."""


class Orders(Protocol):
    """The reports that were asked for, and the datasets of those that were written."""

    async def open(self, request: ReportRequested) -> Order:
        """The order of this request; a new one the first time it is seen."""

    async def get(self, report_id: str) -> Order | None:
        """The order of a report; None if nobody asked for it."""

    async def finish(self, order: Order, report: Report | None) -> Order:
        """Write down how it ended, with the dataset if there is one. Of several who finish one order the first wins.

        Returns:
            The order as it stands now.
        """

    async def previous(self, request: ReportRequested) -> Report | None:
        """The newest dataset of the latest period under the same regime that ended before this one began.

        One that was made while its period ran is no result, here and in `within`.
        """

    async def corrected(self, request: ReportRequested) -> Report | None:
        """The newest dataset of the same period and regime: what a new report of it corrects or repeats."""

    async def within(self, request: ReportRequested) -> tuple[Report, ...]:
        """The newest dataset of each shorter period inside of this one under the same regime, in their order."""

    async def publish_by(self) -> dict[str, date]:
        """For each regime that has such a deadline, that of its newest report."""


class Told(Protocol):
    """What units were told, projected from the notices."""

    async def note(self, event_id: str, notice: Telling) -> None:
        """Remember the notice; again is nothing new."""

    async def between(self, first: datetime, last: datetime) -> tuple[Telling, ...]:
        """What was told from one moment to another, both included, in order."""


class Judgements(Protocol):
    """What the evaluator left for a request."""

    async def of(self, request_id: str) -> tuple[AssessmentSummary, tuple[Assessment, ...]]:
        """The summary and the judgements, by target.

        Raises:
            Transient: they are not there yet.
        """


class Registries(Protocol):
    """Whom the regulator answers for."""

    async def on(self, day: date) -> RegistryView:
        """The registry in force on a day.

        Raises:
            BadInput: there is no registry at all.
        """


class Plans(Protocol):
    """Who was drawn to be inspected."""

    async def of(self, request: ReportRequested) -> frozenset[str] | None:
        """The ids of the targets drawn for this period and regime; None if nothing was: then everybody is meant."""


class Publisher(Protocol):
    """Where events go."""

    async def publish(self, event: Event) -> None:
        """Return when it is kept."""


class Press(Protocol):
    """Where a report is composed and its files are made: heavy work, away from everything else."""

    async def make(self, material: Material) -> Printed:
        """The report and its files.

        Raises:
            Permanent: the material or a template cannot be used.
            Transient: the work was ended from outside.
        """


class Folder(Protocol):
    """Where finished files go."""

    def write(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
        """Put the files there, each whole or not at all. Other files of an earlier report move to `versions/`.

        Raises:
            BadInput: the folder cannot be written to.
        """
