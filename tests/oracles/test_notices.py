"""Notices that were really published: given their counts, ours print their numbers, in the regime's own words.

Where a published notice contradicts itself, ours says what adds up.
"""

from datetime import date
from functools import cache

import pytest

from services.reporter.compose import compose
from services.reporter.material import TargetView
from services.reporter.notice import write_notice
from services.reporter.report import Report
from services.reporter.word.reading import Para
from shared.contracts.assessment import LetterTestCounts, Publication, TicketCounts, UnitScore
from shared.contracts.target import Result, TargetKind
from tests.report_builders import (
    a_finding,
    a_material,
    a_summary,
    a_unit,
    a_website,
    an_account,
    an_assessment,
    an_edition,
    silent,
)


@cache
def _notice(dataset):
    return write_notice(Report.model_validate_json(dataset))


def written(report):
    """The whole notice, as one text."""
    return "\n".join(block.text for block in _notice(report.canonical()).blocks if isinstance(block, Para))


def annex(report, title):
    return next(each for each in _notice(report.canonical()).annexes if title in each.title)


def several(make, count, prefix, **given):
    """So many targets."""
    return tuple(make(f"{prefix}{n:04}", **given) for n in range(count))


def judged(targets, failed, **given):
    """All qualified but the first few."""
    found = [a_finding() if target.kind is TargetKind.WEBSITE else silent() for target in targets]
    return tuple(
        an_assessment(
            target, Result.UNQUALIFIED if n < failed else Result.QUALIFIED, *([fault] if n < failed else []), **given
        )
        for n, (target, fault) in enumerate(zip(targets, found, strict=True))
    )


def holds(report):
    """Every internal check of the report does."""
    return [check.text for check in report.checks if not check.holds] == []


@pytest.fixture(scope="module")
def shaanxi():
    """2020Q1: 624 websites of four classes, 3 784 accounts of three, 297 of them drawn, 182 websites tested."""
    units = (
        a_unit("province", name="省政府", level="province", is_government=True, group="省级"),
        a_unit("office", name="省级部门", level="province", group="省级"),
        a_unit("city", name="市县政府", level="county", is_government=True, group="市县"),
        a_unit("bureau", name="市县部门", level="county", group="市县"),
    )
    sites = (
        *several(a_website, 1, "p", unit_id="province", site_kind="portal"),
        *several(a_website, 59, "o", unit_id="office", site_kind="department"),
        *several(a_website, 122, "c", unit_id="city", site_kind="portal"),
        *several(a_website, 442, "b", unit_id="bureau", site_kind="department"),
    )
    accounts = (
        *several(an_account, 156, "ac", unit_id="city"),
        *several(an_account, 93, "ao", unit_id="office"),
        *several(an_account, 3535, "ab", unit_id="bureau"),
    )
    drawn = accounts[: 156 + 93 + 48]
    ends = ["in_time"] * 102 + ["late"] * 5 + ["never"] * 70 + ["broken"] * 5
    tested = {
        site.id: LetterTestCounts(**{"sent": 2, end: 2, "same_day": 2 if n < 4 else 0})
        for n, (site, end) in enumerate(zip(sites[:182], ends, strict=True))
    }
    assessments = tuple(
        each.model_copy(update={"letter_tests": tested.get(each.target_id)}) for each in judged(sites, 6)
    )
    return compose(
        a_material(
            (*sites, *accounts),
            (*assessments, *judged(drawn, 7)),
            units=units,
            plan=frozenset(target.id for target in (*sites, *drawn)),
            edition=an_edition(
                label="2020Q1",
                regime="shaanxi",
                first=date(2020, 1, 1),
                last=date(2020, 3, 26),
                issued_on=date(2020, 4, 7),
            ),
        )
    )


def test_shaanxi_2020q1_registered_by_level_and_kind(shaanxi):
    """1 + 59 + 122 + 442 = 624 and 156 + 93 + 3 535 = 3 784."""
    text = written(shaanxi)

    assert (
        "截至2020年3月26日，全省正在运行的政府网站624家，其中，省政府门户网站1家，省级部门网站59家，"
        "市、县级政府门户类网站122家，市县级部门网站442家；"
    ) in text
    assert (
        "政府系统政务新媒体3784个，其中，省市县三级政府政务新媒体156个，省级部门政务新媒体93个，"
        "市级以下政府部门政务新媒体3535个。"
    ) in text
    assert holds(shaanxi)


def test_shaanxi_2020q1_rates(shaanxi):
    """618/624 and, of those drawn, 290/297."""
    text = written(shaanxi)

    assert "有6家网站不合格，合格率为99.04%" in text
    assert "实际检查297个，有7个政务新媒体不合格，合格率为97.64%" in text
    assert 6 == text.split("存在单项否决情况的有：")[1].split("。")[0].count("首页不更新")


