"""The sheets that name targets: who was inspected, who failed on what evidence, who could not be judged."""

from collections.abc import Callable, Iterable
from datetime import datetime

from services.reporter.entry import Entry, Reason
from services.reporter.report import Report
from services.reporter.rows import NOT_PLANNED, marked
from services.reporter.sheet import Cell, Shape, Sheet, SheetColumn, number_column
from services.reporter.wording import KINDS, RESULTS, platform_name
from shared.clock import local
from shared.contracts.target import TargetKind

_Rows = tuple[tuple[Cell, ...], ...]

_WHO = (SheetColumn("名称", 26), SheetColumn("类型", 11), SheetColumn("主办单位", 22), SheetColumn("分组", 12))
_REASON = (
    SheetColumn("指标", 16),
    SheetColumn("原因", 42),
    SheetColumn("检查指标", 30),
    SheetColumn("整改建议", 24),
    SheetColumn("指标编号", 22),
)
_EVIDENCE = (
    SheetColumn("依据", 30),
    SheetColumn("依据链接", 30, Shape.LINK),
    SheetColumn("查看时间", 17, Shape.MOMENT),
    SheetColumn("观测编号", 20),
)


def targets(name: str, kind: TargetKind) -> Callable[[Report], Sheet]:
    """The sheet of all registered targets of one kind."""

    def make(report: Report) -> Sheet:
        entries = [entry for entry in report.targets if entry.kind is kind]
        columns = (
            number_column("序号", 7),
            *_WHO,
            SheetColumn("网址", 40, Shape.LINK),
            SheetColumn("检查结果", 12),
            number_column("得分"),
        )
        rows: _Rows = tuple(
            (n, *_who(entry, report), entry.url, RESULTS[entry.result] if entry.result else NOT_PLANNED, entry.score)
            for n, entry in enumerate(entries, 1)
        )
        return Sheet(name, columns, rows)

    return make


def unqualified(report: Report) -> Sheet:
    """One row for each reason and each piece of evidence."""
    columns = (number_column("序号", 7), *_WHO, *_REASON, *_EVIDENCE)
    rows = [
        (n, *_who(entry, report), *_reason(reason), *evidence)
        for n, entry in enumerate(report.unqualified, 1)
        for reason in entry.reasons
        for evidence in _evidence(reason)
    ]
    return Sheet("不合格", columns, tuple(rows), "一个对象有几项原因、几条依据，就有几行；序号相同的是同一对象")


def undetermined(report: Report) -> Sheet:
    """Who could not be judged, and why."""
    columns = (number_column("序号", 7), *_WHO, SheetColumn("无法判定的原因", 60), SheetColumn("涉及指标", 50))
    rows: _Rows = tuple(
        (n, *_who(entry, report), entry.reason, "、".join(reason.title for reason in entry.reasons))
        for n, entry in enumerate(report.undetermined, 1)
    )
    return Sheet("无法判定", columns, rows, "无法判定的对象不计入检查数，也不作合格或不合格处理")


def monthly(report: Report) -> Sheet:
    """The accounts judged month by month."""
    months = sorted({month for entry in report.monthly for month in entry.months})
    columns = (
        number_column("序号", 7),
        SheetColumn("名称", 30),
        SheetColumn("平台", 12),
        SheetColumn("主办单位", 28),
        SheetColumn("分组", 14),
        *(SheetColumn(month, 12) for month in months),
    )
    rows: _Rows = tuple(
        (
            *(n, each.name, platform_name(each.platform, report.platform_names), each.unit, each.group),
            *(each.months.get(month, "—") for month in months),
        )
        for n, each in enumerate(report.monthly, 1)
    )
    return Sheet("月度", columns, rows)


def problems(report: Report) -> Sheet:
    """What was not met without failing the target."""
    columns = (number_column("序号", 7), *_WHO, *_REASON, number_column("分值", 8))
    rows: _Rows = tuple(
        (n, *_who(each, report), *_reason(each.reason), each.reason.points) for n, each in enumerate(report.problems, 1)
    )
    return Sheet("其他问题", columns, rows, "未达到指标要求、但不因此不合格的问题")


def near(report: Report) -> Sheet:
    """Limits that are close."""
    columns = (
        number_column("序号", 7),
        *_WHO,
        SheetColumn("指标", 22),
        SheetColumn("情况", 50),
        SheetColumn("已用限度", 10, Shape.SHARE),
    )
    rows: _Rows = tuple(
        (n, *_who(each, report), each.reason.title, each.reason.text, each.share)
        for n, each in enumerate(report.near, 1)
    )
    return Sheet("接近上限", columns, rows, "尚未超过限度，按预警线提示")


def _who(entry: Entry, report: Report) -> tuple[Cell, ...]:
    return (entry.name, _kind(entry, report), entry.unit, entry.group)


def _kind(entry: Entry, report: Report) -> str:
    return platform_name(entry.platform, report.platform_names) or KINDS[entry.kind]


def _reason(reason: Reason) -> tuple[Cell, ...]:
    return (reason.title, marked(reason), reason.limit, reason.remedy, reason.indicator)


def _evidence(reason: Reason) -> Iterable[tuple[Cell, ...]]:
    if not reason.evidence:
        return [(None, None, None, None)]
    return [(seen.text, seen.url, _moment(seen.observed_at), seen.event_id) for seen in reason.evidence]


def _moment(moment: datetime | None) -> datetime | None:
    """China's own time, as workbooks know no zones."""
    return local(moment).replace(tzinfo=None) if moment else None
