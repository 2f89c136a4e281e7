"""A report is composed from judgements: counted, listed, compared, and the same every time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.reporter.compose import compose
from services.reporter.material import ReportRules
from services.reporter.report import Report
from services.reporter.rounding import Rounding
from shared.contracts.assessment import Letters
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import IndicatorKind, Near
from tests.report_builders import (
    a_finding,
    a_material,
    a_prefecture,
    a_province,
    a_summary,
    a_unit,
    a_website,
    an_account,
    an_assessment,
    an_edition,
    silent,
    unseen,
)


def test_undetermined_is_not_checked():
    """The rate is qualified over checked; who could not be judged is in neither."""
    sites = tuple(a_website(f"w{n}") for n in range(4))
    judged = (
        an_assessment(sites[0]),
        an_assessment(sites[1]),
        an_assessment(sites[2], Result.UNQUALIFIED, a_finding()),
        an_assessment(sites[3], Result.UNDETERMINED, unseen()),
    )

    websites = compose(a_material(sites, judged)).websites

    assert (4, 4, 3, 2, 1, 1) == (
        websites.registered,
        websites.planned,
        websites.checked,
        websites.qualified,
        websites.unqualified,
        websites.undetermined,
    )
    assert websites.pass_rate == "66.67%"
    assert websites.pass_rate_exact == (2, 3)


def test_nobody_is_dropped():
    """A target without a judgement, or that nobody looked at, is undetermined with a reason."""
    sites = (a_website("w1"), a_website("w2"))

    report = compose(a_material(sites, (an_assessment(sites[1], checked=False),)))

    assert [("w1", "本期没有对它作出判定"), ("w2", "本期内没有成功查看过")] == [
        (each.id, each.reason) for each in report.undetermined
    ]
    assert report.websites.qualified == 0


def test_a_proved_failure_stays_one():
    """Nobody judges after the evaluator: a veto on record fails a target that was not visited in the period."""
    site = a_website()

    report = compose(a_material((site,), (an_assessment(site, Result.UNQUALIFIED, a_finding(), checked=False),)))

    assert report.websites.unqualified == 1


def test_what_was_not_drawn_is_neither_checked_nor_failed():
    """With a plan only the drawn targets count; the others are registered."""
    sites = (a_website("w1"), a_website("w2"))
    judged = tuple(an_assessment(site, Result.UNQUALIFIED, a_finding()) for site in sites)

    report = compose(a_material(sites, judged, plan=frozenset({"w1"})))

    assert (2, 1, 1, 1) == (
        report.websites.registered,
        report.websites.planned,
        report.websites.checked,
        report.websites.unplanned,
    )
    assert [None] == [each.result for each in report.targets if each.id == "w2"]
    assert ["w1"] == [each.id for each in report.unqualified]


def test_basic_counts_as_qualified_and_is_told():
    """In regimes of three classes 基本合格 is not a failure."""
    site = a_website()

    websites = compose(a_material((site,), (an_assessment(site, Result.BASIC),))).websites

    assert (1, 1, 0) == (websites.qualified, websites.basic, websites.unqualified)


def test_failures_carry_their_reasons_and_evidence():
    """The vetoes are the reasons; other findings are problems; each look can be traced."""
    site = a_website()
    extra = a_finding("website.deduct.x", kind=IndicatorKind.DEDUCTION, title="扣分项", points=2)

    report = compose(a_material((site,), (an_assessment(site, Result.UNQUALIFIED, a_finding(), extra),)))

    assert ["website.veto.homepage_stale"] == [reason.indicator for reason in report.unqualified[0].reasons]
    assert report.unqualified[0].reasons[0].evidence[0].event_id == "e-1"
    assert ["website.deduct.x"] == [problem.reason.indicator for problem in report.problems]


def test_accounts_are_counted_by_platform_and_group():
    """The parts add up to the whole."""
    report = compose(a_prefecture())

    assert {"wechat_subscription": 1, "wechat_service": 1, "weibo": 1, "douyin": 1} == {
        platform: n.registered for platform, n in report.accounts.by_platform.items()
    }
    assert ["州直部门", "县（市）"] == [group.group for group in report.groups]
    assert [] == [check.id for check in report.checks if not check.holds]


def test_groups_stand_in_the_order_of_the_regime():
    """What the regime orders comes first."""
    report = compose(a_prefecture(rules=ReportRules(group_order=("县（市）",))))

    assert ["县（市）", "州直部门"] == [group.group for group in report.groups]


def test_rates_follow_the_regime():
    """Mode and digits belong to the regime."""
    sites = tuple(a_website(f"w{n:03}") for n in range(556))
    judged = tuple(
        an_assessment(site, *((Result.UNQUALIFIED, a_finding()) if n < 3 else (Result.QUALIFIED,)))
        for n, site in enumerate(sites)
    )

    report = compose(a_material(sites, judged, rules=ReportRules(rounding=Rounding.TRUNCATE, decimals=1)))

    assert report.websites.pass_rate == "99.4%"


def test_letters_are_summed_over_websites():
    """The median is over all answered letters of all websites."""
    sites = (a_website("w1"), a_website("w2"))
    judged = (
        an_assessment(sites[0], letters=Letters(open=1, overdue=1, answered=2, answer_days=(1, 9))),
        an_assessment(sites[1], letters=Letters(open=2, overdue=0, answered=1, answer_days=(2.25,))),
    )

    messages = compose(a_material(sites, judged)).messages

    assert (3, 1, 3, 2.2) == (messages.open, messages.overdue, messages.answered, messages.median_days)


def test_warnings_are_counted_once_however_many_channels():
    """Two channels are one warning; what failed on one and went out on another was sent; other periods do not count."""
    at, later = datetime(2023, 10, 5, tzinfo=UTC), datetime(2023, 12, 5, tzinfo=UTC)
    told = (
        NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="fault", at=at),
        NoticeFailed(warning_id="n1", unit_id="u1", channel="wecom", step="fault", at=at),
        NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="reminder-2", at=at),
        NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="recovery", at=at),
        NoticeFailed(warning_id="n2", unit_id="u2", channel="smtp", step="early", at=at),
        NoticeSent(warning_id="n3", unit_id="u3", channel="smtp", step="early", at=later),
    )

    warnings = compose(a_material(told=told)).warnings

    assert (2, 1, 1, 1) == (warnings.sent, warnings.recovered, warnings.units, warnings.failed)
    assert {"fault": 1, "recovery": 1, "reminder": 1} == warnings.by_step


def test_a_mail_that_came_back_was_not_told():
    """What became known last counts, in whatever order it is read."""
    at, later = datetime(2023, 10, 5, tzinfo=UTC), datetime(2023, 10, 6, tzinfo=UTC)
    fields = {"warning_id": "n1", "unit_id": "u1", "channel": "smtp", "step": "fault"}
    told = (NoticeFailed(**fields, at=later), NoticeSent(**fields, at=at))

    warnings = compose(a_material(told=told)).warnings

    assert (0, 1, 0) == (warnings.sent, warnings.failed, warnings.units)


def test_contacts_at_which_nothing_arrives_are_listed():
    """Each once, with the unit's name; a unit without any contact too; nobody who is no unit, no other period."""
    at, later = datetime(2023, 10, 5, tzinfo=UTC), datetime(2023, 12, 5, tzinfo=UTC)
    gone = {"channel": "smtp", "contact": "gone@x.example", "detail": "550 5.1.1 unknown"}
    unit = a_unit("u1")
    told = (
        ContactDisabled(unit_id=unit.id, at=at, **gone),
        ContactDisabled(unit_id=unit.id, at=at + timedelta(days=1), **gone),
        ContactDisabled(unit_id="operations", at=at, **gone),
        ContactDisabled(unit_id=unit.id, at=later, **gone | {"contact": "later@x.example"}),
        NoticeFailed(warning_id="n1", unit_id=unit.id, channel="none", step="fault", at=at, detail="未登记"),
        NoticeFailed(warning_id="n2", unit_id=unit.id, channel="smtp", step="fault", at=at, detail="550"),
    )

    found = compose(a_material(told=told, units=(unit,))).warnings.unreachable

    assert [("none", "", "未登记"), ("smtp", "gone@x.example", "550 5.1.1 unknown")] == [
        (one.channel, one.contact, one.why) for one in found
    ]
    assert {(unit.id, unit.name, date(2023, 10, 5))} == {(one.unit_id, one.unit, one.since) for one in found}


