"""Posts that were seen and are gone from a list that reaches back to them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from services.evaluator.facts.look import Look
from services.evaluator.facts.sightings import Sighting

_SLACK = timedelta(minutes=1)
"""Sightings are kept to the minute."""


def deleted(lines: Iterable[Sighting], look: Look, within: timedelta) -> Iterator[Sighting]:
    """The lines that the latest list should show and does not, last seen within so long of their publication."""
    since = look.complete_since
    for line in lines:
        if since is None or line.published_at <= since + _SLACK:
            continue
        if line.last_at + _SLACK < look.at and line.last_at - line.published_at <= within:
            yield line
