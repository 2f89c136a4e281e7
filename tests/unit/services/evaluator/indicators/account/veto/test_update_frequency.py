"""更新频次: 黔东南's rule."""

from datetime import date, datetime, timedelta

import pytest

from services.evaluator.indicators.account.veto.update_frequency import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.clock import CHINA
from shared.contracts.observations import PostListed
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import a_feed_look, a_period, a_verdict, an_account, judged, rules

LOCAL = rules("qiandongnan")
QUARTER = a_period("2023-08-01", "2023-10-31")
CHECKED = datetime(2023, 11, 15, 9, tzinfo=CHINA)
SEEN_SINCE = midnight(date(2023, 7, 1))
EVERY_OTHER_DAY = [midnight(date(2023, 7, 1)) + timedelta(days=2 * n, hours=9) for n in range(70)]


def listing(*posts: datetime, at: datetime = CHECKED, **fields: object) -> PostListed:
    return a_feed_look(at, *posts, **{"complete_since": SEEN_SINCE, **fields})


def without(first: date, last: date) -> list[datetime]:
    return [post for post in EVERY_OTHER_DAY if not first <= post.date() <= last]


def test_an_account_that_keeps_the_pace_is_good() -> None:
    """Every other day is enough in every month."""
    judgement = judged(INDICATOR, an_account(), listing(*EVERY_OTHER_DAY), rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert Outcome.MET is judgement.outcome
    assert ["2023-08", "2023-09", "2023-10"] == [item.id for item in judgement.items]


def test_one_bad_month_breaks_the_period() -> None:
    """A silent week in September: August and October are good, the quarter is not."""
    posts = without(date(2023, 9, 11), date(2023, 9, 17))

    judgement = judged(INDICATOR, an_account(), listing(*posts), rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert Outcome.NOT_MET is judgement.outcome
    assert [Outcome.MET, Outcome.NOT_MET, Outcome.MET] == [item.outcome for item in judgement.items]
    assert judgement.text.startswith(
        "2023年9月不合格：更新 11 天（要求 8 天）；2023-09-08 至 2023-09-14 连续5个工作日仅更新 0 天"
    )


@pytest.mark.parametrize("across", [True, False])
def test_five_workdays_over_the_end_of_a_month_count_unless_the_regime_says_no(across: bool) -> None:
    """From 31 August to 4 September nothing, each month good by itself: in the report and for the present."""
    posts = without(date(2023, 8, 31), date(2023, 9, 4))
    local = LOCAL if across else rules("qiandongnan", "[account.veto.update_frequency]\nacross_months = false")

    report = judged(INDICATOR, an_account(), listing(*posts), rules=local, as_of=CHECKED, period=QUARTER)
    now = datetime(2023, 9, 20, 9, tzinfo=CHINA)
    seen = [post for post in posts if post < now]
    present = judged(INDICATOR, an_account(), listing(*seen, at=now), rules=local, as_of=now)

    assert (Outcome.NOT_MET if across else Outcome.MET) is report.outcome
    assert ["2023-09"] * across == [one.id for one in report.items if one.outcome is Outcome.NOT_MET]
    assert ("2023-08-29 至 2023-09-04" in report.text) is across
    assert (Outcome.NOT_MET if across else Outcome.MET) is present.outcome
    assert ["2023-09"] == [one.id for one in present.items]


def test_a_service_account_may_be_slower() -> None:
    """Once a week breaks a subscription account and not a service account."""
    weekly = [midnight(date(2023, 7, 3)) + timedelta(days=7 * n) for n in range(20)]
    case = {"rules": LOCAL, "as_of": CHECKED, "period": QUARTER}

    slow = judged(INDICATOR, an_account(), listing(*weekly), **case)
    service = judged(INDICATOR, an_account(platform="wechat_service"), listing(*weekly), **case)

    assert (Outcome.NOT_MET, Outcome.MET) == (slow.outcome, service.outcome)


def test_months_not_seen_leave_the_period_open() -> None:
    """A listing that begins in September says nothing about August."""
    look = listing(*without(date(2023, 7, 1), date(2023, 8, 31)), complete_since=midnight(date(2023, 9, 1)))

    judgement = judged(INDICATOR, an_account(), look, rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert (Outcome.UNDETERMINED, Reason.WINDOW_NOT_COVERED) == (judgement.outcome, judgement.reason)
    assert [Outcome.UNDETERMINED, Outcome.MET, Outcome.MET] == [item.outcome for item in judgement.items]


def test_a_broken_bridge_leaves_it_open() -> None:
    """Every month is open then, with the bridge as the reason."""
    look = a_feed_look(CHECKED, outcome=LookOutcome.BLIND, reason="bridge_broken")

    judgement = judged(INDICATOR, an_account(), look, rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert Reason.BRIDGE_BROKEN is judgement.reason
    assert {Outcome.UNDETERMINED} == {item.outcome for item in judgement.items}


def test_posts_without_dates_leave_it_open() -> None:
    """Nobody can say on which days they were posted."""
    judgement = judged(
        INDICATOR,
        an_account(),
        a_feed_look(CHECKED, complete_since=SEEN_SINCE, posts=({"id": "p"},)),
        rules=LOCAL,
        as_of=CHECKED,
        period=QUARTER,
    )

    assert Reason.NO_DATES is judgement.reason
    assert 3 == len(judgement.items)


def test_one_post_without_a_date_might_fill_any_day() -> None:
    """A bad month is open then; months that are good anyway are good."""
    undated = tuple({"id": f"p{n}", "published_at": post} for n, post in enumerate([*EVERY_OTHER_DAY, None]))
    gap = tuple(one for one in undated if one["published_at"] is None or one["published_at"].month != 9)
    case = {"rules": LOCAL, "as_of": CHECKED, "period": QUARTER}

    good = judged(INDICATOR, an_account(), listing(posts=undated), **case)
    bad = judged(INDICATOR, an_account(), listing(posts=gap), **case)

    assert Outcome.MET is good.outcome
    assert Reason.NO_DATES is bad.reason


def test_an_account_nobody_looked_at_is_open() -> None:
    """Nothing known, nothing said."""
    judgement = judged(INDICATOR, an_account(), rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert Reason.NEVER_SEEN is judgement.reason


def test_an_unfinished_month_is_open_in_a_report() -> None:
    """On the 20th of October nobody can say that October was good."""
    early = datetime(2023, 10, 20, 9, tzinfo=CHINA)
    posts = [post for post in EVERY_OTHER_DAY if post < early]

    judgement = judged(INDICATOR, an_account(), listing(*posts, at=early), rules=LOCAL, as_of=early, period=QUARTER)

    assert (Outcome.UNDETERMINED, Reason.MONTH_UNFINISHED) == (judgement.outcome, judgement.reason)


def test_a_period_without_a_whole_month_cannot_be_judged() -> None:
    """A rule about months needs one."""
    judgement = judged(
        INDICATOR,
        an_account(),
        listing(*EVERY_OTHER_DAY),
        rules=LOCAL,
        as_of=CHECKED,
        period=a_period("2023-08-02", "2023-08-30"),
    )

    assert Reason.MONTH_UNFINISHED is judgement.reason


def test_the_present_is_the_current_month() -> None:
    """Without a period the month is judged as far as it has come: of 1 to 7 November one more day is needed."""
    now = datetime(2023, 11, 7, 9, tzinfo=CHINA)
    posts = [post for post in EVERY_OTHER_DAY if post < midnight(date(2023, 11, 3))]

    judgement = judged(INDICATOR, an_account(), listing(*posts, at=now), rules=LOCAL, as_of=now)

    assert Outcome.MET is judgement.outcome
    assert judgement.near is not None
    assert midnight(date(2023, 11, 8)) == judgement.near.crosses_at
    assert judgement.near.warn
    assert midnight(date(2023, 11, 8)) == judgement.changes_at


def test_the_present_is_lost_as_soon_as_it_cannot_be_saved() -> None:
    """One day with a post in the first five workdays of November."""
    now = datetime(2023, 11, 9, 9, tzinfo=CHINA)
    posts = [post for post in EVERY_OTHER_DAY if post < midnight(date(2023, 11, 3))]

    judgement = judged(INDICATOR, an_account(), listing(*posts, at=now), rules=LOCAL, as_of=now)

    assert Outcome.NOT_MET is judgement.outcome


def test_old_sight_leaves_the_present_open() -> None:
    """Four days without a look, and nobody knows what came."""
    now = datetime(2023, 11, 7, 9, tzinfo=CHINA)
    posts = [post for post in EVERY_OTHER_DAY if post < midnight(date(2023, 11, 3))]
    look = listing(*posts, at=midnight(date(2023, 11, 3)))

    assert Reason.SIGHT_TOO_OLD is judged(INDICATOR, an_account(), look, rules=LOCAL, as_of=now).reason


def test_a_year_without_a_calendar_is_open() -> None:
    """放假调休安排未知 is said, not guessed."""
    now = datetime(2035, 3, 20, 9, tzinfo=CHINA)

    verdict = a_verdict(an_account(), a_feed_look(now, now), rules=LOCAL, as_of=now)
    finding = next(one for one in verdict.findings if one.indicator == INDICATOR.id)

    assert (Outcome.UNDETERMINED, "calendar_unknown") == (finding.outcome, finding.reason)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [({"platform": "app"}, False), ({"status": "suspended"}, False), ({"platform": "weibo"}, True)],
    ids=["an app", "suspended", "微博"],
)
def test_who_is_asked(fields: dict[str, str], asked: bool) -> None:
    """Publishing accounts that have not stopped."""
    look = listing(*EVERY_OTHER_DAY)

    judgement = judged(INDICATOR, an_account(**fields), look, rules=LOCAL, as_of=CHECKED, period=QUARTER)

    assert asked is (judgement.reason is not Reason.NOT_APPLICABLE)


def test_the_limit_names_the_numbers_in_force() -> None:
    """Both paces, in the words of the notice."""
    limit = LOCAL.limits[INDICATOR.id]

    assert "连续5个工作日更新不少于2天，且每月更新不少于8天" in limit
    assert "微信服务号连续2周更新不少于1天，且每月更新不少于4天" in limit
