"""The notice says what the dataset says, in the words of the regime."""

from functools import partial

import pytest

from services.reporter.compose import compose
from services.reporter.material import ReportRules, unknown_rules
from services.reporter.notice import Style, write_notice
from services.reporter.regime import SHIPPED, shipped_names
from services.reporter.report import Report
from shared.contracts.target import Result
from shared.errors import Permanent
from tests.report_builders import a_finding, a_material, a_prefecture, a_province, a_website, an_assessment, an_edition

TEMPLATES = shipped_names()


def said(report: Report) -> str:
    return "\n".join(paragraph.plain for paragraph in write_notice(report).paragraphs)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_who_speaks_to_whom(template):
    """And it gives only rules that somebody reads."""
    rules = SHIPPED.rules(template)

    assert {"area", "addressee", "issuer", "mend_to"} <= set(rules)
    assert [] == unknown_rules(rules)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "material",
    [
        pytest.param(a_material, id="nothing"),
        pytest.param(a_prefecture, id="all"),
        pytest.param(partial(a_province, 120, 200), id="many"),
    ],
)
def test_every_template_writes_every_report(template, material):
    """No paragraph is empty, no value is missing, headings count by themselves."""
    notice = write_notice(compose(material(rules=ReportRules(template=template))))

    headings = [paragraph.plain[:2] for paragraph in notice.paragraphs if paragraph.style is Style.HEADING]
    assert ["一、", "二、", "三、"] == headings
    assert all(paragraph.plain.strip() for paragraph in notice.paragraphs)
    assert not [paragraph for paragraph in notice.paragraphs if "None" in paragraph.plain or "{{" in paragraph.plain]


def test_counts_and_rates_are_those_of_the_dataset():
    """With the denominator beside the rate."""
    text = said(compose(a_prefecture()))

    assert "在册运行的政府网站共4家，检查3家，合格2家，不合格1家，合格率为66.67%（合格2家／检查3家）" in text
    assert "另有1家网站因客观原因无法判定，不计入检查数（名单见附件4）" in text


def test_a_regime_may_leave_rates_out():
    """As 黔东南 does, and as any pack may say."""
    assert "合格率" not in said(compose(a_prefecture(rules=ReportRules(template="qiandongnan"))))
    assert "合格率" not in said(compose(a_prefecture(rules=ReportRules(print_rates=False))))


def test_the_deadline_is_a_date():
    """Counted from the date of the notice by the rules."""
    report = compose(a_prefecture(rules=ReportRules(template="qiandongnan", mend_within_days=5)))

    assert "请于2023年11月28日前将整改情况经分管领导审定后，通过公文事务系统报州政府政务信息中心" in said(report)
    assert "约谈" in said(report)


def test_nobody_is_threatened_when_nobody_failed():
    """Without failures there is no list, no deduction and no talk."""
    site = a_website()
    report = compose(a_material((site,), (an_assessment(site),), rules=ReportRules(template="qiandongnan")))

    assert "约谈" not in said(report)
    assert "扣分" not in said(report)
    assert "未发现不合格政府网站" in said(report)


def test_undetermined_targets_are_named_with_their_reason():
    """In the text and in an annex of their own, and not among the failed."""
    report = compose(a_prefecture())
    notice = write_notice(report)
    annex = next(each for each in notice.annexes if "无法判定" in each.title)

    assert "无法判定，不计入检查数。" == annex.note
    assert ["甲县政务服务网", "生态视界"] == [row[1] for section in annex.sections for row in section.rows]
    assert "“甲县政务服务网”（防火墙拒绝访问（412），本期无法查看）" in said(report)


def test_placeholder_numbers_are_marked_where_they_show():
    """The sentence carries the mark and a note explains it."""
    text = said(compose(a_prefecture()))

    assert "扣5分※" in text
    assert "注：标有“※”的内容所依据的指标数值为暂定值" in text


def test_annex_rows_are_numbered_through_all_groups():
    """One sequence, so that a number names one row."""
    notice = write_notice(compose(a_province(20, 30)))

    for annex in notice.annexes:
        numbers = [row[0] for section in annex.sections for row in section.rows]
        assert [str(n) for n in range(1, len(numbers) + 1)] == numbers


def test_months_become_columns():
    """One for each month that was judged; an account that could not be judged says so in each."""
    notice = write_notice(compose(a_prefecture(rules=ReportRules(template="qiandongnan"))))
    annex = notice.annexes[1]

    assert ("序号", "名称", "主办单位", "8月更新情况", "9月更新情况", "10月更新情况") == annex.headers
    rows = {row[1]: row[3:] for section in annex.sections for row in section.rows}
    assert rows["甲县发布"] == ("合格", "不合格", "合格")
    assert rows["生态视界"] == ("无法判定",) * 3


def test_changes_are_told_from_the_second_report_on():
    """New, mended, still failing."""
    before = compose(a_prefecture(edition=an_edition(label="2023Q3")))

    assert "与上期" not in said(before)
    assert "与上期（2023Q3）相比，新增不合格0个，已整改合格0个，仍不合格2个" in said(
        compose(a_prefecture(previous=before))
    )


def test_what_comes_from_the_web_is_never_read_as_a_template():
    """Braces in a name stay braces."""
    site = a_website(name="{{ 7*7 }}{% for x in y %}")
    report = compose(a_material((site,), (an_assessment(site, Result.UNQUALIFIED, a_finding()),)))

    assert "{{ 7*7 }}{% for x in y %}" in said(report)


def test_an_unknown_template_is_refused_with_the_remedy():
    """It says which, and where to put it."""
    with pytest.raises(Permanent, match="atlantis"):
        write_notice(compose(a_material(rules=ReportRules(template="atlantis"))))


def test_failed_checks_are_shown():
    """In the colophon, before anybody signs."""
    report = compose(a_prefecture())
    wrong = report.checks[0].model_copy(update={"holds": False})
    notice = write_notice(report.model_copy(update={"checks": (wrong, *report.checks[1:])}))

    assert "有1项未通过，印发前请核对" in notice.colophon[0]
