"""A filled notice read back from Word: what it says and how it is set, so that the PDF says and shows the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from services.reporter import official_layout as layout

_STRONG = {layout.HEITI: 0.3, layout.KAITI: 0.2, "SimHei": 0.3, "KaiTi": 0.2, "楷体": 0.2}
"""How much the one font of the PDF is thickened to stand for these."""
_BOLD = 0.4


@dataclass(frozen=True)
class Run:
    """Words set alike."""

    text: str
    stroke: float = 0.0
    size: float | None = None
    color: str = ""


@dataclass(frozen=True)
class Para:
    """One paragraph."""

    style: str
    runs: tuple[Run, ...]
    align: str = "left"
    size: float = 16.0
    first: float = 0.0
    """Indent of the first line in points; less than nothing where it hangs out."""
    left: float = 0.0
    right: float = 0.0
    page_break: bool = False
    keep_next: bool = False
    red_line: bool = False
    color: str = ""

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cells:
    """One row of a table."""

    texts: tuple[str, ...]
    centred: tuple[bool, ...]


@dataclass(frozen=True)
class Table:
    """One table: the widths of its columns beside one another, the rows that repeat on each page, and the others."""

    widths: tuple[int, ...]
    heads: tuple[Cells, ...]
    rows: tuple[Cells, ...]


Block = Para | Table


def read(made: bytes) -> tuple[Block, ...]:
    """Everything in the body of a Word document, in its order."""
    document = Document(BytesIO(made))
    styles = {style.style_id: _Look.of_style(style.element) for style in document.styles if style.type == 1}
    names = {style.style_id: style.name or "" for style in document.styles}
    return tuple(_blocks(document.element.body, styles, names))


@dataclass
class _Look:
    """What a style or a paragraph sets; None where it leaves that open."""

    align: str | None = None
    size: float | None = None
    first: float | None = None
    left: float | None = None
    right: float | None = None
    font: str | None = None
    bold: bool | None = None
    color: str | None = None
    red_line: bool | None = None
    page_break: bool | None = None
    keep_next: bool | None = None

    @classmethod
    def of_style(cls, style: Any) -> "_Look":
        look = cls()
        look.take(style.find(qn("w:pPr")), style.find(qn("w:rPr")))
        return look

    def take(self, paragraph: Any, run: Any) -> None:
        if paragraph is not None:
            self._take_paragraph(paragraph)
        if run is not None:
            self._take_run(run)

    def _take_paragraph(self, properties: Any) -> None:
        align = properties.find(qn("w:jc"))
        self.align = align.get(qn("w:val")) if align is not None else self.align
        indent = properties.find(qn("w:ind"))
        if indent is not None:
            self.left = _points(indent, "left", self.left)
            self.right = _points(indent, "right", self.right)
            hanging = _points(indent, "hanging", None)
            self.first = -hanging if hanging else _points(indent, "firstLine", self.first)
        self.red_line = True if properties.find(qn("w:pBdr")) is not None else self.red_line
        self.page_break = _on(properties, "pageBreakBefore", self.page_break)
        self.keep_next = _on(properties, "keepNext", self.keep_next)

    def _take_run(self, properties: Any) -> None:
        fonts, size, color = (properties.find(qn(f"w:{tag}")) for tag in ("rFonts", "sz", "color"))
        if fonts is not None:
            self.font = fonts.get(qn("w:eastAsia")) or self.font
        self.size = int(size.get(qn("w:val"))) / 2 if size is not None else self.size
        self.color = color.get(qn("w:val")) if color is not None else self.color
        self.bold = _on(properties, "b", self.bold)

    def over(self, other: "_Look") -> "_Look":
        """This look where it says something, the other one elsewhere."""
        mine = {name: value for name, value in vars(self).items() if value is not None}
        return _Look(**{**vars(other), **mine})


def _points(indent: Any, side: str, otherwise: float | None) -> float | None:
    value = indent.get(qn(f"w:{side}"))
    return int(value) / 20 if value is not None else otherwise


def _on(properties: Any, tag: str, otherwise: bool | None) -> bool | None:
    found = properties.find(qn(f"w:{tag}"))
    return otherwise if found is None else found.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _blocks(body: Any, styles: dict[str, _Look], names: dict[str, str]) -> Iterator[Block]:
    for part in body:
        if part.tag == qn("w:p"):
            yield _paragraph(part, styles, names)
        elif part.tag == qn("w:tbl"):
            yield _table(part, styles)


def _paragraph(part: Any, styles: dict[str, _Look], names: dict[str, str]) -> Para:
    style = part.style or "Normal"
    own = _Look()
    own.take(part.pPr, None)
    look = own.over(styles.get(style, _Look()))
    runs = tuple(_run(run, look) for run in part.iter(qn("w:r")))
    return Para(
        style=names.get(style, style),
        runs=tuple(run for run in runs if run.text),
        align=look.align or "left",
        size=look.size or 16.0,
        first=look.first or 0.0,
        left=look.left or 0.0,
        right=look.right or 0.0,
        page_break=bool(look.page_break) or part.find(f".//{qn('w:br')}[@{qn('w:type')}='page']") is not None,
        keep_next=bool(look.keep_next),
        red_line=bool(look.red_line),
        color=look.color or "",
    )


def _run(run: Any, paragraph: _Look) -> Run:
    own = _Look()
    own.take(None, run.rPr)
    look = own.over(paragraph)
    stroke = _BOLD if look.bold else _STRONG.get(look.font or "", 0.0)
    return Run(text=_text(run), stroke=stroke, size=own.size, color=look.color or "")


def _text(part: Any) -> str:
    return "".join(text.text or "" for text in part.iter(qn("w:t")))


def _table(part: Any, styles: dict[str, _Look]) -> Table:
    widths = tuple(int(column.get(qn("w:w"))) for column in part.iter(qn("w:gridCol")))
    heads: list[Cells] = []
    rows: list[Cells] = []
    for row in part.findall(qn("w:tr")):
        cells = row.findall(qn("w:tc"))
        texts = tuple(_text(cell) for cell in cells)
        centred = tuple(_is_centred(cell, styles) for cell in cells)
        is_head = row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None
        (heads if is_head else rows).append(Cells(texts, centred))
    return Table(widths, tuple(heads), tuple(rows))


def _is_centred(cell: Any, styles: dict[str, _Look]) -> bool:
    paragraph = cell.find(qn("w:p"))
    own = _Look()
    own.take(paragraph.pPr, None)
    return own.over(styles.get(paragraph.style or "Normal", _Look())).align == "center"
