"""The sheets that count: overview, indicators, scores, publication, changes, what units were told."""

from services.reporter.report import Report
from services.reporter.rows import marked
from services.reporter.sheet import Cell, Shape, Sheet, SheetColumn, number_column
from services.reporter.tally import Counts, Unreachable
from services.reporter.wording import CATEGORIES, KEPT, KINDS, STEPS, told_apart
from shared.channel_names import CHANNELS

_Rows = tuple[tuple[Cell, ...], ...]

OVERVIEW = "总体情况"
INDICATORS = "按指标"

_COUNT_COLUMNS = (
    *(number_column(word) for word in ("在册", "应检查", "检查", "合格", "不合格", "无法判定")),
    SheetColumn("合格率", 10),
    SheetColumn("合格率（数值）", 14, Shape.SHARE),
)
_PROVENANCE = {"text": "文件原文", "notice": "通报实例", "placeholder": "暂定值※"}


def overview(report: Report) -> Sheet:
    """How many stand how: all, by platform, by group."""
    rows: list[tuple[Cell, ...]] = [
        ("政府网站", *_counts(report.websites)),
        ("政务新媒体", *_counts(report.accounts)),
    ]
    for platform, n in report.accounts.by_platform.items():
        rows.append((f"政务新媒体·{told_apart(platform, report.platform_names)}", *_counts(n)))
    for group in report.groups:
        rows.append((f"{group.group}·政府网站", *_counts(group.websites)))
        rows.append((f"{group.group}·政务新媒体", *_counts(group.accounts)))
    return Sheet(
        OVERVIEW,
        (SheetColumn("范围", 30), *_COUNT_COLUMNS),
        tuple(rows),
        "；".join((*report.cautions, "合格率以文本列示，按本指标体系的进位规则；数值列供筛选和计算")).replace(
            "。；", "；"
        ),
    )


def indicators(report: Report) -> Sheet:
    """How often each indicator was not met."""
    columns = (
        SheetColumn("指标", 26),
        number_column("不达标"),
        number_column("无法判定"),
        SheetColumn("检查指标", 50),
        SheetColumn("数值来源", 12),
        SheetColumn("编号", 36),
    )
    rows: _Rows = tuple(
        (
            each.title,
            each.not_met,
            each.undetermined,
            each.limit,
            _PROVENANCE.get(each.provenance, each.provenance),
            each.indicator,
        )
        for each in report.indicators
    )
    return Sheet(INDICATORS, columns, rows)


def scores(report: Report) -> Sheet:
    """The scored units."""
    columns = (
        number_column("序号", 7),
        SheetColumn("单位", 30),
        SheetColumn("分组", 14),
        SheetColumn("网站", 30),
        number_column("得分"),
        SheetColumn("得分扣分情况", 80),
    )
    rows: _Rows = tuple(
        (n, each.unit, each.group, each.target, each.score, "；".join(f"{i.points:+g} {i.why}" for i in each.items))
        for n, each in enumerate(report.scores, 1)
    )
    return Sheet("得分", columns, rows)


def publication(report: Report) -> Sheet:
    """What each unit published."""
    categories = list(report.publication.by_category)
    columns = (
        number_column("序号", 7),
        SheetColumn("单位", 30),
        number_column("合计"),
        *(number_column(CATEGORIES.get(category, category), 12) for category in categories),
    )
    rows: _Rows = tuple(
        (n, unit.unit, unit.count, *(unit.by_category.get(category, 0) for category in categories))
        for n, unit in enumerate(report.publication.by_unit, 1)
    )
    return Sheet("信息发布", columns, rows, f"本期看到的发布总数：{report.publication.total}")


def changes(report: Report) -> Sheet:
    """This period beside the one before."""
    changes = report.changes_since_last
    kinds = (
        ("新增不合格", changes.new),
        ("已整改合格", changes.mended),
        ("仍不合格", changes.still),
        ("本期无法判定", changes.unseen),
        ("不在本期范围", changes.gone),
    )
    columns = (SheetColumn("变化", 16), SheetColumn("名称", 30), SheetColumn("类型", 12), SheetColumn("主办单位", 28))
    rows: _Rows = tuple((word, each.name, KINDS[each.kind], each.unit) for word, entries in kinds for each in entries)
    note = f"与{changes.previous}相比" if changes.previous else "没有上期报告，无从比较"
    return Sheet("变化", columns, rows, note)


def told(report: Report) -> Sheet:
    """What units were told, letters, tickets, letter tests."""
    told, letters = report.warnings, report.messages
    rows: list[tuple[Cell, ...]] = [
        ("提醒和问题通知（次）", told.sent),
        ("整改恢复通知（次）", told.recovered),
        ("通知到的单位（个）", told.units),
        ("未能送达（次）", told.failed),
        *((f"其中：{STEPS.get(step, step)}（次）", number) for step, number in told.by_step.items()),
        ("联系方式失效或未登记（个）", len(told.unreachable)),
        *((f"其中：{_address(one)}", None) for one in told.unreachable),
        ("网民留言：尚未答复（件）", letters.open),
        ("网民留言：超期（件）", letters.overdue),
        ("网民留言：已答复（件）", letters.answered),
        ("网民留言：答复用时中位数（天）", letters.median_days),
        ("找错留言：受理（条）", report.tickets.received),
        ("找错留言：属实（条）", report.tickets.valid),
        ("找错留言：逾期（条）", report.tickets.overdue),
        ("信件测试：测试网站（家）", report.letters.tested),
        ("信件测试：及时回复（家）", report.letters.in_time),
        ("信件测试：未及时回复（家）", report.letters.late),
        ("信件测试：未回复（家）", report.letters.never),
        ("信件测试：功能不可用（家）", report.letters.broken),
    ]
    return Sheet("提醒与留言", (SheetColumn("项目", 34), number_column("数量", 12)), tuple(rows))


def supervision(report: Report) -> Sheet:
    """The regulator's own work."""
    columns = (
        SheetColumn("事项", 26),
        SheetColumn("结果", 12),
        SheetColumn("情况", 60),
        SheetColumn("规定", 50),
        SheetColumn("怎样整改", 36),
        number_column("扣（加）分"),
        SheetColumn("编号", 28),
    )
    rows: _Rows = tuple(
        (one.title, KEPT[duty.outcome], marked(one), one.limit, one.remedy, one.points, one.indicator)
        for duty in report.supervision
        for one in [duty.reason]
    )
    return Sheet("监管工作", columns, rows, "" if rows else "只检查部分对象，或本指标体系不检查监管工作")


def _address(one: Unreachable) -> str:
    way = " ".join(filter(None, (CHANNELS.get(one.channel, one.channel), one.contact)))
    return f"{one.unit} {way}（{one.since}，{one.why}）"


def _counts(n: Counts) -> tuple[Cell, ...]:
    share = n.qualified / n.checked if n.checked else None
    return (n.registered, n.planned, n.checked, n.qualified, n.unqualified, n.undetermined, n.pass_rate, share)
