"""The sheets of one unit: its problems with columns for mending, and all its targets."""

import re
from collections.abc import Iterator

from services.reporter.entry import AnnualSite, Entry, Listed, Reason
from services.reporter.report import Report
from services.reporter.rows import NOT_PLANNED, kind_name, marked
from services.reporter.sheet import Cell, Shape, Sheet, SheetColumn, number_column
from services.reporter.sheets.yearly import website_form
from services.reporter.wording import RESULTS, chinese_date

_PROBLEMS = (
    number_column("序号", 7),
    SheetColumn("对象", 24),
    SheetColumn("类型", 12),
    SheetColumn("性质", 14),
    SheetColumn("指标", 18),
    SheetColumn("问题", 46),
    SheetColumn("检查指标要求", 30),
    SheetColumn("依据链接", 30, Shape.LINK),
    SheetColumn("整改建议", 26),
    SheetColumn("整改期限", 14),
    SheetColumn("整改措施", 26),
    SheetColumn("责任人", 12),
    SheetColumn("完成日期", 14),
    SheetColumn("整改结果", 14),
    SheetColumn("复核意见", 14),
)
_TO_FILL_IN = (None,) * 5
_TARGETS = (
    number_column("序号", 7),
    SheetColumn("名称", 30),
    SheetColumn("类型", 14),
    SheetColumn("网址", 40, Shape.LINK),
    SheetColumn("检查结果", 12),
    number_column("得分"),
)
_FORBIDDEN = re.compile(r"[^\w.（）()、·-]+")


def unit_sheets(report: Report) -> Iterator[tuple[str, str, tuple[Sheet, ...]]]:
    """For each unit, in order of its id: a file name, a title, its sheets."""
    by_unit: dict[str, list[Listed]] = {}
    for entry in report.targets:
        by_unit.setdefault(entry.unit_id, []).append(entry)
    cases = _cases(report)
    taken: set[str] = set()
    for unit_id, targets in sorted(by_unit.items()):
        name = targets[0].unit
        filename = _free(_FORBIDDEN.sub("_", f"{unit_id}-{name}").strip("._")[:80] or "unit", taken)
        problems = _problems(cases.get(unit_id, []), report)
        yearly = tuple(website_form(site, place) for place, site in enumerate(_sites(report, unit_id), 1))
        yield filename, f"{name}{report.notice.title}问题清单", (problems, _targets(targets, report), *yearly)


def _cases(report: Report) -> dict[str, list[tuple[Entry, Reason, str]]]:
    """Everything said of the targets of a unit, the worst first."""
    found: list[tuple[Entry, Reason, str]] = []
    found += [(entry, reason, "不合格") for entry in report.unqualified for reason in entry.reasons]
    found += [(problem, problem.reason, "其他问题") for problem in report.problems]
    found += [(problem, problem.reason, "接近上限（提醒）") for problem in report.near]
    found += [(entry, reason, "无法判定（请协助核实）") for entry in report.undetermined for reason in entry.reasons]
    cases: dict[str, list[tuple[Entry, Reason, str]]] = {}
    for case in found:
        cases.setdefault(case[0].unit_id, []).append(case)
    return cases


def _problems(cases: list[tuple[Entry, Reason, str]], report: Report) -> Sheet:
    due = report.notice.mend_by
    rows: list[tuple[Cell, ...]] = [
        (
            *(n, entry.name, kind_name(entry, report), nature, reason.title, marked(reason), reason.limit),
            *(_link(reason), reason.remedy, chinese_date(due) if due and nature in _TO_MEND else None),
            *_TO_FILL_IN,
        )
        for n, (entry, reason, nature) in enumerate(cases, 1)
    ]
    note = "本期没有发现问题" if not rows else "“整改措施”至“整改结果”由单位填写，“复核意见”由检查单位填写"
    return Sheet("问题清单", _PROBLEMS, tuple(rows), note)


_TO_MEND = {"不合格", "其他问题"}


def _link(reason: Reason) -> str | None:
    return next((seen.url for seen in reason.evidence if seen.url), None)


def _targets(targets: list[Listed], report: Report) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (n, entry.name, kind_name(entry, report), entry.url, _result(entry), entry.score)
        for n, entry in enumerate(targets, 1)
    )
    return Sheet("检查对象", _TARGETS, rows)


def _result(entry: Listed) -> str:
    return RESULTS[entry.result] if entry.result else NOT_PLANNED


def _sites(report: Report, unit_id: str) -> list[AnnualSite]:
    return [site for site in report.annual if site.unit_id == unit_id]


def _free(name: str, taken: set[str]) -> str:
    """No two units share a file, whatever their ids look like; file systems may not tell case apart."""
    free, number = name, 1
    while free.lower() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.lower())
    return free
