"""What a person knows of a message that may have been sent: it arrived, it is lost, or it is to be sent again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from services.notifier.ledger import Change, Entry, State
from services.notifier.ledger_port import Ledger
from services.notifier.ports import Agendas
from services.notifier.wording import STATES, one_line
from shared.errors import BadInput


class Truth(StrEnum):
    """What the person says."""

    ARRIVED = "arrived"
    LOST = "lost"
    RESEND = "resend"
    """It is lost, and is to be sent again under the same Message-ID and key."""


_MEANING = {
    Truth.ARRIVED: (State.CONFIRMED, "经人工确认已收到", (State.MAYBE_SENT, State.SENT)),
    Truth.LOST: (State.DEAD, "经人工确认未送达", (State.MAYBE_SENT, State.SENT)),
    Truth.RESEND: (State.QUEUED, "经人工确认未送达，重新发送", (State.MAYBE_SENT, State.DEAD)),
}


async def resolve(ledger: Ledger, agendas: Agendas, entry: Entry, truth: Truth, *, by: str, now: datetime) -> Entry:
    """Record it with the person's name, and have the unit looked at.

    Raises:
        BadInput: the message is not in a state in which that can be said.
    """
    state, words, among = _MEANING[truth]
    who = one_line(by, 60)
    change = Change(state=state, at=now, detail=f"{words}（{who}）" if who else words)
    fields: dict[str, Any] = {"answer": change.detail}
    fields |= {"due_at": now, "finished_at": None} if truth is Truth.RESEND else {"finished_at": now}
    changed = await ledger.amend(entry.id, change, among=among, **fields)
    if changed is None:
        raise BadInput(f"提醒 {entry.id[:8]} 现为“{STATES[entry.state]}”，只有“可能已发”等状态才需要人工确认")
    await agendas.schedule(entry.unit_id, now)
    return changed
