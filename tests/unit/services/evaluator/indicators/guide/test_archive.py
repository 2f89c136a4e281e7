"""网页归档."""

from datetime import timedelta

import pytest

from services.evaluator.indicators.guide.archive import INDICATOR
from shared.contracts.observations import BrokenLink, Links, PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_home_look, a_website, days_ago, folded, judged
from tests.evaluator_findings import a_manual, an_article, finding_of

URL = "https://www.example.gov.cn/1.html"


def an_archived(at=NOW, **article) -> PageVisited:
    return an_article(at, **{"archived": True, "archived_on": "2023-05-01", "published_at": "2016-03-01", **article})


def a_round(at=NOW, *dead: str) -> PageVisited:
    return a_home_look(at, at, links=Links(checked=9, broken=tuple(BrokenLink(url=url, status=404) for url in dead)))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([an_archived(archived_on="2023-05-01")], Outcome.MET),
        ([an_archived(archived_on=None)], Outcome.NOT_MET),
        ([an_archived(days_ago(8)), a_round(NOW, URL)], Outcome.NOT_MET),
        ([an_archived(days_ago(8)), a_round(NOW, "https://www.example.gov.cn/2.html")], Outcome.MET),
        ([an_archived(NOW), a_round(days_ago(8), URL)], Outcome.MET),
        ([an_archived(archived=None, archived_on=None)], Outcome.UNDETERMINED),
        ([], Outcome.UNDETERMINED),
    ],
    ids=["says when", "does not", "opens no more", "another is dead", "opens again", "not archived", "nothing seen"],
)
def test_an_archived_page_says_when_and_opens(events: list[PageVisited], expected: Outcome) -> None:
    """What carries no label is nothing to judge."""
    assert expected is judged(INDICATOR, a_website(), *events).outcome


def test_what_is_wrong_is_told_with_its_evidence() -> None:
    """Page by page; a hint costs nothing."""
    found = finding_of(INDICATOR, an_archived(archived_on=None), an_archived(url="https://www.example.gov.cn/2.html"))

    assert found is not None
    assert [(URL, "未见归档时间")] == [(item.id, item.text) for item in found.items]
    assert [URL] == [one.url for one in found.evidence]
    assert (None, None, True) == (found.points, found.review, found.counts)


@pytest.mark.parametrize(
    ("age", "expected"),
    [(timedelta(days=35), Outcome.NOT_MET), (timedelta(days=35, seconds=1), Outcome.UNDETERMINED)],
    ids=["up to its age", "older"],
)
def test_a_page_counts_as_long_as_a_round_of_links(age: timedelta, expected: Outcome) -> None:
    """It is looked at with each."""
    assert expected is judged(INDICATOR, a_website(), an_archived(NOW - age, archived_on=None)).outcome


def test_a_label_that_is_gone_accuses_nobody() -> None:
    """Nor one that comes later than the moment judged."""
    young = {"archived_on": None, "published_at": "2026-03-01"}
    labelled, bare = an_archived(days_ago(8), **young), an_archived(NOW, archived=None, **young)
    before = days_ago(9)

    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), labelled, bare).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), labelled, as_of=before).outcome


def test_archived_pages_are_kept_however_old_they_are() -> None:
    """They would be the first to go among the newest articles; what was looked at last stays, in any order."""
    events = [an_archived(days_ago(n), url=f"https://www.example.gov.cn/{n}.html") for n in range(30)]

    dossier = folded(*events)

    assert dossier == folded(*reversed(events))
    assert {f"https://www.example.gov.cn/{n}.html" for n in range(24)} == set(dossier.archived)


def test_a_person_may_enter_what_nobody_can_see() -> None:
    """A page that ought to be archived."""
    found = finding_of(INDICATOR, an_archived(), a_manual(INDICATOR))

    assert found is not None
    assert Outcome.NOT_MET is found.outcome
