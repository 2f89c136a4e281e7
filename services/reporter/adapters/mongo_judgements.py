"""What the evaluator left in MongoDB, the registry a report is about, and the plan of the inspection."""

from datetime import date
from typing import TypeVar

from services.reporter.material import RegistryView
from services.reporter.registry_view import registry_view
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS, PLANS
from shared.contracts.event import Fact
from shared.contracts.plan import InspectionPlan, plan_key
from shared.contracts.reports import ReportRequested
from shared.errors import BadInput, Transient
from shared.mongo import Database, Document
from shared.registry.store import NoRegistry, load

F = TypeVar("F", bound=Fact)


class MongoJudgements:
    """Reads `assessments` and `assessment_runs`."""

    def __init__(self, database: Database) -> None:
        self._assessments = database[ASSESSMENTS]
        self._runs = database[ASSESSMENT_RUNS]

    async def of(self, request_id: str) -> tuple[AssessmentSummary, tuple[Assessment, ...]]:
        """The summary and the judgements of a request.

        Raises:
            Transient: they are not there.
        """
        run = await self._runs.find_one({"request_id": request_id})
        if run is None:
            raise Transient(f"the judgements of {request_id} are announced but not there")
        cursor = self._assessments.find({"request_id": request_id}).sort([("target_id", 1), ("target_kind", 1)])
        return _read(AssessmentSummary, run), tuple([_read(Assessment, document) async for document in cursor])


class MongoRegistries:
    """Reads the registry's versions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def on(self, day: date) -> RegistryView:
        """The registry in force on a day; before the first version the earliest one, as the evaluator takes it.

        Raises:
            BadInput: there is none at all.
        """
        try:
            return registry_view((await load(self._database, as_of_date=day)).registry)
        except NoRegistry as error:
            raise BadInput("还没有导入名录，无法编写通报：请先 xunjian registry import 名录.xlsx") from error


class MongoPlans:
    """Reads the inspection plans the console has drawn."""

    def __init__(self, database: Database) -> None:
        self._plans = database[PLANS]

    async def of(self, request: ReportRequested) -> frozenset[str] | None:
        """The ids of the targets drawn for this period and regime; None if nothing was drawn."""
        key = plan_key(request.regime, request.period_from, request.period_to)
        document = await self._plans.find_one({"_id": key})
        return frozenset(_read(InspectionPlan, document).targets) if document else None


def _read(model: type[F], document: Document) -> F:
    return model.model_validate({name: value for name, value in document.items() if name in model.model_fields})
