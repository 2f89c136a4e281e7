"""发布时间显示."""

import pytest

from services.evaluator.indicators.guide.date_format import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_website, judged
from tests.evaluator_findings import an_article


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ({"tags": {"PubDate": "2026-11-01 09:00"}}, Outcome.MET),
        ({"tags": {"PubDate": "2026——11——01 09:00:30"}}, Outcome.MET),
        ({}, Outcome.MET),
        ({"tags": {"PubDate": "2026-11-01"}}, Outcome.NOT_MET),
        ({"published_at": None}, Outcome.NOT_MET),
    ],
    ids=["as asked for", "long dashes and seconds", "shown on the page only", "without a time", "none at all"],
)
def test_the_time_must_be_there_and_of_that_form(article: dict[str, object], expected: Outcome) -> None:
    """What is shown without a tag is not measured."""
    assert expected is judged(INDICATOR, a_website(), an_article(**article)).outcome


def test_without_an_article_it_is_open() -> None:
    """None was read."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website()).outcome
