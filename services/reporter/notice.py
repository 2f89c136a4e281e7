"""The notice as it was filled into Word: what it says, part by part, for the PDF and for whoever checks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from services.reporter import official_layout as layout
from services.reporter.regime import SHIPPED, Templates
from services.reporter.report import Report
from services.reporter.rows import NOBODY
from services.reporter.word.filling import fill
from services.reporter.word.reading import Block, Para, Table, read


class Style(StrEnum):
    """What a paragraph of the text is."""

    BODY = "公文正文"
    HEADING = "公文一级标题"
    """一、 in 黑体."""
    SUBHEADING = "公文二级标题"
    """（一） in 楷体, its text following in the same paragraph."""
    NOTE = "公文注释"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the text."""

    style: Style
    plain: str
    """All its words."""


@dataclass(frozen=True)
class Section:
    """Rows of an annex under one caption."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Annex:
    """One annex: its table."""

    label: str
    title: str
    headers: tuple[str, ...]
    sections: tuple[Section, ...]
    note: str = ""

    @property
    def row_count(self) -> int:
        """How many targets it names."""
        return sum(len(section.rows) for section in self.sections)


@dataclass(frozen=True)
class Notice:
    """A whole notice."""

    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Over the text."""
        return self._first(layout.TITLE.name)

    @property
    def addressee(self) -> str:
        """To whom it is addressed."""
        return self._first(layout.ADDRESSEE.name)

    @property
    def issuer(self) -> str:
        """Who signs."""
        return self._first(layout.SIGNATURE.name)

    @property
    def issued_on(self) -> str:
        """The date under the text."""
        return self._first(layout.DATE.name)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text, from the addressee to the list of annexes."""
        kinds = {style.value for style in Style}
        return tuple(
            Paragraph(Style(block.style), block.text)
            for block in self._until_annexes()
            if isinstance(block, Para) and block.style in kinds
        )

    @property
    def annex_titles(self) -> tuple[str, ...]:
        """The list under 附件, numbered; a single annex has no number."""
        lines = [text for text in self._all(layout.ANNEX_LIST.name) if text]
        return tuple(line.removeprefix("附件：") for line in lines)

    @property
    def annexes(self) -> tuple[Annex, ...]:
        """The tables after the text."""
        starts = [place for place, block in enumerate(self.blocks) if _is(block, layout.ANNEX_LABEL.name)]
        ends = [*starts[1:], len(self.blocks)]
        return tuple(_annex(self.blocks[start:end]) for start, end in zip(starts, ends, strict=True))

    @property
    def colophon(self) -> tuple[str, ...]:
        """After the last annex, small."""
        return tuple(text for text in self._all(layout.COLOPHON.name) if text)

    def _until_annexes(self) -> Iterable[Block]:
        for block in self.blocks:
            if _is(block, layout.ANNEX_LABEL.name):
                return
            yield block

    def _all(self, style: str) -> list[str]:
        return [block.text for block in self.blocks if isinstance(block, Para) and block.style == style]

    def _first(self, style: str) -> str:
        return next(iter(self._all(style)), "")


def write_notice(report: Report, templates: Templates = SHIPPED) -> Notice:
    """The notice of a report, in the words of its regime's template.

    Raises:
        Permanent: there is no such template, or it says something that cannot be understood.
    """
    return Notice(read(write_word(report, templates)))


def write_word(report: Report, templates: Templates = SHIPPED) -> bytes:
    """The same as the Word document it is read from.

    Raises:
        Permanent: there is no such template, or it says something that cannot be understood.
    """
    name = report.notice.template
    return _filled(templates.word(name), _Same(report), name)


class _Same:
    """A report that equals another of the same digest: what lets a filled notice be kept for the next output."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._digest = report.digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)


@lru_cache(maxsize=2)
def _filled(template: bytes, same: _Same, name: str) -> bytes:
    return fill(template, same.report, name=name)


def _is(block: Block, style: str) -> bool:
    return isinstance(block, Para) and block.style == style


def _annex(blocks: tuple[Block, ...]) -> Annex:
    texts = {block.style: block.text for block in reversed(blocks) if isinstance(block, Para)}
    table = next((block for block in blocks if isinstance(block, Table)), Table((), (), ()))
    return Annex(
        label=texts[layout.ANNEX_LABEL.name],
        title=texts.get(layout.ANNEX_TITLE.name, ""),
        headers=table.heads[0].texts if table.heads else (),
        sections=tuple(_sections(table)),
        note=texts.get(layout.NOTE.name, ""),
    )


def _sections(table: Table) -> Iterable[Section]:
    caption: str = ""
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        if len(row.texts) == 1 < len(table.widths):
            if rows:
                yield Section(caption, tuple(rows))
            caption, rows = ("" if row.texts[0] == NOBODY else row.texts[0]), []
        else:
            rows.append(row.texts)
    if rows:
        yield Section(caption, tuple(rows))
