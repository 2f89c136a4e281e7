"""Stretches of time as a set of six-hour slots, kept in one integer: joining is `|`, whatever the order."""

from datetime import UTC, date, datetime, timedelta

SLOT = timedelta(hours=6)
"""Fine enough for sight measured in days, coarse enough for 400 days of it in 200 bytes."""

SLOTS_A_DAY = 4

_EPOCH = datetime(2014, 12, 31, 16, tzinfo=UTC)
"""Midnight of 2015-01-01 in China, which has had no summer time since 1991: four slots are exactly one day there."""

_EPOCH_ON = date(2015, 1, 1)


def slot_of(moment: datetime) -> int:
    """The slot a moment lies in; the first one for moments before 2015."""
    return max(0, (moment - _EPOCH) // SLOT)


def start_of(slot: int) -> datetime:
    """The moment a slot begins."""
    return _EPOCH + slot * SLOT


def first_slot(day: date) -> int:
    """The slot that begins with the day, in China."""
    return max(0, (day - _EPOCH_ON).days * SLOTS_A_DAY)


def day_of(slot: int) -> date:
    """The day in China that a slot belongs to."""
    return _EPOCH_ON + timedelta(days=slot // SLOTS_A_DAY)


def stretch(first: int, end: int) -> int:
    """All slots from `first` up to, not including, `end`."""
    return ((1 << (end - first)) - 1) << first if end > first else 0


def whole_slots(since: datetime, until: datetime) -> int:
    """The slots that lie wholly between two moments: what is covered in part counts as not covered."""
    first = 0 if since <= _EPOCH else -((_EPOCH - since) // SLOT)
    return stretch(first, slot_of(until))


def before(slots: int, end: int) -> int:
    """The slots before `end`."""
    return slots & ((1 << end) - 1)


def since(slots: int, first: int) -> int:
    """The slots from `first` on."""
    return slots >> first << first


def last_slot(slots: int) -> int | None:
    """The latest slot of the set; None when it is empty."""
    return slots.bit_length() - 1 if slots else None


def bridged(slots: int, widest: int) -> int:
    """The set with every gap closed whose two shores lie at most `widest` slots apart."""
    reach = widest - 1
    if not slots or reach < 1:
        return slots
    wide, done = slots, 0
    while done < reach:
        step = min(done + 1, reach - done)
        wide |= wide << step
        done += step
    done = 0
    while done < reach:
        step = min(done + 1, reach - done)
        wide &= wide >> step
        done += step
    return wide


def pack(slots: int) -> bytes:
    """As few bytes as hold the set: four for its first slot, then one bit a slot."""
    if not slots:
        return b""
    first = (slots & -slots).bit_length() - 1
    body = slots >> first
    return first.to_bytes(4, "little") + body.to_bytes((body.bit_length() + 7) // 8, "little")


def unpack(packed: bytes) -> int:
    """The set that `pack` packed."""
    return int.from_bytes(packed[4:], "little") << int.from_bytes(packed[:4], "little") if packed else 0
