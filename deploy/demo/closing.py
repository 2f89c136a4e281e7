"""What the demo ends with: the table of verdicts, the mails that arrived, the report."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from rich.cells import chop_cells
from rich.table import Table
from rich.text import Text

from deploy.demo.expected import REPORT_FILES
from deploy.demo.post_office import Mail
from deploy.demo.province import ACCOUNTS
from deploy.demo.screen import Screen
from deploy.demo.watch import STYLES, WORDS
from shared.contracts.target import Outcome
from shared.contracts.verdicts import IndicatorKind, Verdict
from shared.registry.schema import PLATFORMS

_MARKS = {Outcome.NOT_MET: "✗", Outcome.UNDETERMINED: "?"}
_LINES = 12
_TELLING = re.compile(r"[一二三四五六七八九]、|\d+\. |查见情况|当前情况|最新情况|责任单位")
"""Of a mail: its sections, its points, and what was found."""

_PLATFORMS = {account.id: PLATFORMS[account.platform][0] for account in ACCOUNTS}
_OTHER_COLUMNS = 48
"""Cells that the table needs beside the reasons. These are folded by us: rich breaks at blanks, Chinese anywhere."""


def show_verdicts(screen: Screen, verdicts: Iterable[Verdict]) -> None:
    """One row for each target, with its reasons."""
    screen.heading("各目标的判定")
    width = max(40, screen.out.width - _OTHER_COLUMNS)
    table = Table(show_lines=False, expand=False)
    for name in ("编号", "名称", "判定", "依据"):
        table.add_column(name, overflow="fold", no_wrap=name in {"编号", "判定"})
    for verdict in verdicts:
        word = Text(WORDS[verdict.result], style=STYLES[verdict.result])
        grounds = Text("\n".join(line for ground in _grounds(verdict) for line in chop_cells(ground, width)))
        table.add_row(verdict.target_id, _name(verdict), word, grounds)
    screen.out.print(table)


def _name(verdict: Verdict) -> str:
    platform = _PLATFORMS.get(verdict.target_id)
    return f"{verdict.target_name}（{platform}）" if platform else verdict.target_name


def _grounds(verdict: Verdict) -> Iterator[str]:
    """Each broken or open veto with what was found; of lesser findings the names, for they decide nothing here."""
    vetoes = [finding for finding in verdict.findings if finding.kind is IndicatorKind.VETO]
    for outcome, mark in _MARKS.items():
        yield from (f"{mark} {f.title}：{f.text}" for f in vetoes if f.outcome is outcome)
    for finding in verdict.findings:
        if finding.outcome is Outcome.MET and finding.near and finding.near.warn:
            yield f"! 预警·{finding.title}：{finding.near.text}"
    lesser = [f for f in verdict.findings if f.outcome is Outcome.NOT_MET and f.kind is not IndicatorKind.VETO]
    if lesser:
        yield f"- 另有扣分与提示 {len(lesser)} 项：{'、'.join(finding.title for finding in lesser)}"


def show_mails(screen: Screen, mails: list[Mail]) -> None:
    """Every mail that arrived: to whom, about what, and how it begins."""
    screen.heading(f"真正送达的邮件：{len(mails)} 封")
    for mail in mails:
        screen.out.print(f"收件人  {'、'.join(mail.to)}", markup=False, soft_wrap=True)
        screen.out.print(f"主题    {mail.subject}", markup=False, soft_wrap=True, style="bold")
        for line in islice(_telling_lines(mail), _LINES):
            screen.out.print(f"        {line}", markup=False, soft_wrap=True, style="dim")
        screen.out.print()


def _telling_lines(mail: Mail) -> Iterator[str]:
    """The first sentence, and every heading with what was found below it: the lines that tell what it is about."""
    lines = [line.strip() for line in mail.text.splitlines() if line.strip()]
    yield from lines[1:2]
    yield from (line for line in lines[2:] if _TELLING.match(line))


def show_report(screen: Screen, folder: Path) -> None:
    """Where the report lies."""
    screen.heading("季度通报")
    for name in REPORT_FILES:
        screen.out.print(f"  {folder / name}", markup=False, soft_wrap=True)
