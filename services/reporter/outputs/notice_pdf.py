"""notice.pdf: the same words as the docx, with the fonts inside, so that it looks alike everywhere."""

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
import typst

from services.reporter.annexes import NOBODY, Annex
from services.reporter.notice import Notice, issuer_indent, write_notice
from services.reporter.report import Report
from shared.errors import Permanent

FONT = "Noto Sans CJK SC"
"""Embedded in the file, so that it is searchable and looks alike everywhere."""

_BREAK = "\u200b"
"""Lets a long address break after its slashes and dots; it is not seen, and not in the text of the other outputs."""


class NoticePdf:
    """The notice for reading and filing: searchable, with embedded Chinese fonts."""

    name = "notice_pdf"
    filename = "notice.pdf"

    def render(self, report: Report) -> bytes:
        """The whole document, stamped with the day under the notice.

        Raises:
            Permanent: the typesetter refused; its own words are in the error.
        """
        notice = write_notice(report)
        made_on = report.notice.issued_on or report.period.last
        words = {
            **_words(notice),
            "font": FONT,
            "digest": report.digest,
            "made_on": [made_on.year, made_on.month, made_on.day],
        }
        try:
            made = typst.compile(
                _template(),
                format="pdf",
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"notice": json.dumps(words, ensure_ascii=False)},
                timestamp=datetime.combine(made_on, time(), UTC),
            )
        except typst.TypstError as refused:
            raise Permanent(
                f"notice.pdf 排版失败：{refused.message}；请检查字体包 noto-cjk-sans-otc 是否安装完整"
            ) from refused
        return made


def _words(notice: Notice) -> dict[str, Any]:
    return {
        "red_head": notice.red_head,
        "document_number": notice.document_number,
        "title": notice.title,
        "addressee": notice.addressee,
        "paragraphs": [{"style": p.style.value, "lead": p.lead, "text": p.text} for p in notice.paragraphs],
        "annex_titles": notice.annex_titles,
        "issuer": notice.issuer,
        "issuer_indent": issuer_indent(notice),
        "issued_on": notice.issued_on,
        "annexes": [_annex(annex, notice.annex_label(number)) for number, annex in enumerate(notice.annexes, 1)],
        "colophon": notice.colophon,
    }


def _annex(annex: Annex, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "title": annex.title,
        "note": annex.note,
        "headers": annex.headers,
        "weights": annex.weights,
        "centred": annex.centred,
        "rows": annex.row_count,
        "nobody": NOBODY,
        "sections": [
            {"caption": section.caption, "rows": [[_breakable(text) for text in row] for row in section.rows]}
            for section in annex.sections
        ],
    }


def _breakable(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        return text
    return text.replace("/", f"/{_BREAK}").replace(".", f"{_BREAK}.")


@cache
def _template() -> bytes:
    return files("services.reporter").joinpath("templates/notice.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only the font that comes with the wheel: the same bytes whatever is installed on the machine, and never boxes."""
    folder = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if FONT not in fonts.families():
        raise Permanent(f"notice.pdf：{folder} 中没有字体“{FONT}”，无法排版中文；请重新安装 noto-cjk-sans-otc")
    return fonts
