"""What was judged on request, in MongoDB."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS
from shared.mongo import Database, ReplaceOne

_NOT_OURS = {"_id": False, "expires_at": False}


class MongoAssessments:
    """The port `Assessments`. What has an `expires_at` is removed by MongoDB itself some time after it."""

    def __init__(self, database: Database) -> None:
        self._assessments = database[ASSESSMENTS]
        self._runs = database[ASSESSMENT_RUNS]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._assessments.create_index([("request_id", 1), ("target_id", 1)], name="request_target")
        for collection in (self._assessments, self._runs):
            await collection.create_index("expires_at", expireAfterSeconds=0, name="expiry")

    async def write(self, assessments: Sequence[Assessment], *, expires_at: datetime | None) -> None:
        """Keep them, in place of those of the same request and target."""
        writes = [
            ReplaceOne(
                {"_id": f"{one.request_id}:{one.target_id}"},
                {**one.model_dump(), "expires_at": expires_at},
                upsert=True,
            )
            for one in assessments
        ]
        if writes:
            await self._assessments.bulk_write(writes, ordered=False)

    async def finish(self, summary: AssessmentSummary, *, expires_at: datetime | None) -> None:
        """Keep what they rest on: the request is answered."""
        document = {**summary.model_dump(mode="json"), "as_of": summary.as_of, "expires_at": expires_at}
        await self._runs.replace_one({"_id": summary.request_id}, document, upsert=True)

    async def finished(self, request_id: str) -> AssessmentSummary | None:
        """What a request was answered with; None when it was not yet."""
        document = await self._runs.find_one({"_id": request_id}, _NOT_OURS)
        return AssessmentSummary.model_validate(document) if document else None
