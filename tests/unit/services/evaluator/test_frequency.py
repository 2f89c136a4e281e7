"""One calendar month under a rule of windows and days."""

from datetime import date, timedelta

import pytest

from services.evaluator.facts import slots
from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.frequency import Month, Pace, month_of, months_in
from services.evaluator.sight import Seen
from services.evaluator.window import Unit, Window, midnight
from shared.contracts.target import Outcome
from shared.workdays import UnknownYear, is_workday

OCTOBER = date(2023, 10, 1)
AFTER = date(2023, 11, 15)
PACE = Pace(window=Window(5, Unit.WORKDAYS), window_days=2, month_days=8)
SERVICE = Pace(window=Window(14), window_days=1, month_days=4)
GOOD = (8, 10, 12, 16, 18, 20, 23, 26, 30)
"""Days of October 2023 that keep the pace: 7 and 8 are make-up workdays after 国庆."""


def seen(first: date, last: date) -> Seen:
    days = slots.stretch(slots.first_slot(first), slots.first_slot(last + timedelta(days=1)))
    return Seen(midnight(last + timedelta(days=1)), days, days)


def october(posted: tuple[int, ...], *, sight: Seen | None = None, today: date = AFTER, pace: Pace = PACE) -> Month:
    posts = DayCounts().join({date(2023, 10, day).toordinal(): 1 for day in posted})
    sight = sight or seen(OCTOBER, date(2023, 10, 31))
    return month_of(OCTOBER, posts, sight, pace=pace, today=today, is_workday=is_workday)


def test_a_month_that_keeps_the_pace_is_good() -> None:
    """Two days in any five workdays, eight in all."""
    assert Outcome.MET is october(GOOD).outcome


def test_the_month_needs_its_days() -> None:
    """Seven days are not eight, though every window has two."""
    month = october((8, 10, 12, 16, 18, 23, 25, 30)[:7])

    assert Outcome.NOT_MET is month.outcome
    assert month.words().startswith("更新 7 天（要求 8 天）")


def test_a_window_needs_its_days() -> None:
    """Enough days in all, but one run of five workdays with a single one."""
    month = october((7, 8, 9, 10, 11, 12, 13, 16, 23, 26, 30))

    assert Outcome.NOT_MET is month.outcome
    assert "2023-10-16 至 2023-10-20 连续5个工作日仅更新 1 天（要求 2 天）" in month.words()


def test_make_up_days_are_workdays_and_holidays_are_not() -> None:
    """The first window of October 2023 begins on Saturday the 7th."""
    windows = october(GOOD).windows

    assert (date(2023, 10, 7), date(2023, 10, 11)) == (windows[0].days[0], windows[0].days[-1])
    assert date(2023, 10, 31) == windows[-1].days[-1]


def test_a_post_on_a_weekend_counts_for_the_month_only() -> None:
    """The window is of workdays; the month is of days."""
    without = october((8, 10, 12, 16, 18, 20, 23, 26))
    with_weekend = october((8, 10, 12, 16, 18, 20, 23, 26, 28))

    assert 8 == without.whole.posted
    assert 9 == with_weekend.whole.posted
    assert Outcome.NOT_MET is with_weekend.outcome


@pytest.mark.parametrize(
    ("posted", "expected"),
    [((1, 15, 22, 29), Outcome.MET), ((1, 15, 29), Outcome.NOT_MET), ((1, 2, 17, 30), Outcome.NOT_MET)],
    ids=["four days", "three days", "fourteen silent days"],
)
def test_service_accounts_have_their_own_pace(posted: tuple[int, ...], expected: Outcome) -> None:
    """每2周更新不少于1天，每月更新不少于4天."""
    assert expected is october(posted, pace=SERVICE).outcome


def test_days_not_seen_might_have_posts() -> None:
    """A silent week that nobody watched is a question; posts seen elsewhere still count."""
    half = Seen(None, 0, 0)

    assert Outcome.UNDETERMINED is october((), sight=half).outcome
    assert Outcome.MET is october(GOOD, sight=half).outcome


def test_a_fault_seen_is_a_fault_whatever_was_not_seen() -> None:
    """One watched week of silence breaks the month."""
    week = seen(date(2023, 10, 16), date(2023, 10, 20))

    assert Outcome.NOT_MET is october((), sight=week).outcome


