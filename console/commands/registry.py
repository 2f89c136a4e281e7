"""`registry import`, `registry export`, `registry suggest`: whom the system watches."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from console import command
from console.session import Session
from services.crawler.column_menu import Suggestion, suggestions
from shared import clock
from shared.contracts.collections import SITE_COLUMNS
from shared.errors import BadInput
from shared.registry.differences import Differences
from shared.registry.files import read_registry, write_registry
from shared.registry.model import Registry
from shared.registry.store import NoRegistry, import_registry, load, preview
from shared.registry.vocabulary import Role

app = typer.Typer(help="名录：单位、联系人、网站、栏目、新媒体账号、留言板、办事指南。", no_args_is_help=True)

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="自哪一天起生效（默认今天）", show_default=False),
]

_TITLES = {
    "units": "单位",
    "contacts": "联系人",
    "websites": "网站",
    "columns": "栏目",
    "accounts": "新媒体",
    "boards": "留言板",
    "guides": "办事指南",
}


_NAMED = 10
"""How many ids of what is removed are named; --json names all."""


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="工作簿（.xlsx）或存放 CSV 的文件夹", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查并显示变化，不写入")] = False,
    as_of: AsOf = None,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="允许用空名录清空现行名录")] = False,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导入名录：要么全部成功，要么一行也不写。有错误时列出每一处（文件、工作表、行、字段、原因），退出码 2。

    导入的是整份名录：文件里没有的对象即从名录移除。只有表头的空名录会清空现行名录，须加 --allow-empty。

    示例：  xunjian registry import 名录.xlsx --dry-run
            xunjian registry import 名录.xlsx --as-of 2026-01-01
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        registry = read_registry(path)
        day = as_of.date() if as_of else clock.local(clock.now()).date()
        async with session.database() as database:
            changes = await preview(database, registry, effective_from=day)
            if dry_run:
                facts = {"dry_run": True, "effective_from": day, "changes": changes.as_dict()}
                return _told(session, registry, facts)
            if not allow_empty and not any(registry.counts.values()):
                refuse_to_clear(path.name, changes)
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
    """导出名录；再导入回来不会有任何变化。还没有名录时得到一份空白模板。

    示例：  xunjian registry export 名录.xlsx
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        day = as_of.date() if as_of else clock.local(clock.now()).date()
        async with session.database() as database:
            try:
                loaded = await load(database, as_of_date=day)
            except NoRegistry:
                registry, version = Registry(), None
            else:
                registry, version = loaded.registry, loaded.version
        write_registry(registry, path)
        return _told(session, registry, {"path": str(path), "version": version})

    command.run(session, work)


@app.command("suggest")
def suggest(
    website: Annotated[str | None, typer.Option("--website", help="只看一个网站（编号）", show_default=False)] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="写成 CSV，表头同名录的“栏目”表，核对后可并入名录再导入", show_default=False),
    ] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """列出网站上有、名录里没有的栏目：来自最近一次全站链接检查（visit --purpose link），供人核对，不会自动写入。

    示例：  xunjian registry suggest --website site-1
            xunjian registry suggest --out 栏目建议.csv
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            registry = (await load(database, as_of_date=clock.local(clock.now()).date())).registry
            if website is not None and website not in registry.websites:
                raise BadInput(f"名录中没有网站 {website}")
            wanted = {"_id": website} if website else {}
            seen = {row["_id"]: row["columns"] async for row in database[SITE_COLUMNS].find(wanted)}
        found = suggestions(registry, seen)
        if out is not None:
            _write_suggestions(out, found)
        return _suggested(session, found, looked_at=len(seen), out=out)

    command.run(session, work)


def refuse_to_clear(name: str, changes: Differences) -> None:
    """An empty template takes the place of a whole registry only when that was asked for.

    Raises:
        BadInput: something would vanish; it is named.
    """
    gone = [
        f"{_TITLES[kind.value]}将移除 {_gone(found.removed)}" for kind, found in changes.kinds.items() if found.removed
    ]
    if gone:
        raise BadInput(f"{name} 只有表头，没有任何单位：导入会清空现行名录；确要清空请加 --allow-empty", gone)


def _write_suggestions(path: Path, found: list[Suggestion]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "website_id", "name", "url", "category", "level"))
        writer.writerows((one.id, one.website_id, one.name, one.url, one.category.value, one.level) for one in found)


def _suggested(session: Session, found: list[Suggestion], *, looked_at: int, out: Path | None) -> int:
    if session.as_json:
        columns = [asdict(one) for one in found]
        session.print_json({"websites": looked_at, "columns": columns, "path": str(out) if out else None})
        return command.OK
    if not looked_at:
        session.out.print("还没有做过全站链接检查：请先执行 xunjian visit --purpose link --wait")
        return command.OK
    if found and out is None:
        table = Table("网站", "栏目", "类别", "依据", "网址")
        for one in found:
            seen = "栏目标签" if one.seen == "tags" else "首页导航"
            table.add_row(*map(escape, (one.website_id, one.name, one.category.value, seen, one.url)))
        session.out.print(table)
    session.out.print(
        f"{looked_at} 个网站，名录未收的栏目 {len(found)} 个" + (f"，已写入 {out}" if out else ""), markup=False
    )
    return command.OK


def without_handler(registry: Registry) -> list[str]:
    """Units whose contacts all have roles, none of them 经办人: others are told in that one's place."""
    roles: dict[str, set[Role | None]] = {}
    for contact in registry.contacts.values():
        roles.setdefault(contact.unit_id, set()).add(contact.role)
    return [
        unit_id
        for unit_id, found in roles.items()
        if not found & {Role.HANDLER, None} and not registry.units[unit_id].emails + registry.units[unit_id].channels
    ]


def _told(session: Session, registry: Registry, facts: dict[str, Any]) -> int:
    counts = registry.counts
    alone = without_handler(registry) if "changes" in facts else []
    if session.as_json:
        noted = {"without_handler": alone} if "changes" in facts else {}
        session.print_json({"counts": counts, **facts, **noted})
        return command.OK
    session.out.print("、".join(f"{_TITLES[kind]} {count}" for kind, count in counts.items() if count) or "空白名录")
    if "changes" in facts:
        session.out.print(_changes(facts["changes"]) or "与现行名录相同，没有变化", markup=False)
    if alone:
        session.out.print(f"没有经办人的单位 {_gone(alone)}：应发给经办人的提醒改发分管负责人等联系人", markup=False)
    if facts.get("dry_run"):
        session.out.print("（仅检查，未写入）")
    elif "version" in facts and "path" not in facts:
        session.out.print(f"名录第 {facts['version']} 版，自 {_day(facts['effective_from'])} 起生效")
    else:
        session.out.print(f"已写入 {facts['path']}")
    return command.OK


def _changes(changes: dict[str, dict[str, Any]]) -> str:
    return "\n".join(
        f"{_TITLES[kind]}：新增 {len(found['added'])}，变更 {len(found['changed'])}，移除 {_gone(found['removed'])}"
        for kind, found in changes.items()
    )


def _gone(ids: Sequence[str]) -> str:
    """How many, and which: what is removed is watched no more, so it is said by name."""
    named = f"（{'、'.join(ids[:_NAMED])}{'……' if len(ids) > _NAMED else ''}）" if ids else ""
    return f"{len(ids)}{named}"


def _day(day: date) -> str:
    return day.isoformat()