def test_shaanxi_2020q1_letter_test(shaanxi):
    """102 in time, 5 late, 70 never, 5 broken of 182; four on the same day."""
    text = written(shaanxi)

    assert "对182家政府网站进行了咨询信件测试" in text
    assert (
        "有102家政府网站能够及时回复，5家政府网站未及时回复，70家政府网站未回复，5家政府网站咨询留言栏目功能不可用"
        in text
    )
    assert 4 == len(shaanxi.letters.same_day)
    assert 182 == annex(shaanxi, "互动回应专项检查").row_count


def test_shaanxi_2020q1_deadlines(shaanxi):
    """Mended by 15 April; published by the 20th of the quarter's second month."""
    text = written(shaanxi)

    assert "并将整改情况于2020年4月15日前书面报省政府政务公开办公室" in text
    assert "本期检查情况须于2020年5月20日前公开" in text


@pytest.fixture(scope="module")
def liaoning():
    """2023Q4: 553 of 556 and 1 938 of 1 940, 126 tickets."""
    sites, accounts = several(a_website, 556, "w"), several(an_account, 1940, "a")
    assessments = list(judged(sites, 3))
    assessments[0] = assessments[0].model_copy(update={"tickets": TicketCounts(received=100, valid=80, overdue=1)})
    assessments[9] = assessments[9].model_copy(update={"tickets": TicketCounts(received=26, valid=11, overdue=1)})
    edition = an_edition(
        regime="liaoning", first=date(2023, 10, 1), last=date(2023, 12, 31), issued_on=date(2024, 1, 1)
    )
    return compose(a_material((*sites, *accounts), (*assessments, *judged(accounts, 2)), edition=edition))


def test_liaoning_2023q4(liaoning):
    """Both rates truncated to one decimal, the tickets, and the names of who let them lie."""
    text = written(liaoning)

    assert "对全省在运行的556家政府网站进行了全覆盖检查，合格网站553家，总体合格率为99.4%" in text
    assert "政务新媒体1940个进行全覆盖检查，合格1938个，总体合格率99.8%" in text
    assert "“我为政府网站找错”留言126条，其中问题属实的留言91条，“网站w0000”“网站w0009”出现逾期未答复情况" in text
    assert holds(liaoning)


def test_liaoning_2023q4_deadlines_and_reminder(liaoning):
    """15 January for mending, 20 January for the yearly reports; sites named in quotes without commas."""
    text = written(liaoning)

    assert "于2024年1月15日前，将整改情况通过邮箱报省政府办公厅" in text
    assert "于2024年1月20日前在全国政府网站信息报送系统中填报" in text
    assert "3家网站存在首页不更新问题，如“网站w0000网站”“网站w0001网站”“网站w0002网站”" in text


def test_the_yearly_reminder_is_for_the_last_quarter():
    """And for no other."""
    edition = an_edition(label="2023Q3", regime="liaoning", first=date(2023, 7, 1), last=date(2023, 9, 30))

    assert "年度报表" not in written(compose(a_material(edition=edition)))


EZHOU_AREAS = (97.9, 97.9, 99, 99.3, 102)
EZHOU_BUREAUS = (
    *(98.0, 93.2, 97.5, 81.0, 89.8, 95.0, 103.0, 101.0, 98.0, 97.5, 99.0, 95.1),
    *(105.6, 95.0, 94.0, 68.0, 95.6, 86.0, 100.4, 91.0, 99.3, 96.0, 100.0, 82.3),
    *(95.0, 97.0, 86.7, 98.0, 95.9, 92.6, 94.8, 98.1, 85.8, 80.3),
)
"""Table 2 without its last row, whose score is illegible in the published file."""

EZHOU_FAILED = [
    ("梁子湖融媒", "wechat_subscription", ("未提供有效互动",)),
    ("某分局", "wechat_service", ("2周内未更新",)),
    ("健康某州", "wechat_service", ("2周内未更新", "未提供有效互动")),
    *((f"账号{n}", "wechat_subscription", ("未提供有效互动",)) for n in range(5)),
]