def test_changes_tell_mended_from_unseen():
    """Failed before and not seen now is not mended."""
    sites = tuple(a_website(f"w{n}") for n in range(5))

    def judged(*results: Result) -> tuple:
        findings = {Result.UNQUALIFIED: (a_finding(),), Result.UNDETERMINED: (unseen(),), Result.QUALIFIED: ()}
        return tuple(
            an_assessment(site, result, *findings[result]) for site, result in zip(sites, results, strict=False)
        )

    bad, good, blind = Result.UNQUALIFIED, Result.QUALIFIED, Result.UNDETERMINED
    before = compose(a_material(sites, judged(bad, bad, bad, bad, good), edition=an_edition(label="2023Q3")))

    report = compose(a_material(sites[1:], judged(bad, bad, good, blind, bad)[1:], previous=before))
    changes = report.changes_since_last

    assert changes.previous == "2023Q3"
    assert (["w4"], ["w1"], ["w2"], ["w3"], ["w0"]) == tuple(
        [each.id for each in entries]
        for entries in (changes.new, changes.still, changes.mended, changes.unseen, changes.gone)
    )
    assert ["2023Q3", "2023Q4"] == [point.label for point in report.trend]


def test_a_first_report_has_nothing_to_compare_with():
    """No lists, and no previous period."""
    assert compose(a_prefecture()).changes_since_last.previous is None


