"""Lines that appear on a watched list long after the day they are dated (倒填日期)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.evaluator.facts import slots
from services.evaluator.facts.page import Page
from services.evaluator.facts.sightings import Sighting


def backdated(page: Page, as_of: datetime, at_least: timedelta) -> Iterator[Sighting]:
    """The lines first seen so much later than their own date, though the list was seen in between, after that date."""
    for line in page.sightings.late(at_least):
        if line.first_at <= as_of and _was_watched(page, line):
            yield line


def _was_watched(page: Page, line: Sighting) -> bool:
    """Whether the list was read at least twice after the line's date and before the look that first showed it."""
    first = slots.slot_of(line.published_at + timedelta(days=1))
    between = slots.stretch(first + 1, slots.slot_of(line.first_at))
    return (page.filled & between).bit_count() > 1
