"""All outputs say the same numbers, repeat byte for byte, and read nothing of the web as markup or formula."""

import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from services.reporter.compose import compose
from services.reporter.material import Material, ReportRules
from services.reporter.notice import write_notice
from services.reporter.output import Output
from services.reporter.outputs import OUTPUTS
from services.reporter.regime import shipped_names
from services.reporter.report import Report
from shared.contracts.target import Result
from tests.report_builders import (
    a_finding,
    a_material,
    a_prefecture,
    a_province,
    a_unit,
    a_website,
    an_account,
    an_assessment,
    an_edition,
)

BY_FILE: dict[str, Output] = {output.filename: output for output in OUTPUTS}
BLANK = re.compile(r"[\s\u200b]+")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def with_history(**given) -> Report:
    before = compose(a_prefecture(edition=an_edition(label="2023Q3")))
    return compose(a_prefecture(previous=before, **given))


def docx_text(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pdf_text(made: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return "".join(re.sub(r"—\d+—$", "", BLANK.sub("", page)) for page in pages)


def html_text(made: bytes) -> str:
    tree = LexborHTMLParser(made)
    tree.strip_tags(["style"])
    return tree.text(separator=" ")


def xlsx_rows(made: bytes, sheet: str) -> list[tuple]:
    workbook = openpyxl.load_workbook(io.BytesIO(made))
    return [tuple(row) for row in workbook[sheet].iter_rows(values_only=True)]


def test_the_table_of_outputs_is_the_contract():
    """Five files, the dataset first."""
    assert ["report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf"] == [
        output.filename for output in OUTPUTS
    ]
    assert len({output.name for output in OUTPUTS}) == len(OUTPUTS)


MATERIALS: list = [
    pytest.param(a_material, id="an empty period"),
    pytest.param(a_prefecture, id="a little of everything"),
    pytest.param(lambda: a_prefecture(rules=ReportRules(template="qiandongnan")), id="by month and group"),
]


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.filename)
@pytest.mark.parametrize("material", MATERIALS)
def test_made_again_it_is_the_same_bytes(output: Output, material: Callable[[], Material]):
    """Also from the file report.json, which is the whole dataset."""
    report = compose(material())
    reread = Report.model_validate_json(report.canonical())

    first = output.render(report)

    assert first
    assert first == output.render(compose(material()))
    assert first == output.render(reread)


@pytest.mark.parametrize("filename", ["notice.docx", "annex.xlsx"])
def test_containers_carry_no_time_of_making(filename):
    """Every member has one fixed time, and the properties the day under the notice."""
    made = zipfile.ZipFile(io.BytesIO(BY_FILE[filename].render(with_history())))

    assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in made.infolist()}
    assert b"2023-11-23T00:00:00Z" in made.read("docProps/core.xml")


@pytest.mark.parametrize("filename", ["notice.docx", "annex.xlsx", "report.html", "notice.pdf"])
def test_every_output_names_its_dataset(filename):
    """The sha256 of report.json."""
    report = with_history()
    made = BY_FILE[filename].render(report)
    text = {
        "notice.docx": docx_text,
        "annex.xlsx": lambda made: str(xlsx_rows(made, "数据说明")),
        "report.html": html_text,
        "notice.pdf": pdf_text,
    }[filename](made)

    assert report.digest in text


@pytest.mark.parametrize("template", shipped_names())
def test_the_pdf_says_what_the_docx_says(template):
    """Word for word: every paragraph, every annex title and every cell."""
    report = with_history(
        rules=ReportRules(area="全州", template=template, red_head="州政府文件", document_number="州〔2023〕9号")
    )
    notice = write_notice(report)
    docx = BLANK.sub("", docx_text(BY_FILE["notice.docx"].render(report)))
    pdf = pdf_text(BY_FILE["notice.pdf"].render(report))
    words = ["州政府文件", "州〔2023〕9号", notice.title, notice.addressee, notice.issuer, notice.issued_on]
    words += [paragraph.plain for paragraph in notice.paragraphs]
    words += [*notice.annex_titles, *notice.colophon]
    for annex in notice.annexes:
        words += [annex.title, *annex.headers, *(section.caption for section in annex.sections)]
        words += [cell for section in annex.sections for row in section.rows for cell in row]

    for said in (BLANK.sub("", word) for word in words):
        assert said in docx
        assert said in pdf


