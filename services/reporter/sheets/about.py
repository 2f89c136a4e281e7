"""The sheets about the report itself: its internal checks and what it rests on."""

from services.reporter.report import Report
from services.reporter.sheet import Cell, Sheet, SheetColumn


def checks(report: Report) -> Sheet:
    """Every internal check, whether it holds or not."""
    columns = (SheetColumn("校验项", 50), SheetColumn("左值", 30), SheetColumn("右值", 30), SheetColumn("结果", 10))
    rows = tuple((each.text, each.left, each.right, "通过" if each.holds else "未通过") for each in report.checks)
    return Sheet("内部校验", columns, rows)


def corrections(report: Report) -> Sheet:
    """What this version says differently from the one before it."""
    before = report.corrects
    rows = tuple((line,) for line in before.lines) if before else ()
    note = f"第{report.version}版，替代第{before.version}版（sha256 {before.digest}）" if before else "第1版，没有更正"
    return Sheet("更正", (SheetColumn("更正内容", 100),), rows, note)


def about(report: Report) -> Sheet:
    """What the numbers rest on."""
    source = report.generated_from
    rows: list[tuple[Cell, ...]] = [
        ("通报", report.notice.title),
        ("检查时段", f"{report.period.first}至{report.period.last}"),
        *(("请注意", caution) for caution in report.cautions),
        ("指标体系", f"{report.regime}：{report.pack.id}（{report.pack.version}）"),
        ("观测记录（条）", source.events),
        ("观测摘要", source.digest),
        ("名录版本", source.registry_version),
        ("版本", f"第{report.version}版"),
        ("数据集（report.json）sha256", report.digest),
        ("合格率", "合格数／检查数；无法判定的不计入检查数；有一个不合格就不写100%"),
        *(
            ("暂定值※", f"{each.title}：{each.limit}（{each.indicator}，涉及{each.findings}个对象）")
            for each in report.placeholders_used
        ),
        *(("说明", note) for note in report.notes),
    ]
    return Sheet("数据说明", (SheetColumn("项目", 28), SheetColumn("内容", 100)), tuple(rows))
