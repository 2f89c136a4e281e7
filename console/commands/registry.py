"""`registry import`, `registry export`: whom the system watches."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from console import command
from console.session import Session
from shared import clock
from shared.registry.files import read_registry, write_registry
from shared.registry.model import Registry
from shared.registry.store import import_registry, load, preview

app = typer.Typer(help="名录：单位、网站、栏目、新媒体账号、留言板、办事指南。", no_args_is_help=True)

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="自哪一天起生效（默认今天）", show_default=False),
]

_TITLES = {
    "units": "单位",
    "websites": "网站",
    "columns": "栏目",
    "accounts": "新媒体",
    "boards": "留言板",
    "guides": "办事指南",
}


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="工作簿（.xlsx）或存放 CSV 的文件夹", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查并显示变化，不写入")] = False,
    as_of: AsOf = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导入名录：要么全部成功，要么一行也不写。有错误时列出每一处（文件、工作表、行、字段、原因），退出码 2。

    示例：  xunjian registry import 名录.xlsx --dry-run
            xunjian registry import 名录.xlsx --as-of 2026-01-01
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        registry = read_registry(path)
        day = as_of.date() if as_of else clock.local(clock.now()).date()
        async with session.database() as database:
            if dry_run:
                changes = (await preview(database, registry, effective_from=day)).as_dict()
                return _told(session, registry, {"dry_run": True, "effective_from": day, "changes": changes})
            result = await import_registry(
                database, registry, effective_from=day, imported_at=clock.now(), source=path.name
            )
            return _told(
                session,
                registry,
                {
                    "dry_run": False,
                    "version": result.version,
                    "changed": result.changed,
                    "effective_from": result.effective_from,
                    "until": result.until,
                    "changes": result.differences.as_dict(),
                },
            )

    command.run(session, work)


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="以 .xlsx 结尾的文件名，或一个文件夹（写成 CSV）", show_default=False)],
    as_of: AsOf = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导出名录；再导入回来不会有任何变化。

    示例：  xunjian registry export 名录.xlsx
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        day = as_of.date() if as_of else clock.local(clock.now()).date()
        async with session.database() as database:
            loaded = await load(database, as_of_date=day)
        write_registry(loaded.registry, path)
        return _told(session, loaded.registry, {"path": str(path), "version": loaded.version})

    command.run(session, work)


def _told(session: Session, registry: Registry, facts: dict[str, Any]) -> int:
    counts = registry.counts
    if session.as_json:
        session.print_json({"counts": counts, **facts})
        return command.OK
    session.out.print("、".join(f"{_TITLES[kind]} {count}" for kind, count in counts.items() if count))
    if "changes" in facts:
        session.out.print(_changes(facts["changes"]) or "与现行名录相同，没有变化")
    if facts.get("dry_run"):
        session.out.print("（仅检查，未写入）")
    elif "version" in facts and "path" not in facts:
        session.out.print(f"名录第 {facts['version']} 版，自 {_day(facts['effective_from'])} 起生效")
    else:
        session.out.print(f"已写入 {facts['path']}")
    return command.OK


def _changes(changes: dict[str, dict[str, Any]]) -> str:
    return "\n".join(
        f"{_TITLES[kind]}：新增 {len(found['added'])}，变更 {len(found['changed'])}，移除 {len(found['removed'])}"
        for kind, found in changes.items()
    )


def _day(day: date) -> str:
    return day.isoformat()
