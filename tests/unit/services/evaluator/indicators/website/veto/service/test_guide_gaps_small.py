"""事项总数不足时全部要素缺失."""

import pytest

from services.evaluator.indicators.website.veto.service.guide_gaps_small import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.subject import Guide
from shared.contracts.target import Outcome
from tests.builders import a_website, judged
from tests.evaluator_findings import a_guide_look

POOR = dict.fromkeys(("设定依据", "申请条件", "办理材料", "办理地点"), "missing")
SITE = a_website(guides=tuple(Guide(id=f"g{n}", name=f"指南{n}") for n in range(2)))


@pytest.mark.parametrize(
    ("poor", "expected"), [(1, Outcome.MET), (2, Outcome.NOT_MET)], ids=["one is good", "all poor"]
)
def test_all_guides_must_be_poor(poor: int, expected: Outcome) -> None:
    """One guide that is complete enough is enough."""
    looks = [a_guide_look(guide=f"g{n}", **(POOR if n < poor else {})) for n in range(2)]

    assert expected is judged(INDICATOR, SITE, *looks).outcome


def test_an_unseen_guide_leaves_it_open() -> None:
    """It may be the good one."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_guide_look(guide="g0", **POOR)).outcome


@pytest.mark.parametrize("count", [0, 5])
def test_other_websites_are_not_asked(count: int) -> None:
    """Without guides, or with enough of them."""
    guides = tuple(Guide(id=f"g{n}", name="指南") for n in range(count))

    assert Reason.NOT_APPLICABLE is judged(INDICATOR, a_website(guides=guides)).reason
