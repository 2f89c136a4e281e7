"""Every number in every file of a report is one of its dataset: read back from Word, Excel, HTML, PDF and CSV."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from services.reporter.compose import compose
from services.reporter.material import ReportRules
from services.reporter.outputs.public_edition import PublicEdition
from services.reporter.placeholders import score_bands
from services.reporter.printing import print_report
from services.reporter.problem_map import problem_map
from services.reporter.public import public_report
from services.reporter.regime import SHIPPED, shipped_names
from services.reporter.report import Report
from services.reporter.themes import themes
from services.reporter.wording import chinese_date
from shared.contracts.assessment import LetterTestCounts, TicketCounts, UnitScore
from tests.report_builders import a_prefecture, a_province, a_summary, an_edition

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DIGEST = re.compile(r"[0-9a-f]{64}")
BLANK = re.compile(r"[\s\u200b]+")
RADICALS = {0x2EA0: "民", 0x2ED3: "长", 0x2ED4: "门"}


def a_full_report(regime: str) -> Report:
    """Everything happened: history, scores, letters, tickets, a correction."""

    def material(**given):
        edition = an_edition(regime=regime, label=given.pop("label", "2023Q4"))
        found = a_prefecture(edition=edition, rules=ReportRules(), **given)
        first, *others = found.assessments
        known = {
            "tickets": TicketCounts(received=9, valid=5, overdue=1),
            "letter_tests": LetterTestCounts(sent=2, in_time=2, same_day=2),
        }
        scores = (UnitScore(unit_id="u1", score=102), UnitScore(unit_id="u2", score=97.94))
        update = {"assessments": (first.model_copy(update=known), *others)}
        return found.model_copy(update={**update, "summary": a_summary(unit_scores=scores)})

    before = compose(material(label="2023Q3"))
    old = compose(a_prefecture(edition=an_edition(regime=regime), previous=before))
    return compose(material(previous=before, corrected=old))


def known_numbers(report: Report) -> set[str]:
    """Every number of the dataset, the lengths of its lists, and what a text cites."""
    plain = json.dumps(report.as_json(), ensure_ascii=False)
    known = set(NUMBER.findall(DIGEST.sub("", plain)))
    known |= {str(int(number)) for number in known if number.isdigit()}
    known |= {f"{float(number):g}" for number in known}
    changes = report.changes_since_last
    lists = [report.unqualified, report.undetermined, report.near, report.checks, report.problems, report.targets]
    lists += [changes.new, changes.mended, changes.still, changes.unseen, changes.gone, report.publication.by_unit]
    lists += [band.units for band in score_bands(report)]
    known |= {str(len(each)) for each in lists}
    for trouble in (trouble for theme in themes(report) for trouble in theme.troubles):
        known |= {str(trouble.websites), str(trouble.accounts), str(trouble.more)}
    return known | _derived(report) | CITED


def _derived(report: Report) -> set[str]:
    """Counted from lists of the dataset: problems by unit and theme, failed by group, reason and unit."""
    found = problem_map(report)
    numbers = Counter(entry.unit_id for entry in report.unqualified).values()
    by_reason = Counter(reason.title for entry in report.unqualified for reason in entry.reasons).values()
    counts = {*found.totals, sum(found.totals), *numbers, *by_reason, *(n for u in found.units for n in u.counts)}
    counts |= {len(unit.cases) for unit in found.units}
    groups = {group.group for group in report.groups}
    counts |= {sum(1 for entry in report.unqualified if entry.group == group) for group in groups}
    counts |= {report.publication.total - report.publication.by_category.get("account", 0), 0}
    days = (report.notice.issued_on, report.notice.mend_by, report.notice.publish_by, report.notice.annual_due)
    dates = "".join(chinese_date(day) for day in days if day)
    annexes = {f"{place}.{report.period.label[:4]}" for place in range(1, 7)}  # 附件：1.2023年…
    return {str(count) for count in counts} | set(NUMBER.findall(dates)) | annexes


CITED = {*"123456", "256", "47", "19", "2017", "2018", "2019", "123", "12", "14", "30", "38"}
"""Numbers of documents and annexes, the name of the digest, the quota of 陕西; nothing that counts."""


def texts(report: Report) -> dict[str, str]:
    """The running text of each file of one report; numbered lists, which count their own rows, without the numbers."""
    made = dict(print_report_files(report))
    word = Document(io.BytesIO(made["notice.docx"]))
    page = LexborHTMLParser(made["report.html"])
    for part in page.css("style, #lists td:first-child, svg"):
        part.decompose()
    pdf = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(made["notice.pdf"])).pages)
    pdf = unicodedata.normalize("NFKC", re.sub(r"— \d+ —|\u200b", "", pdf)).translate(RADICALS)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells[1:]]
    return {
        "notice.docx": "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells]),
        "report.html": page.text(separator=" "),
        "notice.pdf": pdf,
    }


def print_report_files(report: Report):
    """The outputs of a composed report."""
    from services.reporter.outputs import all_outputs

    return [(output.filename, output.render(report)) for output in all_outputs(SHIPPED)]


@pytest.mark.parametrize("regime", shipped_names())
def test_every_number_of_every_text_is_in_the_dataset(regime):
    """In Word, on the page and in the PDF; nothing is counted by whoever writes it down."""
    report = a_full_report(regime)
    known = known_numbers(report)

    for name, text in texts(report).items():
        told = set(NUMBER.findall(DIGEST.sub("", text)))
        if name == "notice.pdf":  # where a line ends inside of a digest, its parts look like numbers
            told = {number for number in told if not any(number in digest for digest in _digests(report))}
        assert set() == told - known, name


def _digests(report: Report) -> list[str]:
    return [report.digest, report.generated_from.digest, report.corrects.digest if report.corrects else ""]


def test_the_pdf_says_every_number_the_word_file_says():
    """Each as often, page numbers and row numbers aside."""
    said = texts(a_full_report("shaanxi"))
    word = Counter(NUMBER.findall(DIGEST.sub("", said["notice.docx"])))
    pdf = BLANK.sub("", said["notice.pdf"])

    assert [] == [number for number in word if number not in pdf]


def test_the_workbook_and_the_csv_files_hold_the_same_cells():
    """Every sheet is a CSV file; numbers are numbers in both."""
    printed = print_report(a_prefecture())
    made = dict(printed.files)
    workbook = openpyxl.load_workbook(io.BytesIO(made["annex.xlsx"]))

    assert {f"csv/{sheet.title}.csv" for sheet in workbook} == {name for name in made if name.startswith("csv/")}
    for sheet in workbook:
        rows = list(csv.reader(io.StringIO(made[f"csv/{sheet.title}.csv"].decode("utf-8-sig"))))
        for row, cells in zip(rows, sheet.iter_rows(max_row=len(rows), values_only=True), strict=True):
            numbers = [(said, cell) for said, cell in zip(row, cells, strict=True) if isinstance(cell, int | float)]
            assert all(float(said) == pytest.approx(cell) for said, cell in numbers), sheet.title


def test_the_page_and_the_workbook_count_alike():
    """The table of counts is the sheet of counts."""
    report = compose(a_province(60, 90))
    made = dict(print_report_files(report))
    sheet = openpyxl.load_workbook(io.BytesIO(made["annex.xlsx"]))["总体情况"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None]
    page = LexborHTMLParser(made["report.html"])
    shown = [[node.text().strip() for node in row.css("th, td")] for row in page.css("#counts tbody tr")]

    known = {row[0]: [str(cell) for cell in row[1:8]] for row in rows}
    assert shown
    assert all(known[label] == numbers for label, *numbers in shown)


def test_all_tables_of_the_notice_list_everybody_once():
    """Each registered target in its annex, in Word and PDF alike; the PDF says each row in order."""
    report = compose(a_province(40, 50))
    made = dict(print_report_files(report))
    word = Document(io.BytesIO(made["notice.docx"]))
    pdf = BLANK.sub("", "".join(page.extract_text() for page in PdfReader(io.BytesIO(made["notice.pdf"])).pages))
    rows = [[cell.text for cell in row.cells] for table in word.tables[:2] for row in table.rows]
    names = [row[1] for row in rows if row[0].isdigit()]

    assert sorted(names) == sorted(entry.name for entry in report.targets)
    place = -1
    for row in (row for row in rows if row[0].isdigit()):
        place = pdf.index(BLANK.sub("", row[1]), place + 1)


# -- the public edition ----------------------------------------------------------------------------------------------


def test_the_public_reads_the_same_numbers_and_nothing_of_how_we_work():
    """Counts, names and reasons are the same; ids of observations, near limits, warnings and checks are not there."""
    report = a_full_report("national")
    shown = public_report(report)
    files = dict(PublicEdition(tuple(_outputs())).files(report))
    whole = b"".join(files.values()) + "".join(_texts(files)).encode()

    assert (report.websites, report.accounts) == (shown.websites, shown.accounts)
    assert [entry.id for entry in report.unqualified] == [entry.id for entry in shown.unqualified]
    assert {
        f"public/{name}" for name in ("report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf")
    } == set(files)
    for secret in (
        '"e-1"',
        "观测 e-1",
        "内部校验",
        "提醒和问题通知",
        "接近上限",
        "暂定值",
        "防火墙策略",
        "更新首页信息",
    ):
        assert secret.encode() not in whole, secret
    assert "已18天未更新" in "".join(_texts(files))


def _outputs():
    from services.reporter.outputs import all_outputs

    return all_outputs(SHIPPED)


def _texts(files):
    word = Document(io.BytesIO(files["public/notice.docx"]))
    yield "\n".join(paragraph.text for paragraph in word.paragraphs)
    yield "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    yield LexborHTMLParser(files["public/report.html"]).text()
    for sheet in openpyxl.load_workbook(io.BytesIO(files["public/annex.xlsx"])):
        yield sheet.title
        yield "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
