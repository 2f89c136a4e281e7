"""网站标识."""

import pytest

from services.evaluator.indicators.website.deduct.design.marks import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_home_look, days_ago, judged
from tests.evaluator_findings import a_marked_home, finding_of, subject_of

MARKS = {
    "badge": "shown",
    "site_code": "2100000037",
    "icp": "辽ICP备05023109号",
    "psb": "公网安备 21010502000372号",
    "sponsor": "市政府办公室",
    "contact": "024-12345678",
    "report_entry": True,
}


def test_all_marks_cost_nothing() -> None:
    """Six of them."""
    assert Outcome.MET is judged(INDICATOR, subject_of(INDICATOR), a_marked_home(**MARKS)).outcome


def test_each_missing_mark_costs_a_step() -> None:
    """A badge in a comment is not shown."""
    marks = {**MARKS, "badge": "commented_out", "icp": ""}

    found = finding_of(INDICATOR, a_marked_home(**marks))

    assert found is not None
    assert (1.0, {"党政机关标识", "ICP备案号"}) == (found.points, {item.id for item in found.items})


@pytest.mark.parametrize(
    "look",
    [
        a_marked_home(title="首页"),
        a_marked_home(**{**MARKS, "unread": "needs_browser"}),
        a_marked_home(days_ago(8), **MARKS),
        a_home_look(NOW, outcome=LookOutcome.BLIND, reason="blocked", marks=MARKS),
    ],
    ids=["nothing of a footer", "page not understood", "too old", "blind"],
)
def test_a_footer_nobody_read_is_open(look: PageVisited) -> None:
    """A question, not a fault."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), look).outcome
