"""外链提示."""

import pytest

from services.evaluator.indicators.guide.link_leave import INDICATOR
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_home_look, a_website, days_ago, judged
from tests.evaluator_findings import (
    a_manual,
    a_marked_home,
    assert_only_people_know,
    assert_waits_for_a_person,
    finding_of,
)

OUT = {"outside": 2, "links": ["http://b.com/", "http://c.com/"]}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ({"outside": 0}, Outcome.MET),
        ({**OUT, "prompt": "您即将离开本网站"}, Outcome.MET),
        ({**OUT, "unread": 0}, Outcome.NOT_MET),
        ({**OUT, "unread": 1}, Outcome.UNDETERMINED),
        (OUT, Outcome.UNDETERMINED),
    ],
    ids=["nothing leads out", "it warns", "it does not", "a script was not read", "nobody read the scripts"],
)
def test_links_that_lead_out_need_a_warning(mark: dict, expected: Outcome) -> None:
    """Silence means something only where all scripts were read."""
    assert expected is judged(INDICATOR, a_website(), a_marked_home(leaving=mark)).outcome


def test_it_waits_for_a_person_with_its_evidence() -> None:
    """Who has to click."""
    found = finding_of(INDICATOR, a_marked_home(leaving={**OUT, "unread": 0}))

    assert_waits_for_a_person(found)
    assert found is not None
    assert "http://b.com/" in found.evidence[0].text


def test_nothing_is_told_of_what_was_not_looked_at() -> None:
    """A page that says nothing of it, one that was not understood, and an old look."""
    broken = {**OUT, "unread": 0}

    assert finding_of(INDICATOR, a_marked_home(title="首页")) is None
    assert finding_of(INDICATOR, a_marked_home(leaving=broken, unread="needs_browser")) is None
    assert finding_of(INDICATOR, a_marked_home(days_ago(8), leaving=broken)) is None
    assert finding_of(INDICATOR, a_home_look(NOW, outcome=LookOutcome.BLIND, marks={"leaving": broken})) is None


def test_people_enter_what_they_found() -> None:
    """Whatever the page says."""
    assert_only_people_know(INDICATOR)
    found = finding_of(INDICATOR, a_marked_home(leaving={"outside": 0}), a_manual(INDICATOR))

    assert found is not None
    assert found.counts
