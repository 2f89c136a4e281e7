"""领导之窗."""

from services.evaluator.indicators.website.deduct.publish.leaders import INDICATOR
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, judged
from tests.evaluator_findings import assert_only_people_know, assert_waits_for_a_person, finding_of, subject_of

SITE = subject_of(INDICATOR, columns=(a_column(category="other", name="领导之窗"),))


def test_a_blank_page_waits_for_a_person() -> None:
    """Seen empty, and never seen otherwise."""
    assert_waits_for_a_person(finding_of(INDICATOR, a_column_look(NOW), subject=SITE))


def test_a_page_that_does_not_open_waits_for_a_person() -> None:
    """At its latest look."""
    look = a_column_look(NOW, outcome=LookOutcome.FAILED, reason="http_404", entries=None)

    assert_waits_for_a_person(finding_of(INDICATOR, look, subject=SITE))


def test_a_page_with_content_is_there() -> None:
    """Whether it is right, people say."""
    assert Outcome.MET is judged(INDICATOR, SITE, a_column_look(NOW, None)).outcome


def test_a_page_nobody_could_read_is_open() -> None:
    """And nothing is told."""
    look = a_column_look(NOW, outcome=LookOutcome.BLIND, reason="blocked", entries=None)

    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, look).outcome
    assert finding_of(INDICATOR, look, subject=SITE) is None


def test_without_such_a_page_only_people_know() -> None:
    """The registry may be short of it."""
    assert_only_people_know(INDICATOR)
