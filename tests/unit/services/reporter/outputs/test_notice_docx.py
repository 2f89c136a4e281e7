"""The notice is laid out by GB/T 9704, in fonts that Word finds or replaces well."""

import io
import zipfile

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from services.reporter.compose import compose
from services.reporter.material import ReportRules
from services.reporter.outputs.notice_docx import NoticeDocx
from tests.report_builders import a_prefecture, a_province

MADE = NoticeDocx().render(compose(a_prefecture()))


def test_the_page_is_that_of_an_official_document():
    """A4, margins 37/35/28/26 mm, a grid of 28 characters by 22 lines."""
    section = Document(io.BytesIO(MADE)).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))

    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [Mm(37), Mm(35), Mm(28), Mm(26)] == [Mm(round(margin.mm)) for margin in margins]
    assert (210, 297) == (round(section.page_width.mm), round(section.page_height.mm))
    assert grid.get(qn("w:type")) == "linesAndChars"
    text_height = (297 - 37 - 35) / 25.4 * 1440
    assert 22 == int(text_height // int(grid.get(qn("w:linePitch"))))
    width_of_a_character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 == round((210 - 28 - 26) / 25.4 * 72 / width_of_a_character)


def test_every_run_and_style_has_a_chinese_font():
    """Without eastAsia Word falls back to MS Mincho; ambiguous quotes are hinted as Chinese."""
    document = Document(io.BytesIO(MADE))
    runs = list(document.element.body.iter(qn("w:r")))

    assert runs
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia"))
        assert fonts.get(qn("w:hint")) == "eastAsia"
    for properties in document.styles.element.iter(qn("w:rPr")):
        assert len(properties.findall(qn("w:rFonts"))) <= 1
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        assert fonts.get(qn("w:eastAsia"))
        assert fonts.get(qn("w:asciiTheme")) is None


def test_title_headings_and_text_have_their_fonts_and_sizes():
    """方正小标宋 2号, 黑体, 楷体 and 仿宋 3号."""
    document = Document(io.BytesIO(MADE))

    def font(paragraph, run=0):
        return paragraph.runs[run]._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))

    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    title = by_text["全州2023年第四季度政府网站和政务新媒体检查情况通报"]
    heading = by_text["一、总体情况"]
    sub = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("（一）政府网站检查情况。"))
    assert (font(title), title.style.font.size.pt) == ("方正小标宋简体", 22)
    assert (font(heading), heading.style.font.size.pt) == ("黑体", 16)
    assert (font(sub, 0), font(sub, 1), sub.style.font.size.pt) == ("楷体_GB2312", "仿宋_GB2312", 16)


def test_missing_fonts_have_named_substitutes():
    """The font table says what to take instead."""
    table = zipfile.ZipFile(io.BytesIO(MADE)).read("word/fontTable.xml").decode()

    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        assert f'w:name="{name}"><w:altName' in table


def test_pages_are_numbered_outside():
    """— 1 —, on the right of odd and on the left of even pages."""
    document = Document(io.BytesIO(MADE))
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert "".join(text.text for text in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert paragraph.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_long_tables_repeat_their_header():
    """And no row is torn apart."""
    document = Document(io.BytesIO(NoticeDocx().render(compose(a_province(60, 60)))))

    for table in document.tables:
        first, *others = table._tbl.iter(qn("w:tr"))
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_each_annex_begins_a_page_under_its_number():
    """And the list after the text names them in the same order."""
    document = Document(io.BytesIO(MADE))
    labels = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "附件标识"]

    assert ["附件1", "附件2", "附件3", "附件4"] == [label.text for label in labels]
    assert all(label.paragraph_format.page_break_before for label in labels)


def test_a_red_head_stands_over_the_notice_if_there_is_one():
    """In red, with the document number under it."""
    rules = ReportRules(red_head="州政府政务信息中心文件", document_number="州信息〔2023〕9号")
    document = Document(io.BytesIO(NoticeDocx().render(compose(a_prefecture(rules=rules)))))

    assert document.paragraphs[0].text == "州政府政务信息中心文件"
    assert str(document.paragraphs[0].style.font.color.rgb) == "FF0000"
    assert document.paragraphs[1].text == "州信息〔2023〕9号"
