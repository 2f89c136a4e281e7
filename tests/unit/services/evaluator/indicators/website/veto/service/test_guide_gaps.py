"""办事指南重点要素缺失."""

import pytest

from services.evaluator.indicators.website.veto.service.guide_gaps import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.subject import Guide
from shared.contracts.target import Outcome
from tests.builders import a_website, days_ago, judged
from tests.evaluator_findings import a_guide_look, assert_waits_for_a_person, finding_of

POOR = dict.fromkeys(("设定依据", "申请条件", "办理材料", "办理地点"), "missing")
SITE = a_website(guides=tuple(Guide(id=f"g{n}", name=f"指南{n}") for n in range(6)))


@pytest.mark.parametrize(("poor", "expected"), [(4, Outcome.MET), (5, Outcome.NOT_MET)])
def test_five_poor_guides_are_too_many(poor: int, expected: Outcome) -> None:
    """Each lacks four of the eight classes."""
    looks = [a_guide_look(guide=f"g{n}", **(POOR if n < poor else {})) for n in range(6)]

    assert expected is judged(INDICATOR, SITE, *looks).outcome


def test_three_missing_elements_do_not_make_a_guide_poor() -> None:
    """Below the limit of one guide; an element of a wrong form is there."""
    few = {**dict.fromkeys(list(POOR)[:3], "empty"), "联系电话": "malformed"}
    looks = [a_guide_look(guide=f"g{n}", **few) for n in range(6)]

    assert Outcome.MET is judged(INDICATOR, SITE, *looks).outcome


def test_it_waits_for_a_person() -> None:
    """The machine reads labels; a person reads guides."""
    assert_waits_for_a_person(
        finding_of(INDICATOR, *(a_guide_look(guide=f"g{n}", **POOR) for n in range(6)), subject=SITE)
    )


def test_unseen_guides_leave_it_open() -> None:
    """Four poor and two unseen could be five; old looks are no looks."""
    looks = [a_guide_look(guide=f"g{n}", **POOR) for n in range(4)]
    old = a_guide_look(days_ago(36), guide="g4", **POOR)

    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, *looks, old).outcome


def test_a_website_with_few_guides_is_not_asked() -> None:
    """There is another rule for it."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, a_website(guides=SITE.guides[:4])).reason
