"""其他栏目."""

from datetime import datetime

from services.evaluator.indicators.website.deduct.publish.other_columns import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_column, a_column_look, days_ago, judged
from tests.evaluator_findings import finding_of, subject_of

FAR = days_ago(390)
LATE, BLANK, NEWS = a_column("l", category="planning"), a_column("b", category="other"), a_column("n")
SITE = subject_of(INDICATOR, columns=(LATE, BLANK, NEWS))


def look(column: str, *moments: datetime) -> PageVisited:
    return a_column_look(NOW, *moments, column=column, complete_since=FAR)


def test_late_and_blank_columns_cost_a_step_each() -> None:
    """News columns cost elsewhere, so they do not cost here."""
    found = finding_of(INDICATOR, look("l", days_ago(380)), look("b"), look("n", days_ago(300)), subject=SITE)

    assert found is not None
    assert (Outcome.NOT_MET, 2, {"l", "b"}) == (found.outcome, found.points, {item.id for item in found.items})


def test_columns_in_time_cost_nothing() -> None:
    """Inside their cycle; one without a cycle needs only content."""
    assert Outcome.MET is judged(INDICATOR, SITE, look("l", days_ago(300)), look("b", days_ago(380))).outcome


def test_an_unseen_column_leaves_it_open() -> None:
    """With a cycle it may be late."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, look("b", NOW)).outcome


def test_without_other_columns_it_asks_nothing() -> None:
    """Only news."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, subject_of(INDICATOR, columns=(NEWS,))).reason
