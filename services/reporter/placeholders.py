"""What a Word template can show: every placeholder and filter, filled from the dataset. Documented in docs/."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.reporter.entry import Entry, Score, Unqualified
from services.reporter.report import Report
from services.reporter.rows import all_rows, grouped, kind_name, month_names, restarted
from services.reporter.themes import called, quoted, themes
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

ANNEX_LABEL, ANNEX_PLACE, ANNEX_LIST = "\ufdd0", "\ufdd1", "\ufdd2"
"""Marks that stand in the filled text until it is known which annexes there are. They are no characters of any script:
`plain.one_line` takes them out of everything that comes from data."""


class Numbering:
    """Headings count by themselves, so that one that is left out leaves no gap."""

    def __init__(self) -> None:
        self._first = self._second = 0

    def level1(self) -> str:
        """一、"""  # noqa: D415 - what it returns, once
        self._first, self._second = self._first + 1, 0
        return f"{chinese_number(self._first)}、"

    def level2(self) -> str:
        """（一）"""  # noqa: D415 - the same
        self._second += 1
        return f"（{chinese_number(self._second)}）"


@dataclass(frozen=True)
class Band:
    """The units from one score on, up to the band above."""

    from_score: str
    units: tuple[Score, ...]


@dataclass(frozen=True)
class ByReason:
    """Those who failed for one reason."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Vetoed:
    """One website and what it was vetoed for."""

    entry: Entry
    titles: str


def placeholders(report: Report) -> dict[str, Any]:
    """Every name a template may use."""
    numbering = Numbering()
    return {
        **_words(report),
        **_entries(report),
        "report": report,
        "websites": report.websites,
        "accounts": report.accounts,
        "groups": report.groups,
        "website_classes": [each for each in report.classes if each.kind is TargetKind.WEBSITE],
        "account_classes": [each for each in report.classes if each.kind is TargetKind.ACCOUNT],
        "messages": report.messages,
        "tickets": report.tickets,
        "letters": report.letters,
        "publication": report.publication,
        "website_publications": report.publication.total - report.publication.by_category.get("account", 0),
        "has_silent": any(report.publication.silent.values()),
        "warnings": report.warnings,
        "changes": report.changes_since_last,
        "score_bands": score_bands(report),
        "months": [f"{month}更新情况" for month in month_names(report)] or ["检查结果"],
        "publication_classes": list(report.publication.by_class),
        "rows": all_rows(report),
        "colophon": colophon(report),
        "no_problems": _no_problems(report),
        "has_placeholders": any(entry.findings for entry in report.placeholders_used),
        "mark": PLACEHOLDER_MARK,
        "level1": numbering.level1,
        "level2": numbering.level2,
        "annex": lambda name: f"{ANNEX_PLACE}{name}{ANNEX_PLACE}",
        "annex_label": lambda name: f"{ANNEX_LABEL}{name}{ANNEX_LABEL}",
        "annex_list": lambda: ANNEX_LIST,
    }


def _words(report: Report) -> dict[str, Any]:
    words = report.notice
    return {
        "title": words.title,
        "addressee": words.addressee,
        "issuer": words.issuer,
        "issued_on": _day(words.issued_on),
        "document_number": words.document_number,
        "red_head": words.red_head,
        "area": words.area,
        "scope": words.scope,
        "period": chinese_period(report.period.label),
        "days": chinese_days(report.period.first, report.period.last),
        "until": chinese_date(report.period.last),
        "mend_by": _day(words.mend_by),
        "mend_to": words.mend_to,
        "publish_by": _day(words.publish_by),
        "annual_due": _day(words.annual_due),
        "print_rates": words.print_rates,
    }


def _no_problems(report: Report) -> str:
    """What stands where no problem was found: it speaks of what was judged, and of nothing else."""
    if not report.websites.checked and not report.accounts.checked:
        return "没有对象取得检查结论，不能据此认为没有问题。"
    judged = "取得检查结论的对象中" if report.undetermined else "本次检查"
    return f"{judged}未发现不符合检查指标的问题。"


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _entries(report: Report) -> dict[str, Any]:
    found = themes(report)
    failed = {kind: [entry for entry in report.unqualified if entry.kind is kind] for kind in TargetKind}
    unseen = {kind: [entry for entry in report.undetermined if entry.kind is kind] for kind in TargetKind}
    return {
        "themes": found,
        "website_themes": themes(report, TargetKind.WEBSITE),
        "failed_websites": failed[TargetKind.WEBSITE],
        "failed_accounts": failed[TargetKind.ACCOUNT],
        "unseen_websites": unseen[TargetKind.WEBSITE],
        "unseen_accounts": unseen[TargetKind.ACCOUNT],
        "failed_accounts_by_reason": by_reason(failed[TargetKind.ACCOUNT]),
        "vetoed_websites": _vetoed(failed[TargetKind.WEBSITE]),
    }


