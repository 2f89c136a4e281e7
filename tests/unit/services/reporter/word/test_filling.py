"""An official edits a Word template: what Word does to it, what may go wrong, and what is said then."""

import io
from copy import deepcopy

import pytest
from docx import Document
from docx.oxml.ns import qn

from services.reporter.compose import compose
from services.reporter.notice import write_notice
from services.reporter.outputs.notice_docx import NoticeDocx
from services.reporter.outputs.notice_pdf import NoticePdf
from services.reporter.regime import SHIPPED, Templates, shipped_names, shipped_texts
from services.reporter.word.__main__ import is_fresh, main
from services.reporter.word.checking import check
from services.reporter.word.making import make
from services.reporter.word.reading import Para, read
from shared.errors import Permanent
from tests.report_builders import a_material, a_prefecture, an_edition


def edited(change, name="national") -> bytes:
    """A shipped template after somebody changed it."""
    document = Document(io.BytesIO(SHIPPED.word(name)))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def paragraph(document, words):
    return next(each for each in document.paragraphs if words in each.text)


@pytest.fixture
def written(tmp_path):
    """Writes the notice of a prefecture with an edited template."""

    def write(template: bytes, **given):
        (tmp_path / "national.docx").write_bytes(template)
        return write_notice(compose(a_prefecture(**given)), Templates(tmp_path))

    return write


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_template_is_what_its_text_says(name):
    """Made anew it is the same; it can be filled whatever happened in the period."""
    assert is_fresh(name, make(shipped_texts()[name])), "run python -m services.reporter.word"
    check(SHIPPED.word(name), name)


def test_a_changed_sentence_and_a_new_paragraph_are_in_word_and_pdf(written, tmp_path):
    """The PDF is read from the filled document, so that it says whatever the official wrote."""

    def change(document):
        old = paragraph(document, "畅通互动回应渠道")
        new = deepcopy(old._p)
        old._p.addnext(new)
        texts = list(new.iter(qn("w:t")))
        texts[0].text = "{{ level2() }}另外。"
        texts[1].text = "本季度另查{{ websites.checked }}家。"

    notice = written(edited(change))
    report = compose(a_prefecture())
    pdf = NoticePdf(Templates(tmp_path)).render(report)

    assert "（四）另外。本季度另查3家。" in [each.plain for each in notice.paragraphs]
    assert pdf != NoticePdf().render(report)


def test_a_placeholder_that_word_tore_apart_is_still_one(written):
    """Spelling marks and revisions split the runs of a text in the middle of a name."""

    def change(document):
        old = paragraph(document, "{{ title }}")
        run = old.runs[0]._r
        second = deepcopy(run)
        run.find(qn("w:t")).text, second.find(qn("w:t")).text = "{{ ti", "tle }}（试行）"
        run.addnext(second)

    assert "全州2023年第四季度政府网站和政务新媒体检查情况通报（试行）" == written(edited(change)).title


def test_styles_with_other_ids_are_known_by_their_names(written):
    """Word gives every style an id of its own when it saves."""

    def change(document):
        ids = {}
        for number, style in enumerate(document.styles.element.findall(qn("w:style"))):
            ids[style.get(qn("w:styleId"))] = style.attrib[qn("w:styleId")] = f"a{number}"
        for reference in [*document.element.iter(qn("w:pStyle")), *document.styles.element.iter(qn("w:basedOn"))]:
            reference.set(qn("w:val"), ids[reference.get(qn("w:val"))])

    notice = written(edited(change))

    assert "州政府政务信息中心" == notice.issuer
    assert ["附件1", "附件2", "附件3", "附件4"] == [annex.label for annex in notice.annexes]
    assert 4 == len(notice.annex_titles)


def test_an_annex_that_is_taken_out_leaves_no_gap(written):
    """The others are numbered anew, in the list, over the tables and where the text refers to them."""

    def change(document):
        body = document.element.body
        parts = list(body)
        texts = ["".join(t.text or "" for t in part.iter(qn("w:t"))) for part in parts]
        start = texts.index("{%p if rows.unqualified %}")
        for part in parts[start : texts.index("{%p endif %}", start) + 1]:
            body.remove(part)

    notice = written(edited(change))

    assert ["附件1", "附件2", "附件3"] == [annex.label for annex in notice.annexes]
    assert "3.无法判定的政府网站和政务新媒体名单" == notice.annex_titles[-1]
    assert any("名单见附件3" in each.plain for each in notice.paragraphs)


