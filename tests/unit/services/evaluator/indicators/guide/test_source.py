"""转载来源."""

import pytest

from services.evaluator.indicators.guide.source import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_website, judged
from tests.evaluator_findings import an_article


@pytest.mark.parametrize(
    ("source", "expected"), [("新华社", Outcome.MET), (None, Outcome.NOT_MET)], ids=["named", "not named"]
)
def test_the_source_must_be_named(source: str | None, expected: Outcome) -> None:
    """On each article that was read."""
    assert expected is judged(INDICATOR, a_website(), an_article(source=source)).outcome


def test_without_an_article_it_is_open() -> None:
    """None was read."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website()).outcome