@pytest.fixture(scope="module")
def ezhou():
    """2024Q1: 41 websites, 72 of 80 accounts, 39 units scored in two groups."""
    units = (
        *(a_unit(f"a{n:02}", name=f"区{n}", group="各区") for n in range(5)),
        *(a_unit(f"b{n:02}", name=f"局{n}", group="市直部门") for n in range(34)),
    )
    scores = tuple(
        UnitScore(unit_id=unit.id, score=score)
        for unit, score in zip(units, (*EZHOU_AREAS, *EZHOU_BUREAUS), strict=True)
    )
    sites = tuple(a_website(f"w{n:02}", unit_id=units[n % 39].id) for n in range(41))
    failed = tuple(
        an_account(f"f{n}", name=name, platform=platform, unit_id="b01")
        for n, (name, platform, _) in enumerate(EZHOU_FAILED)
    )
    others = several(an_account, 72, "k", unit_id="b02")
    assessments = tuple(
        an_assessment(
            account,
            Result.UNQUALIFIED,
            *(a_finding(f"account.veto.{title}", title=title, text=f"{title}。") for title in titles),
        )
        for account, (_, _, titles) in zip(failed, EZHOU_FAILED, strict=True)
    )
    edition = an_edition(
        label="2024Q1",
        regime="ezhou",
        first=date(2024, 2, 26),
        last=date(2024, 2, 29),
        issued_on=date(2024, 3, 20),
    )
    return compose(
        a_material(
            (*sites, *failed, *others),
            (*judged(sites, 0), *assessments, *judged(others, 0)),
            units=units,
            summary=a_summary(unit_scores=scores),
            edition=edition,
        )
    )


def test_ezhou_2024q1_rates_and_bands(ezhou):
    """100 % of 41, 90 % of 80; 6 units from 100 points on and 20 more from 95 on."""
    text = written(ezhou)

    assert "2024年2月26日至2月29日，市政务公开领导小组办公室对全市运行中的41家网站和80个政务新媒体账号" in text
    assert "政府网站整体运行良好，合格率为100%；政务新媒体有8个账号不合格，合格率为90%。" in text
    assert "等6家单位（地区）成绩突出，政府网站和政务新媒体综合得分超过（含）100分" in text
    assert "等20家单位（地区）成绩较好，政府网站和政务新媒体综合得分超过（含）95分" in text
    assert holds(ezhou)


def test_ezhou_2024q1_scores(ezhou):
    """In two groups, with one decimal, as its tables have them."""
    areas, bureaus = annex(ezhou, "得分").sections

    assert ("各区", "市直部门") == (areas.caption, bureaus.caption)
    assert ["97.9", "97.9", "99.0", "99.3", "102.0"] == [row[-1] for row in areas.rows]
    assert [f"{score:.1f}" for score in EZHOU_BUREAUS] == [row[-1] for row in bureaus.rows]


def test_ezhou_2024q1_reasons_are_joined(ezhou):
    """Several in one cell, by 、; the type of the account beside its name."""
    (section,) = annex(ezhou, "不合格单位名单").sections
    rows = {row[1]: row[2:] for row in section.rows}

    assert 8 == len(rows)
    assert ("微信服务号", "2周内未更新、未提供有效互动") == rows["健康某州"]
    assert ("微信订阅号", "未提供有效互动") == rows["梁子湖融媒"]


MONTHS = ("2023-08", "2023-09", "2023-10")


@pytest.fixture(scope="module")
def qiandongnan():
    """2023Q4: 34 + 16 websites, 43 + 32 accounts, 23 of them failed in a month."""
    units = (a_unit("z", name="州直单位", group="州直部门"), a_unit("x", name="某县", group="县（市）", level="county"))
    sites = (*several(a_website, 34, "wz", unit_id="z"), *several(a_website, 16, "wx", unit_id="x"))
    accounts: tuple[TargetView, ...] = (
        *several(an_account, 20, "bz", unit_id="z", platform="weibo"),
        *several(an_account, 23, "mz", unit_id="z", platform="wechat_subscription"),
        *several(an_account, 14, "bx", unit_id="x", platform="weibo"),
        *several(an_account, 18, "mx", unit_id="x", platform="wechat_service"),
    )
    failing = {
        *(f"bz{n:04}" for n in range(3)),
        *(f"mz{n:04}" for n in range(13)),
        *(f"bx{n:04}" for n in range(4)),
        *(f"mx{n:04}" for n in range(3)),
    }
    good, bad = dict.fromkeys(MONTHS, "合格"), dict(zip(MONTHS, ("合格", "不合格", "合格"), strict=True))
    assessments = tuple(
        an_assessment(account, Result.UNQUALIFIED, silent(), months=bad)
        if account.id in failing
        else an_assessment(account, months=good)
        for account in accounts
    )
    edition = an_edition(regime="qiandongnan", first=date(2023, 8, 1), last=date(2023, 10, 31))
    return compose(a_material((*sites, *accounts), (*judged(sites, 0), *assessments), units=units, edition=edition))


