"""What went wrong, by theme: the paragraphs under 存在的问题, each problem with its targets, dates and numbers."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from services.reporter.entry import Entry, Reason
from services.reporter.report import Report
from services.reporter.rows import marked
from services.reporter.wording import platform_name, sentence
from shared.contracts.target import TargetKind

EXAMPLES = 5
"""How many targets a paragraph names for one problem; the annexes name them all."""


@dataclass(frozen=True)
class Trouble:
    """One indicator and those who did not meet it."""

    title: str
    is_veto: bool
    limit: str
    examples: tuple[str, ...]
    first: tuple[Entry, ...]
    """The targets of the examples."""
    websites: int
    accounts: int

    @property
    def amount(self) -> str:
        """Such as 2家网站、3个政务新媒体账号."""
        parts = []
        if self.websites:
            parts.append(f"{self.websites}家网站")
        if self.accounts:
            parts.append(f"{self.accounts}个政务新媒体账号")
        return "、".join(parts)

    @property
    def more(self) -> int:
        """How many are not among the examples."""
        return self.websites + self.accounts - len(self.examples)

    @property
    def told(self) -> str:
        """The whole problem as one sentence."""
        rest = f"；其余{self.more}个详见附件或工作台账" if self.more else ""
        return f"{self.amount}存在“{self.title}”问题：{'；'.join(self.examples)}{rest}。"


@dataclass
class Theme:
    """One paragraph."""

    title: str
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def told(self) -> str:
        """All its problems."""
        return "".join(trouble.told for trouble in self.troubles)


def themes(report: Report, kind: TargetKind | None = None) -> tuple[Theme, ...]:
    """The themes that occur, in the order of the list of themes; of websites or of accounts only, if one is named."""
    found: dict[str, list[tuple[Entry, Reason]]] = {}
    for entry, reason in _all(report):
        if kind is None or entry.kind is kind:
            found.setdefault(reason.indicator, []).append((entry, reason))
    paragraphs = {title: Theme(title) for title, _ in _known_themes()}
    for indicator in sorted(found, key=lambda each: (found[each][0][1].kind != "veto", each)):
        paragraphs[theme_of(indicator)].troubles.append(_trouble(found[indicator], report))
    return tuple(theme for theme in paragraphs.values() if theme.troubles)


def called(entry: Entry, report: Report) -> str:
    """A target as a sentence names it: “名称”网站, “名称”（微博）."""
    if entry.kind is TargetKind.WEBSITE:
        return f"“{entry.name}”" if entry.name.endswith(("网", "网站")) else f"“{entry.name}”网站"
    return f"“{entry.name}”（{platform_name(entry.platform, report.platform_names) or '政务新媒体'}）"


def quoted(entry: Entry, report: Report) -> str:
    """A target all in quotes, as a list without commas names it: “名称网站”, “名称”微博."""
    if entry.kind is TargetKind.WEBSITE:
        return f"“{entry.name}”" if entry.name.endswith(("网", "网站")) else f"“{entry.name}网站”"
    return f"“{entry.name}”{platform_name(entry.platform, report.platform_names) or '政务新媒体'}"


def _all(report: Report) -> Iterator[tuple[Entry, Reason]]:
    for failed in report.unqualified:
        for reason in failed.reasons:
            yield failed, reason
    for problem in report.problems:
        yield problem, problem.reason


def _trouble(cases: list[tuple[Entry, Reason]], report: Report) -> Trouble:
    first = cases[0][1]
    websites = sum(1 for entry, _ in cases if entry.kind is TargetKind.WEBSITE)
    return Trouble(
        title=first.title or first.indicator,
        is_veto=first.kind == "veto",
        limit=sentence(first.limit),
        examples=tuple(_example(entry, reason, report) for entry, reason in cases[:EXAMPLES]),
        first=tuple(entry for entry, _ in cases[:EXAMPLES]),
        websites=websites,
        accounts=len(cases) - websites,
    )


def _example(entry: Entry, reason: Reason, report: Report) -> str:
    text = marked(reason).removeprefix(f"{reason.title}：")
    owner = "" if entry.unit == entry.name else entry.unit
    return f"{owner}{called(entry, report)}{text}"


def theme_titles() -> tuple[str, ...]:
    """All themes, in their order."""
    return tuple(title for title, _ in _known_themes())


def theme_of(indicator: str) -> str:
    """The theme an indicator belongs to."""
    return next(title for title, prefixes in _known_themes() if indicator.startswith(prefixes))


@cache
def _known_themes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("services.reporter").joinpath("templates/themes.toml").read_text(encoding="utf-8")
    return tuple((theme["title"], tuple(theme["indicators"])) for theme in tomllib.loads(text)["theme"])