def test_placeholder_numbers_are_named():
    """A rule whose number nobody has read says so, failed or not."""
    report = compose(a_prefecture())

    assert [("website.deduct.publish.policy_docs", 1)] == [
        (each.indicator, each.findings) for each in report.placeholders_used
    ]


def test_near_limits_are_listed_without_failing_anybody():
    """An early warning is no fault."""
    site = a_website()
    close = a_finding(outcome=Outcome.MET, near=Near(share=0.8, text="已11天未更新（上限14天）", warn=True))

    report = compose(a_material((site,), (an_assessment(site, Result.QUALIFIED, close),)))

    assert ["已11天未更新（上限14天）"] == [each.reason.text for each in report.near]
    assert report.websites.qualified == 1


def test_judgements_of_strangers_are_told_not_counted():
    """What is not in the registry of the period is not in the numbers, and the report says so."""
    report = compose(a_material((), (an_assessment(a_website("w9")),)))

    assert report.websites.registered == 0
    assert any("w9" in note for note in report.notes)


def test_unknown_report_rules_are_told():
    """A setting nobody reads does not vanish in silence."""
    report = compose(a_material(summary=a_summary(report_rules={"rounding": "half_up", "colour": "red"})))

    assert any("colour" in note for note in report.notes)


@pytest.mark.parametrize(
    "material", [pytest.param(a_material(), id="nothing"), pytest.param(a_prefecture(), id="a little of everything")]
)
def test_the_order_of_what_comes_in_does_not_matter(material):
    """Same input, same bytes, in any order; and the file reads back to itself."""
    turned = material.model_copy(
        update={
            "assessments": material.assessments[::-1],
            "told": material.told[::-1],
            "registry": material.registry.model_copy(
                update={"units": material.registry.units[::-1], "targets": material.registry.targets[::-1]}
            ),
        }
    )
    report = compose(material)

    assert report.canonical() == compose(turned).canonical()
    assert report.canonical() == Report.model_validate_json(report.canonical()).canonical()


def test_the_dataset_has_the_shape_of_the_contract():
    """The names other programs read."""
    data = compose(a_prefecture()).as_json()

    assert data["schema"] == 1
    assert {"label": "2023Q4", "from": "2023-08-01", "to": "2023-10-31"} == data["period"]
    assert {"id": "national_2019", "version": "1"} == data["pack"]
    assert data["generated_from"]["events"] == 4711
    assert {"kind", "id", "name", "platform", "unit_id", "unit", "reasons"} <= set(data["unqualified"][0])
    assert {"indicator", "text", "evidence"} <= set(data["unqualified"][0]["reasons"][0])
    assert {"account_id", "name", "platform", "unit", "months"} <= set(data["monthly"][0])
    assert {"unit_id", "unit", "group", "score", "items"} <= set(data["scores"][0])
    assert {
        "messages",
        "tickets",
        "letters",
        "publication",
        "warnings",
        "changes_since_last",
        "placeholders_used",
    } <= set(data)


def test_a_whole_province_balances():
    """Two and a half thousand targets: every internal check holds."""
    report = compose(a_province())

    assert (556, 1944) == (report.websites.registered, report.accounts.registered)
    assert [] == [check.text for check in report.checks if not check.holds]


def test_months_are_listed_for_accounts_judged_by_month():
    """Only those that were."""
    account = an_account()
    judged = an_assessment(account, Result.UNQUALIFIED, silent(), months={"2023-09": "不合格", "2023-08": "合格"})

    report = compose(a_material((account, an_account("a2")), (judged,), units=(a_unit(),)))

    assert [("a1", {"2023-08": "合格", "2023-09": "不合格"})] == [
        (each.account_id, each.months) for each in report.monthly
    ]


@pytest.mark.parametrize(
    ("review", "told"),
    [(None, True), ("confirmed", True), ("upheld", True), ("pending", False), ("dismissed", False)],
)
def test_only_automatic_and_confirmed_faults_are_told(review, told):
    """What waits for a person, or was dismissed, accuses nobody."""
    site = a_website()
    judged = an_assessment(site, Result.QUALIFIED, a_finding(kind=IndicatorKind.INFO, review=review))

    report = compose(a_material((site,), (judged,)))

    assert told is bool(report.problems)
