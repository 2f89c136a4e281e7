"""严重表述错误."""

from datetime import datetime

from services.evaluator.indicators.account.veto.security.misstatement import INDICATOR
from shared.contracts.observations import PageVisited, PostListed
from tests.builders import NOW, a_feed_look, days_ago
from tests.evaluator_findings import assert_only_people_know, assert_waits_for_a_person, finding_of


def look(at: datetime, *alerts: dict[str, str]) -> PageVisited | PostListed:
    return a_feed_look(at, at, marks={"alerts": alerts})


def test_an_alert_waits_for_a_person() -> None:
    """What a scanner warned of is a thing to confirm, and counts only then."""
    alert = {"kind": "misstatement", "text": "疑似问题", "url": "https://example.org/x"}

    found = finding_of(INDICATOR, look(NOW, alert))

    assert_waits_for_a_person(found)
    assert found is not None
    assert ["https://example.org/x"] == [item.url for item in found.items]


def test_other_alerts_are_not_its_own() -> None:
    """A look with alerts of another kind, one without any, and one long ago say nothing."""
    old = look(days_ago(8), {"kind": "misstatement", "text": "疑似问题"})

    assert finding_of(INDICATOR, look(NOW, {"kind": "other", "text": "别的"})) is None
    assert finding_of(INDICATOR, look(NOW)) is None
    assert finding_of(INDICATOR, old) is None


def test_what_a_person_entered_counts_at_once() -> None:
    """Nobody needs to confirm a person's own finding."""
    assert_only_people_know(INDICATOR)
