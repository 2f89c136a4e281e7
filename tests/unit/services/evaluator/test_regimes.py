"""The five regimes of the product judge what their notices judged."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.evaluate import evaluate
from services.evaluator.indicators import INDICATORS, SCHEMA
from services.evaluator.pack import Pack, Provenance
from services.evaluator.rulebook import resolve
from services.evaluator.subject import Sibling, Subject
from shared.clock import CHINA
from shared.contracts.observations import BrokenLink, Links
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding, IndicatorKind, Verdict
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
    a_website,
    an_account,
    days_ago,
    rules,
)
from tests.evaluator_findings import a_manual, a_profile_look

FAR = days_ago(390)
OVERLAYS = [pack for pack in read_packs() if pack.header.extends]


def verdict(regime: str, subject: Subject, *events: Any, **fields: Any) -> Verdict:
    evaluation = evaluate(a_case(subject, *events, rules=rules(regime), **fields), INDICATORS)
    assert evaluation is not None
    return evaluation.verdict


def found(indicator: str, said: Verdict) -> Finding | None:
    return next((one for one in said.findings if one.indicator == indicator), None)


@pytest.mark.parametrize("pack", OVERLAYS, ids=lambda pack: pack.id)
def test_every_number_says_where_it_comes_from(pack: Pack) -> None:
    """What a notice does not tell is a placeholder or the system's own, never `text` by itself."""
    assert {number.provenance for number in pack.numbers.values()} <= set(Provenance)
    assert Provenance.NOTICE is pack.header.provenance
    assert pack.header.source


@pytest.mark.parametrize(
    ("regime", "rounding", "decimals"),
    [
        ("national", "half_up", 2),
        ("qiandongnan", "half_up", 2),
        ("ezhou", "half_up", 0),
        ("liaoning", "truncate", 1),
        ("shaanxi", "half_up", 2),
        ("huangmei", "half_up", 0),
    ],
)
def test_rates_are_written_as_in_the_notices(regime: str, rounding: str, decimals: int) -> None:
    """99.4 cut, 99.04, 55."""
    report = rules(regime).report

    assert (rounding, decimals) == (report.rounding, report.decimals)


def test_a_regime_is_in_force_from_its_edition_on() -> None:
    """The edition of 2024 says nothing of 2019."""
    ezhou = next(pack for pack in OVERLAYS if pack.id == "ezhou")

    assert not ezhou.header.valid_on(datetime(2019, 12, 31, tzinfo=CHINA).date())
    assert resolve(read_packs(), "ezhou", datetime(2024, 3, 31, tzinfo=CHINA).date(), schema=SCHEMA).id == "ezhou"


@pytest.mark.parametrize(
    ("category", "expected"), [("news", Outcome.NOT_MET), ("notice", Outcome.MET)], ids=["动态类", "通知公告"]
)
def test_qiandongnan_counts_news_columns_alone(category: str, expected: Outcome) -> None:
    """Five of them are too many."""
    site = a_website(columns=tuple(a_column(f"c{n}", category=category) for n in range(6)))
    looks = [a_column_look(NOW, days_ago(300), column=f"c{n}", complete_since=FAR) for n in range(6)]

    finding = found("website.veto.columns_stale.core", verdict("qiandongnan", site, *looks))

    assert finding is not None
    assert expected is finding.outcome


def test_ezhou_scores_every_website_and_account() -> None:
    """A department's site that has no fault has 100; news silent for two weeks cost it points."""
    site = a_website(url="https://jxj.example.gov.cn/", columns=(a_column(),))
    fresh = a_column_look(NOW, NOW, complete_since=FAR)
    stale = a_column_look(NOW, days_ago(20), complete_since=FAR)

    assert 100 == verdict("ezhou", site, fresh).score
    assert 95 == verdict("ezhou", site, stale).score


def test_ezhou_second_accounts_cost_points() -> None:
    """鄂州市公安局在今日头条平台同时开设多个账号."""
    other = Sibling(kind=TargetKind.ACCOUNT, id="a2", name="另一账号", platform="weibo")
    account = an_account(platform="weibo", siblings=(other,))

    said = verdict("ezhou", account, a_feed_look(NOW, NOW, complete_since=FAR))

    assert (Result.QUALIFIED, 99) == (said.result, said.score)


