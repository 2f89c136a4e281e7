"""Posts that were seen and are gone from a list that reaches back to them."""

from collections.abc import Iterator
from datetime import timedelta

from services.evaluator.facts.look import Look
from services.evaluator.facts.sightings import Sighting, Sightings

_SLACK = timedelta(minutes=1)
"""Sightings are kept to the minute."""


def deleted(sightings: Sightings, look: Look, within: timedelta) -> Iterator[Sighting]:
    """The lines that the latest list should show and does not, last seen within so long of their publication."""
    since = look.complete_since
    if since is None:
        return
    for line in sightings.gone(look.at, within):
        if line.published_at > since + _SLACK and line.last_at + _SLACK < look.at:
            yield line
