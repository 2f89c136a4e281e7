"""兼容性."""

import pytest

from services.evaluator.indicators.website.deduct.design.compat import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_home_look, days_ago, judged, rules
from tests.evaluator_findings import (
    a_manual,
    a_marked_home,
    assert_only_people_know,
    assert_waits_for_a_person,
    finding_of,
    subject_of,
)

ADVICE = {"what": "advice", "text": "建议使用IE8.0以上浏览器"}
FLASH = {"what": "flash", "text": "banner.swf"}


def test_only_people_know_how_it_displays() -> None:
    """Silent until it is entered; a record breaks it; a withdrawn one does not."""
    assert_only_people_know(INDICATOR)


@pytest.mark.parametrize("found", [ADVICE, FLASH, {"what": "control", "text": "x"}, {"what": "script", "text": "x"}])
def test_what_needs_an_old_browser_waits_for_a_person(found: dict) -> None:
    """With its words and the page."""
    finding = finding_of(INDICATOR, a_marked_home(compat=[found]))

    assert_waits_for_a_person(finding)
    assert finding is not None
    assert found["text"] in finding.items[0].text
    assert finding.evidence[0].url


@pytest.mark.parametrize(
    "look",
    [a_marked_home(title="首页"), a_marked_home(compat=[{"what": "colour", "text": "x"}])],
    ids=["nothing found", "something unknown"],
)
def test_a_page_without_it_is_not_known_to_display_well(look: object) -> None:
    """That is no praise, and nothing to tell."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), look).outcome  # type: ignore[arg-type]
    assert finding_of(INDICATOR, look) is None


def test_an_old_look_says_nothing() -> None:
    """As of all marks of a home page."""
    assert finding_of(INDICATOR, a_marked_home(days_ago(8), compat=[FLASH])) is None


def test_the_same_evidence_is_one_thing() -> None:
    """Two pieces of advice are two, the same one twice is one, in every look."""
    once = finding_of(INDICATOR, a_marked_home(compat=[ADVICE, ADVICE, FLASH]))
    again = finding_of(INDICATOR, a_marked_home(days_ago(1), compat=[FLASH, ADVICE]))

    assert once is not None
    assert again is not None
    assert {item.id for item in once.items} == {item.id for item in again.items}
    assert 2 == len(once.items)


def test_it_costs_its_points() -> None:
    """As many as the pack says, unless the person who entered it says fewer."""
    found = finding_of(INDICATOR, a_home_look(), a_manual(INDICATOR))
    less = finding_of(INDICATOR, a_home_look(), a_manual(INDICATOR, points=0.5))

    assert found is not None
    assert less is not None
    assert (rules().sections[INDICATOR.id].points, 0.5) == (found.points, less.points)
