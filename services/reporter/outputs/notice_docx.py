"""notice.docx: the notice as an official document (GB/T 9704), with its annex tables."""

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.text.paragraph import Paragraph as DocxParagraph

from services.reporter import official_layout as layout
from services.reporter.annexes import NOBODY, Annex
from services.reporter.font_table import font_table
from services.reporter.notice import Notice, Paragraph, Style, issuer_indent, write_notice
from services.reporter.official_layout import StyleSpec, element
from services.reporter.report import Report
from services.reporter.stable_zip import restamped

_TEXT_TWIPS = 8844
"""156 mm: the width of the text."""
_LEAD_FONTS = {Style.HEADING: layout.HEITI, Style.SUBHEADING: layout.KAITI}
_STYLES = {Style.HEADING: layout.HEADING, Style.NOTE: layout.NOTE}
_EM = 320
"""One character of 三号, in twips."""


class NoticeDocx:
    """The notice an official opens in Word or WPS, reads and signs."""

    name = "notice_docx"
    filename = "notice.docx"

    def render(self, report: Report) -> bytes:
        """The whole document; its properties carry the digest of the dataset and no time of making."""
        notice = write_notice(report)
        document = Document()
        layout.set_up(document)
        _head(document, notice)
        for paragraph in notice.paragraphs:
            _paragraph(document, paragraph)
        _annex_list(document, notice)
        _signature(document, notice)
        for number, annex in enumerate(notice.annexes, 1):
            _annex(document, annex, notice.annex_label(number))
        _say(document, "", layout.COLOPHON)
        for line in notice.colophon:
            _say(document, line, layout.COLOPHON)
        return _saved(document, notice, report)


def _head(document: DocumentObject, notice: Notice) -> None:
    if notice.red_head:
        _say(document, notice.red_head, layout.RED_HEAD)
    if notice.document_number:
        _say(document, notice.document_number, layout.NUMBER)
    if notice.red_head:
        _red_line(_say(document, "", layout.FLUSH))
    _say(document, "", layout.FLUSH)
    _say(document, notice.title, layout.TITLE)
    _say(document, "", layout.FLUSH)
    _say(document, notice.addressee, layout.FLUSH)


def _red_line(paragraph: DocxParagraph) -> None:
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=12, space=1, color="FF0000"))
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - borders have no interface


def _paragraph(document: DocumentObject, paragraph: Paragraph) -> None:
    spec = _STYLES.get(paragraph.style, layout.BODY)
    made = _say(document, "", spec)
    if paragraph.lead:
        _run(made, paragraph.lead, _LEAD_FONTS.get(paragraph.style, spec.font))
    if paragraph.text:
        _run(made, paragraph.text, spec.font)
    if paragraph.style is Style.HEADING:
        made.paragraph_format.keep_with_next = True


def _annex_list(document: DocumentObject, notice: Notice) -> None:
    """附件 two characters in, the names under each other; a single annex without a number.

    The last two names stay with the signature: no page carries a signature alone.
    """
    if not notice.annexes:
        return
    _say(document, "", layout.FLUSH)
    inner = 6 * _EM if len(notice.annexes) > 1 else 5 * _EM
    for place, title in enumerate(notice.annex_titles):
        made = _say(document, f"附件：{title}" if place == 0 else title, layout.FLUSH)
        hanging = inner - 2 * _EM if place == 0 else _EM
        made._p.get_or_add_pPr().append(element("ind", left=inner, hanging=hanging))  # noqa: SLF001 - in characters
        made.paragraph_format.keep_with_next = place >= len(notice.annexes) - 2


def _signature(document: DocumentObject, notice: Notice) -> None:
    """The date four characters from the right, the issuer centred above it, room for the seal before them."""
    for _ in range(3):
        _say(document, "", layout.FLUSH).paragraph_format.keep_with_next = True
    for text, right, is_last in ((notice.issuer, issuer_indent(notice), False), (notice.issued_on, 4.0, True)):
        made = _say(document, text, layout.SIGNATURE)
        made._p.get_or_add_pPr().append(element("ind", right=round(right * _EM)))  # noqa: SLF001 - in characters
        made.paragraph_format.keep_with_next = not is_last


