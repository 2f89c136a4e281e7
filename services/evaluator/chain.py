"""The chain of verdicts on each target: linear, however many replicas judge, and told once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.evaluator.bench import Advanced, Bench
from services.evaluator.kept import KeptDossier
from services.evaluator.metrics import JUDGED, RIVALS, UNDETERMINED, UNJUDGED, UNPUBLISHABLE, VERDICTS
from services.evaluator.ports import Dossiers, Publisher, Seen, Verdicts
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Verdict, VerdictChanged
from shared.errors import Permanent, Transient

TRIES = 10
"""How often a dossier is judged anew because another replica was faster, before the batch comes again later."""


class Chain:
    """Judges targets and tells what is news.

    One write decides: facts and verdict are saved together, by compare-and-swap, with a mark that the verdict is not
    published. Then its document is written, its event published, and the mark taken away; each of these can be done
    again, by anybody who finds the mark: a redelivery, a tick, another replica.
    """

    def __init__(self, dossiers: Dossiers, verdicts: Verdicts, publisher: Publisher) -> None:
        self._dossiers = dossiers
        self._verdicts = verdicts
        self._publisher = publisher

    async def advance(
        self, seen: Mapping[str, Sequence[Seen]], bench: Bench, now: datetime, *, cause: str
    ) -> dict[str, Exception]:
        """Fold what was seen into the dossiers of its targets, judge each target once, and tell what is news.

        Returns:
            Why some could not be judged; nothing was kept of these, and all of the others.

        Raises:
            Transient: a server is away, or rivals were faster too often; doing it again is safe and finishes it.
        """
        step = _Step(bench, now, cause)
        pending = list(seen)
        for _ in range(TRIES):
            if pending:
                pending = await self._advance({target_id: seen[target_id] for target_id in pending}, step)
        if pending:
            raise Transient(f"other replicas were faster {TRIES} times on {', '.join(sorted(pending)[:3])}")
        return step.failures

    async def finish(self, target_ids: Sequence[str]) -> None:
        """Tell the latest verdict of each that was not told yet."""
        loaded = await self._dossiers.load(target_ids)
        await self._tell([kept for kept in loaded.values() if kept.unsaid])

    async def _advance(self, seen: Mapping[str, Sequence[Seen]], step: "_Step") -> list[str]:
        """One try. Returns the targets that another replica has moved meanwhile."""
        loaded = await self._dossiers.load(seen.keys())
        await self._tell([kept for kept in loaded.values() if kept.unsaid])
        told = [replace(kept, unsaid=False) if kept.unsaid else kept for kept in loaded.values()]
        steps = [(kept, step.take(kept, seen[kept.target_id])) for kept in told]
        moved = [after for before, after in steps if after.kept is not before]
        await self._hide([one.kept for one in moved])
        lost = await self._dossiers.save([one.kept for one in moved])
        won = [one for one in moved if one.kept.target_id not in lost]
        RIVALS.inc(len(lost))
        JUDGED.labels(step.cause).inc(sum(1 for one in won if one.kept.judged_under))
        await self._tell([one.kept for one in won if one.kept.unsaid], [one.renewed for one in won if one.renewed])
        _count(one.kept for one in won if one.kept.unsaid)
        return sorted(lost)

    async def _hide(self, moved: Sequence[KeptDossier]) -> None:
        """Before it is saved that they are not judged any more: after a crash that is done again."""
        hidden = [kept.target_id for kept in moved if kept.said and not kept.judged_under]
        if hidden:
            await self._verdicts.hide(hidden)

    async def _tell(self, news: Sequence[KeptDossier], renewed: Sequence[Verdict] = ()) -> None:
        """Write the verdicts, publish their events, show them, take the marks away: each of which may repeat."""
        news = [kept.at_hand() for kept in news]
        events = [kept.event for kept in news if kept.event]
        if events:
            await self._verdicts.write(news)
            await self._verdicts.published(await self._publish(events))
        shown = [kept.verdict for kept in news if kept.verdict and kept.judged_under]
        if shown or renewed:
            await self._verdicts.show([*shown, *renewed])
        if events:
            await self._dossiers.settle(news)

    async def _publish(self, events: Sequence[VerdictChanged]) -> list[str]:
        """Returns the ids of the verdicts that are on the stream. One that no stream takes must not stop the others."""
        try:
            await self._publisher.publish_all(events)
        except Permanent:
            return [one.verdict.verdict_id for one in events if await self._is_published(one)]
        return [one.verdict.verdict_id for one in events]

    async def _is_published(self, event: VerdictChanged) -> bool:
        try:
            await self._publisher.publish(event)
        except Permanent:
            UNPUBLISHABLE.inc()
            return False
        return True


@dataclass
class _Step:
    """What is done to each dossier of a batch."""

    bench: Bench
    now: datetime
    cause: str
    failures: dict[str, Exception] = field(default_factory=dict)

    def take(self, kept: KeptDossier, seen: Sequence[Seen]) -> Advanced:
        """The dossier one step on; as it is, where it cannot be judged: one target must not stop the others."""
        try:
            return self.bench.advanced(kept, seen, self.now)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told of this target alone
            UNJUDGED.labels(self.cause).inc()
            self.failures[kept.target_id] = error
            return Advanced(kept)


def _count(news: Iterable[KeptDossier]) -> None:
    for kept in news:
        if kept.verdict:
            VERDICTS.labels(kept.verdict.result.value).inc()
            for finding in kept.verdict.findings:
                if finding.outcome is Outcome.UNDETERMINED:
                    UNDETERMINED.labels(finding.reason or "").inc()
