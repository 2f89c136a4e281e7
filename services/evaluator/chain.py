"""The chain of verdicts on each target: linear, however many replicas judge, and told once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.evaluator.bench import Advanced, Bench
from services.evaluator.kept import KeptDossier
from services.evaluator.metrics import JUDGED, RIVALS, UNDETERMINED, VERDICTS
from services.evaluator.ports import Dossiers, Publisher, Seen, Verdicts
from shared.contracts.target import Outcome
from shared.errors import Transient

TRIES = 10
"""How often a dossier is judged anew because another replica was faster, before the batch comes again later."""


class Chain:
    """Judges targets and tells what is news.

    One write decides: facts and verdict are saved together, by compare-and-swap, with a mark that the verdict is not
    published. Then its document is written, its event published, and the mark taken away; each of these can be done
    again, by anybody who finds the mark: a redelivery, a tick, the next start.
    """

    def __init__(self, dossiers: Dossiers, verdicts: Verdicts, publisher: Publisher) -> None:
        self._dossiers = dossiers
        self._verdicts = verdicts
        self._publisher = publisher

    async def advance(self, seen: Mapping[str, Sequence[Seen]], bench: Bench, now: datetime, *, cause: str) -> None:
        """Fold what was seen into the dossiers of its targets, judge each target once, and tell what is news.

        Raises:
            Transient: a server is away, or rivals were faster too often; doing it again is safe and finishes it.
        """
        pending = list(seen)
        for _ in range(TRIES):
            if not pending:
                return
            loaded = await self._dossiers.load(pending)
            await self._tell([kept for kept in loaded.values() if kept.unsaid])
            told = [replace(kept, unsaid=False) if kept.unsaid else kept for kept in loaded.values()]
            advanced = [(kept, bench.advanced(kept, seen[kept.target_id], now)) for kept in told]
            pending = await self._save([after for before, after in advanced if after.kept is not before], cause)
        raise Transient(f"other replicas were faster {TRIES} times on {', '.join(sorted(pending)[:3])}")

    async def finish(self, target_ids: Sequence[str]) -> None:
        """Tell the latest verdict of each that was not told yet."""
        loaded = await self._dossiers.load(target_ids)
        await self._tell([kept for kept in loaded.values() if kept.unsaid])

    async def _save(self, moved: Sequence[Advanced], cause: str) -> list[str]:
        """Save what moved, tell what is news, show what is in force. Returns the targets that must be done anew."""
        lost = await self._dossiers.save([one.kept for one in moved])
        RIVALS.inc(len(lost))
        won = [one for one in moved if one.kept.target_id not in lost]
        JUDGED.labels(cause).inc(sum(1 for one in won if one.kept.judged_under))
        news = [one.kept for one in won if one.kept.unsaid]
        await self._tell(news)
        await self._show(won)
        _count(news)
        return sorted(lost)

    async def _show(self, won: Sequence[Advanced]) -> None:
        shown = [one.shown for one in won if one.shown]
        if shown:
            await self._verdicts.show(shown)
        hidden = [one.kept.target_id for one in won if one.kept.said and not one.kept.judged_under]
        if hidden:
            await self._verdicts.hide(hidden)

    async def _tell(self, news: Sequence[KeptDossier]) -> None:
        """Write the verdicts, publish their events, take the marks away: in this order, each of which may repeat."""
        if not news:
            return
        events = [kept.said for kept in news if kept.said]
        await self._verdicts.write(news)
        await self._publisher.publish_all(events)
        await self._verdicts.published([event.verdict.verdict_id for event in events])
        await self._dossiers.settle(news)


def _count(news: Sequence[KeptDossier]) -> None:
    for kept in news:
        if kept.verdict:
            VERDICTS.labels(kept.verdict.result.value).inc()
            for finding in kept.verdict.findings:
                if finding.outcome is Outcome.UNDETERMINED:
                    UNDETERMINED.labels(finding.reason or "").inc()
