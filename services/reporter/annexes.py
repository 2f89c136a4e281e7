"""The annex tables of a notice, laid out as the regime's template says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Section:
    """The rows of one group, under its caption."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Annex:
    """One table: its rows are numbered through all sections."""

    title: str
    headers: tuple[str, ...]
    weights: tuple[float, ...]
    """The width of each column beside the others."""
    centred: tuple[bool, ...]
    """Short cells stand in the middle of their column."""
    sections: tuple[Section, ...]
    note: str = ""

    @property
    def row_count(self) -> int:
        """How many targets it names."""
        return sum(len(section.rows) for section in self.sections)


def lay_out(layout: Mapping[str, Any], report: Report) -> Annex:
    """The table a template describes: `rows` says of whom, `group_by` the sections, `columns` the cells."""
    entries = _ROWS[layout["rows"]](report)
    months = sorted({month for entry in entries if isinstance(entry, Listed) for month in entry.months})
    columns = [each for column in layout["columns"] for each in _expanded(column, months)]
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(_caption(layout.get("group_by", ()), entry, report), []).append(entry)
    return Annex(
        title=layout["title"],
        headers=tuple(column["header"] for column in columns),
        weights=tuple(float(column.get("weight", 1)) for column in columns),
        centred=tuple(column["value"] in _CENTRED or column["value"].startswith("month ") for column in columns),
        sections=_sections(grouped, columns, report),
        note=layout.get("note", ""),
    )


def reason_text(reasons: Iterable[Reason]) -> str:
    """Several reasons in one cell; those that rest on an unread number are marked."""
    return "；".join(marked(reason) for reason in reasons)


def marked(reason: Reason) -> str:
    """The reason's sentence with its title before it, and the mark behind it if its number is a placeholder."""
    text = sentence(reason.text)
    told = text if not reason.title or reason.title in text else f"{reason.title}：{text}"
    return f"{told}{PLACEHOLDER_MARK}" if reason.provenance == "placeholder" else told


def _sections(grouped: Mapping[str, list[Entry]], columns: list[dict[str, Any]], report: Report) -> tuple[Section, ...]:
    number = 0
    sections = []
    for caption, entries in grouped.items():
        rows = []
        for entry in entries:
            number += 1
            rows.append(tuple(_cell(column["value"], entry, report, number) for column in columns))
        sections.append(Section(caption=caption, rows=tuple(rows)))
    return tuple(sections)


def _expanded(column: dict[str, Any], months: list[str]) -> list[dict[str, Any]]:
    """`months` is one column for each month that occurs, or the result where nothing was judged by month."""
    if column["value"] != "months":
        return [column]
    if not months:
        return [{"header": "检查结果", "value": "result", "weight": column.get("weight", 1)}]
    return [
        {**column, "header": column["header"].replace("{month}", chinese_month(month)), "value": f"month {month}"}
        for month in months
    ]


def _caption(group_by: Iterable[str], entry: Entry, report: Report) -> str:
    return "".join(_cell(part, entry, report, 0) for part in group_by)


def _cell(value: str, entry: Entry, report: Report, number: int) -> str:
    if value.startswith("month ") and isinstance(entry, Listed):
        return entry.months.get(value.removeprefix("month "), _NO_MONTH.get(entry.result, "—"))
    return _CELLS[value](entry, report, number)


def _result(entry: Entry, _report: Report, _number: int) -> str:
    if isinstance(entry, Listed):
        return RESULTS[entry.result] if entry.result else NOT_PLANNED
    return "无法判定" if isinstance(entry, Undetermined) else "不合格"


def _reasons(entry: Entry, _report: Report, _number: int) -> str:
    if isinstance(entry, Undetermined):
        return entry.reason
    return reason_text(entry.reasons) if isinstance(entry, Unqualified) else ""


def _kind_name(entry: Entry, report: Report, _number: int) -> str:
    return platform_name(entry.platform, report.platform_names) or KINDS[entry.kind]


_CELLS: dict[str, Callable[[Entry, Report, int], str]] = {
    "number": lambda _entry, _report, number: str(number),
    "name": lambda entry, _report, _number: entry.name,
    "unit": lambda entry, _report, _number: entry.unit,
    "group": lambda entry, _report, _number: entry.group,
    "url": lambda entry, _report, _number: entry.url or "",
    "kind": lambda entry, _report, _number: KINDS[entry.kind],
    "platform": _kind_name,
    "result": _result,
    "reasons": _reasons,
}
"""What a template may put into a cell."""

_ROWS: dict[str, Callable[[Report], list[Entry]]] = {
    "websites": lambda report: [each for each in report.targets if each.kind is TargetKind.WEBSITE],
    "accounts": lambda report: [each for each in report.targets if each.kind is TargetKind.ACCOUNT],
    "unqualified": lambda report: list(report.unqualified),
    "undetermined": lambda report: list(report.undetermined),
}
"""Of whom a template may make a table."""

_CENTRED = {"number", "kind", "platform", "result"}

CELL_VALUES = frozenset(_CELLS) | {"months"}
ROW_SETS = frozenset(_ROWS)
