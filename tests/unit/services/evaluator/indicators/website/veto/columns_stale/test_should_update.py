"""栏目不更新: columns that should have been updated."""

import pytest

from services.evaluator.indicators.website.veto.columns_stale.should_update import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import Unit, Window
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, a_website, days_ago, judged, rules

FAR = days_ago(390)


def look(id_: str, silent: float, **fields: object) -> PageVisited:
    return a_column_look(NOW, days_ago(silent), column=id_, complete_since=FAR, **fields)


@pytest.mark.parametrize(("stale", "expected"), [(9, Outcome.MET), (10, Outcome.NOT_MET)])
def test_ten_are_too_many(stale: int, expected: Outcome) -> None:
    """Nine late columns warn, ten break the rule; stale news columns count once among them (钦州 2021)."""
    columns = [a_column(f"c{n}", category="news" if n < 4 else "other", cycle_days=30) for n in range(12)]
    looks = [look(f"c{n}", 40 if n < stale else 1) for n in range(12)]

    judgement = judged(INDICATOR, a_website(columns=tuple(columns)), *looks)

    assert expected is judgement.outcome
    assert f"应更新未更新栏目 {stale} 个（上限 10 个）" in judgement.text


def test_unknown_columns_leave_it_open() -> None:
    """Nine late and one hidden could be ten."""
    columns = tuple(a_column(f"c{n}") for n in range(10))
    looks = [look(f"c{n}", 40) for n in range(9)]

    judgement = judged(INDICATOR, a_website(columns=columns), *looks, look("c9", 1, outcome=LookOutcome.BLIND))

    assert Outcome.UNDETERMINED is judgement.outcome
    assert "另有 1 个未能看清（访问被防护设备拦截）" in judgement.text


@pytest.mark.parametrize(
    ("category", "cycle_days", "expected"),
    [
        ("news", None, Window(14)),
        ("news", 3, Window(3)),
        ("policy", None, Window(6, Unit.MONTHS)),
        ("personnel", None, Window(12, Unit.MONTHS)),
        ("other", None, None),
        ("other", 30, Window(30)),
    ],
)
def test_the_registrys_cycle_goes_before_the_categorys(
    category: str, cycle_days: int | None, expected: Window | None
) -> None:
    """A column nobody set a cycle for is not judged."""
    assert expected == rules().cycles.of(a_column(category=category, cycle_days=cycle_days))


def test_a_website_without_cycles_is_not_asked() -> None:
    """Only columns of no cycle: nothing due."""
    judgement = judged(INDICATOR, a_website(columns=(a_column(category="other"),)))

    assert Reason.NOT_APPLICABLE is judgement.reason


@pytest.mark.parametrize(
    ("overlay", "counted"),
    [
        ("", 2),
        ("[website.veto.columns_stale.should_update]\nincludes_core = false\n", 1),
        ("[website.veto.columns_stale.should_update]\nincludes_blank = false\n", 1),
    ],
    ids=["national", "without core", "without blank"],
)
def test_what_counts_is_the_packs(overlay: str, counted: int) -> None:
    """黔东南 counts differently from 钦州."""
    columns = (a_column("c1"), a_column("c2", category="interpretation"))
    looks = [look("c1", 40), a_column_look(NOW, column="c2")]

    judgement = judged(INDICATOR, a_website(columns=columns), *looks, rules=rules(overlay=overlay))

    assert counted == len(judgement.items)
