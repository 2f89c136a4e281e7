"""The rows of the annex tables: of whom there may be a table, and what each row can show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.reporter.entry import Entry, Listed, Reason, Undetermined, Unqualified
from services.reporter.report import Report
from services.reporter.wording import KINDS, PLACEHOLDER_MARK, RESULTS, chinese_month, platform_name, sentence
from shared.contracts.target import Result, TargetKind

NOT_PLANNED = "未抽查"
NOBODY = "无"
"""The only row of a table that names nobody."""

_NO_MONTH = {None: NOT_PLANNED, Result.UNDETERMINED: RESULTS[Result.UNDETERMINED]}
"""What stands in a month's cell of an account that has no judgement of that month."""

_LETTER_ENDS = (
    ("in_time_names", "及时回复"),
    ("late_names", "未及时回复"),
    ("never_names", "未回复"),
    ("broken_names", "功能不可用"),
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """Rows under one caption."""

    caption: str
    rows: tuple[Row, ...]


def all_rows(report: Report) -> dict[str, list[Row]]:
    """The rows of every table there can be, by its name."""
    entries = [*report.targets]
    return {
        "websites": [_entry(each, report) for each in entries if each.kind is TargetKind.WEBSITE],
        "accounts": [_entry(each, report) for each in entries if each.kind is TargetKind.ACCOUNT],
        "unqualified": [_entry(each, report) for each in report.unqualified],
        "failed_websites": [_entry(each, report) for each in report.unqualified if each.kind is TargetKind.WEBSITE],
        "failed_accounts": [_entry(each, report) for each in report.unqualified if each.kind is TargetKind.ACCOUNT],
        "undetermined": [_entry(each, report) for each in report.undetermined],
        "scores": [_score(each) for each in report.scores],
        "letter_tests": _letter_tests(report),
        "publication": _publication(report),
        "deductions": _deductions(report),
    }


def month_names(report: Report) -> list[str]:
    """The months that were judged, such as 8月; none where nothing was judged by month."""
    return [chinese_month(month) for month in _months(report)]


def grouped(rows: Iterable[Row], *keys: str) -> list[Section]:
    """Rows under the caption their keys make, numbered through all captions; without keys under no caption."""
    sections: dict[str, list[Row]] = {}
    for row in rows:
        sections.setdefault("".join(str(row[key]) for key in keys), []).append(row)
    number = 0
    found = []
    for caption, members in sections.items():
        numbered = tuple({**row, "number": number + place} for place, row in enumerate(members, 1))
        number += len(members)
        found.append(Section(caption, numbered))
    return found


def restarted(sections: Sequence[Section]) -> list[Section]:
    """The same sections, each numbered from one."""
    return [
        replace(section, rows=tuple({**row, "number": place} for place, row in enumerate(section.rows, 1)))
        for section in sections
    ]


def reason_text(reasons: Iterable[Reason]) -> str:
    """Several reasons in one cell; those that rest on an unread number are marked."""
    return "；".join(marked(reason) for reason in reasons)


def marked(reason: Reason) -> str:
    """The reason's sentence with its title before it, and the mark behind it if its number is a placeholder."""
    text = sentence(reason.text)
    told = text if not reason.title or reason.title in text else f"{reason.title}：{text}"
    return f"{told}{PLACEHOLDER_MARK}" if reason.provenance == "placeholder" else told


def marked_title(reason: Reason) -> str:
    """The short name of a reason, marked the same way."""
    title = reason.title or sentence(reason.text)
    return f"{title}{PLACEHOLDER_MARK}" if reason.provenance == "placeholder" else title


def kind_name(entry: Entry, report: Report) -> str:
    """The platform as the regime calls it; the kind of a website."""
    return platform_name(entry.platform, report.platform_names) or KINDS[entry.kind]


def _entry(entry: Entry, report: Report) -> Row:
    row: Row = {
        "name": entry.name,
        "unit": entry.unit,
        "group": entry.group,
        "url": entry.url or "",
        "kind": KINDS[entry.kind],
        "platform": kind_name(entry, report),
        "result": "不合格",
        "reasons": "",
        "reason_titles": "",
        "score": "",
        "months": [],
    }
    if isinstance(entry, Unqualified):
        titles = dict.fromkeys(marked_title(reason) for reason in entry.reasons)
        row |= {"reasons": reason_text(entry.reasons), "reason_titles": "、".join(titles)}
    elif isinstance(entry, Undetermined):
        row |= {"result": "无法判定", "reasons": entry.reason}
    elif isinstance(entry, Listed):
        row |= {"result": _result(entry), "months": _month_cells(entry, report)}
    return row


def _result(entry: Listed) -> str:
    return RESULTS[entry.result] if entry.result else NOT_PLANNED


def _months(report: Report) -> list[str]:
    return sorted({month for each in report.monthly for month in each.months})


def _month_cells(entry: Listed, report: Report) -> list[str]:
    """One for each month; the result of the period where nothing was judged by month."""
    if not report.monthly or entry.kind is TargetKind.WEBSITE:
        return [_result(entry)]
    return [entry.months.get(month, _NO_MONTH.get(entry.result, "—")) for month in _months(report)]


def _score(score: Any) -> Row:
    why = "；".join(f"{item.why}（{item.points:+g}分）" for item in score.items)
    return {"unit": score.unit, "group": score.group, "name": score.target, "score": score.printed, "reasons": why}


def _letter_tests(report: Report) -> list[Row]:
    return [{"name": name, "result": word} for field, word in _LETTER_ENDS for name in getattr(report.letters, field)]


def _publication(report: Report) -> list[Row]:
    """By unit: the classes of the regime, and all of them together; what accounts publish is not among them."""
    rows = []
    for unit in report.publication.by_unit:
        counts = [unit.by_class.get(label, 0) for label in report.publication.by_class]
        if set(unit.by_category) - {"account"}:
            rows.append({"unit": unit.unit, "classes": counts, "total": sum(counts) if counts else unit.count})
    return sorted(rows, key=lambda row: -row["total"])


def _deductions(report: Report) -> list[Row]:
    """The units whose targets failed, with the names of these."""
    units: dict[str, dict[TargetKind, list[str]]] = {}
    names = {entry.unit_id: entry.unit for entry in report.unqualified}
    for entry in report.unqualified:
        units.setdefault(entry.unit_id, {kind: [] for kind in TargetKind})[entry.kind].append(_named(entry, report))
    return [
        {
            "unit": names[unit_id],
            "failed_websites": "、".join(failed[TargetKind.WEBSITE]),
            "failed_accounts": "、".join(failed[TargetKind.ACCOUNT]),
            "total": sum(map(len, failed.values())),
        }
        for unit_id, failed in units.items()
    ]


def _named(entry: Entry, report: Report) -> str:
    return entry.name if entry.kind is TargetKind.WEBSITE else f"{entry.name}（{kind_name(entry, report)}）"


CENTRED: Mapping[str, bool] = dict.fromkeys(
    ("number", "kind", "platform", "result", "score", "months", "total", "classes"), True
)
"""Short cells stand in the middle of their column."""
