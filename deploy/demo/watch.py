"""Watching verdicts change while they do: a reader of the stream that the notifier reads too."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import nats
from nats.js.api import DeliverPolicy

from shared.contracts import VerdictChanged
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import IndicatorKind

WORDS = {
    Result.QUALIFIED: "合格",
    Result.BASIC: "基本合格",
    Result.UNQUALIFIED: "不合格",
    Result.UNDETERMINED: "无法判定",
}
STYLES = {
    Result.QUALIFIED: "green",
    Result.BASIC: "yellow",
    Result.UNQUALIFIED: "red",
    Result.UNDETERMINED: "yellow",
}


@contextlib.asynccontextmanager
async def verdicts_as_they_change(url: str, tell: Callable[[VerdictChanged], None]) -> AsyncIterator[None]:
    """`tell` is called with every change of a verdict from now on."""
    client = await nats.connect(url, connect_timeout=5, max_reconnect_attempts=3)

    async def heard(message: Any) -> None:
        tell(VerdictChanged.read(message.data))

    try:
        await client.jetstream().subscribe(
            f"{VerdictChanged.TYPE}.>",
            stream=VerdictChanged.STREAM,
            cb=heard,
            ordered_consumer=True,
            deliver_policy=DeliverPolicy.NEW,
        )
        yield
    finally:
        with contextlib.suppress(asyncio.TimeoutError, nats.errors.Error):
            await client.close()


def sentence(change: VerdictChanged) -> str:
    """One line on a change, in Chinese."""
    verdict = change.verdict
    before = f"{WORDS[change.previous_result]} → " if change.previous_result else ""
    return f"{verdict.target_name}：{before}{WORDS[verdict.result]}{grounds(change)}"


def grounds(change: VerdictChanged) -> str:
    """What is wrong, or why nothing can be said."""
    verdict = change.verdict
    wanted = Outcome.NOT_MET if verdict.result is Result.UNQUALIFIED else Outcome.UNDETERMINED
    vetoes = (finding for finding in verdict.findings if finding.kind is IndicatorKind.VETO)
    titles = [finding.title for finding in vetoes if finding.outcome is wanted]
    return f"（{'、'.join(titles)}）" if titles and verdict.result is not Result.QUALIFIED else ""
