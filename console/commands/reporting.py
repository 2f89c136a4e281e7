"""`report`: write a period down."""

import time
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from console import command
from console.moments import period
from console.session import Session
from shared import clock
from shared.bus import Bus
from shared.contracts import ReportReady, ReportRequested
from shared.errors import BadInput, XunjianError


def report(
    label: Annotated[str, typer.Argument(metavar="PERIOD", help="如 2023Q4、2023-10、2023", show_default=False)],
    regime: Annotated[str, typer.Option("--regime", help="指标体系，如 national、qiandongnan")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹", show_default=False)],
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日", show_default=False)
    ] = None,
    to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日（含）", show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", help="最多等多少秒")] = 600,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """编写一个时期的通报：report.json notice.docx annex.xlsx report.html notice.pdf，数字全部出自同一数据集。

    时期尚未结束的，写成的是阶段性通报，各处都会注明；尚未开始的不写。

    示例：  xunjian report 2023Q4 --regime qiandongnan --from 2023-08-01 --to 2023-10-31 --out 通报/
            xunjian report 2026Q3 --regime national --out q3/
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        first, last = days_of(label, from_, to)
        target = out.expanduser().absolute()
        if target.exists() and not target.is_dir():
            raise BadInput(f"--out {out}：已有同名文件，应为文件夹")
        request = ReportRequested(
            report_id=f"{label}-{regime}-{uuid.uuid4()}",
            label=label,
            regime=regime,
            period_from=first,
            period_to=last,
            out=str(target),
            requested_at=clock.now(),
        )
        started = time.monotonic()
        async with session.bus() as bus:
            with session.err.status("正在评判与编写……") if session.interactive else nullcontext():
                ready = await _written(bus, request, timeout)
        if ready.problem:
            raise BadInput(ready.problem)
        still_runs = last >= clock.local(request.requested_at).date()
        if session.as_json:
            facts = {"report_id": ready.report_id, "files": list(ready.files), "digest": ready.digest}
            session.print_json({**facts, "provisional": still_runs})
        else:
            if still_runs:
                session.out.print(f"注意：时期到 {last} 才结束，写成的是截至目前的阶段性通报")
            session.out.print(f"通报已写好（{time.monotonic() - started:.1f} 秒），数据摘要 {ready.digest}")
            for line in _listed(ready.files):
                session.out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
        return command.OK

    command.run(session, work)


def _listed(files: Sequence[str]) -> list[str]:
    """The files of the report itself; those of a folder below it, such as one for each unit, as one line."""
    folder = Path(files[0]).parent if files else Path()
    below = Counter(str(folder / Path(path).relative_to(folder).parts[0]) for path in files)
    return [path if path in files else f"{path}/（{count} 个文件）" for path, count in below.items()]


def days_of(label: str, from_: datetime | None, to: datetime | None) -> tuple[date, date]:
    """First and last day of a period: as they were given, else as its label says.

    Raises:
        BadInput: they say nothing, or contradict each other.
    """
    if bool(from_) != bool(to):
        raise BadInput("--from 与 --to 须同时给出")
    first, last = (from_.date(), to.date()) if from_ and to else period(label)
    if first > last:
        raise BadInput(f"--from {first} 晚于 --to {last}")
    return first, last


async def _written(bus: Bus, request: ReportRequested, seconds: float) -> ReportReady:
    answers = await bus.js.subscribe(f"{ReportReady.TYPE}.{request.report_id}", ordered_consumer=True)
    await bus.publish(request)
    try:
        return ReportReady.read((await answers.next_msg(timeout=seconds)).data)
    except TimeoutError as error:
        raise XunjianError(f"{seconds:g} 秒内没有写好：用 xunjian status 看各服务是否就绪；通报会继续编写") from error
    finally:
        await answers.unsubscribe()
