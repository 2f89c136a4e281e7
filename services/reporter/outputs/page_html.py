"""report.html: one page that needs nothing else, for a phone, a desk and paper; every number opens to its grounds."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from services.reporter.charts import Bar, Point, Slice, bars, trend_line
from services.reporter.entry import Entry, Reason
from services.reporter.report import Report
from services.reporter.rows import NOT_PLANNED, marked
from services.reporter.tally import Counts, TrendPoint
from services.reporter.themes import called
from services.reporter.wording import (
    CATEGORIES,
    KINDS,
    PLACEHOLDER_MARK,
    RESULTS,
    STEPS,
    chinese_date,
    chinese_days,
    platform_name,
)
from shared.clock import local
from shared.contracts.target import Result, TargetKind

GREEN, RED, GREY = "#2e7d32", "#c62828", "#757575"


class PageHtml:
    """The page a leader opens on the phone and an official opens beside the notice."""

    name = "page_html"
    filename = "report.html"

    def render(self, report: Report) -> bytes:
        """The whole page: no script, nothing loaded, everything from the web escaped."""
        page = _template().render(
            report=report,
            scopes=(
                ("网站", "家", report.websites, TargetKind.WEBSITE),
                ("新媒体", "个", report.accounts, TargetKind.ACCOUNT),
            ),
            charts=_charts(report),
            by_unit=_by_unit(report),
            months=sorted({month for entry in report.monthly for month in entry.months}),
            changes=_changes(report),
            days=chinese_days(report.period.first, report.period.last),
            issued_on=chinese_date(report.notice.issued_on) if report.notice.issued_on else "",
            broken_checks=[check for check in report.checks if not check.holds],
            kind_name=lambda entry: platform_name(entry.platform, report.platform_names) or KINDS[entry.kind],
            called=lambda entry: called(entry, report),
        )
        return page.encode()


def _charts(report: Report) -> dict[str, Markup]:
    names = report.platform_names
    rows = [("政府网站", report.websites), ("政务新媒体", report.accounts)]
    rows += [(platform_name(platform, names) or "其他平台", n) for platform, n in report.accounts.by_platform.items()]
    failing = sorted(
        (each for each in report.indicators if each.not_met), key=lambda each: (-each.not_met, each.indicator)
    )
    drawn = {
        "results": bars("检查结果", [_counted(label, n) for label, n in rows if n.planned]),
        "indicators": bars(
            "不达标对象数（按指标）",
            [Bar(each.title, (Slice(each.not_met, RED, "不达标"),), str(each.not_met)) for each in failing],
            is_share=False,
        ),
        "websites": trend_line("政府网站合格率", [_point(p, p.websites) for p in report.trend], color="#1f4e79"),
        "accounts": trend_line("政务新媒体合格率", [_point(p, p.accounts) for p in report.trend], color="#6a1b9a"),
    }
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - drawn and escaped in charts.py


def _counted(label: str, n: Counts) -> Bar:
    slices = (
        Slice(n.qualified, GREEN, "合格"),
        Slice(n.unqualified, RED, "不合格"),
        Slice(n.undetermined, GREY, "无法判定"),
    )
    return Bar(label, slices, n.pass_rate)


def _point(point: TrendPoint, n: Counts) -> Point:
    return Point(point.label, n.qualified / n.checked if n.checked else None, n.pass_rate)


def _by_unit(report: Report) -> list[tuple[str, list[tuple[Entry, Reason]]]]:
    """The problems of each unit, the unit with most of them first."""
    units: dict[str, list[tuple[Entry, Reason]]] = {}
    names: dict[str, str] = {}
    cases: list[tuple[Entry, Reason]] = [(entry, reason) for entry in report.unqualified for reason in entry.reasons]
    cases += [(problem, problem.reason) for problem in report.problems]
    for entry, reason in cases:
        units.setdefault(entry.unit_id, []).append((entry, reason))
        names[entry.unit_id] = entry.unit
    ordered = sorted(units.items(), key=lambda unit: (-len(unit[1]), unit[0]))
    return [(names[unit_id], troubles) for unit_id, troubles in ordered]


def _changes(report: Report) -> list[tuple[str, Any]]:
    changes = report.changes_since_last
    return [
        ("新增不合格", changes.new),
        ("已整改合格", changes.mended),
        ("仍不合格", changes.still),
        ("上期不合格、本期无法判定", changes.unseen),
        ("上期不合格、已不在本期检查范围", changes.gone),
    ]


@cache
def _template() -> Template:
    pages = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters["marked"] = marked
    pages.filters["moment"] = lambda moment: local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
    pages.filters["category"] = lambda category: CATEGORIES.get(category, category)
    pages.filters["step"] = lambda step: STEPS.get(step, step)
    pages.filters["result"] = lambda result: RESULTS[Result(result)] if result else NOT_PLANNED
    pages.globals["mark"] = PLACEHOLDER_MARK
    text = files("services.reporter").joinpath("templates/page.html").read_text(encoding="utf-8")
    return pages.from_string(text)