def _annex(document: DocumentObject, annex: Annex, label: str) -> None:
    _say(document, label, layout.ANNEX_LABEL).paragraph_format.page_break_before = True
    _say(document, "", layout.FLUSH)
    _say(document, annex.title, layout.TITLE)
    _say(document, "", layout.FLUSH)
    if annex.note:
        _say(document, annex.note, layout.NOTE)
    document.element.body.insert(-1, _table(annex))


def _table(annex: Annex) -> Any:
    """Built of elements: cell by cell through python-docx takes minutes for two thousand rows."""
    widths = [round(_TEXT_TWIPS * weight / sum(annex.weights)) for weight in annex.weights]
    table = element("tbl")
    table.append(_table_properties())
    grid = element("tblGrid")
    grid.extend(element("gridCol", w=width) for width in widths)
    table.append(grid)
    heads = [layout.CELL_HEAD] * len(widths)
    cells = [layout.CELL_CENTRED if centred else layout.CELL for centred in annex.centred]
    table.append(_row(annex.headers, widths, heads, is_header=True))
    for section in annex.sections:
        if section.caption:
            table.append(_row((section.caption,), [sum(widths)], heads[:1], span=len(widths)))
        table.extend(_row(row, widths, cells) for row in section.rows)
    if not annex.row_count:
        table.append(_row((NOBODY,), [sum(widths)], heads[:1], span=len(widths)))
    return table


def _table_properties() -> Any:
    properties = element("tblPr")
    properties.append(element("tblW", w=_TEXT_TWIPS, type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    margins.extend(element(side, w=60, type="dxa") for side in ("left", "right"))
    properties.append(margins)
    return properties


def _row(
    texts: tuple[str, ...], widths: list[int], specs: list[StyleSpec], *, is_header: bool = False, span: int = 1
) -> Any:
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=454, hRule="atLeast"))
    if is_header:
        properties.append(element("tblHeader"))
    row.append(properties)
    keeps_next = is_header or span > 1
    for text, width, spec in zip(texts, widths, specs, strict=True):
        cell = element("tc")
        cell.append(_cell_properties(width, span))
        cell.append(_cell_paragraph(text, spec, keeps_next=keeps_next))
        row.append(cell)
    return row


def _cell_properties(width: int, span: int) -> Any:
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    properties.append(element("vAlign", val="center"))
    return properties


def _cell_paragraph(text: str, spec: StyleSpec, *, keeps_next: bool) -> Any:
    paragraph = element("p")
    style = element("pPr")
    style.append(element("pStyle", val=spec.name))
    if keeps_next:
        style.append(element("keepNext"))
    style.append(element("wordWrap", val=0))  # an address may break anywhere
    paragraph.append(style)
    paragraph.append(_run_element(text, spec.font))
    return paragraph


def _say(document: DocumentObject, text: str, spec: StyleSpec) -> DocxParagraph:
    made = document.add_paragraph(style=spec.name)
    if text:
        _run(made, text, spec.font)
    return made


def _run(paragraph: DocxParagraph, text: str, font: str) -> None:
    paragraph._p.append(_run_element(text, font))  # noqa: SLF001 - a run with an East Asian font has no interface


def _run_element(text: str, font: str) -> Any:
    run = element("r")
    properties = element("rPr")
    properties.append(layout.fonts(font))
    run.append(properties)
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _saved(document: DocumentObject, notice: Notice, report: Report) -> bytes:
    """The file, stamped with the day under the notice: never with the time of making."""
    made_on = report.notice.issued_on or report.period.last
    stamp = datetime.combine(made_on, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = notice.title, notice.issuer, notice.issuer
    properties.created = properties.modified = stamp
    properties.revision, properties.language = 1, "zh-CN"
    properties.comments = f"report.json sha256 {report.digest}"
    properties.keywords = properties.subject = properties.category = ""
    _replace_font_table(document)
    buffer = BytesIO()
    document.save(buffer)
    return restamped(buffer.getvalue())


def _replace_font_table(document: DocumentObject) -> None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table()  # noqa: SLF001 - python-docx keeps this part as bytes
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
