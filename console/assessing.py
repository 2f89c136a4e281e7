"""Asking the evaluator to judge again, and waiting for its answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from nats.errors import TimeoutError as NatsTimeoutError

from console.session import Session
from shared.contracts import AssessmentReady, AssessmentRequested
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS
from shared.errors import BadInput, XunjianError
from shared.mongo import Database

LOOK_EVERY = 0.5
"""Seconds between two looks at how far it is."""


@dataclass(frozen=True)
class Answer:
    """What the evaluator judged."""

    assessments: tuple[Assessment, ...]
    summary: AssessmentSummary


async def assessed(
    session: Session,
    request: AssessmentRequested,
    *,
    seconds: float,
    progress: Callable[[int], None] = lambda _: None,
) -> Answer:
    """The answer to a request. `progress` is told how many targets are judged.

    Raises:
        BadInput: it cannot be answered, with the reason.
        XunjianError: there was no answer in time.
    """
    async with session.database() as database, session.bus() as bus:
        answers = await bus.js.subscribe(f"{AssessmentReady.TYPE}.{request.request_id}", ordered_consumer=True)
        try:
            await bus.publish(request)
            async with asyncio.timeout(seconds):
                while True:
                    try:
                        message = await answers.next_msg(timeout=LOOK_EVERY)
                        break
                    except NatsTimeoutError:
                        progress(await database[ASSESSMENTS].count_documents({"request_id": request.request_id}))
        except TimeoutError as error:
            raise XunjianError(f"{seconds:g} 秒内没有评判结果：用 xunjian status 看评判服务是否就绪") from error
        finally:
            await answers.unsubscribe()
        ready = AssessmentReady.read(message.data)
        if ready.problem:
            raise BadInput(ready.problem)
        return await _answer(database, request.request_id)


async def _answer(database: Database, request_id: str) -> Answer:
    hidden = {"_id": False, "expires_at": False}
    cursor = database[ASSESSMENTS].find({"request_id": request_id}, hidden).sort("target_id", 1)
    found = tuple([Assessment.model_validate(document) async for document in cursor])
    run = await database[ASSESSMENT_RUNS].find_one({"_id": request_id}, hidden)
    return Answer(found, AssessmentSummary.model_validate(run))
