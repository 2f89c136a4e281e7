"""report.html: one page that needs nothing else, for a phone, a desk and paper; every number opens to its grounds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from services.reporter.charts import Bar, Point, Slice, bars, trend_line
from services.reporter.entry import Entry, Listed
from services.reporter.problem_map import problem_map
from services.reporter.report import Report
from services.reporter.rows import NOT_PLANNED, marked
from services.reporter.tally import Counts, TrendPoint
from services.reporter.themes import called
from services.reporter.wording import (
    CATEGORIES,
    KEPT,
    KINDS,
    PLACEHOLDER_MARK,
    RESULTS,
    STEPS,
    chinese_date,
    chinese_days,
    platform_name,
    told_apart,
)
from shared.channel_names import CHANNELS
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
            map=problem_map(report),
            scopes_below=_scopes_below(report),
            anchors=_anchors(report),
            target=_finder(report),
            is_public=report.edition == "public",
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
    rows += [(told_apart(platform, names), n) for platform, n in report.accounts.by_platform.items()]
    failing = sorted(
        (each for each in report.indicators if each.not_met), key=lambda each: (-each.not_met, each.indicator)
    )
    drawn = {
        "results": bars("检查结果", [_counted(label, n) for label, n in rows if n.planned]),
        "groups": bars("各组检查结果", _group_bars(report)),
        "indicators": bars(
            "不达标对象数（按指标）",
            [Bar(each.title, (Slice(each.not_met, RED, "不达标"),), str(each.not_met)) for each in failing],
            is_share=False,
        ),
        "websites": trend_line("政府网站合格率", [_point(p, p.websites) for p in report.trend], color="#1f4e79"),
        "accounts": trend_line("政务新媒体合格率", [_point(p, p.accounts) for p in report.trend], color="#6a1b9a"),
    }
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - drawn and escaped in charts.py


def _group_bars(report: Report) -> list[Bar]:
    bars = []
    for group in report.groups:
        bars += [_counted(f"{group.group}网站", group.websites)] if group.websites.planned else []
        bars += [_counted(f"{group.group}新媒体", group.accounts)] if group.accounts.planned else []
    return bars


def _counted(label: str, n: Counts) -> Bar:
    slices = (
        Slice(n.qualified, GREEN, "合格"),
        Slice(n.unqualified, RED, "不合格"),
        Slice(n.undetermined, GREY, "无法判定"),
    )
    return Bar(label, slices, n.pass_rate)


def _point(point: TrendPoint, n: Counts) -> Point:
    return Point(point.label, n.qualified / n.checked if n.checked else None, n.pass_rate)


@dataclass(frozen=True)
class Scope:
    """One platform or one group: its counts and who is behind them."""

    anchor: str
    label: str
    kind: TargetKind
    counts: Counts
    failed: tuple[Entry, ...]
    unseen: tuple[Entry, ...]


def _scopes_below(report: Report) -> list[Scope]:
    """Every platform, then every group of units with its websites and its accounts."""
    scopes = [
        _scope(report, f"政务新媒体·{told_apart(platform, report.platform_names)}", counts, _on(platform))
        for platform, counts in report.accounts.by_platform.items()
    ]
    for group in report.groups:
        for kind, counts in ((TargetKind.WEBSITE, group.websites), (TargetKind.ACCOUNT, group.accounts)):
            if counts.registered:
                label = f"{group.group}·{KINDS[kind]}"
                scopes.append(_scope(report, label, counts, _in_group(group.group, kind)))
    return [replace(scope, anchor=f"scope-{place}") for place, scope in enumerate(scopes, 1)]


def _on(platform: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.kind is TargetKind.ACCOUNT and (entry.platform or "") == platform


def _in_group(group: str, kind: TargetKind) -> Callable[[Entry], bool]:
    return lambda entry: entry.kind is kind and entry.group == group


def _scope(report: Report, label: str, counts: Counts, belongs: Callable[[Entry], bool]) -> Scope:
    failed = tuple(entry for entry in report.unqualified if belongs(entry))
    unseen = tuple(entry for entry in report.undetermined if belongs(entry))
    kind = TargetKind.WEBSITE if label.endswith(KINDS[TargetKind.WEBSITE]) else TargetKind.ACCOUNT
    return Scope("", label, kind, counts, failed, unseen)


def _finder(report: Report) -> Callable[[str, str], Listed | None]:
    """The target an indicator speaks of: ids of websites and accounts are told apart by the indicator."""
    named = {(entry.kind, entry.id): entry for entry in report.targets}

    def find(indicator: str, target_id: str) -> Listed | None:
        kind = TargetKind.ACCOUNT if indicator.startswith("account.") else TargetKind.WEBSITE
        return named.get((kind, target_id)) or next(
            (named[k, target_id] for k in TargetKind if (k, target_id) in named), None
        )

    return find


def _anchors(report: Report) -> dict[tuple[TargetKind, str], str]:
    """Where the page tells of a target that failed or could not be judged."""
    failed = {(entry.kind, entry.id): f"failed-{place}" for place, entry in enumerate(report.unqualified, 1)}
    unseen = {(entry.kind, entry.id): f"unseen-{place}" for place, entry in enumerate(report.undetermined, 1)}
    return failed | unseen


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
    pages.filters["channel"] = lambda channel: CHANNELS.get(channel, channel)
    pages.filters["step"] = lambda step: STEPS.get(step, step)
    pages.filters["result"] = lambda result: RESULTS[Result(result)] if result else NOT_PLANNED
    pages.filters["kept"] = lambda outcome: KEPT[outcome]
    pages.globals["mark"] = PLACEHOLDER_MARK
    text = files("services.reporter").joinpath("templates/page.html").read_text(encoding="utf-8")
    return pages.from_string(text)
