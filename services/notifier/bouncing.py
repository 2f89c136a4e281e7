"""Taking in what came back: the message is confirmed or dead, and a mailbox that does not exist is used no more."""

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from services.notifier.bounces import Bounce, Result, read
from services.notifier.contact import Contact
from services.notifier.ledger import Change, State
from services.notifier.metrics import BOUNCES, WARNINGS
from services.notifier.ports import Stores
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)

EVERY = timedelta(seconds=20)
"""How often the Maildir is looked into."""


class Reason(StrEnum):
    """What became of a report."""

    APPLIED = "applied"
    NOTHING_NEW = "nothing_new"
    """It says what is known, or of a message that was never sent."""
    NOT_OURS = "not_ours"
    NOT_PLAIN = "not_plain"
    """It is about a message of ours and does not say what became of it: left to people, nothing is changed."""


class Bouncing:
    """Applies reports to the ledger. The same report twice changes nothing."""

    def __init__(self, *, stores: Stores, domain: str, clock: Clock) -> None:
        self._stores = stores
        self._domain = domain
        self._clock = clock

    async def take(self, raw: bytes) -> Reason:
        """Read one mail that came back and apply it."""
        bounce = read(raw, domain=self._domain)
        reason = Reason.NOT_OURS if bounce is None else await self._apply(bounce)
        BOUNCES.labels(bounce.result.value if bounce else Reason.NOT_OURS.value).inc()
        log.info("bounce.taken", reason=reason.value, warning_id=bounce.entry_id if bounce else None)
        return reason

    async def _apply(self, bounce: Bounce) -> Reason:
        if bounce.result in {Result.UNCLEAR, Result.DELAYED}:
            return Reason.NOT_PLAIN if bounce.result is Result.UNCLEAR else Reason.NOTHING_NEW
        now = self._clock()
        state, words, among = _MEANING[bounce.result]
        change = Change(state=state, at=now, detail=f"{words}：{bounce.detail}"[:600])
        entry = await self._stores.ledger.amend(
            bounce.entry_id, change, among=among, answer=change.detail, finished_at=now
        )
        if entry is None:
            return Reason.NOTHING_NEW
        WARNINGS.labels(entry.channel, state.value).inc()
        if bounce.address_invalid:
            contact = Contact(channel=entry.channel, key=entry.contact)
            await self._stores.contacts.disable(contact, unit_id=entry.unit_id, why=change.detail, at=now)
        await self._stores.agendas.schedule(entry.unit_id, now)
        return Reason.APPLIED


_MEANING = {
    Result.FAILED: (State.DEAD, "邮件被退回", (State.SENT, State.MAYBE_SENT)),
    Result.DELIVERED: (State.CONFIRMED, "收件服务器确认送达", (State.SENT, State.MAYBE_SENT)),
}
"""What a report makes of a message, and from which states."""


class MaildirReader:
    """Takes mails out of a Maildir's `new`, one after the other; each is moved to `cur` once it is done with."""

    def __init__(self, folder: Path, bouncing: Bouncing, *, clock: Clock) -> None:
        self._folder = folder
        self._bouncing = bouncing
        self._clock = clock

    async def step(self) -> datetime | None:
        """Everything that is there. Returns when to look again."""
        for path in await asyncio.to_thread(self._waiting):
            raw = await asyncio.to_thread(_content, path)
            if raw is None:
                continue
            await self._bouncing.take(raw)
            await asyncio.to_thread(self._done, path)
        return self._clock() + EVERY

    def _waiting(self) -> list[Path]:
        new = self._folder / "new"
        return sorted(path for path in new.iterdir() if path.is_file()) if new.is_dir() else []

    def _done(self, path: Path) -> None:
        cur = self._folder / "cur"
        cur.mkdir(exist_ok=True)
        try:
            path.rename(cur / f"{path.name}:2,S")
        except FileNotFoundError:  # another replica was as fast, which does no harm
            log.debug("bounce.moved_by_another", name=path.name)


def _content(path: Path) -> bytes | None:
    """The mail; None if another replica has taken it away meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
