"""`evidence show | verify`: what a finding rests on, and that nobody changed it since."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from console import command
from console.session import Session
from shared.errors import BadInput
from shared.evidence import EvidenceStore

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
    """核对每日清单及其链条、每条记录、每份原始内容；有任何改动或缺失则退出码为 1，并逐一指出。

    示例：  xunjian evidence verify --from 2026-10-01 --to 2026-10-31
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        damages = _store(session, folder).verify(from_.date() if from_ else None, to.date() if to else None)
        if session.as_json:
            session.print_json({"intact": not damages, "damages": [{"day": d.day, "what": d.what} for d in damages]})
        elif damages:
            for damage in damages:
                session.out.print(f"{damage.day}：{damage.what}", markup=False)
        else:
            session.out.print("证据完好")
        return command.FAILURE if damages else command.OK

    raise typer.Exit(command.guarded(session, work))


def _store(session: Session, folder: Path | None) -> EvidenceStore:
    place = folder or session.home / "evidence"
    if not place.is_dir():
        raise BadInput(f"{place} 中没有证据：数据目录是否正确？（--home 或 --dir）")
    return EvidenceStore(place)
