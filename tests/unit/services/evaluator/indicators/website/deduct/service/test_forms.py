"""表格样表."""

import pytest

from services.evaluator.indicators.website.deduct.service.forms import INDICATOR
from services.evaluator.subject import Guide
from shared.contracts.target import Outcome
from tests.builders import judged
from tests.evaluator_findings import a_guide_look, assert_waits_for_a_person, finding_of, subject_of

SITE = subject_of(INDICATOR, guides=(Guide(id="g1", name="指南一"), Guide(id="g2", name="指南二")))
BAD = {"表格样表": "missing"}


def test_each_fault_is_for_a_person_and_costs_a_step() -> None:
    """In each guide that was read."""
    found = finding_of(INDICATOR, a_guide_look(guide="g1", **BAD), a_guide_look(guide="g2"), subject=SITE)

    assert_waits_for_a_person(found)
    assert found is not None
    assert (len(BAD), len(BAD)) == (len(found.items), found.points)


def test_faults_of_another_kind_cost_elsewhere() -> None:
    """What is there, or is another item's matter, costs nothing here."""
    assert Outcome.MET is judged(INDICATOR, SITE, a_guide_look(guide="g1", 办理地点="missing")).outcome


@pytest.mark.parametrize("guides", [SITE.guides, ()], ids=["not read", "none registered"])
def test_without_a_guide_that_was_read_it_is_open(guides: tuple[Guide, ...]) -> None:
    """And nothing is told."""
    site = subject_of(INDICATOR, guides=guides)

    assert Outcome.UNDETERMINED is judged(INDICATOR, site).outcome
    assert finding_of(INDICATOR, subject=site) is None
