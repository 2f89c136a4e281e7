"""What pages say of themselves."""

from datetime import datetime

import pytest

from services.evaluator.dossier import FEED, HOME, column_key, guide_key, links_key
from services.evaluator.facts.said import MOST_ARTICLES, moment_in
from shared.clock import CHINA
from shared.contracts.observations import BrokenLink, Guide, Links
from shared.contracts.target import LookOutcome, Purpose
from tests.builders import NOW, a_column_look, a_feed_look, a_home_look, a_visit, days_ago, folded
from tests.evaluator_findings import a_profile_look, an_article


def test_the_latest_marks_of_the_home_page_are_kept() -> None:
    """Whatever arrives first; long texts are cut."""
    old = a_home_look(days_ago(1), NOW, marks={"icp": "旧"})
    new = a_home_look(NOW, NOW, marks={"icp": "新" * 500})

    for events in ((old, new), (new, old)):
        said = folded(*events).page(HOME).said  # type: ignore[union-attr]
        assert said is not None
        assert "新" * 200 == said.facts["icp"]


@pytest.mark.parametrize(
    "look",
    [
        a_home_look(NOW, NOW, marks={"icp": "x", "unread": "needs_browser"}),
        a_home_look(NOW, outcome=LookOutcome.BLIND, reason="blocked", marks={"icp": "x"}),
        a_visit(NOW, marks={"icp": "x"}),
    ],
    ids=["not understood", "blind", "a probe"],
)
def test_only_a_home_page_that_was_read_says_anything(look: object) -> None:
    """A footer nobody could read lacks nothing."""
    page = folded(look).page(HOME)  # type: ignore[arg-type]

    assert page is None or page.said is None


def test_columns_keep_the_names_of_their_tags() -> None:
    """And nothing else: there are many columns."""
    look = a_column_look(NOW, NOW, marks={"tags": {"ColumnName": "要闻", "ColumnType": ""}, "title": "要闻"})

    assert {"tags": ["ColumnName"]} == folded(look).page(column_key("c1")).said.facts  # type: ignore[union-attr]


def test_guides_keep_what_is_lacking() -> None:
    """What is there is only counted; a page that was no guide is blindness."""
    guide = Guide(elements={"事项名称": "present", "办理地点": "missing"})
    read = folded(a_visit(NOW, purpose=Purpose.GUIDE, page_id="g1", guide=guide)).page(guide_key("g1"))
    unread = folded(a_visit(NOW, purpose=Purpose.GUIDE, page_id="g1")).page(guide_key("g1"))

    assert {"elements": 2, "present": 1, "lacking": {"办理地点": "missing"}} == read.said.facts  # type: ignore[union-attr]
    assert unread is not None
    assert (None, True) == (unread.said, unread.bad is not None)


def test_dead_links_are_counted_where_they_stand() -> None:
    """The home page's first."""
    dead = [BrokenLink(url=f"https://x/{n}", status=404, on="https://www.example.gov.cn/a.html") for n in range(40)]
    home = BrokenLink(url="https://x/home", on="https://www.example.gov.cn")
    look = a_home_look(NOW, NOW, links=Links(checked=99, broken=(*dead, home)))

    facts = folded(look).page(links_key(HOME)).said.facts  # type: ignore[union-attr]

    assert (99, 1, 40, 30) == (facts["checked"], facts["home"], facts["other"], len(facts["broken"]))
    assert "https://x/home" == facts["broken"][0][0]


def test_profiles_and_menus_of_accounts_are_kept() -> None:
    """By the latest look that read them."""
    dossier = folded(
        a_profile_look(name="示例发布", interaction=True), a_feed_look(days_ago(1), NOW, links=Links(checked=3))
    )

    assert {"name": "示例发布", "interaction": True} == dossier.page(FEED).said.facts  # type: ignore[union-attr]
    assert 3 == dossier.page(links_key(FEED)).said.facts["checked"]  # type: ignore[union-attr]


def test_the_newest_articles_are_kept() -> None:
    """By their own dates, in any order; the latest visit to each counts."""
    visits = [
        an_article(url=f"https://x/{n}", published_at=f"2026-10-{n + 1:02}T09:00:00+08:00")
        for n in range(MOST_ARTICLES + 3)
    ]

    one, other = folded(*visits), folded(*reversed(visits))

    assert one == other
    assert MOST_ARTICLES == len(one.articles)
    assert min(day for day, _ in one.articles) == "2026-10-04"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-01T09:00:00", datetime(2026, 11, 1, 9, tzinfo=CHINA)),
        (datetime(2026, 11, 1, 9, tzinfo=CHINA), datetime(2026, 11, 1, 9, tzinfo=CHINA)),
        ("昨天", None),
        (None, None),
    ],
)
def test_moments_are_read_as_they_come(value: object, expected: datetime | None) -> None:
    """Text or moment; without a zone China's."""
    assert expected == moment_in(value)
