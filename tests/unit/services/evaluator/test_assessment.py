"""A target judged over a period."""

from datetime import date, datetime, timedelta

import pytest

from services.evaluator.assessment import assess, judged_at
from services.evaluator.indicator import Case
from services.evaluator.indicators import INDICATORS
from services.evaluator.window import midnight
from shared.clock import CHINA
from shared.contracts.assessment import Assessment
from shared.contracts.target import Outcome, Result
from tests.builders import (
    a_board,
    a_board_look,
    a_case,
    a_column,
    a_column_look,
    a_feed_look,
    a_letter,
    a_period,
    a_visit,
    a_website,
    an_account,
    folded,
    rules,
    spaced_visits,
)

QUARTER = a_period("2023-08-01", "2023-10-31")
END = midnight(date(2023, 11, 1)) - timedelta(milliseconds=1)
CHECKED = datetime(2023, 11, 15, 9, tzinfo=CHINA)
SINCE = midnight(date(2023, 7, 1))
POSTS = [midnight(date(2023, 7, 1)) + timedelta(days=2 * n, hours=9) for n in range(60)]


def assessed(case: Case, **more: object) -> Assessment:
    made = assess(case, INDICATORS, request_id="r1", **more)  # type: ignore[arg-type]
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (CHECKED, END),
        (END, END),
        (END - timedelta(seconds=1), END),
        (END - timedelta(days=3), END - timedelta(days=3)),
    ],
    ids=["later", "at the end", "its last second", "before the end"],
)
def test_a_period_is_judged_at_its_end(as_of: datetime, expected: datetime) -> None:
    """Or at the moment of knowledge, if the period is not over."""
    assert expected == judged_at(QUARTER, as_of)


@pytest.mark.parametrize(
    ("last_post", "expected"),
    [(date(2023, 10, 17), Result.QUALIFIED), (date(2023, 10, 16), Result.UNQUALIFIED)],
    ids=["two weeks before the last day", "a day more"],
)
def test_two_weeks_are_counted_from_the_last_day_of_the_period(last_post: date, expected: Result) -> None:
    """Whether it was looked at on that day or weeks later."""
    posts = [post for post in POSTS if post.date() < last_post] + [midnight(last_post) + timedelta(hours=9)]
    for at in (END - timedelta(minutes=5), CHECKED):
        look = a_feed_look(at, *posts, complete_since=SINCE)
        made = assessed(a_case(an_account(), look, as_of=at, period=QUARTER))

        assert expected is made.verdict.result


def test_months_are_told_in_the_words_of_the_annex() -> None:
    """合格, 不合格 or 无法判定, by what is known weeks later."""
    posts = [post for post in POSTS if not date(2023, 9, 8) <= post.date() <= date(2023, 9, 20)]
    look = a_feed_look(CHECKED, *posts, complete_since=midnight(date(2023, 8, 20)))

    made = assessed(a_case(an_account(), look, as_of=CHECKED, period=QUARTER, rules=rules("qiandongnan")))

    assert {"2023-08": "合格", "2023-09": "不合格", "2023-10": "合格"} == made.months
    assert Result.UNQUALIFIED is made.verdict.result
    assert END == made.verdict.as_of


def test_a_month_nobody_saw_cannot_be_judged() -> None:
    """无法判定, and so is the account."""
    made = assessed(a_case(an_account(), as_of=CHECKED, period=QUARTER, rules=rules("qiandongnan")))

    assert {"2023-08": "无法判定", "2023-09": "无法判定", "2023-10": "无法判定"} == made.months
    assert Result.UNDETERMINED is made.verdict.result
    assert not made.checked


def test_regimes_that_do_not_judge_months_have_none() -> None:
    """The national standard looks at the moment, not at months."""
    look = a_feed_look(CHECKED, *POSTS, complete_since=SINCE)

    made = assessed(a_case(an_account(), look, as_of=CHECKED, period=QUARTER))

    assert {} == made.months
    assert Result.QUALIFIED is made.verdict.result


