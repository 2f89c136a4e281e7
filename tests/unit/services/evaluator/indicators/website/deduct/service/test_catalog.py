"""事项公开."""

from typing import Any

import pytest

from services.evaluator.indicators.website.deduct.service.catalog import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_home_look, days_ago, judged
from tests.evaluator_findings import (
    a_manual,
    a_marked_home,
    assert_only_people_know,
    assert_waits_for_a_person,
    finding_of,
    subject_of,
)

ENTRY = "https://www.example.gov.cn/bsfw/"
LINKED: dict[str, Any] = {"words": "办事服务", "entry": ENTRY}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ({**LINKED, "page": {"links": 80, "classes": ["个人办事", "法人办事"]}}, Outcome.MET),
        ({**LINKED, "classes": ["个人办事"], "page": {"links": 80, "classes": ["法人办事"]}}, Outcome.MET),
        ({"words": "政务服务", "classes": ["按主题", "按部门"]}, Outcome.MET),
        ({**LINKED, "page": {"links": 80, "classes": ["个人办事"]}}, Outcome.NOT_MET),
        ({**LINKED, "page": {"links": 80, "classes": []}}, Outcome.NOT_MET),
        ({"menu": True}, Outcome.NOT_MET),
        ({**LINKED, "page": {"links": 2, "classes": [], "unread": True}}, Outcome.UNDETERMINED),
        (LINKED, Outcome.UNDETERMINED),
        ({"words": "政务服务"}, Outcome.UNDETERMINED),
        ({**LINKED, "entry": "https://zwfw.other.gov.cn/", "outside": True}, Outcome.UNDETERMINED),
        ({"classes": ["公共服务事项"]}, Outcome.UNDETERMINED),
    ],
    ids=[
        "two classes",
        "one here, one there",
        "on the home page",
        "one class",
        "no class",
        "no entry",
        "page not read",
        "page not asked",
        "no link",
        "another platform",
        "no menu",
    ],
)
def test_services_are_shown_together_and_by_class(mark: dict[str, Any], expected: Outcome) -> None:
    """Exactly as many classes as asked are enough; what was not read is open."""
    assert expected is judged(INDICATOR, subject_of(INDICATOR), a_marked_home(service=mark)).outcome


def test_what_was_found_waits_for_a_person_with_its_evidence() -> None:
    """The page that was looked at."""
    finding = finding_of(INDICATOR, a_marked_home(service={**LINKED, "page": {"links": 80}}))

    assert_waits_for_a_person(finding)
    assert finding is not None
    assert [ENTRY] == [one.url for one in finding.evidence]
    assert_waits_for_a_person(finding_of(INDICATOR, a_marked_home(service={"menu": True})))


def test_a_unit_without_services_is_not_asked() -> None:
    """It has none to show."""
    subject = subject_of(INDICATOR, public_service=False)

    assert Outcome.MET is judged(INDICATOR, subject, a_marked_home(service={"menu": True})).outcome


def test_an_old_look_says_nothing() -> None:
    """As of all marks of a home page."""
    assert finding_of(INDICATOR, a_marked_home(days_ago(8), service={"menu": True})) is None


def test_people_enter_what_they_found() -> None:
    """Silent until it is entered; a record breaks it; a withdrawn one does not. It costs its points."""
    assert_only_people_know(INDICATOR)
    found = finding_of(INDICATOR, a_home_look(), a_manual(INDICATOR))

    assert found is not None
    assert 5 == found.points