def test_a_column_that_is_added_in_word_is_filled(written):
    """Header and row each get a cell; the table still fits the page."""

    def change(document):
        table = next(t for t in document.tables if "账号名称" in t.rows[0].cells[1].text)
        for row, words in ((table.rows[0], "分组"), (table.rows[6], "{{ row.group }}")):
            cell = deepcopy(row._tr.findall(qn("w:tc"))[-1])
            next(cell.iter(qn("w:t"))).text = words
            row._tr.append(cell)

    annex = written(edited(change)).annexes[1]

    assert "分组" == annex.headers[-1]
    assert {"州直部门", "县（市）"} == {row[-1] for section in annex.sections for row in section.rows}


def test_a_single_annex_has_no_number(written):
    """附件, and its name without 1."""

    def change(document):
        body = document.element.body
        parts = list(body)
        texts = ["".join(t.text or "" for t in part.iter(qn("w:t"))) for part in parts]
        start = texts.index('{{ annex_label("accounts") }}')
        for part in parts[start : texts.index("{%p for line in colophon %}")]:
            body.remove(part)

    notice = written(edited(change))

    assert ["附件"] == [annex.label for annex in notice.annexes]
    assert ("政府网站检查结果",) == notice.annex_titles


def test_what_is_set_in_word_is_set_in_the_pdf():
    """Sizes, alignment, indents, bold type and page breaks are read back."""
    report = compose(a_prefecture())
    blocks = {block.text: block for block in read(NoticeDocx().render(report)) if isinstance(block, Para)}
    title, body = blocks[report.notice.title], next(block for text, block in blocks.items() if text.startswith("按照"))

    assert ("center", 22) == (title.align, title.size)
    assert ("both", 16, 32) == (body.align, body.size, body.first)
    assert blocks["附件1"].page_break
    assert blocks["一、总体情况"].runs[0].stroke > 0
    assert ("right", 64) == (blocks["2023年11月23日"].align, blocks["2023年11月23日"].right)


def put(words):
    def change(document):
        paragraph(document, "{{ title }}").runs[0].text = words

    return change


@pytest.mark.parametrize(
    ("template", "said"),
    [
        pytest.param(edited(put("{{ titel }}")), "titel", id="a name nobody knows"),
        pytest.param(edited(put("{{ websites.unknown }}")), "unknown", id="a field nobody knows"),
        pytest.param(edited(put("{% if area %}甲")), "占位符写错了", id="an end that is missing"),
        pytest.param(edited(put("{{ area|shout }}")), "shout", id="a filter nobody knows"),
        pytest.param(edited(put("{{ area.__class__.__mro__ }}")), "不允许|不存在", id="a way out of the sandbox"),
        pytest.param(edited(put("{{ websites.checked + area }}")), "用错了", id="apples and pears"),
        pytest.param(b"no document at all", "不是可以读取的 Word 文档", id="no document"),
    ],
)
def test_a_mistake_in_a_template_is_told(template, said):
    """In Chinese, with the name of the file."""
    with pytest.raises(Permanent, match=said) as told:
        check(template, "某地")

    assert "某地.docx" in str(told.value)


def test_the_operator_copies_and_checks_on_the_command_line(tmp_path, capsys):
    """Copies do not overwrite; a bad file makes the exit code 1; wrong usage is 2."""
    folder = tmp_path / "templates"

    assert 0 == main(["copy", str(folder)])
    (folder / "national.docx").write_bytes(b"mine")
    assert 0 == main(["copy", str(folder)])
    assert b"mine" == (folder / "national.docx").read_bytes()
    assert 0 == main(["check", str(folder / "liaoning.docx")])
    assert 1 == main(["check", str(folder / "national.docx")])
    assert "没有覆盖" in (said := capsys.readouterr()).err
    assert "可以使用" in said.out
    assert 2 == main(["check"])
    assert 2 == main(["nonsense"])
    assert 0 == main(["--fresh"])


def test_a_new_regime_needs_files_only(tmp_path):
    """A Word file and a table of rules in the operator's folder."""
    (tmp_path / "atlantis.docx").write_bytes(SHIPPED.word("liaoning"))
    (tmp_path / "atlantis.toml").write_text(
        '[report]\narea = "全岛"\nissuer = "岛务办"\ndecimals = 0\nannual_due = "02-01"\n', encoding="utf-8"
    )
    templates = Templates(tmp_path)
    report = compose(a_material(edition=an_edition(regime="atlantis")), templates)
    text = "\n".join(each.plain for each in write_notice(report, templates).paragraphs)

    assert "岛务办对全岛各级各类政府网站和政务新媒体开展了2023年第四季度检查" in text
    assert "于2024年2月1日前在全国政府网站信息报送系统中填报" in text