def test_ezhou_an_account_without_interaction_fails_once_confirmed() -> None:
    """华容公安在线, 鄂州教育 and others: 未提供有效互动."""
    look = a_profile_look(interaction=False)
    indicator = next(one for one in INDICATORS if one.id == "account.veto.no_interaction")

    assert Result.QUALIFIED is verdict("ezhou", an_account(), look).result
    assert Result.UNQUALIFIED is verdict("ezhou", an_account(), look, a_manual(indicator)).result


def test_liaoning_names_dates_ahead_of_time_and_fails_nobody_for_them() -> None:
    """抚顺市教育局网站发布日期超前."""
    said = verdict("liaoning", a_website(), a_home_look(NOW, NOW, NOW + timedelta(days=3)))
    finding = found("website.info.hints.future_date", said)

    assert finding is not None
    assert "发稿日期超前" in finding.limit


def test_liaoning_names_accounts_that_were_closed_or_renamed() -> None:
    """账号注销后未及时下线, 名称变更后未变更: a hint, no veto."""
    said = verdict("liaoning", an_account(), a_profile_look(name="示例发布", status="cancelled"))
    finding = found("account.gov.filing_match", said)

    assert finding is not None
    assert Outcome.NOT_MET is finding.outcome
    assert Result.QUALIFIED is said.result


def test_shaanxi_fails_accounts_of_improper_content_once_confirmed() -> None:
    """Three Weibo accounts: 内容不规范."""
    indicator = next(one for one in INDICATORS if one.id == "account.gov.irrelevant")
    look = a_feed_look(NOW, NOW, complete_since=FAR)
    alert = a_feed_look(NOW, NOW, complete_since=FAR, marks={"alerts": [{"kind": "irrelevant", "text": "抽奖"}]})

    assert Result.QUALIFIED is verdict("shaanxi", an_account(), alert).result
    assert Result.UNQUALIFIED is verdict("shaanxi", an_account(), look, a_manual(indicator)).result


def test_shaanxi_fails_websites_whose_guides_are_wrong_once_confirmed() -> None:
    """勉县 and 略阳: 办事指南要素不准确; nationally it costs points."""
    indicator = next(one for one in INDICATORS if one.id == "website.deduct.service.guide_accuracy")
    site = a_website(website_kind="portal")

    here, national = (verdict(regime, site, a_manual(indicator)) for regime in ("shaanxi", "national"))

    assert Result.UNQUALIFIED is here.result
    assert Result.UNQUALIFIED is not national.result
    kinds = [one.kind if (one := found(indicator.id, said)) else None for said in (here, national)]
    assert [IndicatorKind.VETO, IndicatorKind.DEDUCTION] == kinds
    assert found(indicator.id, verdict("shaanxi", site)) is None


def test_huangmei_fails_dead_menus_once_confirmed() -> None:
    """黄梅统计微讯, 黄梅政府, 平安黄梅, 黄梅招商: 栏目死链接."""
    menu = Links(checked=5, broken=(BrokenLink(url="https://example.org/x", status=404),))
    look = a_feed_look(NOW, NOW, complete_since=FAR, links=menu)
    indicator = next(one for one in INDICATORS if one.id == "account.gov.dead_menu")

    finding = found("account.gov.dead_menu", verdict("huangmei", an_account(), look))

    assert finding is not None
    assert ("veto", "pending") == (finding.kind, finding.review)
    assert Result.UNQUALIFIED is verdict("huangmei", an_account(), look, a_manual(indicator)).result


@pytest.mark.parametrize(("days", "told"), [(55, False), (70, True)])
def test_huangmei_names_letters_open_for_two_months(days: float, told: bool) -> None:
    """新开镇, 蔡山镇 and others; the national veto still needs three months."""
    site = a_website(boards=(a_board(),))
    look = a_board_look(NOW, a_letter(asked_at=days_ago(days)), complete_since=FAR)

    said = verdict("huangmei", site, look)
    veto = found("website.veto.interact.unanswered_3m", said)

    assert told is (found("guide.msg_7_15", said) is not None)
    assert veto is not None
    assert Outcome.MET is veto.outcome
