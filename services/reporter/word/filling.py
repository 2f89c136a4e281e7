"""A Word template filled from a report: every placeholder replaced, annexes numbered, tables made to fit."""

import re
from copy import deepcopy
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.document import Document as DocumentObject
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError, UndefinedError

from services.reporter import official_layout as layout
from services.reporter.official_layout import element
from services.reporter.placeholders import ANNEX_LABEL, ANNEX_LIST, ANNEX_PLACE, environment, placeholders
from services.reporter.report import Report
from services.reporter.stable_zip import restamped
from services.reporter.word.making import EM, TEXT_TWIPS
from shared.errors import Permanent

_MARKED = {mark: re.compile(f"{mark}([^{mark}]*){mark}") for mark in (ANNEX_LABEL, ANNEX_PLACE)}


def fill(template: bytes, report: Report, *, name: str = "") -> bytes:
    """The finished document; its properties carry the digest of the dataset and no time of making.

    Raises:
        Permanent: the file is no Word document, or says something that cannot be understood; says what and near where.
    """
    filled = _rendered(template, report, name)
    body = filled.element.body
    styled = _ByStyle(filled)
    _caution(styled, report.cautions)
    annexes = _number_annexes(body)
    _refer_to_annexes(body, annexes)
    _list_annexes(body, styled, len(annexes))
    _place_issuer(styled)
    for table in body.iter(qn("w:tbl")):
        _fit(table)
    return _saved(filled, report)


class _ByStyle:
    """The paragraphs of a document by the name of their style: Word gives the styles other ids when it saves."""

    def __init__(self, document: DocumentObject) -> None:
        self._body = document.element.body
        self._ids = {style.name: style.style_id for style in document.styles}

    def paragraphs(self, name: str) -> list[Any]:
        return [p for p in self._body.iter(qn("w:p")) if p.style == self._ids.get(name)]


def _rendered(template: bytes, report: Report, name: str) -> DocumentObject:
    word = f"通报模板 {name}.docx".replace(" .docx", "")
    try:
        document = DocxTemplate(BytesIO(template))
        document.render(placeholders(report), environment(report), autoescape=True)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise Permanent(f"{word} 不是可以读取的 Word 文档（.docx）：{error}；请用 Word 或 WPS 另存为 .docx") from error
    except UndefinedError as error:
        raise Permanent(
            f"{word} 用了不存在的占位符：{error.message}；可用的占位符见 docs/report-templates.md"
        ) from error
    except SecurityError as error:
        raise Permanent(f"{word} 用了不允许的写法：{error.message}") from error
    except TemplateError as error:
        raise Permanent(f"{word} 的占位符写错了：{error.message}{_near(error)}") from error
    except (TypeError, AttributeError) as error:
        raise Permanent(f"{word} 的占位符用错了：{error}；写法见 docs/report-templates.md") from error
    made: DocumentObject = document.docx
    return made