def test_qiandongnan_2023q4_counts_by_group(qiandongnan):
    """50 websites and 75 accounts, 23 failed and all named with their platform, no rate."""
    text = written(qiandongnan)

    assert "全州纳入监管的政府网站共有50个，政务新媒体共有75个" in text
    assert "州直部门政府网站34个、县（市）政府网站16个" in text
    assert "州直部门政务新媒体43个、县（市）政务新媒体32个" in text
    assert "有不合格政务新媒体23个，未发现不合格政府网站" in text
    named = text.split("不合格的政务新媒体分别是：")[1].split("。")[0].split("、")
    assert 23 == len(named)
    assert 7 == sum(name.endswith("（政务微博）") for name in named)
    assert 16 == sum(name.endswith("（政务微信）") for name in named)
    assert "%" not in text.replace("100%", "")
    assert holds(qiandongnan)


def test_qiandongnan_2023q4_tables(qiandongnan):
    """Websites in two groups with their addresses; accounts in four, month by month."""
    sites, accounts = (annex(qiandongnan, title) for title in ("抽查网站名单", "抽查新媒体名单"))

    assert [("州直部门", 34), ("县（市）", 16)] == [(each.caption, len(each.rows)) for each in sites.sections]
    assert all(row[2].startswith("https://") for each in sites.sections for row in each.rows)
    assert [
        ("州直部门政务微信", 23),
        ("州直部门政务微博", 20),
        ("县（市）政务微信", 18),
        ("县（市）政务微博", 14),
    ] == sorted(((each.caption, len(each.rows)) for each in accounts.sections), key=lambda pair: -pair[1])
    assert ("8月更新情况", "9月更新情况", "10月更新情况") == accounts.headers[-3:]
    rows = {row[1]: row[3:] for each in accounts.sections for row in each.rows}
    assert ("合格", "不合格", "合格") == rows["账号bz0000"]


def test_qiandongnan_2023q4_consequences(qiandongnan):
    """The deadline, the talk with those in charge, and the list for the yearly assessment."""
    text = written(qiandongnan)
    (section,) = annex(qiandongnan, "年终扣分依据").sections

    assert "请于2023年11月28日前将整改情况经分管领导审定后，通过公文事务系统报州政府政务信息中心" in text
    assert "若逾期仍未整改的，将对相关单位负责人进行约谈" in text
    assert "年终扣分依据" in text
    assert {("某县", "7"), ("州直单位", "16")} == {(row[1], row[-1]) for row in section.rows}


@pytest.fixture(scope="module")
def huangmei():
    """2020: 1 009 news and 707 openness items, 17 of 31 accounts."""
    units = tuple(a_unit(f"u{n:02}", name=f"单位{n}", group="县直") for n in range(12))
    site = a_website("w1", unit_id="u00", name="县人民政府门户网站", site_kind="portal")
    published = [
        *(("news", f"u{n:02}", 100) for n in range(10)),
        *(
            ("news", "u10", 9),
            ("news", "u11", 0),
            ("policy", "u01", 400),
            ("notice", "u02", 300),
            ("planning", "u03", 7),
        ),
        ("policy", "u04", 0),
    ]
    publications = tuple(
        Publication(id=f"c{n}", name=f"栏目{n}", category=category, unit_id=unit, count=count)
        for n, (category, unit, count) in enumerate(published)
    )
    accounts = several(an_account, 31, "a", unit_id="u05")
    failed = tuple(
        an_assessment(account, Result.UNQUALIFIED, silent(title="2周内无内容更新" if n < 9 else "栏目死链接"))
        for n, account in enumerate(accounts[:14])
    )
    edition = an_edition(label="2020-08", regime="huangmei", first=date(2020, 5, 1), last=date(2020, 8, 31))
    return compose(
        a_material(
            (site, *accounts),
            (an_assessment(site, publications=publications), *failed, *judged(accounts[14:], 0)),
            units=units,
            edition=edition,
        )
    )


def test_huangmei_2020_publications(huangmei):
    """1 009 + 707 is 1 716, though 1776 was printed; who leads and who is silent."""
    text = written(huangmei)

    assert "共公开发布各类信息1716条，其中，动态类信息发布1009条，政务公开类信息发布707条。" in text
    assert "动态类信息发布总体情况较好的单位有：单位0、单位1、" in text
    assert "政务公开类信息发布总体情况较好的单位有：单位1、单位2、单位3。" in text
    assert "单位11等单位未见发布动态类信息" in text
    assert "单位4等单位未见发布政务公开类信息" in text
    assert holds(huangmei)


def test_huangmei_2020_accounts(huangmei):
    """17/31 is 55 %, a whole percent; 9 + 5 named by reason are the 14 that failed."""
    text = written(huangmei)

    assert "政务新媒体共计31个" in text
    assert "14个政务新媒体不合格，总体合格率55%" in text
    assert "一是2周内无内容更新。有9个新媒体账号：" in text
    assert "二是栏目死链接。有5个新媒体账号：" in text
