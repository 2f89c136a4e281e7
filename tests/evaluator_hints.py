"""What every hint promises: a suspicion within the lookback is a thing for a person, an older one is forgotten."""

from datetime import datetime
from typing import Any

from services.evaluator.indicator import Indicator
from shared.contracts.observations import Recorded
from shared.contracts.target import Outcome, TargetKind
from tests.builders import NOW, days_ago, judged
from tests.evaluator_findings import finding_of, subject_of


def a_hint(indicator: Indicator[Any], at: datetime = NOW) -> Recorded:
    """A suspicion of this indicator."""
    is_account = indicator.scope is TargetKind.ACCOUNT
    return Recorded(
        kind="hint",
        target_kind=indicator.scope,
        target_id="a1" if is_account else "w1",
        record_id=f"h-{at.isoformat()}",
        recorded_at=at,
        fields={"indicator": indicator.id, "item_id": "i1", "name": "关于召开会议的通知", "text": "疑似有误"},
    )


def assert_hints(indicator: Indicator[Any]) -> None:
    """Nothing suspected is met; a suspicion waits for a person; one older than the lookback counts no more."""
    subject = subject_of(indicator)
    finding = finding_of(indicator, a_hint(indicator))

    assert Outcome.MET is judged(indicator, subject).outcome
    assert Outcome.NOT_MET is judged(indicator, subject, a_hint(indicator, days_ago(80))).outcome
    assert Outcome.MET is judged(indicator, subject, a_hint(indicator, days_ago(100))).outcome
    assert finding
    assert "pending" == finding.review
    assert ["i1"] == [item.id for item in finding.items]


def assert_other_hints_are_not_its_own(indicator: Indicator[Any], other: Indicator[Any]) -> None:
    """A suspicion of another indicator says nothing here."""
    assert Outcome.MET is judged(indicator, subject_of(indicator), a_hint(other)).outcome
