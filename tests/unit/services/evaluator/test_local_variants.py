"""What places write differently from the national rule, each as a pack of some lines: no code."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.evaluator.evaluate import evaluate
from services.evaluator.indicators import INDICATORS
from services.evaluator.subject import Column, Subject
from shared.clock import CHINA
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict
from tests.builders import (
    NOW,
    a_board,
    a_board_look,
    a_case,
    a_column,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_letter,
    a_period,
    a_record,
    a_website,
    an_account,
    days_ago,
    looks_every,
    rules,
)

FAR = days_ago(120)
MONDAY = datetime(2026, 11, 9, 12, tzinfo=CHINA)


def verdict(overlay: str, subject: Subject, *events: Any, **fields: Any) -> Verdict:
    case = a_case(subject, *events, rules=rules("national", overlay), **fields)
    evaluation = evaluate(case, INDICATORS)
    assert evaluation is not None
    return evaluation.verdict


def finding(indicator: str, *args: Any, **fields: Any) -> Finding:
    return next(one for one in verdict(*args, **fields).findings if one.indicator == indicator)


def account(overlay: str, indicator: str, *moments: datetime, platform: str = "weibo", **fields: Any) -> Outcome:
    look = a_feed_look(NOW, *moments, complete_since=FAR)
    return finding(indicator, overlay, an_account(platform=platform), look, **fields).outcome


def columns(overlay: str, silent: dict[Column, float], **fields: Any) -> list[str]:
    """The columns that are late under should_update."""
    looks = [
        a_column_look(NOW, days_ago(days), column=column.id, complete_since=days_ago(390))
        for column, days in silent.items()
    ]
    site = a_website(columns=tuple(silent))
    found = finding("website.veto.columns_stale.should_update", overlay, site, *looks, **fields)
    return [item.id for item in found.items if item.outcome is Outcome.NOT_MET]


def test_1_days_in_workday_windows_and_by_month() -> None:
    """黔东南州 2023: any five workdays two days, eight days a month; one bad month fails."""
    overlay = rules("qiandongnan").sections["account.veto.update_frequency"]

    assert (overlay.window_days, overlay.month_days) == (2, 8)  # type: ignore[attr-defined]
    posts = [datetime(2026, 10, day, 9, tzinfo=CHINA) for day in range(1, 32)]
    look = a_feed_look(NOW, *posts, complete_since=FAR)
    case = a_case(an_account(), look, rules=rules("qiandongnan"), period=a_period("2026-09-01", "2026-10-31"))
    evaluation = evaluate(case, INDICATORS)
    assert evaluation is not None
    found = next(one for one in evaluation.verdict.findings if one.indicator.endswith("frequency"))
    assert {"2026-09": Outcome.NOT_MET, "2026-10": Outcome.MET} == {item.id: item.outcome for item in found.items}


def test_2_one_item_per_workday_and_columns_by_category() -> None:
    """盘锦兴隆台区 2021: news every workday, home-page columns weekly, others monthly, planning never."""
    overlay = '[cycles]\nnews = "1 workday"\nother = "1 month"\nplanning = "none"\n'
    overlay += '[[cycles.named]]\nname = "首页"\ncycle = "1 week"\n'
    news, home = a_column("n"), a_column("h", name="首页要闻", category="other")
    other, planning = a_column("o", category="other"), a_column("p", category="planning")

    assert ["n", "h"] == columns(overlay, {news: 3, home: 9, other: 20, planning: 380})


@pytest.mark.parametrize(("bad", "expected"), [(1, Outcome.MET), (2, Outcome.NOT_MET)])
def test_3_two_late_weeks_are_named(bad: int, expected: Outcome) -> None:
    """盘锦 2022: an account late in two weeks of the month."""
    overlay = '[account.veto.weekly_posts]\nlimit = "每周{posts}条"\nposts = 1\ntolerated = 1\nwarn_before = "1 day"\n'
    weeks = [datetime(2026, 10, 6 + 7 * n, 9, tzinfo=CHINA) for n in range(4 - bad)]

    period = a_period("2026-10-05", "2026-11-01")
    assert expected is account(overlay, "account.veto.weekly_posts", *weeks, period=period)


def test_4_columns_by_category_and_accounts_that_close() -> None:
    """杨陵区 2021: personnel monthly, all others six months; accounts being closed are judged by their two weeks."""
    overlay = '[cycles]\npersonnel = "1 month"\nother = "6 months"\n[accounts]\nsuspended = "judged"\n'
    late = columns(overlay, {a_column("p", category="personnel"): 40, a_column("o", category="other"): 40})
    look = a_feed_look(NOW, days_ago(20), complete_since=FAR)
    closing = an_account(status="suspended")

    assert ["p"] == late
    assert Result.UNQUALIFIED is verdict(overlay, closing, look).result
    assert Result.QUALIFIED is verdict("", closing, look).result


@pytest.mark.parametrize(("days", "expected"), [(10, Outcome.MET), (11, Outcome.NOT_MET)])
def test_5_and_18_ten_days(days: float, expected: Outcome) -> None:
    """闽侯县 2025, 白河县 2020."""
    overlay = '[account.veto.stale_2w]\nwindow = "10 days"\n'

    assert expected is account(overlay, "account.veto.stale_2w", days_ago(days))


@pytest.mark.parametrize(("days", "expected"), [(9, Result.QUALIFIED), (14, Result.BASIC)])
def test_6_seven_workdays_and_three_classes(days: float, expected: Result) -> None:
    """阜阳 2020: named at more than seven workdays; 合格, 基本合格, 不合格."""
    overlay = '[account.veto.stale_2w]\nwindow = "7 workdays"\nresult = "basic"\n'
    look = a_feed_look(NOW, days_ago(days), complete_since=FAR)

    assert expected is verdict(overlay, an_account(), look).result


@pytest.mark.parametrize(("posts", "expected"), [(3, Outcome.MET), (2, Outcome.NOT_MET)])
def test_7_three_updates_a_week_of_wechat_accounts(posts: int, expected: Outcome) -> None:
    """夏邑县 2022: WeChat only."""
    overlay = (
        '[account.veto.weekly_posts]\nlimit = "每周{posts}条"\nposts = 3\nwarn_before = "1 day"\n'
        'only = { platform = ["wechat_subscription", "wechat_service"] }\n'
    )
    moments = [MONDAY + timedelta(days=n) for n in range(posts)]

    answer = account(overlay, "account.veto.weekly_posts", *moments, platform="wechat_subscription")
    asked = {one.indicator for one in verdict(overlay, an_account(platform="weibo")).findings}

    assert expected is answer
    assert "account.veto.weekly_posts" not in asked


def test_8_once_a_week_and_before_holidays() -> None:
    """德钦县 2024: websites and accounts."""
    overlay = (
        "".join(
            f'[{scope}.veto.holiday_eve]\nlimit = "节假日前一日"\nlookback = "2 months"\nwarn_before = "1 day"\n'
            for scope in ("account", "website")
        )
        + '[website.veto.weekly_updates]\nlimit = "每周{posts}条"\nposts = 1\nwarn_before = "1 day"\n'
    )
    after = datetime(2024, 10, 8, 9, tzinfo=CHINA)
    moments = [after - timedelta(days=days) for days in (2, 20)]
    look = a_home_look(after, *moments, complete_since=after - timedelta(days=100))

    found = {f.indicator: f.outcome for f in verdict(overlay, a_website(), look, as_of=after).findings}

    assert Outcome.NOT_MET is found["website.veto.holiday_eve"]
    assert Outcome.MET is found["website.veto.weekly_updates"]


def test_9_a_column_by_its_name_every_month() -> None:
    """六安民政局 2016: one 回应关切 a month, wherever it stands."""
    overlay = '[[cycles.named]]\nname = "回应关切"\ncycle = "1 month"\n'
    concern, other = a_column("c", name="回应关切", category="other"), a_column("o", category="other")

    assert ["c"] == columns(overlay, {concern: 40, other: 300})


def test_10_accounts_are_scored_and_a_veto_is_59() -> None:
    """肇庆 2019: 100 + 25, service items weigh 20, a county with a vetoed account gets 59."""
    overlay = (
        "[scoring]\naccounts = true\nbonus_most = 25.0\nservice_points = 20.0\nvetoed_score = 59.0\n"
        '[scoring.units]\ncombine = "mean"\nvetoed = 59.0\n'
    )
    silent = a_feed_look(NOW, days_ago(30), complete_since=FAR)
    fresh = a_feed_look(NOW, NOW, complete_since=FAR)

    failed = verdict(overlay, an_account(), silent)

    assert (Result.UNQUALIFIED, 59) == (failed.result, failed.score)
    assert 100 == verdict(overlay, an_account(), fresh).score
    assert (25, 20, 59) == (
        rules("national", overlay).scoring.bonus_most,
        rules("national", overlay).scoring.service_points,
        rules("national", overlay).scoring.units.vetoed,
    )


def test_12_accounts_lose_points_beside_vetoes() -> None:
    """连云港 2023: late updates are deductions."""
    overlay = '[scoring]\naccounts = true\n[account.veto.stale_2w]\nkind = "deduction"\npoints = 10\n'
    look = a_feed_look(NOW, days_ago(20), complete_since=FAR)

    said = verdict(overlay, an_account(), look)

    assert (Result.QUALIFIED, 90) == (said.result, said.score)


@pytest.mark.parametrize(("answered", "expected"), [("2026-11-03", Outcome.MET), ("2026-11-04", Outcome.NOT_MET)])
def test_14_answers_within_one_workday(answered: str, expected: Outcome) -> None:
    """湖南 2021: portals are ranked by one workday."""
    fields = {"sent_at": "2026-11-02T09:00:00+08:00", "answered_at": f"{answered}T09:00:00+08:00"}
    letter = a_record(kind="letter", fields=fields)
    site = a_website(website_kind="portal")

    found = finding("website.deduct.interact.reply_test", '[ledgers]\nletter_reply = "1 workday"\n', site, letter)

    assert expected is found.outcome


@pytest.mark.parametrize(("days", "expected"), [(100, Outcome.MET), (190, Outcome.NOT_MET)])
def test_15_six_months_for_published_letters(days: float, expected: Outcome) -> None:
    """广东 2025: 超过6个月未选登留言."""
    overlay = '[website.deduct.interact.msg_fresh]\nwindow = "6 months"\nwarn_after = "5 months"\n'
    look = a_board_look(NOW, a_letter(asked_at=days_ago(days), replied_at=days_ago(days)))
    site = a_website(website_kind="portal", boards=(a_board(),))

    assert expected is finding("website.deduct.interact.msg_fresh", overlay, site, look).outcome


def test_16_shares_of_accounts_differ_by_place() -> None:
    """安徽 50 %, 甘肃 12 %, 宜昌 70 %."""
    for share in (0.5, 0.12, 0.7):
        section = rules("national", f"[org.check.acct_ratio]\nshare = {share}\n").sections["org.check.acct_ratio"]
        assert f"{share:.0%}" in section.limit_text()


@pytest.mark.parametrize("day", looks_every(timedelta(days=40), days_ago(80), NOW))
def test_windows_need_no_calendar_quarter(day: datetime) -> None:
    """甘肃 counts from 20 December to 20 March: any two days are a period."""
    first, last = (day - timedelta(days=50)).date(), (day - timedelta(days=1)).date()
    looks = [a_feed_look(at, at) for at in looks_every(timedelta(days=2), days_ago(150), NOW)]

    said = verdict("", an_account(), *looks, period=a_period(str(first), str(last)), as_of=day)

    assert Result.QUALIFIED is said.result
