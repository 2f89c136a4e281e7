"""`evidence show | verify`: what a finding rests on, and that nobody changed it since."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from console import command
from console.session import Session
from shared import clock
from shared.errors import BadInput
from shared.evidence import EvidenceStore
from shared.evidence_check import Checked, State, check

_ORPHANED = "有网页原文而没有任何记录与清单：记录与清单被取走"
_STATES = {State.SEALED: "已封存，完好", State.OPEN: "尚未封存，现有的记录与原文相符", State.DAMAGED: "已损坏"}

app = typer.Typer(help="证据：访问当时的原始响应，及逐日相连的清单。", no_args_is_help=True)

Dir = Annotated[
    Path | None,
    typer.Option(
        "--dir", envvar="XUNJIAN_CRAWLER_EVIDENCE_DIR", help="证据目录（默认在数据目录下）", show_default=False
    ),
]


@app.command("show")
def show(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="判定或邮件中的证据编号")],
    out: Annotated[Path | None, typer.Option("--out", help="把原始响应写到这个文件夹", show_default=False)] = None,
    folder: Dir = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """显示一条证据：时间、地址、响应头、证书，以及原始内容的摘要。

    示例：  xunjian evidence show 2026-11-02-0123456789abcdef0123456789abcdef --out 证据/
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        found = _store(session, folder).show(record_id)
        session.print_json({"record": found.record, "bodies": {name: len(body) for name, body in found.bodies.items()}})
        if out:
            out.mkdir(parents=True, exist_ok=True)
            for name, body in found.bodies.items():
                (out / name).write_bytes(body)
        return command.OK

    raise typer.Exit(command.guarded(session, work))


@app.command("verify")
def verify(
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日", show_default=False)
    ] = None,
    to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日（含）", show_default=False)
    ] = None,
    folder: Dir = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """逐日核对清单及其链条、每条记录、每份原始内容；尚未封存的日子核对其已有的记录与原文。

    有任何改动或缺失，或过去的日子没有清单，退出码为 1 并逐一指出；没有可核对的证据时退出码为 2，不算完好。

    示例：  xunjian evidence verify --from 2026-10-01 --to 2026-10-31
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        first, last = from_.date() if from_ else None, to.date() if to else None
        found = check(_store(session, folder), now=clock.now(), first=first, last=last)
        if session.as_json:
            session.print_json(_as_data(found))
        else:
            _print(session, found)
        return {True: command.OK, False: command.FAILURE, None: command.USAGE}[found.intact]

    raise typer.Exit(command.guarded(session, work))


def _as_data(found: Checked) -> dict[str, Any]:
    damages = [{"day": damage.day, "what": damage.what} for day in found.days for damage in day.damages]
    if found.orphaned:
        damages.append({"day": None, "what": _ORPHANED})
    days = [{"day": day.day, "state": day.state, "sealed": day.sealed, "records": day.records} for day in found.days]
    return {"intact": found.intact, "days": days, "damages": damages}


def _print(session: Session, found: Checked) -> None:
    for day in found.days:
        session.out.print(f"{day.day}：{_STATES[day.state]}（记录 {day.records} 条）", markup=False, highlight=False)
        for damage in day.damages:
            session.out.print(f"    {damage.what}", markup=False, highlight=False)
    session.out.print(_summary(found), markup=False, highlight=False)


def _summary(found: Checked) -> str:
    if found.orphaned:
        return _ORPHANED
    if found.intact is None:
        return "没有可以核对的证据：此目录（或这一时段）内没有任何记录与清单"
    if not found.intact:
        return f"证据已损坏：{sum(len(day.damages) for day in found.days)} 处"
    still_open = sum(1 for day in found.days if day.state is State.OPEN)
    return "证据完好" + (f"；其中 {still_open} 日尚未封存，只能证明现有的记录与原文相符" if still_open else "")


def _store(session: Session, folder: Path | None) -> EvidenceStore:
    place = folder or session.home / "evidence"
    if not place.is_dir():
        raise BadInput(f"{place} 中没有证据：数据目录是否正确？（--home 或 --dir）")
    return EvidenceStore(place)
