"""Taking in a verdict: route → mute → group. Then the docket is saved and the units are on the agenda."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Self

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
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import VerdictChanged
from shared.errors import Transient
from shared.logs import get_logger

log = get_logger(__name__)

TRIES = 20
"""How often another replica may save the same docket first before the event is delivered again later."""


Key = tuple[TargetKind, str]
"""Names a target."""


class Taken:
    """A docket while verdicts are absorbed into it."""

    def __init__(self, kept: Docket | None) -> None:
        self.kept = kept
        self.is_new = False
        """It has to be saved."""
        self.changed: frozenset[str] = frozenset()
        """Units to which there may be something new to say."""
        self.repeated: set[str] = set()
        """Units whose window may never have been saved when the verdict came first."""
        self.reasons: list[Reason] = []

    @property
    def docket(self) -> Docket:
        """The docket that is there once something was absorbed."""
        if self.kept is None:
            raise LookupError("nothing was absorbed")
        return self.kept

    def for_all(self) -> Self:
        """The same, as if everything had been delivered again."""
        self.repeated |= _everybody(self.kept) if self.kept else set()
        return self


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

    async def take_all(self, events: Sequence[VerdictChanged]) -> list[Reason]:
        """Absorb verdicts, then open the windows of the units they say something new to. Returns what each did.

        Raises:
            Transient: other replicas kept saving the same dockets first.
        """
        book = await self._directory.book()
        pending: dict[Key, list[VerdictChanged]] = {}
        for event in events:
            pending.setdefault((event.verdict.target_kind, event.verdict.target_id), []).append(event)
        reasons: list[Reason] = []
        for attempt in range(TRIES):
            pending, done = await self._try(pending, book, again=attempt > 0)
            reasons += done
            if not pending:
                return reasons
        raise Transient(f"the dockets of {len(pending)} targets are being saved by others all the time")

    async def _try(
        self, pending: Mapping[Key, list[VerdictChanged]], book: Book, *, again: bool
    ) -> tuple[dict[Key, list[VerdictChanged]], list[Reason]]:
        """Absorb what can be absorbed now. Returns what met another replica, and what the others did."""
        kept = {(d.target_kind, d.target_id): d for d in await self._dockets.load_all(pending)}
        taken = {key: self._fold(kept.pop(key, None), events, book) for key, events in pending.items()}
        refused = await self._dockets.save_all([one.docket for one in taken.values() if one.is_new])
        late = {(docket.target_kind, docket.target_id) for docket in refused}
        done = [one for key, one in taken.items() if key not in late]
        # saved and then overtaken looks like refused: everybody the docket speaks of is looked at once more
        await self._open_windows([one.for_all() if again else one for one in done])
        for key, one in taken.items():
            if key not in late:
                for reason in one.reasons:
                    log.info("verdict.taken", target_id=key[1], reason=reason.value)
        return {key: pending[key] for key in late}, [reason for one in done for reason in one.reasons]

    def _fold(self, kept: Docket | None, events: Sequence[VerdictChanged], book: Book) -> Taken:
        """The docket after these verdicts, whatever order they came in."""
        taken = Taken(kept)
        for event in events:
            reason = docket.compare(taken.kept, event.verdict, event.previous_verdict_id)
            taken.reasons.append(reason)
            if taken.kept is not None and reason is Reason.SAME:
                taken.repeated |= _everybody(taken.kept)
            elif reason is Reason.NEWER:
                absorbed = self._absorb(taken.kept, event, book)
                taken.kept, taken.is_new = absorbed.docket, True
                taken.changed |= absorbed.units
        return taken

    def _absorb(self, kept: Docket | None, event: VerdictChanged, book: Book) -> Absorbed:
        verdict = event.verdict
        retired = book.is_retired(verdict.target_kind, verdict.target_id)

        def muted(share: Share, is_open: bool) -> Muted:
            reason = mute(share, is_open=is_open, retired=retired, policy=self._policy.mute)
            DECISIONS.labels("mute", reason.value).inc()
            return reason

        shares = route(verdict, clocks=self._policy.reply.item_kinds)
        if OPERATIONS in book.units:
            shares = chain(shares, (unseen(verdict, self._policy.blind.reasons),))
        return docket.absorb(kept, verdict, shares, previous_verdict_id=event.previous_verdict_id, mute=muted)

    async def _open_windows(self, taken: Sequence[Taken]) -> None:
        changed = {unit_id for one in taken for unit_id in one.changed}
        repeated = {unit_id for one in taken for unit_id in one.repeated} - changed
        for units, again in ((changed, False), (repeated, True)):
            window = group(changed=bool(units) and not again, delivered_again=again, now=self._clock(), wait=self._wait)
            DECISIONS.labels("group", window.reason.value).inc(max(len(units), 1))
            if units and window.closes_at is not None:
                await self._agendas.schedule_all(sorted(units), window.closes_at)
                self._on_window()


def _everybody(kept: Docket) -> set[str]:
    return {concern.unit_id for concern in kept.concerns}
