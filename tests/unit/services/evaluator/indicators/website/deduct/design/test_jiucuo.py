"""我为政府网站找错."""

import pytest

from services.evaluator.indicators.website.deduct.design.jiucuo import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import judged
from tests.evaluator_findings import a_marked_home, subject_of


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"report_entry": True}, Outcome.MET),
        ({"report_entry": True, "report_matches": True}, Outcome.MET),
        ({"report_entry": True, "report_matches": False}, Outcome.NOT_MET),
        ({"icp": "辽ICP备05023109号"}, Outcome.NOT_MET),
        ({"title": "首页"}, Outcome.UNDETERMINED),
    ],
    ids=["there", "with its own code", "with the code of another", "missing", "footer not read"],
)
def test_the_entry_must_be_there_and_its_own(marks: dict[str, object], expected: Outcome) -> None:
    """A footer of which nothing was read is a question."""
    assert expected is judged(INDICATOR, subject_of(INDICATOR), a_marked_home(**marks)).outcome
