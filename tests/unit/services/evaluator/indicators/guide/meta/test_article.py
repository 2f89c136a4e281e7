"""内容页标签."""

import pytest

from services.evaluator.indicators.guide.meta.article import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_website, judged
from tests.evaluator_findings import an_article

TAGS = {"ArticleTitle": "通知", "PubDate": "2026-11-01 09:00", "ContentSource": "市政府办公室"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(TAGS, Outcome.MET), ({**TAGS, "ContentSource": ""}, Outcome.NOT_MET), (None, Outcome.NOT_MET)],
    ids=["all there", "an empty one", "none"],
)
def test_all_tags_must_be_there(tags: dict[str, str] | None, expected: Outcome) -> None:
    """On each article that was read."""
    assert expected is judged(INDICATOR, a_website(), an_article(tags=tags)).outcome


def test_without_an_article_it_is_open() -> None:
    """None was read."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website()).outcome
