"""The regulator's own work in its own report."""

import io

import openpyxl
from selectolax.lexbor import LexborHTMLParser

from services.reporter.compose import compose
from services.reporter.outputs.annex_xlsx import AnnexXlsx
from services.reporter.outputs.page_html import PageHtml
from services.reporter.public import public_report
from shared.contracts.target import Outcome
from shared.contracts.verdicts import IndicatorKind
from tests.report_builders import a_finding, a_material, a_summary

RATIO = a_finding(
    "org.check.site_ratio", title="季度检查·网站比例", outcome=Outcome.MET, kind=IndicatorKind.DEDUCTION, text="占 100%"
)
UNFINISHED = a_finding(
    "org.jiucuo.unfinished", title="找错留言未办结", kind=IndicatorKind.DEDUCTION, text="1 条未办结", points=3.0
)
PUBLISHED = a_finding(
    "org.check.publish_by",
    title="检查结果公开",
    outcome=Outcome.UNDETERMINED,
    kind=IndicatorKind.DEDUCTION,
    reason="no_columns",
    text="无法判定：未登记专栏",
)


def a_report(*findings):
    return compose(a_material(summary=a_summary(org_findings=findings)))


def rows(report):
    sheet = openpyxl.load_workbook(io.BytesIO(AnnexXlsx().render(report)))["监管工作"]
    return [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_what_was_found_of_the_regulator_is_in_its_report():
    """In the dataset, on the page and in the workbook, in the order of the pack; what is broken is open."""
    report = a_report(RATIO, UNFINISHED, PUBLISHED)
    page = LexborHTMLParser(PageHtml().render(report)).css_first("#supervision")

    assert ["met", "not_met", "undetermined"] == [duty["outcome"] for duty in report.as_json()["supervision"]]
    assert (3.0, "no_columns") == (report.supervision[1].reason.points, report.supervision[2].reason.code)
    assert [False, True, False] == ["open" in one.attributes for one in page.css("details")]
    assert [("季度检查·网站比例", "符合"), ("找错留言未办结", "不符合"), ("检查结果公开", "无法判定")] == [
        row[:2] for row in rows(report)[:3]
    ]
    assert "1 条未办结" in rows(report)[1][2]


def test_what_was_not_judged_is_not_told():
    """Of a part of the targets nothing is said of the regulator."""
    report = a_report()

    assert () == report.supervision
    assert LexborHTMLParser(PageHtml().render(report)).css_first("#supervision") is None
    assert "只检查部分对象" in str(rows(report))


def test_the_public_does_not_read_of_it():
    """How we work is ours."""
    report = public_report(a_report(UNFINISHED))

    assert () == report.supervision
    assert "监管工作" not in openpyxl.load_workbook(io.BytesIO(AnnexXlsx().render(report))).sheetnames
