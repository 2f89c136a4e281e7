"""The layout of an official document by GB/T 9704 in WordprocessingML: page, grid, fonts, styles, page numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

XIAOBIAOSONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
HEITI = "黑体"
KAITI = "楷体_GB2312"
SONGTI = "宋体"
LATIN = "Times New Roman"

SUBSTITUTES: Mapping[str, str] = {
    XIAOBIAOSONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,Noto Serif CJK SC,宋体",
    FANGSONG: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    HEITI: "SimHei,华文黑体,STHeiti,Noto Sans CJK SC",
    KAITI: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
    SONGTI: "SimSun,华文宋体,STSong,Noto Serif CJK SC",
}
"""What a word processor takes where a font is not installed, best first (the font table of the document)."""

LINE_TWIPS = 579
"""22 lines on 225 mm of text height."""
_CHAR_SPACE = -848
"""The grid of 28 characters of 16 pt on 156 mm of text width (in 4096ths of a point), as page set-up shows it."""
_TIGHTER = -5
"""The same as letter spacing (-0.25 pt). Styles carry it and leave the grid alone: not every word processor can
squeeze a 16 pt character into a 15.79 pt cell, and those that cannot give it two cells."""


@dataclass(frozen=True)
class StyleSpec:
    """One paragraph style."""

    name: str
    font: str
    size: float
    align: str = "both"
    line: int = LINE_TWIPS
    first_chars: int = 0
    """Indent of the first line, in hundredths of a character."""
    color: str = ""


TITLE = StyleSpec("公文标题", XIAOBIAOSONG, 22, align="center", line=700)
BODY = StyleSpec("公文正文", FANGSONG, 16, first_chars=200)
FLUSH = StyleSpec("公文顶格", FANGSONG, 16, align="left")
ADDRESSEE = StyleSpec("主送机关", FANGSONG, 16, align="left")
SUBHEADING = StyleSpec("公文二级标题", FANGSONG, 16, first_chars=200)
ANNEX_LIST = StyleSpec("附件说明", FANGSONG, 16, align="left")
DATE = StyleSpec("成文日期", FANGSONG, 16, align="right")
ANNEX_TITLE = StyleSpec("附件标题", XIAOBIAOSONG, 22, align="center", line=700)
RED_LINE = StyleSpec("红色分隔线", FANGSONG, 16, align="left")
HEADING = StyleSpec("公文一级标题", HEITI, 16, first_chars=200)
NOTE = StyleSpec("公文注释", FANGSONG, 14, first_chars=200)
SIGNATURE = StyleSpec("公文署名", FANGSONG, 16, align="right")
ANNEX_LABEL = StyleSpec("附件标识", HEITI, 16, align="left")
CELL = StyleSpec("表格文字", FANGSONG, 12, align="left", line=320)
CELL_CENTRED = StyleSpec("表格居中文字", FANGSONG, 12, align="center", line=320)
CELL_HEAD = StyleSpec("表格表头", HEITI, 12, align="center", line=320)
COLOPHON = StyleSpec("数据说明", FANGSONG, 10.5, align="left", line=300)
RED_HEAD = StyleSpec("发文机关标志", XIAOBIAOSONG, 36, align="center", line=1000, color="FF0000")
NUMBER = StyleSpec("发文字号", FANGSONG, 16, align="center")

STYLES = (
    TITLE,
    BODY,
    FLUSH,
    ADDRESSEE,
    SUBHEADING,
    ANNEX_LIST,
    DATE,
    ANNEX_TITLE,
    RED_LINE,
    HEADING,
    NOTE,
    SIGNATURE,
    ANNEX_LABEL,
    CELL,
    CELL_CENTRED,
    CELL_HEAD,
    COLOPHON,
    RED_HEAD,
    NUMBER,
)


def element(tag: str, **attributes: object) -> Any:
    """A WordprocessingML element; `val=…` becomes `w:val`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    return made


def fonts(east_asian: str) -> Any:
    """A font for Chinese and one for the rest; ambiguous marks such as quotes are set as Chinese."""
    return element("rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=east_asian, hint="eastAsia")


def set_up(document: DocumentObject) -> None:
    """Page, grid, styles and page numbers of an empty document."""
    _set_page(document)
    _set_defaults(document)
    for spec in STYLES:
        _add_style(document, spec)
    _number_pages(document)


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no interface for the document grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="linesAndChars", linePitch=LINE_TWIPS, charSpace=_CHAR_SPACE))


def _set_defaults(document: DocumentObject) -> None:
    """Every style and run without fonts of its own is 仿宋; the theme's Latin fonts are taken out of the way."""
    styles = document.styles.element
    for theme_fonts in list(styles.iter(qn("w:rFonts"))):
        theme_fonts.getparent().replace(theme_fonts, fonts(FANGSONG))
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")  # with zh-CN here a line may break inside a number
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    properties = normal.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts(FANGSONG))
    normal.paragraph_format.space_after = Pt(0)


def _add_style(document: DocumentObject, spec: StyleSpec) -> None:
    style = document.styles.add_style(spec.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    paragraph, run = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    paragraph.append(element("widowControl", val=0))  # 22 lines on every page
    paragraph.append(element("overflowPunct", val=1))
    paragraph.append(element("snapToGrid", val=0))
    paragraph.append(element("spacing", before=0, after=0, line=spec.line, lineRule="exact"))
    if spec is RED_LINE:
        borders = element("pBdr")
        borders.append(element("bottom", val="single", sz=12, space=1, color="FF0000"))
        paragraph.insert(0, borders)
    if spec.first_chars:
        paragraph.append(
            element("ind", firstLineChars=spec.first_chars, firstLine=round(spec.first_chars * spec.size / 5))
        )
    paragraph.append(element("jc", val=spec.align))
    run.append(fonts(spec.font))
    run.append(element("snapToGrid", val=0))
    if spec.color:
        run.append(element("color", val=spec.color))
    if spec.size == 16:
        run.append(element("spacing", val=_TIGHTER))
    run.append(element("sz", val=round(spec.size * 2)))
    run.append(element("szCs", val=round(spec.size * 2)))


def _number_pages(document: DocumentObject) -> None:
    """— 1 — in 4号宋体, outside: odd pages right, even pages left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p  # noqa: SLF001 - fields need elements
        properties = paragraph.get_or_add_pPr()
        properties.append(element("ind", **{f"{side}Chars": 100, side: 280}))
        properties.append(element("jc", val=align))
        for part in ("— ", "PAGE", " —"):
            paragraph.append(_page_field() if part == "PAGE" else _footer_run(part))


def _footer_run(text: str) -> Any:
    run = element("r")
    run.append(_footer_font())
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _page_field() -> Any:
    field = element("fldSimple", instr=" PAGE ")
    field.append(_footer_run("1"))
    return field


def _footer_font() -> Any:
    properties = element("rPr")
    properties.append(element("rFonts", ascii=SONGTI, hAnsi=SONGTI, cs=SONGTI, eastAsia=SONGTI, hint="eastAsia"))
    properties.append(element("sz", val=28))
    return properties
