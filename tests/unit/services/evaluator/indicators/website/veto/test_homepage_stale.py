"""首页不更新."""

from datetime import date, timedelta

import pytest

from services.evaluator.indicators.website.veto.homepage_stale import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_case, a_column, a_column_look, a_home_look, a_website, days_ago, judged, rules

FAR = days_ago(60)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [(date(2026, 11, 6), Outcome.MET), (date(2026, 11, 5), Outcome.NOT_MET)],
    ids=["exactly at the limit", "a day beyond"],
)
def test_two_weeks_are_allowed(newest: date, expected: Outcome) -> None:
    """The fourteenth day still counts."""
    judgement = judged(INDICATOR, a_website(), a_home_look(NOW, midnight(newest), FAR, complete_since=FAR))

    assert expected is judgement.outcome


def test_the_finding_says_since_when() -> None:
    """In words a notice can use, with the look as evidence."""
    judgement = judged(INDICATOR, a_website(), a_home_look(NOW, days_ago(23), complete_since=FAR))

    assert "首页超过2周未更新：已 23 天未更新，最近更新 2026-10-28" == judgement.text
    assert midnight(date(2026, 11, 12)) == judgement.since
    assert "https://www.example.gov.cn/" == judgement.evidence[0].url


def test_a_blocked_page_is_undetermined() -> None:
    """A firewall hides both faults and merits."""
    judgement = judged(INDICATOR, a_website(), a_home_look(NOW, outcome=LookOutcome.BLIND, reason="blocked"))

    assert Outcome.UNDETERMINED is judgement.outcome
    assert Reason.BLOCKED is judgement.reason
    assert "无法判定：首页访问被防护设备拦截" == judgement.text


@pytest.mark.parametrize(("silent", "warns"), [(9, False), (10, True), (14, True)])
def test_it_warns_from_ten_days_on(silent: int, warns: bool) -> None:
    """Ten of fourteen days, where the silence was watched."""
    near = judged(INDICATOR, a_website(), a_home_look(NOW, days_ago(silent), complete_since=FAR)).near

    assert near is not None
    assert warns is near.warn
    assert f"已 {silent} 天未更新（上限 2周）" == near.text
    assert pytest.approx(silent / 14, abs=0.001) == near.share
    assert midnight((NOW - timedelta(days=silent)).date() + timedelta(days=15)) == near.crosses_at


def test_an_entry_page_is_judged_by_its_second_level_pages() -> None:
    """首页仅为导航入口: one updated page is enough; all silent is a fault; one unseen leaves it open."""
    site = a_website(navigation_home=True, columns=(a_column("c1"), a_column("c2")))
    silent = [a_column_look(NOW, days_ago(23), column=c, complete_since=FAR) for c in ("c1", "c2")]
    fresh = a_column_look(NOW, days_ago(3), column="c2", complete_since=FAR)

    assert Outcome.NOT_MET is judged(INDICATOR, site, *silent).outcome
    assert Outcome.MET is judged(INDICATOR, site, silent[0], fresh).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, site, silent[0]).outcome
    assert ["c1", "c2"] == [item.id for item in judged(INDICATOR, site, *silent).items]


def test_an_entry_page_without_known_pages_is_undetermined() -> None:
    """What the registry does not name cannot be judged."""
    assert Reason.NO_COLUMNS is judged(INDICATOR, a_website(navigation_home=True), a_home_look()).reason


def test_the_window_is_the_packs() -> None:
    """A regime that asks for five workdays judges by workdays."""
    week = rules(overlay='[website.veto.homepage_stale]\nwindow = "5 workdays"\n')
    look = a_home_look(NOW, days_ago(8), complete_since=FAR)

    assert Outcome.NOT_MET is judged(INDICATOR, a_website(), look, rules=week).outcome
    assert Outcome.MET is judged(INDICATOR, a_website(), look).outcome


def test_time_alone_changes_it() -> None:
    """Fresh until its window runs out; stale until our sight grows old."""
    fresh = INDICATOR.judged(a_case(a_website(), a_home_look(NOW, days_ago(3), complete_since=FAR)))
    stale = INDICATOR.judged(a_case(a_website(), a_home_look(NOW, days_ago(23), complete_since=FAR)))

    assert midnight(date(2026, 12, 2)) == fresh.changes_at
    assert NOW + timedelta(days=3, milliseconds=1) == stale.changes_at
