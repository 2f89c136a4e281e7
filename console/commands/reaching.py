"""`warnings contacts | enable`: through which addresses of units nothing arrives, and using one again."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from console import command
from console.session import Session
from services.notifier.adapters.mongo_contacts import MongoContacts
from services.notifier.contact import NOBODY, OPERATIONS, REGULATOR, Contact
from shared import clock
from shared.channel_names import CHANNELS
from shared.clock import local
from shared.errors import BadInput, Transient
from shared.mongo import Database
from shared.registry.model import Registry
from shared.registry.model import Unit as RegistryUnit
from shared.registry.store import NoRegistry, load


def contacts(home: command.Home = None, as_json: command.Json = False) -> None:
    """列出已停用的联系方式：对方明确表示永远无法送达。改正名录后自动使用新的；误停的用 enable 恢复。

    示例：  xunjian warnings contacts
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            found = await MongoContacts(database).disabled()
            registry = await _registry(database)
        units = registry.units
        reached = {contact.unit_id for contact in registry.contacts.values()}
        silent = [u for u in units.values() if not u.emails and not u.channels and u.id not in reached]
        if session.as_json:
            rows = [{**one.model_dump(mode="json"), "unit": _name(units, one.unit_id)} for one in found]
            session.print_json([*rows, *(_without_contact(unit) for unit in silent)])
            return command.OK
        table = Table()
        for heading in ("停用时间", "单位", "渠道", "地址", "原因"):
            table.add_column(heading, overflow="fold")
        for one in found:
            at = local(one.at).strftime("%Y-%m-%d %H:%M")
            word = CHANNELS.get(one.contact.channel, one.contact.channel)
            table.add_row(at, _name(units, one.unit_id), word, one.contact.key, one.why)
        for unit in silent:
            table.add_row("", unit.name, "没有联系方式", "", "名录中未登记邮箱或通知渠道，问题只能告知上级单位")
        session.out.print(table if found or silent else "没有停用的联系方式，各单位都有联系方式")
        return command.OK

    command.run(session, work)


async def _registry(database: Database) -> Registry:
    """The registry of today; an empty one before anything was imported."""
    try:
        return (await load(database, as_of_date=local(clock.now()).date())).registry
    except (NoRegistry, Transient):
        return Registry()


def _name(units: Mapping[str, RegistryUnit], unit_id: str) -> str:
    return units[unit_id].name if unit_id in units else _OFFICES.get(unit_id, unit_id)


def _without_contact(unit: RegistryUnit) -> dict[str, Any]:
    contact = {"channel": NOBODY, "key": "-"}
    return {"contact": contact, "unit_id": unit.id, "unit": unit.name, "why": "名录中未登记邮箱或通知渠道", "at": None}


_OFFICES = {OPERATIONS: "系统运维人员", REGULATOR: "主管部门"}


def enable(
    channel: Annotated[str, typer.Argument(metavar="渠道")],
    key: Annotated[str, typer.Argument(metavar="地址")],
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """恢复使用一个停用的联系方式。

    示例：  xunjian warnings enable 邮件 office@example.gov.cn
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            named = {word: name for name, word in CHANNELS.items()}.get(channel, channel)
            if not await MongoContacts(database).enable(Contact(channel=named, key=key)):
                raise BadInput(f"{channel} {key} 没有被停用；用 xunjian warnings contacts 查看")
        if session.as_json:
            session.print_json({"enabled": f"{channel} {key}"})
        else:
            session.out.print(f"已恢复使用 {channel} {key}")
        return command.OK

    command.run(session, work)
