"""底部功能区."""

import pytest

from services.evaluator.indicators.guide.footer import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_website, judged
from tests.evaluator_findings import a_marked_home

MARKS = {
    "badge": "shown",
    "site_code": "2100000037",
    "icp": "辽ICP备05023109号",
    "psb": "公网安备 21010502000372号",
    "sponsor": "市政府办公室",
    "contact": "024-12345678",
    "report_entry": True,
}


def test_a_complete_footer_is_kept() -> None:
    """A site map is not looked for, so it is not missed."""
    assert Outcome.MET is judged(INDICATOR, a_website(), a_marked_home(**MARKS)).outcome


@pytest.mark.parametrize("lacking", ["icp", "contact", "report_entry"])
def test_a_missing_mark_is_told(lacking: str) -> None:
    """Each of them."""
    marks = {name: value for name, value in MARKS.items() if name != lacking}

    assert Outcome.NOT_MET is judged(INDICATOR, a_website(), a_marked_home(**marks)).outcome


def test_a_site_map_is_missed_where_somebody_says_so() -> None:
    """Another system may look for it."""
    assert Outcome.NOT_MET is judged(INDICATOR, a_website(), a_marked_home(**MARKS, sitemap=False)).outcome


def test_a_footer_nobody_read_is_open() -> None:
    """Nothing of it was found."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), a_marked_home(title="首页")).outcome
