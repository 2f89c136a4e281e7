"""Every stream and every consumer, declared in one place and reconciled with the server by one step.

Run as `python -m shared.streams` (the set-up step of a deployment); `xunjian up` does the same.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import nats
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from shared.errors import BadInput, Permanent
from shared.settings import Settings

DAY = timedelta(days=1).total_seconds()
GIB = 1024**3


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A stream: what it keeps, and for how long."""

    name: str
    subjects: tuple[str, ...]
    max_age: timedelta
    retention: RetentionPolicy = RetentionPolicy.LIMITS
    duplicate_window: timedelta = timedelta(minutes=10)
    """Publishing the same event twice within it is silently once; beyond it the handlers' idempotency holds."""
    max_bytes: int = 4 * GIB

    def config(self, replicas: int) -> StreamConfig:
        """As JetStream wants it."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            retention=self.retention,
            storage=StorageType.FILE,
            max_age=self.max_age.total_seconds(),
            max_bytes=self.max_bytes,
            max_msg_size=1024 * 1024,
            duplicate_window=self.duplicate_window.total_seconds(),
            num_replicas=replicas,
            allow_direct=True,
        )


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """A durable pull consumer: replicas of a service share its work."""

    name: str
    stream: str
    subjects: tuple[str, ...]
    ack_wait: timedelta = timedelta(seconds=20)
    """How long what a killed process was at stays its own. `shared.deliveries` renews it while it is being handled."""
    tries: int = 8
    """Deliveries after which an event that still fails goes to the dead letters. Counted by `shared.bus`; the server
    itself never gives up, so that an event which kills its process each time is not left lying unseen."""
    max_ack_pending: int = 5_000

    def config(self) -> ConsumerConfig:
        """As JetStream wants it."""
        return ConsumerConfig(
            durable_name=self.name,
            name=self.name,
            ack_policy=AckPolicy.EXPLICIT,
            deliver_policy=DeliverPolicy.ALL,
            ack_wait=self.ack_wait.total_seconds(),
            max_deliver=-1,
            max_ack_pending=self.max_ack_pending,
            filter_subject=self.subjects[0] if len(self.subjects) == 1 else None,
            filter_subjects=list(self.subjects) if len(self.subjects) > 1 else None,
        )


STREAMS: tuple[Stream, ...] = (
    Stream(
        name="VISITS",
        subjects=("visit.due.>",),
        max_age=timedelta(days=2),
        retention=RetentionPolicy.WORK_QUEUE,
        duplicate_window=timedelta(hours=2),
    ),
    Stream(
        name="OBSERVATIONS",
        subjects=("page.visited.>", "post.listed.>", "record.>"),
        max_age=timedelta(days=14),
        max_bytes=20 * GIB,
    ),
    Stream(name="VERDICTS", subjects=("verdict.changed.>",), max_age=timedelta(days=90)),
    Stream(
        name="NOTICES",
        subjects=("notice.sent.>", "notice.failed.>", "notice.acknowledged.>", "notice.undeliverable.>"),
        max_age=timedelta(days=400),
    ),
    Stream(name="REPORTS", subjects=("report.>", "assessment.>"), max_age=timedelta(days=30)),
    Stream(name="DEAD_LETTERS", subjects=("dead.>",), max_age=timedelta(days=90)),
)

CRAWLER_VISITS = Consumer(
    name="crawler", stream="VISITS", subjects=("visit.due.>",), ack_wait=timedelta(seconds=60), max_ack_pending=1_000
)
EVALUATOR_OBSERVATIONS = Consumer(
    name="evaluator", stream="OBSERVATIONS", subjects=("page.visited.>", "post.listed.>", "record.>")
)
EVALUATOR_ASSESSMENTS = Consumer(
    name="evaluator-assessments", stream="REPORTS", subjects=("assessment.requested.>",), tries=3
)
EVALUATOR_HINTS = Consumer(
    name="evaluator-hints", stream="OBSERVATIONS", subjects=("page.visited.>", "post.listed.>"), tries=3
)
NOTIFIER_VERDICTS = Consumer(name="notifier", stream="VERDICTS", subjects=("verdict.changed.>",))
NOTIFIER_ANSWERS = Consumer(name="notifier-answers", stream="NOTICES", subjects=("notice.acknowledged.>",))
REPORTER_REQUESTS = Consumer(name="reporter", stream="REPORTS", subjects=("report.requested.>",), tries=3)
REPORTER_ASSESSMENTS = Consumer(
    name="reporter-assessments", stream="REPORTS", subjects=("assessment.ready.>",), tries=3
)
REPORTER_NOTICES = Consumer(
    name="reporter-notices",
    stream="NOTICES",
    subjects=("notice.sent.>", "notice.failed.>", "notice.undeliverable.>"),
)

CONSUMERS: tuple[Consumer, ...] = (
    CRAWLER_VISITS,
    EVALUATOR_OBSERVATIONS,
    EVALUATOR_ASSESSMENTS,
    EVALUATOR_HINTS,
    NOTIFIER_VERDICTS,
    NOTIFIER_ANSWERS,
    REPORTER_REQUESTS,
    REPORTER_ASSESSMENTS,
    REPORTER_NOTICES,
)

_FIXED = ("retention", "storage")
"""What JetStream cannot change on a stream that exists."""

_COMPARED = ("subjects", "max_age", "max_bytes", "max_msg_size", "duplicate_window", "num_replicas", "allow_direct")

_CONSUMER_COMPARED = ("ack_wait", "max_deliver", "max_ack_pending", "filter_subject", "filter_subjects")


async def reconcile(js: JetStreamContext, *, replicas: int = 1) -> list[str]:
    """Create what is missing and update what differs; doing it twice changes nothing.

    Returns:
        One line for each thing that was changed.

    Raises:
        Permanent: a stream exists with another retention or storage, which only a person may replace.
    """
    changes = [change for stream in STREAMS if (change := await _reconcile_stream(js, stream, replicas))]
    return changes + [change for consumer in CONSUMERS if (change := await ensure_consumer(js, consumer))]


async def _reconcile_stream(js: JetStreamContext, stream: Stream, replicas: int) -> str | None:
    wanted = stream.config(replicas)
    try:
        found = (await js.stream_info(stream.name)).config
    except NotFoundError:
        await js.add_stream(wanted)
        return f"stream {stream.name}: created"
    for field in _FIXED:
        if getattr(found, field) != getattr(wanted, field):
            raise Permanent(
                f"流 {stream.name} 的 {field} 是 {getattr(found, field)}，应为 {getattr(wanted, field)}；"
                f"JetStream 不能改变它：请先备份这个流，删除后再运行本步骤"
            )
    differing = [field for field in _COMPARED if getattr(found, field) != getattr(wanted, field)]
    if not differing:
        return None
    await js.update_stream(wanted)
    return f"stream {stream.name}: updated {', '.join(differing)}"


async def ensure_consumer(js: JetStreamContext, consumer: Consumer) -> str | None:
    """Create the consumer, or bring an existing one to what is declared. Says what it changed, None for nothing."""
    wanted = consumer.config()
    try:
        found = (await js.consumer_info(consumer.stream, consumer.name)).config
    except NotFoundError:
        await js.add_consumer(consumer.stream, wanted)
        return f"consumer {consumer.name}: created"
    differing = [name for name in _CONSUMER_COMPARED if _field(found, name) != _field(wanted, name)]
    if not differing:
        return None
    await js.add_consumer(consumer.stream, wanted)
    return f"consumer {consumer.name}: updated {', '.join(differing)}"


def _field(config: ConsumerConfig, name: str) -> Any:
    value = getattr(config, name)
    return sorted(value) if isinstance(value, list) else (value or None)


async def _main() -> int:
    settings = Settings.from_environment()
    connection = await nats.connect(settings.required_nats_url(), connect_timeout=10, max_reconnect_attempts=3)
    try:
        for change in await reconcile(connection.jetstream()) or ["streams and consumers are as declared"]:
            sys.stdout.write(f"{change}\n")
    finally:
        await connection.close()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(_main()))
    except (BadInput, Permanent) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