def told_numbers(report: Report) -> dict[str, set[str]]:
    """The numbers in the running text of the notice and of the page: lists, whose rows are numbered, left out."""
    document = Document(io.BytesIO(BY_FILE["notice.docx"].render(report)))
    page = LexborHTMLParser(BY_FILE["report.html"].render(report))
    for part in page.css("style, #lists, code"):
        part.decompose()
    texts = {"docx": "\n".join(p.text for p in document.paragraphs), "html": page.text(separator=" ")}
    plain = {
        name: text.replace(report.digest, "").replace(report.generated_from.digest, "") for name, text in texts.items()
    }
    return {name: set(NUMBER.findall(text)) for name, text in plain.items()}


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(with_history(), id="a little of everything"),
        pytest.param(compose(a_province(120, 300)), id="a province"),
    ],
)
def test_every_number_of_the_texts_is_in_the_dataset(report: Report):
    """Nothing is counted by a renderer: each number is one of report.json, the length of one of its lists, or cited."""
    known = set(NUMBER.findall(json.dumps(report.as_json(), ensure_ascii=False)))
    known |= {str(int(number)) for number in known if number.isdigit()}
    changes = report.changes_since_last
    lists = (report.unqualified, report.undetermined, report.near, report.checks, report.problems)
    lists += (changes.new, changes.mended, changes.still, changes.unseen, changes.gone, report.publication.by_unit)
    known |= {str(len(each)) for each in lists}
    trouble = [indicator.not_met for indicator in report.indicators]
    examples = {str(number - 5) for number in trouble if number > 5}
    per_unit = Counter(entry.unit_id for entry in report.unqualified for _ in entry.reasons)
    per_unit.update(problem.unit_id for problem in report.problems)
    cited = {"47", "19", "2017", "2019", "256", *"1234"}  # documents, the name of the digest, numbers of annexes

    for name, numbers in told_numbers(report).items():
        assert set() == numbers - known - examples - cited - {str(number) for number in per_unit.values()}, name


def test_the_workbook_counts_what_the_dataset_counts():
    """As real numbers: overview, lists, months, publication, warnings."""
    report = with_history()
    made = BY_FILE["annex.xlsx"].render(report)

    n, a = report.websites, report.accounts
    rows = xlsx_rows(made, "总体情况")
    assert rows[1][:8] == (
        "政府网站",
        n.registered,
        n.planned,
        n.checked,
        n.qualified,
        n.unqualified,
        n.undetermined,
        n.pass_rate,
    )
    assert rows[2][:8] == (
        "政务新媒体",
        a.registered,
        a.planned,
        a.checked,
        a.qualified,
        a.unqualified,
        a.undetermined,
        a.pass_rate,
    )
    assert rows[1][8] == pytest.approx(n.qualified / n.checked)
    assert [entry.name for entry in report.undetermined] == [row[1] for row in xlsx_rows(made, "无法判定")[1:3]]
    assert [(u.unit, u.count) for u in report.publication.by_unit] == [
        row[1:3] for row in xlsx_rows(made, "信息发布")[1:3]
    ]
    assert ("甲县发布", "合格", "不合格", "合格") in [(row[1], *row[5:8]) for row in xlsx_rows(made, "月度")]
    told = dict(row[:2] for row in xlsx_rows(made, "提醒与留言"))
    assert (report.warnings.sent, report.messages.overdue) == (
        told["提醒和问题通知（次）"],
        told["网民留言：超期（件）"],
    )


def test_the_page_counts_what_the_dataset_counts():
    """The cards and the table of counts."""
    report = with_history()
    tree = LexborHTMLParser(BY_FILE["report.html"].render(report))
    n = report.websites

    card = [node.text() for node in tree.css("#card-website dd")]
    row = [node.text() for node in tree.css("#counts tbody tr")[0].css("th,td")]

    counts = [str(count) for count in (n.registered, n.planned, n.checked, n.qualified, n.unqualified, n.undetermined)]
    assert counts == card
    assert ["政府网站", *counts, n.pass_rate] == row
    assert [entry.id for entry in report.unqualified] == [
        node.attributes["data-id"] for node in tree.css("details.failed")
    ]
    assert [entry.id for entry in report.undetermined] == [
        node.attributes["data-id"] for node in tree.css("details.unseen-entry")
    ]


