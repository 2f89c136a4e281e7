"""The shipped Word templates, made from their texts: `templates/<name>.toml` becomes `templates/<name>.docx`."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from services.reporter import official_layout as layout
from services.reporter.font_table import font_table
from services.reporter.official_layout import StyleSpec, element
from services.reporter.rows import CENTRED, NOBODY
from services.reporter.stable_zip import restamped

TEXT_TWIPS = 8844
"""156 mm: the width of the text."""
EM = 320
"""One character of 三号, in twips."""

_STYLES = {
    "body": layout.BODY,
    "heading": layout.HEADING,
    "subheading": layout.SUBHEADING,
    "note": layout.NOTE,
}
_LEADS = {"heading": ("{{ level1() }}", layout.HEITI), "subheading": ("{{ level2() }}", layout.KAITI)}
_LINE_BREAK = re.compile(r"\s*\n\s*")
_LOOPED = {"months": ("months", "month", "row.months"), "classes": ("publication_classes", "label", "row.classes")}
"""Columns there may be several of: the names of all headers, of one header, and the cells of a row."""

_MADE_ON = datetime(2023, 1, 1, tzinfo=UTC)


def make(content: Mapping[str, Any]) -> bytes:
    """The Word template of these texts; the same texts make the same members of the file."""
    document = Document()
    layout.set_up(document)
    _head(document)
    for block in content["paragraph"]:
        _block(document, block)
    _tail(document)
    for annex in content["annex"]:
        _annex(document, annex)
    _say(document, "", layout.COLOPHON)
    _looped(document, "line in colophon", lambda: _say(document, "{{ line }}", layout.COLOPHON))
    return _saved(document)


def _head(document: DocumentObject) -> None:
    def when(name: str, text: str, spec: StyleSpec) -> None:
        _say(document, f"{{%p if {name} %}}", layout.FLUSH)
        _say(document, text, spec)
        _say(document, "{%p endif %}", layout.FLUSH)

    when("red_head", "{{ red_head }}", layout.RED_HEAD)
    when("document_number", "{{ document_number }}", layout.NUMBER)
    when("red_head", "", layout.RED_LINE)
    _say(document, "", layout.FLUSH)
    _say(document, "{{ title }}", layout.TITLE)
    _say(document, "", layout.FLUSH)
    _say(document, "{{ addressee }}：", layout.ADDRESSEE)


def _block(document: DocumentObject, block: Mapping[str, Any]) -> None:
    ends = []
    for key, tag, end in (("when", "if", "endif"), ("each", "for each in", "endfor")):
        if key in block:
            _say(document, f"{{%p {tag} {block[key]} %}}", layout.FLUSH)
            ends.append(f"{{%p {end} %}}")
    style = block.get("style", "body")
    spec = _STYLES[style]
    paragraph = _say(document, "", spec)
    number, font = _LEADS.get(style, ("", spec.font))
    if number or "lead" in block:
        _run(paragraph, f"{number}{block.get('lead', '')}", font)
    if text := _LINE_BREAK.sub("", block.get("text", "").strip()):
        _run(paragraph, text, spec.font)
    paragraph.paragraph_format.keep_with_next = True if style == "heading" else None
    for end in reversed(ends):
        _say(document, end, layout.FLUSH)


def _tail(document: DocumentObject) -> None:
    """The list of annexes, room for the seal, issuer and date: kept together, no page carries a signature alone."""
    _say(document, "{{ annex_list() }}", layout.ANNEX_LIST)
    for _ in range(3):
        _say(document, "", layout.FLUSH).paragraph_format.keep_with_next = True
    _say(document, "{{ issuer }}", layout.SIGNATURE).paragraph_format.keep_with_next = True
    _say(document, "{{ issued_on }}", layout.DATE)


def _annex(document: DocumentObject, annex: Mapping[str, Any]) -> None:
    rows = annex["rows"]
    if not annex.get("always"):
        _say(document, f"{{%p if rows.{rows} %}}", layout.FLUSH)
    _say(document, f'{{{{ annex_label("{rows}") }}}}', layout.ANNEX_LABEL).paragraph_format.page_break_before = True
    _say(document, "", layout.FLUSH)
    _say(document, annex["title"], layout.ANNEX_TITLE)
    _say(document, "", layout.FLUSH)
    if annex.get("note"):
        _say(document, annex["note"], layout.NOTE)
    document.element.body.insert(-1, _table(annex))
    if not annex.get("always"):
        _say(document, "{%p endif %}", layout.FLUSH)


def _looped(document: DocumentObject, loop: str, inside: Any) -> None:
    _say(document, f"{{%p for {loop} %}}", layout.FLUSH)
    inside()
    _say(document, "{%p endfor %}", layout.FLUSH)


def _table(annex: Mapping[str, Any]) -> Any:
    columns, rows = annex["columns"], annex["rows"]
    weights = [float(column.get("weight", 1)) for column in columns]
    widths = [round(TEXT_TWIPS * weight / sum(weights)) for weight in weights]
    keys = ", ".join(f'"{key}"' for key in annex.get("group_by", ()))
    table = element("tbl")
    table.append(_table_properties())
    grid = element("tblGrid")
    grid.extend(element("gridCol", w=width) for width in widths)
    table.append(grid)
    table.append(_row(_heads(columns, widths), is_header=True))
    table.append(_tag_row(f"for section in rows.{rows}|grouped({keys})"))
    if keys:
        table.append(_tag_row("if section.caption"))
        table.append(_row([_cell("{{ section.caption }}", TEXT_TWIPS, layout.CELL_HEAD)], keeps_next=True))
        table.append(_tag_row("endif"))
    table.append(_tag_row("for row in section.rows"))
    table.append(_row(_cells(columns, widths)))
    table.append(_tag_row("endfor"))
    table.append(_tag_row("endfor"))
    if annex.get("always"):
        table.append(_tag_row(f"if not rows.{rows}"))
        table.append(_row([_cell(NOBODY, TEXT_TWIPS, layout.CELL_HEAD)]))
        table.append(_tag_row("endif"))
    return table


def _heads(columns: list[Mapping[str, Any]], widths: list[int]) -> Iterator[Any]:
    for column, width in zip(columns, widths, strict=True):
        names, name, _ = _LOOPED.get(column["value"], ("", "", ""))
        header = _cell(f"{{{{ {name} }}}}" if names else column["header"], width, layout.CELL_HEAD, keeps_next=True)
        yield from _repeated(header, f"{name} in {names}" if names else "", width)


def _cells(columns: list[Mapping[str, Any]], widths: list[int]) -> Iterator[Any]:
    for column, width in zip(columns, widths, strict=True):
        value = column["value"]
        spec = layout.CELL_CENTRED if value in CENTRED else layout.CELL
        _, _, values = _LOOPED.get(value, ("", "", ""))
        cell = _cell("{{ cell }}" if values else f"{{{{ row.{value} }}}}", width, spec)
        yield from _repeated(cell, f"cell in {values}" if values else "", width)


def _repeated(cell: Any, loop: str, width: int) -> Iterator[Any]:
    if loop:
        yield _cell(f"{{%tc for {loop} %}}", width, layout.CELL)
    yield cell
    if loop:
        yield _cell("{%tc endfor %}", width, layout.CELL)


def _tag_row(tag: str) -> Any:
    return _row([_cell(f"{{%tr {tag} %}}", TEXT_TWIPS, layout.CELL)])


def _table_properties() -> Any:
    properties = element("tblPr")
    properties.append(element("tblW", w=TEXT_TWIPS, type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    margins.extend(element(side, w=60, type="dxa") for side in ("left", "right"))
    properties.append(margins)
    return properties


def _row(cells: Any, *, is_header: bool = False, keeps_next: bool = False) -> Any:
    row = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=454, hRule="atLeast"))
    if is_header:
        properties.append(element("tblHeader"))
    row.append(properties)
    row.extend(cells)
    if keeps_next:
        for paragraph in row.iter(qn("w:pPr")):
            paragraph.insert(1, element("keepNext"))
    return row


def _cell(text: str, width: int, spec: StyleSpec, *, keeps_next: bool = False) -> Any:
    cell = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    properties.append(element("vAlign", val="center"))
    cell.append(properties)
    paragraph = element("p")
    style = element("pPr")
    style.append(element("pStyle", val=spec.name))
    if keeps_next:
        style.append(element("keepNext"))
    style.append(element("wordWrap", val=0))  # an address may break anywhere
    paragraph.append(style)
    paragraph.append(run_element(text, spec.font))
    cell.append(paragraph)
    return cell


def _say(document: DocumentObject, text: str, spec: StyleSpec) -> Paragraph:
    made = document.add_paragraph(style=spec.name)
    if text:
        _run(made, text, spec.font)
    return made


def _run(paragraph: Paragraph, text: str, font: str) -> None:
    paragraph._p.append(run_element(text, font))  # noqa: SLF001 - a run with an East Asian font has no interface


def run_element(text: str, font: str) -> Any:
    """A run of text in a Chinese font."""
    run = element("r")
    properties = element("rPr")
    properties.append(layout.fonts(font))
    run.append(properties)
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _saved(document: DocumentObject) -> bytes:
    properties = document.core_properties
    properties.title = properties.author = properties.last_modified_by = ""
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.created = properties.modified = _MADE_ON
    properties.revision, properties.language = 1, "zh-CN"
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table()  # noqa: SLF001 - python-docx keeps this part as bytes
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    buffer = BytesIO()
    document.save(buffer)
    return restamped(buffer.getvalue())
