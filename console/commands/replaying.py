"""`replay`: publish recorded observations."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.progress import Progress

from console import command
from console.awaiting import new_dead_letters, until_judged
from console.recorded import BadLine, RecordedEvent, read_line
from console.session import Session
from shared.bus import Bus
from shared.errors import BadInput

_CHUNK = 256
_SHOWN = 50


@dataclass
class Tally:
    """What became of the lines."""

    ids: list[str] = field(default_factory=list)
    mistakes: list[dict[str, Any]] = field(default_factory=list)


def replay(
    file: Annotated[Path, typer.Argument(help="NDJSON 文件：每行一个 CloudEvents 1.0 事件", show_default=False)],
    wait: Annotated[bool, typer.Option("--wait", help="等到全部评判完毕再返回")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="--wait 最多等多少秒")] = 600,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """回放记录下来的观测：历史数据、授权导出、其他系统的数据。同一事件回放多次等于一次。

    坏行逐行报告行号与原因，好行照常发布；有坏行时退出码为 2。

    示例：  xunjian replay 一周探测.ndjson --wait
    """
    session = Session.of(home, as_json=as_json)
    size = file.stat().st_size if file.is_file() else None

    async def work(session: Session) -> int:
        if size is None:
            raise BadInput(f"找不到文件 {file}")
        async with session.database() as database, session.bus() as bus, new_dead_letters(bus) as dead:
            with Progress(console=session.err, disable=not session.interactive, transient=True) as progress:
                tally = await _publish(bus, file, size, progress)
                waited = None
                if wait:
                    task = progress.add_task("正在评判", total=len(set(tally.ids)))
                    waited = await until_judged(
                        database,
                        tally.ids,
                        dead,
                        by="_id",
                        seconds=timeout,
                        progress=lambda done: progress.update(task, completed=done),
                    )
        refused = dict(waited.dead) if waited else {}
        missing = len(waited.missing) if waited else 0
        _tell(session, tally, refused, missing)
        if tally.mistakes:
            return command.USAGE
        return command.FAILURE if refused or missing else command.OK

    command.run(session, work)


async def _publish(bus: Bus, file: Path, size: int, progress: Progress) -> Tally:
    tally = Tally()
    task = progress.add_task("正在发布", total=size)
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        for chunk, read in _chunks(lines, tally):
            await asyncio.gather(*(bus.publish(one.event, event_id=one.id) for one in chunk))
            tally.ids.extend(one.id for one in chunk)
            progress.advance(task, read)
    return tally


def _chunks(lines: TextIO, tally: Tally) -> Iterator[tuple[list[RecordedEvent], int]]:
    chunk: list[RecordedEvent] = []
    size = 0
    for number, line in enumerate(lines, start=1):
        size += len(line.encode())
        if not line.strip():
            continue
        try:
            chunk.append(read_line(line))
        except BadLine as error:
            tally.mistakes.append({"line": number, "reason": str(error)})
        if len(chunk) >= _CHUNK:
            yield chunk, size
            chunk, size = [], 0
    yield chunk, size


def _tell(session: Session, tally: Tally, refused: dict[str, str], missing: int) -> None:
    if session.as_json:
        session.print_json(
            {
                "published": len(tally.ids),
                "distinct": len(set(tally.ids)),
                "bad_lines": tally.mistakes,
                "refused": refused,
                "not_judged_in_time": missing,
            }
        )
        return
    session.out.print(f"已发布 {len(tally.ids)} 条观测（去重后 {len(set(tally.ids))} 条）")
    for mistake in tally.mistakes[:_SHOWN]:
        session.err.print(f"第 {mistake['line']} 行：{mistake['reason']}", markup=False)
    if len(tally.mistakes) > _SHOWN:
        session.err.print(f"……另有 {len(tally.mistakes) - _SHOWN} 行有误（--json 可看全部）")
    for event_id, reason in refused.items():
        session.err.print(f"{event_id} 被拒收，见 xunjian dead-letters list：{reason}", markup=False)
    if missing:
        session.err.print(f"{missing} 条在限定时间内未评判完毕；稍后可用 xunjian verdicts 查看")
