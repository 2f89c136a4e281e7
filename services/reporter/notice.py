"""The notice as a document without a format: what docx and pdf both say, word for word."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.reporter.annexes import Annex, lay_out
from services.reporter.plain import one_line
from services.reporter.regime import template
from services.reporter.report import Report
from services.reporter.themes import called, themes
from services.reporter.wording import (
    CATEGORIES,
    PLACEHOLDER_MARK,
    chinese_date,
    chinese_days,
    chinese_number,
    chinese_period,
    sentence,
)
from shared.contracts.target import TargetKind

_LINE_BREAK = re.compile(r"\s*\n\s*")


class Style(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    HEADING = "heading"
    """一、 in 黑体, numbered by itself."""
    SUBHEADING = "subheading"
    """（一） in 楷体, numbered by itself, its text following in the same paragraph."""
    NOTE = "note"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: what leads it, then its text."""

    style: Style
    lead: str
    text: str

    @property
    def plain(self) -> str:
        """All its words."""
        return self.lead + self.text


@dataclass(frozen=True)
class Notice:
    """A whole notice."""

    red_head: str
    document_number: str
    title: str
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    issuer: str
    issued_on: str
    annexes: tuple[Annex, ...]
    colophon: tuple[str, ...]
    """After the last annex, small: what the numbers rest on, and whether the internal checks hold."""

    @property
    def annex_titles(self) -> tuple[str, ...]:
        """The list under 附件, numbered; a single annex has no number."""
        titles = [annex.title for annex in self.annexes]
        return tuple(titles) if len(titles) == 1 else tuple(f"{n}.{title}" for n, title in enumerate(titles, 1))

    def annex_label(self, number: int) -> str:
        """What stands over an annex: 附件1, or 附件 where there is one only."""
        return "附件" if len(self.annexes) == 1 else f"附件{number}"


def issuer_indent(notice: Notice) -> float:
    """How far from the right edge the issuer ends, in characters: centred above a date that ends four from it."""
    date_width = sum(0.5 if char.isascii() else 1 for char in notice.issued_on)
    return max(0.0, 4 + date_width / 2 - len(notice.issuer) / 2)


def write_notice(report: Report) -> Notice:
    """The notice of a report, in the words of its regime's template.

    Raises:
        Permanent: there is no such template, or it says something that cannot be understood.
    """
    content = template(report.notice.template)
    annexes = tuple(
        annex for layout in content["annex"] if (annex := lay_out(layout, report)).row_count or layout.get("always")
    )
    context = _context(report, content, annexes)
    words = report.notice
    return Notice(
        red_head=words.red_head,
        document_number=words.document_number,
        title=words.title,
        addressee=f"{words.addressee}：",
        paragraphs=tuple(_paragraphs(content["paragraph"], context)),
        issuer=words.issuer,
        issued_on=chinese_date(words.issued_on) if words.issued_on else "",
        annexes=annexes,
        colophon=_colophon(report),
    )


def _paragraphs(blocks: Iterable[Mapping[str, Any]], context: Mapping[str, Any]) -> Iterable[Paragraph]:
    headings = subheadings = 0
    for block in blocks:
        for item in _items(block, context):
            style = Style(block.get("style", "body"))
            lead = _filled(block.get("lead", ""), item)
            if style is Style.HEADING:
                headings, subheadings = headings + 1, 0
                lead = f"{chinese_number(headings)}、{lead}"
            elif style is Style.SUBHEADING:
                subheadings += 1
                lead = f"（{chinese_number(subheadings)}）{lead}"
            yield Paragraph(style=style, lead=lead, text=_filled(block.get("text", ""), item))


def _items(block: Mapping[str, Any], context: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The contexts a block is written in: none if its `when` is false, one for each thing of its `each`."""
    if "when" in block and not _value(block["when"], context):
        return []
    if "each" not in block:
        return [context]
    return [{**context, "each": thing} for thing in _value(block["each"], context)]


def _context(report: Report, content: Mapping[str, Any], annexes: tuple[Annex, ...]) -> dict[str, Any]:
    words = report.notice
    failed = {kind: [entry for entry in report.unqualified if entry.kind is kind] for kind in TargetKind}
    unseen = {kind: [entry for entry in report.undetermined if entry.kind is kind] for kind in TargetKind}
    return {
        "report": report,
        "websites": report.websites,
        "accounts": report.accounts,
        "area": words.area,
        "scope": words.scope,
        "period": chinese_period(report.period.label),
        "days": chinese_days(report.period.first, report.period.last),
        "mend_by": chinese_date(words.mend_by) if words.mend_by else "",
        "mend_to": words.mend_to,
        "print_rates": words.print_rates,
        "themes": themes(report),
        "failed_websites": failed[TargetKind.WEBSITE],
        "failed_accounts": failed[TargetKind.ACCOUNT],
        "unseen_websites": unseen[TargetKind.WEBSITE],
        "unseen_accounts": unseen[TargetKind.ACCOUNT],
        "annex": _annex_finder(content, annexes),
        "called": lambda entry: called(entry, report),
        "has_placeholders": any(entry.findings for entry in report.placeholders_used),
        "mark": PLACEHOLDER_MARK,
    }


def _annex_finder(content: Mapping[str, Any], annexes: tuple[Annex, ...]) -> Callable[[str], str]:
    """Where a text refers to an annex by its rows: 附件3, or nothing if that annex is not there."""
    by_rows = {layout["rows"]: layout["title"] for layout in content["annex"]}
    places = {annex.title: number for number, annex in enumerate(annexes, 1)}

    def find(rows: str) -> str:
        place = places.get(by_rows.get(rows, ""))
        return "" if place is None else "附件" if len(annexes) == 1 else f"附件{place}"

    return find


def _colophon(report: Report) -> tuple[str, ...]:
    broken = [check for check in report.checks if not check.holds]
    told = f"内部校验{len(report.checks)}项，全部通过。"
    if broken:
        details = "；".join(f"{check.text}（{check.left}，{check.right}）" for check in broken)
        told = f"内部校验{len(report.checks)}项，有{len(broken)}项未通过，印发前请核对：{details}。"
    source = report.generated_from
    return (
        f"数据说明：本通报依据指标体系{report.pack.id}（{report.pack.version}）和{source.events}条观测记录生成。{told}",
        f"数据集（report.json）摘要 sha256：{report.digest}",
        *(f"说明：{sentence(note)}。" for note in report.notes),
    )


@cache
def _phrases() -> ImmutableSandboxedEnvironment:
    """Texts are plain: what comes from data is a value and is never read as a template or as markup."""
    phrases = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    phrases.filters["category"] = lambda category: CATEGORIES.get(category, category)
    phrases.filters["sentence"] = sentence
    return phrases


def _filled(text: str, context: Mapping[str, Any]) -> str:
    """Line breaks of the template are only for its editor; blanks inside of names stay."""
    source = _LINE_BREAK.sub("", text.strip())
    return one_line(_phrases().from_string(source).render(context))


def _value(expression: str, context: Mapping[str, Any]) -> Any:
    return _phrases().compile_expression(expression, undefined_to_none=False)(**context)
