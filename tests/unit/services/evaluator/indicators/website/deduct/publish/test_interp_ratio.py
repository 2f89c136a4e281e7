"""解读比例."""

import pytest

from services.evaluator.indicators.website.deduct.publish.interp_ratio import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_column, a_column_look, days_ago, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of, subject_of

POLICY, READING = a_column("p", category="policy"), a_column("r", category="interpretation")
SITE = subject_of(INDICATOR, columns=(POLICY, READING))
FAR = days_ago(390)


def looks(documents: int, readings: int) -> list[PageVisited]:
    return [
        a_column_look(NOW, *(days_ago(n) for n in range(1, documents + 1)), column="p", complete_since=FAR),
        a_column_look(NOW, *(days_ago(n) for n in range(1, readings + 1)), column="r", complete_since=FAR),
    ]


@pytest.mark.parametrize(
    ("documents", "readings", "expected"),
    [(2, 0, Outcome.MET), (4, 2, Outcome.MET), (4, 1, Outcome.NOT_MET)],
    ids=["too few documents", "exactly half", "less than half"],
)
def test_both_sides_of_the_share(documents: int, readings: int, expected: Outcome) -> None:
    """Half of the documents must be interpreted, once there are enough of them."""
    assert expected is judged(INDICATOR, SITE, *looks(documents, readings)).outcome


def test_it_waits_for_a_person() -> None:
    """Which document is interpreted where, a person must say."""
    assert_waits_for_a_person(finding_of(INDICATOR, *looks(5, 0), subject=SITE))


def test_without_sight_it_is_open() -> None:
    """Interpretations may stand where nobody looked."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, looks(5, 0)[0]).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), *looks(5, 0)).outcome