def test_publications_of_the_period_are_counted() -> None:
    """Of the account, or of each column with its unit."""
    account = assessed(
        a_case(an_account(), a_feed_look(CHECKED, *POSTS, complete_since=SINCE), as_of=CHECKED, period=QUARTER)
    )
    site = a_website(columns=(a_column(unit_id="u5"), a_column("c2", category="policy")))
    website = assessed(a_case(site, a_column_look(CHECKED, *POSTS), as_of=CHECKED, period=QUARTER))

    assert [("a1", "account", "u1", 44)] == [(p.id, p.category, p.unit_id, p.count) for p in account.publications]
    assert [("c1", "u5", 44), ("c2", "u1", 0)] == [(p.id, p.unit_id, p.count) for p in website.publications]


def test_letters_of_the_period_are_counted() -> None:
    """Open, overdue and answered, with the days each answer took."""
    letters = [
        a_letter("open", asked_at=midnight(date(2023, 10, 1))),
        a_letter("overdue", asked_at=midnight(date(2023, 7, 1))),
        a_letter("in", asked_at=midnight(date(2023, 9, 1)), replied_at=midnight(date(2023, 9, 4))),
        a_letter("before", asked_at=midnight(date(2023, 6, 1)), replied_at=midnight(date(2023, 6, 4))),
        a_letter("after", asked_at=midnight(date(2023, 10, 1)), replied_at=midnight(date(2023, 11, 4))),
    ]
    look = a_board_look(CHECKED, *letters, complete_since=SINCE - timedelta(days=300))

    made = assessed(a_case(a_website(boards=(a_board(),)), look, as_of=CHECKED, period=QUARTER))

    assert made.letters is not None
    assert (3, 1, 1, (3.0,)) == (
        made.letters.open,
        made.letters.overdue,
        made.letters.answered,
        made.letters.answer_days,
    )


def test_a_website_without_boards_has_no_letters() -> None:
    """None is not zero."""
    assert assessed(a_case(a_website(), as_of=CHECKED, period=QUARTER)).letters is None


def test_visits_forgotten_since_can_be_given() -> None:
    """A dossier that has seen weeks more keeps no single visits of the period's end."""
    visits = spaced_visits(END - timedelta(days=7) + timedelta(minutes=5))
    case = a_case(a_website(), *visits, a_visit(CHECKED), as_of=CHECKED, period=QUARTER)

    def reachable(made: Assessment) -> Outcome:
        return next(f.outcome for f in made.verdict.findings if f.indicator == "website.veto.unreachable")

    assert Outcome.UNDETERMINED is reachable(assessed(case))
    assert Outcome.MET is reachable(assessed(case, visits=folded(*visits).visits))


@pytest.mark.parametrize(
    ("look", "checked"),
    [
        (a_visit(END - timedelta(days=1)), True),
        (a_column_look(END - timedelta(days=40)), True),
        (a_column_look(END + timedelta(days=1)), False),
        (a_visit(END - timedelta(days=1), outcome="blind"), False),
    ],
    ids=["a visit", "a look", "a look after it", "a blind look"],
)
def test_checked_means_that_something_was_seen_in_the_period(look: object, checked: bool) -> None:
    """A blind look is no check."""
    case = a_case(a_website(), look, as_of=END + timedelta(days=2), period=QUARTER)  # type: ignore[arg-type]

    assert checked is assessed(case).checked


def test_what_is_closed_is_not_assessed() -> None:
    """Out of scope."""
    assert assess(a_case(a_website(status="closed"), period=QUARTER), INDICATORS, request_id="r1") is None


def test_an_assessment_needs_a_period() -> None:
    """A moment has verdicts."""
    with pytest.raises(ValueError, match="period is missing"):
        assess(a_case(a_website()), INDICATORS, request_id="r1")
