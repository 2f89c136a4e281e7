"""标签."""

import pytest

from services.evaluator.indicators.guide.meta.column import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import NOW, a_column, a_column_look, a_visit, a_website, judged
from tests.evaluator_findings import finding_of

SITE = a_website(columns=(a_column(),))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (
            {"ColumnName": "要闻", "ColumnDescription": "本市要闻", "ColumnKeywords": "要闻", "ColumnType": "工作动态"},
            Outcome.MET,
        ),
        ({"ColumnName": "要闻"}, Outcome.NOT_MET),
    ],
    ids=["all there", "some missing"],
)
def test_all_tags_must_be_there(tags: dict[str, str], expected: Outcome) -> None:
    """On the page that was read."""
    assert expected is judged(INDICATOR, SITE, a_column_look(NOW, NOW, marks={"tags": tags})).outcome


def test_a_page_nobody_read_is_open_and_nothing_is_told() -> None:
    """A hint needs a page."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_visit()).outcome
    assert finding_of(INDICATOR, a_visit(), subject=SITE) is None
