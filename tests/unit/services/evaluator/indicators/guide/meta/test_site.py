"""标签."""

import pytest

from services.evaluator.indicators.guide.meta.site import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_column, a_visit, a_website, judged
from tests.evaluator_findings import a_marked_home, finding_of

SITE = a_website(columns=(a_column(),))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"SiteName": "示例市", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "2100000037"}, Outcome.MET),
        ({"SiteName": "示例市"}, Outcome.NOT_MET),
    ],
    ids=["all there", "some missing"],
)
def test_all_tags_must_be_there(tags: dict[str, str], expected: Outcome) -> None:
    """On the page that was read."""
    assert expected is judged(INDICATOR, SITE, a_marked_home(tags=tags)).outcome


def test_a_page_nobody_read_is_open_and_nothing_is_told() -> None:
    """A hint needs a page."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_visit()).outcome
    assert finding_of(INDICATOR, a_visit(), subject=SITE) is None