def _near(error: TemplateError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
    return f"；出错处附近：{'…'.join(lines)[:120]}" if lines else ""


def _caution(styled: _ByStyle, sentences: tuple[str, ...]) -> None:
    """What must be known before the numbers, ahead of the text, in every template: one of ours or an operator's own."""
    first = next(iter(styled.paragraphs(layout.BODY.name)), None)
    if first is None:
        return
    for sentence in sentences:
        made = deepcopy(first)
        _say(made, sentence)
        first.addprevious(made)


def _number_annexes(body: Any) -> dict[str, str]:
    """What stands over each annex: 附件1, or 附件 where there is one only; by the name it was given."""
    labels = [
        (text, match[1]) for text in body.iter(qn("w:t")) for match in _MARKED[ANNEX_LABEL].finditer(text.text or "")
    ]
    names = {name: "附件" if len(labels) == 1 else f"附件{place}" for place, (_, name) in enumerate(labels, 1)}
    for text, _ in labels:
        text.text = _MARKED[ANNEX_LABEL].sub(lambda match: names[match[1]], text.text)
    return names


def _refer_to_annexes(body: Any, annexes: dict[str, str]) -> None:
    """Where the text refers to an annex; nothing if it is not there."""
    for text in body.iter(qn("w:t")):
        if ANNEX_PLACE in (text.text or ""):
            text.text = _MARKED[ANNEX_PLACE].sub(lambda match: annexes.get(match[1], ""), text.text)


def _list_annexes(body: Any, styled: _ByStyle, count: int) -> None:
    """附件 two characters in, the names under each other; a single annex without a number; nothing without annexes.

    The last two names stay with the signature.
    """
    titles = [
        "".join(text.text or "" for text in p.iter(qn("w:t"))) for p in styled.paragraphs(layout.ANNEX_TITLE.name)
    ]
    for paragraph in [p for p in body.iter(qn("w:p")) if any(ANNEX_LIST in (t.text or "") for t in p.iter(qn("w:t")))]:
        texts = [next(t for t in paragraph.iter(qn("w:t")) if ANNEX_LIST in (t.text or ""))]
        original = texts[0].text
        before = paragraph
        for place, title in enumerate(titles):
            line = title if count == 1 else f"{place + 1}.{title}"
            made = deepcopy(paragraph)
            _say(made, original.replace(ANNEX_LIST, f"附件：{line}" if place == 0 else line))
            inner = (6 if count > 1 else 5) * EM
            properties = made.get_or_add_pPr()
            _set(properties, "ind", left=inner, hanging=inner - 2 * EM if place == 0 else EM)
            if place >= len(titles) - 2:
                properties.keepNext_val = True
            before.addnext(made)
            before = made
        if titles:
            blank = deepcopy(paragraph)
            _say(blank, "")
            paragraph.addprevious(blank)
        paragraph.getparent().remove(paragraph)


def _say(paragraph: Any, said: str) -> None:
    first, *others = paragraph.iter(qn("w:t"))
    first.text = said
    for text in others:
        text.text = ""


def _place_issuer(styled: _ByStyle) -> None:
    """The date four characters from the right, the issuer centred above it."""
    dates = styled.paragraphs(layout.DATE.name)
    for issuer, date in zip(styled.paragraphs(layout.SIGNATURE.name), dates, strict=False):
        words = ["".join(text.text or "" for text in p.iter(qn("w:t"))) for p in (issuer, date)]
        _set(issuer.get_or_add_pPr(), "ind", right=round(issuer_indent(*words) * EM))
        _set(date.get_or_add_pPr(), "ind", right=4 * EM)


def issuer_indent(issuer: str, issued_on: str) -> float:
    """How far from the right edge the issuer ends, in characters: centred above a date that ends four from it."""
    date_width = sum(0.5 if char.isascii() else 1 for char in issued_on)
    return max(0.0, 4 + date_width / 2 - len(issuer) / 2)


def _set(properties: Any, tag: str, **attributes: object) -> None:
    for old in properties.findall(qn(f"w:{tag}")):
        properties.remove(old)
    made = element(tag, **attributes)
    successors = (
        "w:contextualSpacing",
        "w:mirrorIndents",
        "w:jc",
        "w:textDirection",
        "w:outlineLvl",
        "w:rPr",
        "w:sectPr",
    )
    properties.insert_element_before(made, *successors)


def _fit(table: Any) -> None:
    """The grid of a table after its rows and columns were repeated; a row of one cell spans all columns."""
    rows = table.findall(qn("w:tr"))
    widest = max(rows, key=lambda row: len(row.findall(qn("w:tc"))), default=None)
    if widest is None:
        table.getparent().remove(table)
        return
    given = [_width(cell) for cell in widest.findall(qn("w:tc"))]
    total = sum(given) or 1
    widths = [round(TEXT_TWIPS * width / total) for width in given]
    grid = table.find(qn("w:tblGrid"))
    for column in list(grid):
        grid.remove(column)
    grid.extend(element("gridCol", w=width) for width in widths)
    if abs(total - TEXT_TWIPS) > len(widths):
        for row in rows:
            cells = row.findall(qn("w:tc"))
            if len(cells) == len(widths):
                for cell, width in zip(cells, widths, strict=True):
                    cell.tcPr.find(qn("w:tcW")).set(qn("w:w"), str(width))
    for row in rows:
        cells = row.findall(qn("w:tc"))
        if len(cells) == 1 < len(widths):
            cells[0].grid_span = len(widths)


def _width(cell: Any) -> int:
    width = cell.tcPr.find(qn("w:tcW")) if cell.tcPr is not None else None
    return int(width.get(qn("w:w"))) if width is not None and width.get(qn("w:type")) == "dxa" else TEXT_TWIPS // 5


def _saved(document: DocumentObject, report: Report) -> bytes:
    """The file, stamped with the day under the notice: never with the time of making."""
    words = report.notice
    stamp = datetime.combine(words.issued_on or report.period.last, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = words.title, words.issuer, words.issuer
    properties.created = properties.modified = stamp
    properties.revision, properties.language = 1, "zh-CN"
    properties.comments = f"report.json sha256 {report.digest}"
    properties.keywords = properties.subject = properties.category = ""
    buffer = BytesIO()
    document.save(buffer)
    return restamped(buffer.getvalue())
