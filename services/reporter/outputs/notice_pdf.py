"""notice.pdf: what the Word document says, with the fonts inside, so that it looks alike everywhere."""

import json
from typing import Any

from services.reporter.notice import Notice, write_notice
from services.reporter.regime import SHIPPED, Templates
from services.reporter.report import Report
from services.reporter.typesetting import FONT, typeset, typeset_apart
from services.reporter.word.reading import Block, Para, Table

_LARGE = 500
"""Rows of a table from which on the typesetter works in a process of its own, whose memory goes when it is done."""

_BREAK = "\u200b"
"""Lets a long address break after its slashes and dots; it is not seen, and not in the text of the other outputs."""


class NoticePdf:
    """The notice for reading and filing: searchable, with embedded Chinese fonts."""

    name = "notice_pdf"
    filename = "notice.pdf"

    def __init__(self, templates: Templates = SHIPPED) -> None:
        self._templates = templates

    def render(self, report: Report) -> bytes:
        """The whole document, stamped with the day under the notice.

        Raises:
            Permanent: the template cannot be used, or the typesetter refused; its own words are in the error.
        """
        notice = write_notice(report, self._templates)
        is_large = sum(len(block.rows) for block in notice.blocks if isinstance(block, Table)) > _LARGE
        set_it = typeset_apart if is_large else typeset
        return set_it(_words(report, notice))

    def words(self, report: Report) -> bytes:
        """What the typesetter is given: everything the notice says and how it is set, as JSON."""
        return _words(report, write_notice(report, self._templates))


def _words(report: Report, notice: Notice) -> bytes:
    made_on = report.notice.issued_on or report.period.last
    words = {
        "title": report.notice.title,
        "issuer": report.notice.issuer,
        "font": FONT,
        "digest": report.digest,
        "made_on": [made_on.year, made_on.month, made_on.day],
        "blocks": [_block(block) for block in notice.blocks],
    }
    return json.dumps(words, ensure_ascii=False).encode()


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Para):
        return {"kind": "para", **_paragraph(block)}
    return {
        "kind": "table",
        "widths": block.widths,
        "heads": [list(row.texts) for row in block.heads],
        "centred": _centred(block),
        "rows": [[_breakable(text) for text in row.texts] for row in block.rows],
    }


def _centred(table: Table) -> list[bool]:
    """Column by column, as its first whole row says: a cell of its own for each would be slow in long tables."""
    whole = (row.centred for row in table.rows if len(row.centred) == len(table.widths))
    return list(next(whole, (False,) * len(table.widths)))


def _paragraph(block: Para) -> dict[str, Any]:
    return {
        "align": {"both": "justify", "distribute": "justify"}.get(block.align, block.align),
        "size": block.size,
        "first": block.first,
        "left": block.left,
        "right": block.right,
        "page_break": block.page_break,
        "keep_next": block.keep_next,
        "red_line": block.red_line,
        "runs": [
            {"text": run.text, "stroke": run.stroke, "size": run.size or block.size, "color": _color(run.color)}
            for run in block.runs
        ],
    }


def _color(color: str) -> str:
    is_plain = len(color) == len("FF0000") and all(char in "0123456789abcdefABCDEF" for char in color)
    return f"#{color}" if is_plain else "#000000"


def _breakable(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        return text
    return text.replace("/", f"/{_BREAK}").replace(".", f"{_BREAK}.")
