"""未提供办事服务."""

from services.evaluator.indicators.website.veto.service.none import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.subject import Guide
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_visit, a_website, judged
from tests.evaluator_findings import a_guide_look, assert_waits_for_a_person, finding_of

SITE = a_website(guides=(Guide(id="g1", name="指南一"), Guide(id="g2", name="指南二")))


def shut(guide: str) -> PageVisited:
    return a_visit(NOW, purpose="guide", page_id=guide, outcome=LookOutcome.FAILED, reason="http_404")


def test_all_guides_shut_waits_for_a_person() -> None:
    """Every registered guide fails to open."""
    assert_waits_for_a_person(finding_of(INDICATOR, shut("g1"), shut("g2"), subject=SITE))


def test_one_open_guide_is_a_service() -> None:
    """At its latest look."""
    assert Outcome.MET is judged(INDICATOR, SITE, shut("g1"), a_guide_look(guide="g2")).outcome


def test_one_unseen_guide_leaves_it_open() -> None:
    """It may be the one that works."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, shut("g1")).outcome


def test_a_unit_without_services_is_not_asked() -> None:
    """无对外服务职能."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, a_website(public_service=False), shut("g1")).reason
