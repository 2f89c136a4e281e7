"""`ledger import`, `ledger export`: what only people know."""

import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from console import command
from console.awaiting import new_dead_letters, until_judged
from console.ledger import store
from console.ledger.reading import entries_of
from console.ledger.schema import Known, sheets
from console.ledger.writing import pages
from console.session import Session
from services.evaluator.indicators import EVERY
from shared import clock
from shared.registry.files import language_of, read_tables, write_tables
from shared.registry.store import load

app = typer.Typer(help="台账：找错留言、测试信件、人工发现、加分、留言导出、复核。", no_args_is_help=True)

By = Annotated[str | None, typer.Option("--by", help="经办人（默认当前登录名）", show_default=False)]


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="工作簿（.xlsx）或存放 CSV 的文件夹", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查并显示变化，不写入")] = False,
    by: By = None,
    wait: Annotated[bool, typer.Option("--wait", help="等到评判完毕再返回")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="--wait 最多等多少秒")] = 600,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导入台账：要么全部成功，要么一行也不写；重复导入没有变化。有错误时列出每一处，退出码 2。

    示例：  xunjian ledger import 台账.xlsx --dry-run
            xunjian ledger import 台账.xlsx --wait
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        tables = read_tables(path, needs="tickets.csv")
        now = clock.now()
        async with session.database() as database:
            registry = (await load(database, as_of_date=clock.local(now).date())).registry
            entries = entries_of(tables, registry=registry, known=known(), now=now, source=path.name)
            found = store.news(entries, await store.kept(database), at=now, by=by or user())
            facts: dict[str, Any] = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged}
            if dry_run or not found.events:
                return _told(session, {**facts, "dry_run": dry_run})
            async with session.bus() as bus, new_dead_letters(bus) as dead:
                await bus.publish_all(found.events)
                if wait:
                    ids = [str(event.event_id()) for event in found.events]
                    waited = await until_judged(database, ids, dead, by="_id", seconds=timeout)
                    facts |= {"refused": waited.dead, "not_judged_in_time": len(waited.missing)}
        return _told(session, {**facts, "dry_run": False})

    command.run(session, work)


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="以 .xlsx 结尾的文件名，或一个文件夹（写成 CSV）", show_default=False)],
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导出台账，再导入回来不会有任何变化；还没有台账时得到一份空白模板。

    示例：  xunjian ledger export 台账.xlsx
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            records = (await store.kept(database)).values()
        written = pages(records, sheets(known()), language_of(path))
        write_tables(written, path)
        counts = {sheet.kind.value: len(list(lines)) for sheet, lines in written}
        if session.as_json:
            session.print_json({"path": str(path), "counts": counts})
            return command.OK
        told = "、".join(f"{sheet.title} {counts[sheet.kind.value]}" for sheet, _ in written)
        session.out.print(f"{told}\n已写入 {path}", markup=False)
        return command.OK

    command.run(session, work)


def known() -> Known:
    """The indicators a ledger may name."""
    return Known({indicator.id: (indicator.title,) for indicator in EVERY})


def user() -> str:
    """Who sits at the terminal, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _told(session: Session, facts: dict[str, Any]) -> int:
    failed = bool(facts.get("refused") or facts.get("not_judged_in_time"))
    if session.as_json:
        session.print_json(facts)
    else:
        session.out.print(f"新增 {facts['added']} 条，更正 {facts['changed']} 条，未变 {facts['unchanged']} 条")
        if facts["dry_run"]:
            session.out.print("（仅检查，未写入）")
        for event_id, reason in facts.get("refused", {}).items():
            session.err.print(f"{event_id} 被拒收，见 xunjian dead-letters list：{reason}", markup=False)
        if facts.get("not_judged_in_time"):
            session.err.print(f"{facts['not_judged_in_time']} 条在限定时间内未评判完毕；稍后可用 xunjian verdicts 查看")
    return command.FAILURE if failed else command.OK
