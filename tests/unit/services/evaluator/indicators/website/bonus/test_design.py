"""功能设计."""

import pytest

from services.evaluator.evaluate import evaluate
from services.evaluator.indicators.website.bonus.design import INDICATOR
from services.evaluator.review import points_of
from services.evaluator.scoring import score_of
from shared.contracts.observations import Recorded
from shared.contracts.records import ReviewStep
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Finding, ReviewState
from tests.builders import a_case, a_home_look, a_record, days_ago, rules
from tests.evaluator_findings import a_bonus, a_marked_home, finding_of, subject_of

HOME = a_marked_home(functions={"accessibility": "无障碍浏览", "mobile": "viewport: width=device-width"})


def found(*events: object) -> Finding:
    finding = finding_of(INDICATOR, *events)
    assert finding is not None
    return finding


def a_step(step: ReviewStep, item: str = "accessibility") -> Recorded:
    """What a person says of one thing the home page offers."""
    point = next(point for point, one in points_of(found(HOME)) if one and one.id == item)
    fields = {"indicator": INDICATOR.id, "step": step, "item_id": item, "signature": point.signature, "why": "试过"}
    return a_record(kind="review", record_id=f"{step}-{item}", fields=fields)


@pytest.mark.parametrize(("given", "expected"), [(2, 2), (5, 5), (9, 5)], ids=["some", "all", "more than all"])
def test_points_are_given_by_people_up_to_its_own(given: float, expected: float) -> None:
    """Never more than the item is worth."""
    finding = found(a_home_look(), a_bonus(INDICATOR, points=given))

    assert (Outcome.MET, expected) == (finding.outcome, finding.points)


def test_nothing_given_is_nothing_said() -> None:
    """No fault, no points, no finding; what was withdrawn was not given."""
    assert finding_of(INDICATOR, a_home_look()) is None
    assert finding_of(INDICATOR, a_home_look(), a_bonus(INDICATOR, withdrawn=True)) is None
    assert finding_of(INDICATOR, a_marked_home(title="首页", functions={"dance": "x"})) is None


def test_what_the_home_page_offers_waits_for_a_person() -> None:
    """Thing by thing, with its evidence; until then it gives nothing."""
    finding = found(HOME)

    assert (Outcome.MET, None, ReviewState.PENDING) == (finding.outcome, finding.points, finding.review)
    assert [("accessibility", "pending"), ("mobile", "pending")] == [(one.id, one.review) for one in finding.items]
    assert "【待核】" in finding.text
    assert finding.evidence[0].url
    assert 0 == score_of([finding], subject_of(INDICATOR), rules().scoring, {}).bonus


@pytest.mark.parametrize(
    ("records", "points", "state"),
    [
        ([a_step(ReviewStep.CONFIRM)], 1, ReviewState.CONFIRMED),
        ([a_step(ReviewStep.CONFIRM), a_step(ReviewStep.CONFIRM, "mobile")], 2, ReviewState.CONFIRMED),
        ([a_step(ReviewStep.DISMISS)], None, ReviewState.PENDING),
        ([a_step(ReviewStep.DISMISS), a_step(ReviewStep.DISMISS, "mobile")], None, ReviewState.DISMISSED),
        ([a_step(ReviewStep.CONFIRM), a_bonus(INDICATOR, points=2)], 3, ReviewState.CONFIRMED),
        ([a_step(ReviewStep.CONFIRM), a_bonus(INDICATOR, points=5)], 5, ReviewState.CONFIRMED),
    ],
    ids=["one", "both", "one is none", "none", "on top of what was given", "never more than its own"],
)
def test_what_a_person_confirms_gives_a_step(records: list[Recorded], points: float | None, state: ReviewState) -> None:
    """Each thing that works; what was dismissed stays so while the page offers the same."""
    other = a_marked_home(days_ago(1), functions={"accessibility": "无障碍", "mobile": "手机版"})

    for events in ([HOME, *records], [other, *records]):
        finding = found(*events)
        assert (points, state) == (finding.points, finding.review)


def test_it_says_what_the_points_are_for() -> None:
    """What people gave and what they confirmed, not what waits."""
    finding = found(HOME, a_step(ReviewStep.CONFIRM), a_bonus(INDICATOR, why="智能问答好用"))

    assert "智能问答好用；经人工确认：无障碍、适老化" == finding.text


def test_an_old_look_suggests_nothing() -> None:
    """As of all marks of a home page; what people gave stays."""
    old = a_marked_home(days_ago(8), functions={"mobile": "手机版"})

    assert finding_of(INDICATOR, old) is None
    assert 2 == found(old, a_bonus(INDICATOR)).points


def test_the_confirmed_points_count_in_the_score() -> None:
    """Above 80, as all bonuses."""
    evaluation = evaluate(a_case(subject_of(INDICATOR), HOME, a_step(ReviewStep.CONFIRM)), [INDICATOR])

    assert evaluation is not None
    assert 101 == evaluation.verdict.score