def by_reason(failed: Iterable[Unqualified]) -> list[ByReason]:
    """Those who failed, once under each of their reasons, the commonest reason first."""
    found: dict[str, list[Unqualified]] = {}
    for entry in failed:
        for title in dict.fromkeys(reason.title or sentence(reason.text) for reason in entry.reasons):
            found.setdefault(title, []).append(entry)
    ordered = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return [ByReason(title, tuple(entries)) for title, entries in ordered]


def _vetoed(failed: Iterable[Unqualified]) -> list[Vetoed]:
    vetoes = [(entry, [reason.title for reason in entry.reasons if reason.kind == "veto"]) for entry in failed]
    return [Vetoed(entry, "、".join(dict.fromkeys(titles))) for entry, titles in vetoes if titles]


def score_bands(report: Report) -> list[Band]:
    """The bands of the regime, highest first; each unit is in the highest band it reaches, the best first."""
    above = float("inf")
    bands = []
    for lowest in report.notice.bands:
        units = [score for score in report.scores if lowest <= score.score < above]
        units.sort(key=lambda score: (-score.score, score.unit_id))
        bands.append(Band(f"{lowest:g}", tuple(units)))
        above = lowest
    return bands


def colophon(report: Report) -> tuple[str, ...]:
    """After the last annex, small: what the numbers rest on, and whether the internal checks hold."""
    if report.edition == "public":
        return ()
    broken = [check for check in report.checks if not check.holds]
    told = f"内部校验{len(report.checks)}项，全部通过。"
    if broken:
        details = "；".join(f"{check.text}（{check.left}，{check.right}）" for check in broken)
        told = f"内部校验{len(report.checks)}项，有{len(broken)}项未通过，印发前请核对：{details}。"
    source = report.generated_from
    made = f"数据说明：本通报依据指标体系{report.pack.id}（{report.pack.version}）和{source.events}条观测记录生成。"
    return (
        f"{made}{told}" if report.checks else made,
        *_correction(report),
        f"数据集（report.json）摘要 sha256：{report.digest}",
        *(f"说明：{sentence(note)}。" for note in report.notes),
    )


def _correction(report: Report) -> tuple[str, ...]:
    before = report.corrects
    if before is None:
        return ()
    lines = "；".join(before.lines) or "文字说明有改动"
    return (
        f"版本：本通报为第{report.version}版，替代第{before.version}版（sha256：{before.digest}）。更正内容：{lines}。",
    )


def environment(report: Report) -> ImmutableSandboxedEnvironment:
    """Where templates are filled: sandboxed, names that do not exist are mistakes, what comes from data is escaped."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.filters.update(_filters(report))
    return made


def _filters(report: Report) -> Mapping[str, Callable[..., Any]]:
    return {
        "names": lambda entries: "、".join(called(entry, report) for entry in entries),
        "quoted": lambda entries: "".join(quoted(entry, report) for entry in entries),
        "owned": lambda entries: "、".join(f"{_owner(entry)}{called(entry, report)}" for entry in entries),
        "plain_names": lambda entries: "、".join(entry.name for entry in entries),
        "titles": _titles,
        "name": lambda entry: called(entry, report),
        "platform": lambda entry: kind_name(entry, report),
        "first_units": lambda scores, number: "、".join(score.unit for score in scores[:number]),
        "grouped": grouped,
        "restarted": restarted,
        "category": lambda category: CATEGORIES.get(category, category),
        "sentence": sentence,
        "chinese": chinese_number,
    }


def _owner(entry: Entry) -> str:
    return "" if entry.unit == entry.name else entry.unit


def _titles(things: Iterable[Any]) -> str:
    """Titles of problems, or names of targets, each in its quotes where it is a name."""
    return "、".join(thing.title if hasattr(thing, "title") else f"“{thing.name}”" for thing in things)
