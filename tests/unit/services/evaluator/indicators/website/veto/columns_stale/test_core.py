"""栏目不更新: news, notices and policies."""

from datetime import date

import pytest

from services.evaluator.indicators.website.veto.columns_stale.core import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, a_website, days_ago, judged

FAR = days_ago(390)
NEWS = [f"n{n}" for n in range(6)]


def news(ids: list[str]) -> list:  # type: ignore[type-arg]
    return [a_column(id_) for id_ in ids]


def look(id_: str, silent: float = 23, **fields: object) -> PageVisited:
    return a_column_look(NOW, days_ago(silent), column=id_, complete_since=FAR, **fields)


@pytest.mark.parametrize(("stale", "expected"), [(4, Outcome.MET), (5, Outcome.NOT_MET)])
def test_five_are_too_many(stale: int, expected: Outcome) -> None:
    """Four stale columns are near, five break the rule."""
    looks = [look(id_, 23 if n < stale else 1) for n, id_ in enumerate(NEWS)]

    judgement = judged(INDICATOR, a_website(columns=tuple(news(NEWS))), *looks)

    assert expected is judgement.outcome
    assert stale == len(judgement.items)


@pytest.mark.parametrize(
    ("stale", "blind", "expected"),
    [(4, 1, Outcome.UNDETERMINED), (3, 1, Outcome.MET), (5, 1, Outcome.NOT_MET)],
    ids=["could be five", "cannot be five", "five without it"],
)
def test_unknown_columns_decide_nothing(stale: int, blind: int, expected: Outcome) -> None:
    """Kept only if all unknown columns together could not reach the limit."""
    looks = [look(id_) for id_ in NEWS[:stale]]
    looks += [look(id_, 1) for id_ in NEWS[stale + blind :]]
    hidden = [look(id_, outcome=LookOutcome.BLIND, reason="blocked") for id_ in NEWS[stale : stale + blind]]

    judgement = judged(INDICATOR, a_website(columns=tuple(news(NEWS))), *looks, *hidden)

    assert expected is judgement.outcome
    assert judgement.reason is (Reason.BLOCKED if expected is Outcome.UNDETERMINED else None)


@pytest.mark.parametrize(
    ("newest", "level", "expected"),
    [
        (date(2026, 5, 20), 1, 0),
        (date(2026, 5, 19), 1, 1),
        (date(2026, 1, 1), 2, 0),
    ],
    ids=["exactly six months", "a day more", "second level"],
)
def test_notices_and_policies_have_six_months_at_the_first_level(newest: date, level: int, expected: int) -> None:
    """Calendar months; only first-level columns of these two kinds count."""
    columns = (a_column("c1", category="policy", level=level), a_column("n1"))
    looks = [a_column_look(NOW, midnight(newest), complete_since=FAR), look("n1", 1)]

    judgement = judged(INDICATOR, a_website(columns=columns), *looks)

    assert expected == sum(item.outcome is Outcome.NOT_MET for item in judgement.items)


def test_one_page_counts_once() -> None:
    """Two registered columns on the same address are one page."""
    columns = tuple(a_column(f"n{n}", url="https://www.example.gov.cn/same/") for n in range(6))

    judgement = judged(INDICATOR, a_website(columns=columns), *(look(id_) for id_ in NEWS))

    assert Outcome.MET is judgement.outcome
    assert 1 == len(judgement.items)


def test_each_column_is_told_with_its_unit() -> None:
    """The unit responsible for a column hears of it, with days and dates."""
    columns = (*news(NEWS[:4]), a_column("c5", name="工作动态", unit_id="u9"))
    looks = [look(id_) for id_ in [*NEWS[:4], "c5"]]

    item = next(one for one in judged(INDICATOR, a_website(columns=columns), *looks).items if one.id == "c5")

    assert ("工作动态", "u9", "https://www.example.gov.cn/c5/") == (item.name, item.unit_id, item.url)
    assert "已 23 天未更新，最近更新 2026-10-28（应在2周内更新）" == item.text
    assert midnight(date(2026, 11, 12)) == item.due_at


def test_a_blank_column_is_not_updated_either() -> None:
    """Nothing was ever published in it, and one fresh look shows that."""
    columns = news(NEWS[:5])
    looks = [a_column_look(NOW, column=id_) for id_ in NEWS[:5]]

    judgement = judged(INDICATOR, a_website(columns=tuple(columns)), *looks)

    assert Outcome.NOT_MET is judgement.outcome
    assert "空白栏目，无任何内容" == judgement.items[0].text


def test_it_warns_at_four_and_says_when_the_fifth_falls() -> None:
    """The next fresh column to run out crosses the limit."""
    looks = [*(look(id_) for id_ in NEWS[:4]), look("n4", 5), look("n5", 2)]

    near = judged(INDICATOR, a_website(columns=tuple(news(NEWS))), *looks).near

    assert near is not None
    assert near.warn
    assert midnight(date(2026, 11, 30)) == near.crosses_at
    assert 0.8 == near.share


def test_a_website_without_such_columns_is_not_asked() -> None:
    """Nothing registered, nothing due."""
    judgement = judged(INDICATOR, a_website(columns=(a_column(category="other"),)))

    assert (Outcome.MET, Reason.NOT_APPLICABLE) == (judgement.outcome, judgement.reason)
