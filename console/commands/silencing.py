"""`silence add | list | end`: what is not to be spoken of for a while."""

import uuid
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from console import command
from console.moments import moment
from console.session import Session
from services.notifier.adapters.mongo_silences import MongoSilences
from services.notifier.silence import LONGEST, Purpose, Silence
from shared import clock
from shared.clock import local
from shared.errors import BadInput
from shared.mongo import Database
from shared.registry.store import NoRegistry, load

app = typer.Typer(help="静默与维护窗口：在一段时间内不就某些问题发提醒，到期自动恢复。", no_args_is_help=True)


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - one argument an option
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help="到什么时候为止（必填）")],
    why: Annotated[str, typer.Option("--why", help="原因（必填）")],
    unit: Annotated[str | None, typer.Option("--unit", help="单位编号", show_default=False)] = None,
    target: Annotated[str | None, typer.Option("--target", help="网站或账号编号", show_default=False)] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="指标编号，可用 *", show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="从什么时候起（默认现在）")] = None,
    maintenance: Annotated[bool, typer.Option("--maintenance", help="单位已报备的维护")] = False,
    by: Annotated[str, typer.Option("--by", help="谁设置的")] = "",
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """设置静默：所列范围内的问题照常监测和记录，只是暂不提醒、不上报。

    示例：  xunjian silence add --target w-1 --until 2026-12-01 --why 机房搬迁 --maintenance
            xunjian silence add --indicator "website.deduct.*" --until 2026-12-01T18:00 --why 指标口径调整
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        now = clock.now()
        begins_at, ends_at = moment(since) if since else now, moment(until)
        _check(begins_at, ends_at, now=now, named=any((unit, target, indicator)), why=why)
        silence = Silence(
            id=uuid.uuid4().hex[:8],
            purpose=Purpose.MAINTENANCE if maintenance else Purpose.SILENCE,
            unit_id=unit,
            target_id=target,
            indicator=indicator,
            begins_at=begins_at,
            ends_at=ends_at,
            why=why.strip(),
            by=by.strip(),
            created_at=now,
        )
        async with session.database() as database:
            await _known(database, unit, target, now)
            await MongoSilences(database).add(silence)
        if session.as_json:
            session.print_json(silence.model_dump(mode="json"))
        else:
            session.out.print(f"已设置静默 {silence.id}，{local(ends_at):%Y-%m-%d %H:%M} 自动恢复")
        return command.OK

    command.run(session, work)


async def _known(database: Database, unit: str | None, target: str | None, now: datetime) -> None:
    """A slip of the pen would silence nobody, and nobody would notice.

    Raises:
        BadInput: the registry has no such unit or target.
    """
    try:
        registry = (await load(database, as_of_date=local(now).date())).registry
    except NoRegistry:
        return  # nobody is watched yet, so nobody is misspelt
    wrong = [f"--unit {unit}：名录中没有这个单位"] if unit and unit not in registry.units else []
    if target and target not in registry.websites and target not in registry.accounts:
        wrong.append(f"--target {target}：名录中没有这个网站或账号")
    if wrong:
        raise BadInput("静默没有设置", wrong)


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="连同已结束的")] = False,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """列出静默与维护窗口。

    示例：  xunjian silence list
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        now = clock.now()
        async with session.database() as database:
            found = [s for s in await MongoSilences(database).all() if everything or s.ends_at > now]
        if session.as_json:
            session.print_json([one.model_dump(mode="json") for one in found])
        else:
            session.out.print(_table(found) if found else "没有静默")
        return command.OK

    command.run(session, work)


@app.command("end")
def end(
    silence_id: Annotated[str, typer.Argument(metavar="ID")], home: command.Home = None, as_json: command.Json = False
) -> None:
    """提前结束静默；其间的问题在十分钟内恢复提醒。

    示例：  xunjian silence end 1a2b3c4d
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            if not await MongoSilences(database).end(silence_id, clock.now()):
                raise BadInput(f"没有生效中的静默 {silence_id}；用 xunjian silence list 查看")
        if session.as_json:
            session.print_json({"ended": silence_id})
        else:
            session.out.print(f"已结束静默 {silence_id}")
        return command.OK

    command.run(session, work)


def _check(begins_at: datetime, ends_at: datetime, *, now: datetime, named: bool, why: str) -> None:
    mistakes = []
    if not named:
        mistakes.append("请至少用 --unit、--target、--indicator 之一说明范围：静默全部等于关闭系统")
    if ends_at <= max(begins_at, now):
        mistakes.append("--until：应晚于开始时间和现在")
    if ends_at - begins_at > LONGEST:
        mistakes.append(f"--until：一次最长 {LONGEST.days} 天，到期可再次设置")
    if not why.strip():
        mistakes.append("--why：请写明原因，供事后查对")
    if mistakes:
        raise BadInput("静默没有设置", mistakes)


def _table(found: list[Silence]) -> Table:
    table = Table()
    for heading in ("编号", "类别", "单位", "对象", "指标", "起", "止", "原因", "设置人"):
        table.add_column(heading, overflow="fold")
    for one in found:
        words = "维护" if one.purpose is Purpose.MAINTENANCE else "静默"
        times = (local(at).strftime("%m-%d %H:%M") for at in (one.begins_at, one.ends_at))
        table.add_row(
            one.id, words, one.unit_id or "", one.target_id or "", one.indicator or "", *times, one.why, one.by
        )
    return table
