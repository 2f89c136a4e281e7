"""`up`, `down`, `status`: the servers and the four services of a home."""

import asyncio
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from console import command
from console.home import (
    SERVICES,
    SupervisorState,
    log_folder,
    read_state,
    run_folder,
    service_pid,
    service_port,
)
from console.session import Session
from console.supervisor import READY_SECONDS, STOP_SECONDS, Supervisor
from deploy.embedded import process
from deploy.embedded.failure import HomeInUse
from shared import logs
from shared.errors import BadInput, XunjianError
from shared.settings import Settings, without_password


def up(
    home: command.Home = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="在后台运行，就绪后返回")] = False,
    as_json: command.Json = False,
) -> None:
    """启动系统：内置的 nats-server 与 mongod（或环境变量指定的服务器）和四个服务。

    示例：  xunjian up --detach        后台运行
            xunjian up --home /srv/xj  指定数据目录，Ctrl-C 停止
    """
    session = Session.of(home, as_json=as_json)
    work = _up_detached if detach else _up
    raise typer.Exit(command.guarded(session, lambda: work(session)))


def down(home: command.Home = None, as_json: command.Json = False) -> None:
    """停止本目录上运行的系统；没有运行时什么也不做。

    示例：  xunjian down
    """
    session = Session.of(home, as_json=as_json)
    raise typer.Exit(command.guarded(session, lambda: _down(session)))


def status(home: command.Home = None, as_json: command.Json = False) -> None:
    """系统是否在运行、各服务是否就绪、各地址；全部就绪时退出码为 0，否则为 1。

    示例：  xunjian status --json
    """
    session = Session.of(home, as_json=as_json)
    raise typer.Exit(command.guarded(session, lambda: _status(session)))


def _settings(session: Session) -> Settings:
    settings = Settings.from_environment(home=session.home)
    if bool(settings.nats_url) != bool(settings.mongo_url):
        raise BadInput("XUNJIAN_NATS_URL 与 XUNJIAN_MONGO_URL 须同时设置，或都不设置（使用内置服务器）")
    return settings


def _up(session: Session) -> int:
    settings = _settings(session)
    logs.configure(settings.log, settings.log_level, service="supervisor")
    asyncio.run(Supervisor(session.home, settings, say=lambda text: print(text, flush=True)).run())  # noqa: T201
    return command.OK


def _up_detached(session: Session) -> int:
    _settings(session)
    if read_state(session.home):
        raise HomeInUse(
            f"{session.home} 已有一个系统在运行；用 xunjian status 查看，xunjian down 停止，或用 --home 另选目录"
        )
    log_folder(session.home).mkdir(mode=0o700, parents=True, exist_ok=True)
    log_file = log_folder(session.home) / "supervisor.log"
    with log_file.open("ab") as sink:
        start = sink.tell()
        child = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", "console", "up", "--home", str(session.home)],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
    state = _await_ready(session, child, log_file, start)
    if session.as_json:
        session.print_json(_report(session.home, state))
    else:
        session.out.print(f"系统已就绪（数据目录 {session.home}）。停止：xunjian down")
    return command.OK


def _await_ready(session: Session, child: subprocess.Popen[bytes], log_file: Path, start: int) -> SupervisorState:
    deadline = time.monotonic() + READY_SECONDS + 30
    with session.err.status("正在启动……") if session.interactive else nullcontext():
        while time.monotonic() < deadline:
            state = read_state(session.home)
            if state and state.ready:
                return state
            if child.poll() is not None:
                raise XunjianError(f"启动失败：{_log_since(log_file, start)}")
            time.sleep(0.05)
    raise XunjianError(f"启动超时；日志见 {log_folder(session.home)}")


def _log_since(log_file: Path, start: int) -> str:
    with log_file.open("rb") as file:
        file.seek(start)
        said = file.read().decode(errors="replace").strip()
    _, found, reason = said.rpartition("错误：")
    return reason if found else said


def _down(session: Session) -> int:
    state = read_state(session.home)
    if state:
        process.end([state.process], within=STOP_SECONDS + 20)
        (run_folder(session.home) / "supervisor.json").unlink(missing_ok=True)
    if session.as_json:
        session.print_json({"stopped": state is not None, "home": str(session.home)})
    else:
        session.out.print("系统已停止" if state else f"{session.home} 没有在运行")
    return command.OK


def _status(session: Session) -> int:
    state = read_state(session.home)
    report = _report(session.home, state)
    if session.as_json:
        session.print_json(report)
    else:
        _print_status(session, report)
    return command.OK if report["ready"] else command.FAILURE


def _report(home: Path, state: SupervisorState | None) -> dict[str, Any]:
    if state is None:
        return {"running": False, "ready": False, "home": str(home), "services": {}}
    services = {name: _service(home, name, state) for name in SERVICES}
    ready = state.ready and all(service["ready"] for service in services.values())
    return {
        "running": True,
        "ready": ready,
        "home": str(home),
        "embedded": state.embedded,
        "pid": state.process.pid,
        "nats": without_password(state.urls.nats),
        "mongo": without_password(state.urls.mongo),
        "metrics": {name: service["metrics"] for name, service in services.items()},
        "services": services,
        "restarts": state.restarts,
        "logs": str(log_folder(home)),
    }


def _service(home: Path, name: str, state: SupervisorState) -> dict[str, Any]:
    port = service_port(home, name)
    found: dict[str, Any] = {
        "pid": service_pid(home, name),
        "metrics": f"http://127.0.0.1:{port}/metrics" if port else None,
        "ready": False,
        "checks": {},
        "restarts": state.restarts.get(name, 0),
    }
    if port:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=6, trust_env=False).json()
            found["ready"], found["checks"] = answer["ready"], answer["checks"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            found["checks"] = {"health": repr(error)}
    return found


def _print_status(session: Session, report: dict[str, Any]) -> None:
    if not report["running"]:
        session.out.print(f"{report['home']} 没有在运行；启动：xunjian up --detach")
        return
    session.out.print(f"数据目录  {report['home']}\nNATS      {report['nats']}\nMongoDB   {report['mongo']}")
    for name, service in report["services"].items():
        word = "就绪" if service["ready"] else "未就绪"
        session.out.print(
            f"{name:<10}{word}  pid {service['pid']}  {service['metrics'] or ''}  重启 {service['restarts']} 次"
        )
        for check, answer in service["checks"].items():
            if answer != "ok":
                session.out.print(f"           {check}：{answer}")
