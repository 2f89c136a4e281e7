"""What a reader of texts suspects, as a finding that a person must confirm."""

from services.evaluator.facts.record import Record
from services.evaluator.indicator import Case, Judgement, met, not_met
from services.evaluator.phrases import listed
from services.evaluator.section import Section
from services.evaluator.window import WindowText, day_in_china
from shared.contracts.records import Hint, RecordKind
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item

SHOWN = 60
"""Hints of one finding: the newest; the others come up when these are decided."""


class Hints(Section):
    """How long a hint waits to be looked at."""

    lookback: WindowText


def judge_hints(case: Case, numbers: Hints, indicator: str) -> Judgement:
    """Every hint of the period, or of the last while, is a thing to look at."""
    found = sorted(
        (record for record in case.dossier.records.values() if _is_due(record, case, numbers, indicator)),
        key=lambda record: (record.at, record.id),
        reverse=True,
    )
    if not found:
        return met("未见疑似问题")
    items = tuple(_item(record) for record in found[:SHOWN])
    return not_met(f"疑似问题 {len(found)} 处：{listed([item.name for item in items])}", items=items)


def _is_due(record: Record, case: Case, numbers: Hints, indicator: str) -> bool:
    if record.kind != RecordKind.HINT or record.fields.get("indicator") != indicator or record.at > case.as_of:
        return False
    earliest = numbers.lookback.start(day_in_china(case.as_of), case.is_workday)
    return day_in_china(record.at) >= (case.period.first if case.period else earliest)


def _item(record: Record) -> Item:
    hint = Hint.model_validate(record.fields)
    return Item(
        id=hint.item_id,
        name=hint.name,
        kind="hint",
        outcome=Outcome.NOT_MET,
        text=hint.text,
        url=hint.url or None,
        observed_at=record.at,
    )