NASTY = [
    pytest.param("=cmd|' /C calc'!A0", id="formula"),
    pytest.param("+1+1", id="plus"),
    pytest.param("-2+3", id="minus"),
    pytest.param("@SUM(A1)", id="at"),
    pytest.param("https://evil.example/x", id="an address for a name"),
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="attribute"),
    pytest.param('#eval("1+1") *bold* $x$ @ref <label> #pagebreak()', id="typst"),
    pytest.param("{{ 7*7 }} {% raw %}", id="template"),
    pytest.param("</w:t></w:r><w:r>", id="wordprocessing"),
    pytest.param("\\u{41} // no /* comment */ ```raw```", id="escapes"),
    pytest.param("1234567890123456789", id="a long number"),
    pytest.param("甲" * 300, id="long"),
]


@pytest.mark.parametrize("name", NASTY)
def test_text_from_the_web_is_only_text(name):
    """A title is never a formula, an element, a field, a link or a command, and it is not changed either."""
    website = a_website(name=name, url="javascript:alert(1)")
    account = an_account(name=name)
    finding = a_finding(text=f"{name}：首页未更新", title=name)
    judged = tuple(an_assessment(target, Result.UNQUALIFIED, finding) for target in (website, account))
    report = compose(a_material((website, account), judged, units=(a_unit(name=name),)))

    made = {filename: output.render(report) for filename, output in BY_FILE.items()}

    workbook = openpyxl.load_workbook(io.BytesIO(made["annex.xlsx"]))
    cells = [cell for row in workbook["网站名单"].iter_rows() for cell in row]
    assert {"s"} == {cell.data_type for cell in cells if cell.value == name}
    assert not [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert name in docx_text(made["notice.docx"])
    assert BLANK.sub("", name) in pdf_text(made["notice.pdf"])
    page = LexborHTMLParser(made["report.html"])
    assert not page.css("script, img, iframe, object, [onerror], link[href], form")
    assert not [a for a in page.css("a") if (a.attributes.get("href") or "").startswith("javascript")]
    assert name in [node.text() for node in page.css("#list-website th[scope=row]")]


def test_the_page_needs_nothing_from_outside():
    """No script, no style sheet, no image, no font; the policy of the page forbids them."""
    made = BY_FILE["report.html"].render(with_history()).decode()
    page = LexborHTMLParser(made)

    assert not page.css("script, link, img, iframe, video, source, [src]")
    assert "url(" not in made
    assert "default-src 'none'" in made
    assert page.css("svg[role=img][aria-label]")


def test_the_page_can_be_read_by_everybody():
    """One main heading, levels without a gap, tables with headers, named regions, targets of all links."""
    page = LexborHTMLParser(BY_FILE["report.html"].render(with_history()))
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4")]
    ids = {node.attributes["id"] for node in page.css("[id]")}

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(table.css("thead th[scope=col]") for table in page.css("table"))
    assert all(region.attributes.get("aria-label") for region in page.css("[role=region]"))
    assert {a.attributes["href"][1:] for a in page.css("a[href^='#']")} <= ids
    assert page.css_first("html").attributes["lang"] == "zh-CN"


def test_a_number_opens_to_its_findings_and_evidence():
    """Under each failed target: the rule, what was seen, when, where, and which observation."""
    page = LexborHTMLParser(BY_FILE["report.html"].render(with_history()))
    failed = page.css_first("details.failed")

    assert "已18天未更新（上限14天）" in failed.text()
    assert "监测时间点前2周内首页应有信息更新" in failed.text()
    assert "查看于 2023-11-19 10:00" in failed.text()
    assert "e-1" in failed.text()
    assert failed.css("a[href='https://w1.example.gov.cn/']")


def test_eight_hundred_targets_are_quick():
    """All five files of a large prefecture in a few seconds of a processor; `make bench` measures a province."""
    report = compose(a_province(200, 600))
    before = sum(os.times()[:4])

    sizes = [len(output.render(report)) for output in OUTPUTS]

    assert all(sizes)
    assert sum(os.times()[:4]) - before < 7
