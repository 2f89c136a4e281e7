"""What a person found of an indicator joins what the machine found."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from services.evaluator.indicator import Case
from services.evaluator.ledger import manual_findings, typed
from services.evaluator.phrases import listed
from services.evaluator.section import Section
from services.evaluator.window import day_in_china, midnight
from shared.contracts.records import Bonus, ManualFinding, RecordKind
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Evidence, Finding, Item, ReviewState

MANUAL = "manual"
"""The kind of an item that a person entered."""


def with_manual(finding: Finding, case: Case, section: Section) -> Finding:
    """The finding with what people entered for its indicator; the same one if nobody did."""
    if not any(
        record.kind == RecordKind.FINDING and record.fields.get("indicator") == finding.indicator
        for record in case.dossier.records.values()
    ):
        return finding
    found = manual_findings(case, finding.indicator)
    faults = [one for one in found if one[1].outcome is Outcome.NOT_MET]
    if faults:
        return _broken(finding, faults, section)
    if found and finding.outcome is Outcome.UNDETERMINED:
        words = "人工检查未发现问题：" + listed([one.text for _, one in found])
        return finding.model_copy(update={"outcome": Outcome.MET, "reason": None, "text": words})
    return finding


def next_boundary(case: Case) -> datetime | None:
    """The next moment at which something a person entered begins or ceases to count."""
    days = (
        boundary
        for record in case.dossier.records.values()
        if record.kind in _GIVEN
        for boundary in _boundaries(typed(record, _GIVEN[record.kind]))
    )
    return min((moment for moment in map(midnight, days) if moment > case.as_of), default=None)


_GIVEN: Mapping[str, type[ManualFinding | Bonus]] = {RecordKind.FINDING: ManualFinding, RecordKind.BONUS: Bonus}


def _boundaries(given: ManualFinding | Bonus) -> Iterator[date]:
    if given.first_day:
        yield given.first_day
    if given.last_day:
        yield given.last_day + timedelta(days=1)


def _broken(finding: Finding, faults: list[tuple[str, ManualFinding]], section: Section) -> Finding:
    machine = finding.outcome is Outcome.NOT_MET
    items = tuple(item for item in finding.items if machine or item.outcome is not Outcome.NOT_MET)
    told = [fault.text for _, fault in faults]
    review = finding.review if machine else None
    marked = tuple(item.model_copy(update={"review": item.review or review}) for item in items) if review else items
    evidence = (
        Evidence(text=fault.text, url=fault.urls[0] if fault.urls else None, observed_at=fault.found_at)
        for _, fault in faults
    )
    return finding.model_copy(
        update={
            "outcome": Outcome.NOT_MET,
            "reason": None,
            "text": "；".join([finding.text, *told]) if machine else "人工检查发现：" + "；".join(told),
            "since": min(filter(None, (finding.since if machine else None, faults[0][1].found_at))),
            "items": (*marked, *(_item(id_, fault) for id_, fault in faults)),
            "evidence": (*finding.evidence, *evidence),
            "points": _points(finding if machine else None, faults, section),
            "review": None if not machine else finding.review and ReviewState.CONFIRMED,
            "near": finding.near if machine else None,
        }
    )


def _item(id_: str, fault: ManualFinding) -> Item:
    return Item(
        id=f"{MANUAL}/{id_}",
        name=fault.text[:60],
        kind=MANUAL,
        outcome=Outcome.NOT_MET,
        text=f"{day_in_china(fault.found_at)} 人工发现：{fault.text}",
        url=fault.urls[0] if fault.urls else None,
        observed_at=fault.found_at,
        review=ReviewState.CONFIRMED,
    )


def _points(machine: Finding | None, faults: list[tuple[str, ManualFinding]], section: Section) -> float | None:
    """As entered, else as many for each as the pack says; never more than the indicator may cost."""
    each = section.step or section.points
    known = [fault.points if fault.points is not None else each for _, fault in faults]
    if machine is not None:
        known.append(machine.points)
    given = [points for points in known if points is not None]
    if not given:
        return None
    return sum(given) if section.points is None else min(sum(given), section.points)
