"""A bonus that was found for people to look at: what they confirm gives points, what waits gives none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.evaluator.facts.record import Record
from services.evaluator.review import KINDS, WORDS, decided_of, joint
from shared.contracts.target import Outcome
from shared.contracts.verdicts import STANDING, Finding, Item, ReviewState


def suggested(
    finding: Finding, records: Mapping[Any, Record], as_of: datetime, *, step: float | None = None
) -> Finding:
    """The bonus as people left it: so much for each thing they confirmed, on top of the points they gave.

    Without a `step` a confirmed thing gives none of itself: how much it is worth is for a person to enter.
    """
    about = [record for record in records.values() if record.kind in KINDS]
    decided = [(item, decided_of(finding, item, about, as_of)) for item in finding.items if item.review]
    if not decided:
        return finding
    states = [state for _, state in decided]
    items = {item.id: _marked(item, state) for item, state in decided}
    confirmed = [item.name for item, state in decided if state in STANDING]
    points = (finding.points or 0.0) + (step or 0.0) * len(confirmed)
    review = joint(states)
    return finding.model_copy(
        update={
            "items": tuple(items.get(item.id, item) for item in finding.items),
            "review": review,
            "points": points or None,
            "text": _text(finding, confirmed, review),
        }
    )


def _text(finding: Finding, confirmed: list[str], review: ReviewState | None) -> str:
    """What points were given for; as long as there are none, what was found, and where it stands."""
    told = [finding.text] if finding.points else []
    if confirmed:
        told.append(f"经人工确认：{'、'.join(confirmed)}")
    return "；".join(told) or f"【{WORDS[review]}】{finding.text}"


def _marked(item: Item, state: ReviewState | None) -> Item:
    return item.model_copy(
        update={"review": state, "outcome": Outcome.MET if state in STANDING else Outcome.UNDETERMINED}
    )
