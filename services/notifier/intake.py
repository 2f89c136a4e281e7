"""Taking in a verdict: route → mute → group. Then the docket is saved and the units are on the agenda."""

from collections.abc import Callable
from datetime import timedelta

from services.notifier import docket
from services.notifier.book import Book
from services.notifier.contact import OPERATIONS
from services.notifier.docket import Absorbed, Docket, Reason
from services.notifier.grouping import group
from services.notifier.metrics import DECISIONS
from services.notifier.muting import Reason as Muted
from services.notifier.muting import mute
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from services.notifier.routing import Share, route, unseen
from shared.clock import Clock
from shared.contracts.verdicts import VerdictChanged
from shared.errors import Transient
from shared.logs import get_logger

log = get_logger(__name__)

TRIES = 20
"""How often another replica may save the same docket first before the event is delivered again later."""


class Intake:
    """Keeps the dockets. Handling a verdict twice, late or out of order changes nothing."""

    def __init__(
        self,
        *,
        stores: Stores,
        policy: Policy,
        wait: timedelta,
        clock: Clock,
        on_window: Callable[[], None],
    ) -> None:
        self._dockets = stores.dockets
        self._agendas = stores.agendas
        self._directory = stores.directory
        self._policy = policy
        self._wait = wait
        self._clock = clock
        self._on_window = on_window

    async def take(self, event: VerdictChanged) -> Reason:
        """Absorb the verdict, then open the windows of the units it says something new to.

        Raises:
            Transient: other replicas kept saving the same docket first.
        """
        book = await self._directory.book()
        for _ in range(TRIES):
            kept = await self._dockets.load(event.verdict.target_kind, event.verdict.target_id)
            reason = docket.compare(kept, event.verdict, event.previous_verdict_id)
            if reason is Reason.LATE:
                break
            if kept is not None and reason is Reason.SAME:
                await self._open_windows(_everybody(kept), delivered_again=True)
                break
            absorbed = self._absorb(kept, event, book)
            if await self._dockets.save(absorbed.docket):
                await self._open_windows(absorbed, delivered_again=False)
                break
        else:
            raise Transient(f"the docket of {event.verdict.target_id} is being saved by others all the time")
        log.info("verdict.taken", target_id=event.verdict.target_id, reason=reason.value)
        return reason

    def _absorb(self, kept: Docket | None, event: VerdictChanged, book: Book) -> Absorbed:
        verdict = event.verdict
        retired = book.is_retired(verdict.target_kind, verdict.target_id)

        def muted(share: Share, is_open: bool) -> Muted:
            return mute(share, is_open=is_open, retired=retired, policy=self._policy.mute)

        shares = route(verdict, clocks=self._policy.reply.item_kinds)
        if OPERATIONS in book.units:
            shares = (*shares, unseen(verdict, self._policy.blind.reasons))
        _count(shares, kept, muted)
        return docket.absorb(kept, verdict, shares, previous_verdict_id=event.previous_verdict_id, mute=muted)

    async def _open_windows(self, absorbed: Absorbed, *, delivered_again: bool) -> None:
        window = group(
            changed=bool(absorbed.units) and not delivered_again,
            delivered_again=bool(absorbed.units) and delivered_again,
            now=self._clock(),
            wait=self._wait,
        )
        DECISIONS.labels("group", window.reason.value).inc(max(len(absorbed.units), 1))
        if window.closes_at is not None:
            await self._agendas.schedule_all(sorted(absorbed.units), window.closes_at)
            self._on_window()


def _everybody(kept: Docket) -> Absorbed:
    return Absorbed(docket=kept, units=frozenset(concern.unit_id for concern in kept.concerns))


def _count(shares: tuple[Share, ...], kept: Docket | None, muted: docket.Mute) -> None:
    held = {c.place for c in kept.concerns if c.is_open} if kept else set()
    for share in shares:
        is_open = share.place in held
        DECISIONS.labels("mute", muted(share, is_open).value).inc()