def test_four_silent_workdays_of_five_are_lost_already() -> None:
    """The fifth day alone cannot make two."""
    days = seen(date(2023, 10, 16), date(2023, 10, 19))

    assert Outcome.NOT_MET is october((), sight=days).outcome
    assert Outcome.UNDETERMINED is october((), sight=seen(date(2023, 10, 16), date(2023, 10, 18))).outcome


def test_a_running_month_says_when_it_will_be_lost() -> None:
    """Posted on the 8th: of the first five workdays, 7 to 11, one more must have a post."""
    month = october((8,), sight=seen(OCTOBER, date(2023, 10, 9)), today=date(2023, 10, 10))

    assert Outcome.MET is month.outcome
    assert not month.over
    assert midnight(date(2023, 10, 12)) == month.crosses_at


def test_a_month_that_cannot_be_saved_is_lost_before_its_end() -> None:
    """Three days with posts and four days left cannot make eight."""
    pace = Pace(window=Window(14), window_days=1, month_days=8)
    month = october((1, 14, 27), sight=seen(OCTOBER, date(2023, 10, 27)), today=date(2023, 10, 28), pace=pace)

    assert Outcome.NOT_MET is month.outcome
    assert "本月已无法达到" in month.words()


def test_an_unknown_year_is_told_to_the_caller() -> None:
    """Workdays are not guessed."""
    with pytest.raises(UnknownYear):
        month_of(date(2035, 1, 1), DayCounts(), Seen(None, 0, 0), pace=PACE, today=AFTER, is_workday=is_workday)


SEPTEMBER = (1, 5, 7, 11, 13, 15, 19, 21, 25, 26)
"""Days of September 2023 that keep the pace; its last workdays are the 25th to the 28th."""


@pytest.mark.parametrize(
    ("september", "october", "expected"),
    [
        (SEPTEMBER, (8, *GOOD[1:]), Outcome.NOT_MET),
        (SEPTEMBER, (7, *GOOD), Outcome.MET),
        ((*SEPTEMBER, 27), GOOD, Outcome.MET),
        (SEPTEMBER[:-2], GOOD, Outcome.MET),
        ((), GOOD, Outcome.MET),
    ],
    ids=[
        "27, 28, 7, 8, 9: one day",
        "a day more in October",
        "a day more in September",
        "September is bad by itself",
        "September is silent",
    ],
)
def test_five_workdays_over_the_end_of_a_month(
    september: tuple[int, ...], october: tuple[int, ...], expected: Outcome
) -> None:
    """Any five workdays in a row: they count for the month they end in, unless the other one is bad already."""
    posts = DayCounts().join(
        {date(2023, 9, day).toordinal(): 1 for day in september}
        | {date(2023, 10, day).toordinal(): 1 for day in october}
    )
    given = {"pace": PACE, "today": AFTER, "is_workday": is_workday}
    sight = seen(date(2023, 9, 1), date(2023, 10, 31))
    before = month_of(date(2023, 9, 1), posts, sight, **given)
    month = month_of(OCTOBER, posts, sight, before=before, **given)

    assert expected is month.outcome
    assert ("2023-09-27 至 2023-10-09" in month.words()) is (expected is Outcome.NOT_MET)


def test_days_nobody_saw_at_the_end_of_a_month_accuse_nobody() -> None:
    """The month before was not seen whole: what lay across its end is not counted."""
    posts = DayCounts().join({date(2023, 10, day).toordinal(): 1 for day in GOOD})
    given = {"pace": PACE, "today": AFTER, "is_workday": is_workday}
    sight = seen(date(2023, 9, 27), date(2023, 10, 31))
    before = month_of(date(2023, 9, 1), posts, sight, **given)

    assert Outcome.UNDETERMINED is before.outcome
    assert Outcome.MET is month_of(OCTOBER, posts, sight, before=before, **given).outcome


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2023, 8, 1), date(2023, 10, 31), [8, 9, 10]),
        (date(2023, 8, 2), date(2023, 10, 30), [9]),
        (date(2023, 12, 1), date(2024, 1, 31), [12, 1]),
        (date(2023, 8, 2), date(2023, 8, 30), []),
    ],
    ids=["whole", "cut at both ends", "over the year", "none"],
)
def test_only_whole_months_are_judged(first: date, last: date, months: list[int]) -> None:
    """A month of which the period has only a part is not judged by a rule about months."""
    assert months == [month.month for month in months_in(first, last)]
