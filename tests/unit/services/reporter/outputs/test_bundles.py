"""The further files of a report: for each unit, for the year, for programs."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from services.reporter.compose import compose
from services.reporter.outputs.annual_xlsx import AnnualXlsx
from services.reporter.outputs.tables_csv import TablesCsv
from services.reporter.outputs.unit_sheets import UnitSheets
from services.reporter.printing import print_report
from shared.contracts.assessment import Letters, Publication, TicketCounts
from shared.contracts.target import Result
from tests.report_builders import (
    a_finding,
    a_material,
    a_prefecture,
    a_unit,
    a_website,
    an_account,
    an_assessment,
    an_edition,
)

YEAR = {"label": "2023", "first": date(2023, 1, 1), "last": date(2023, 12, 31), "issued_on": date(2024, 1, 10)}


def rows(content, sheet):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return list(workbook[sheet].iter_rows(values_only=True))


def test_made_again_all_files_are_the_same_bytes():
    """Those of a year, with everything in them."""
    first, second = (print_report(a_prefecture(edition=an_edition(**YEAR))) for _ in range(2))

    assert first.files == second.files
    assert len(first.files) == len(dict(first.files))


# -- for each unit ---------------------------------------------------------------------------------------------------


def test_each_unit_gets_its_own_problems_and_nobody_elses():
    """With the deadline, the evidence, and columns to fill in."""
    files = dict(UnitSheets().files(compose(a_prefecture())))
    made = files["units/u1-州生态环境局.xlsx"]
    header, first, *_ = rows(made, "问题清单")

    assert {"units/u1-州生态环境局.xlsx", "units/u2-州民政局.xlsx", "units/u3-甲县人民政府.xlsx"} == set(files)
    assert ("整改期限", "整改措施", "责任人", "完成日期", "整改结果", "复核意见") == header[-6:]
    assert ("州生态环境局", "不合格", "首页不更新") == (first[1], first[3], first[4])
    assert ("https://w1.example.gov.cn/", "2023年12月8日", None) == (first[7], first[9], first[10])
    assert "甲县" not in str(rows(made, "问题清单") + rows(made, "检查对象"))
    assert {"州生态环境局", "环保在线", "生态视界"} == {row[1] for row in rows(made, "检查对象")[1:] if row[1]}


def test_what_could_not_be_seen_is_no_fault_to_mend():
    """It is listed for help, without a deadline."""
    made = dict(UnitSheets().files(compose(a_prefecture())))["units/u3-甲县人民政府.xlsx"]
    unseen = [row for row in rows(made, "问题清单") if row[3] == "无法判定（请协助核实）"]

    assert ["甲县政务服务网"] == [row[1] for row in unseen]
    assert [None] == [row[9] for row in unseen]


def test_a_unit_without_problems_is_told_so():
    """It gets a file as well."""
    site = a_website()
    (made,) = dict(UnitSheets().files(compose(a_material((site,), (an_assessment(site),))))).values()

    assert "本期没有发现问题" in str(rows(made, "问题清单"))


@pytest.mark.parametrize(
    "ids",
    [("a/b", "a\\b"), ("U1", "u1"), ("../x", "..x"), ("甲" * 200, "甲" * 201)],
    ids=["slashes", "case", "dots", "long"],
)
def test_two_units_never_share_a_file(ids):
    """Whatever their ids and names look like, the file stays in its folder."""
    sites = tuple(a_website(f"w{n}", unit_id=unit) for n, unit in enumerate(ids))
    units = tuple(a_unit(unit, name="局") for unit in ids)
    names = [name for name, _ in UnitSheets().files(compose(a_material(sites, (), units=units)))]

    assert 2 == len({name.lower() for name in names})
    assert all(name.startswith("units/") and name.count("/") == 1 and ".." not in name for name in names)
    assert all(len(name.encode()) < 255 for name in names)


# -- for the year ----------------------------------------------------------------------------------------------------


def yearly(**given):
    unit = a_unit("u1", name="州民政局")
    site = a_website("w1", site_kind="department", site_code="5226000001", icp="黔ICP备1号", columns=12)
    accounts = (an_account("a1", name="州民政"), an_account("a2", name="民政说", platform="wechat_service"))
    published = (
        Publication(id="c1", name="动态", category="news", unit_id="u1", count=31),
        Publication(id="c2", name="文件", category="policy", unit_id="u1", count=9),
        Publication(id="c3", name="解读", category="interpretation", unit_id="u1", count=4),
    )
    posts = Publication(id="a1", name="州民政", category="account", unit_id="u1", count=77)
    judged = (
        an_assessment(
            site,
            publications=published,
            letters=Letters(open=2, answered=3, answer_days=(1.0, 2.0, 6.0)),
            tickets=TicketCounts(received=5, valid=3, overdue=1),
        ),
        an_assessment(accounts[0], publications=(posts,)),
    )
    return compose(a_material((site, *accounts), judged, units=(unit,), edition=an_edition(**YEAR), **given))


def test_a_shorter_period_has_no_yearly_report():
    """The fields of a year are not those of a quarter."""
    assert [] == list(AnnualXlsx().files(compose(a_prefecture())))


def test_the_yearly_report_is_filled_in_with_what_was_seen():
    """And says of each field whether it was seen or is to be filled in."""
    report = yearly()
    made = dict(UnitSheets().files(report))["units/u1-州民政局.xlsx"]
    form = {row[1]: row[2:] for row in rows(made, "年度报表1")}

    assert ("5226000001", "监测数据，请核对") == form["政府网站标识码"]
    assert [44, 31, 9, 4] == [
        form[name][0]
        for name in ("总数（条）", "政务动态信息更新量（条）", "信息公开目录信息更新量（条）", "解读信息发布总数（条）")
    ]
    assert [5, 3, 3.0] == [form[name][0] for name in ("收到留言数量（条）", "办结留言数量（条）", "平均办理时间（天）")]
    assert 77 == form["微博“州民政”信息发布量（条）"][0]
    assert (None, "请填写") == form["网站总访问量（次）"]


def test_the_supervision_report_counts_the_quarters_of_the_year():
    """From the reports that were written in it."""
    quarters = tuple(
        compose(
            a_prefecture(
                edition=an_edition(label=f"2023Q{n}", first=date(2023, n * 3 - 2, 1), last=date(2023, n * 3, 28))
            )
        )
        for n in (1, 2)
    )
    ((_, made),) = AnnualXlsx().files(yearly(within=quarters))
    fields = {row[1]: row[2:] for row in rows(made, "监管年度报表")}

    assert (3, "监测数据，请核对") == fields["2023年第一季度抽查网站数（个）"]
    assert [1, 1] == [fields[f"2023年第{n}季度不合格网站数（个）"][0] for n in "一二"]
    assert [5, 3, 1] == [fields[f"{word}留言数（条）"][0] for word in ("收到", "属实", "逾期")]
    assert (None, "请填写") == fields["问责人数（人）"]
    assert ["网站w1"] == [row[1] for row in rows(made, "工作年度报表汇总")[1:] if row[1]]


# -- for programs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "a,b", '"quoted"'])
def test_a_csv_cell_is_never_a_formula(name):
    """An apostrophe stands before what a spreadsheet would compute; everything else is as it was."""
    site = a_website(name=name)
    report = compose(a_material((site,), (an_assessment(site, Result.UNQUALIFIED, a_finding()),)))
    made = dict(TablesCsv().files(report))["csv/网站名单.csv"]
    table = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))

    assert made.startswith(b"\xef\xbb\xbf")
    assert (f"'{name}" if name[0] in "=+-@" else name) == table[1][1]
    assert "不合格" in table[1]
