"""解读关联."""

import pytest

from services.evaluator.indicators.website.deduct.publish.interp_link import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import days_ago, judged
from tests.evaluator_findings import an_article, finding_of, subject_of

SITE = subject_of(INDICATOR)
READING, DOCUMENT = "https://www.example.gov.cn/jd.html", "https://www.example.gov.cn/zc.html"
ANOTHER = "https://www.example.gov.cn/tj.html"
BACK = [{"title": "政策原文", "url": DOCUMENT}]


def reading(*related: str) -> PageVisited:
    links = [{"title": "政策原文", "url": url} for url in related]
    return an_article(url=READING, title="《办法》政策解读", related=links)


def document(*related: str) -> PageVisited:
    return an_article(
        url=DOCUMENT, title="关于印发办法的通知", related=[{"title": "解读", "url": url} for url in related]
    )


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([reading(DOCUMENT)], Outcome.MET),
        ([reading(DOCUMENT), document(READING)], Outcome.MET),
        ([reading(ANOTHER, DOCUMENT), an_article(url=ANOTHER, title="一图读懂办法", related=BACK)], Outcome.MET),
        ([reading()], Outcome.NOT_MET),
        ([reading(DOCUMENT), document()], Outcome.NOT_MET),
    ],
    ids=[
        "one way, document not read",
        "both ways",
        "another reading need not link back",
        "no link at all",
        "the document does not link back",
    ],
)
def test_links_must_lead_both_ways(events: list[PageVisited], expected: Outcome) -> None:
    """As far as both pages were read."""
    assert expected is judged(INDICATOR, SITE, *events).outcome


def test_each_lone_interpretation_costs_a_step() -> None:
    """Up to the points of the item."""
    lone = [an_article(url=f"https://www.example.gov.cn/{n}.html", title="一图读懂") for n in range(9)]

    found = finding_of(INDICATOR, *lone[:2], subject=SITE)
    most = finding_of(INDICATOR, *lone, subject=SITE)

    assert found is not None
    assert most is not None
    assert (2, 3) == (found.points, most.points)


def test_without_an_interpretation_it_is_open() -> None:
    """Nothing read is nothing known; what was read long ago is nothing read."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, document()).outcome
    old = an_article(days_ago(101), url=READING, title="政策解读")
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, old).outcome
