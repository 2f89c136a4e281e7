"""页面标签."""

from services.evaluator.indicators.website.deduct.design.page_tags import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import NOW, a_column, a_column_look, judged
from tests.evaluator_findings import a_marked_home, finding_of, subject_of

TAGS = {"SiteName": "示例市", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "2100000037"}
COLUMN = {"ColumnName": "要闻", "ColumnType": "工作动态"}
SITE = subject_of(INDICATOR, columns=(a_column(),))


def test_complete_tags_cost_nothing() -> None:
    """On the home page and on the pages of columns."""
    looks = [a_marked_home(tags=TAGS), a_column_look(NOW, NOW, marks={"tags": COLUMN})]

    assert Outcome.MET is judged(INDICATOR, SITE, *looks).outcome


def test_each_page_without_a_tag_costs_a_step() -> None:
    """An empty tag is none."""
    looks = [a_marked_home(tags={**TAGS, "SiteIDCode": ""}), a_column_look(NOW, NOW, marks={"title": "要闻"})]

    found = finding_of(INDICATOR, *looks, subject=SITE)

    assert found is not None
    assert (0.4, {"home", "c1"}) == (found.points, {item.id for item in found.items})


def test_pages_nobody_read_leave_it_open() -> None:
    """No page, no tag."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_column_look(NOW, NOW)).outcome
