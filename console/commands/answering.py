"""`ack`: what a unit answered, taken down by the office."""

from datetime import date
from typing import Annotated

import typer

from console import command
from console.commands.told import entry_of
from console.session import Session
from services.notifier import policy
from services.notifier.answer import latest_promise
from services.notifier.answering import LONGEST_APPEAL
from services.notifier.ledger import Entry
from services.notifier.settings import Settings
from shared import clock
from shared.clock import local
from shared.contracts.notices import NoticeAcknowledged
from shared.errors import BadInput


def ack(
    warning_id: Annotated[str, typer.Argument(metavar="ID", help="提醒的编号；开头几位即可")],
    by: Annotated[str, typer.Option("--by", help="谁答复的")] = "",
    promise: Annotated[str | None, typer.Option("--promise", metavar="DATE", help="承诺整改的日期")] = None,
    appeal: Annotated[str, typer.Option("--appeal", metavar="TEXT", help="异议的理由，同时转入复核")] = "",
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """登记单位对提醒的答复：签收、承诺整改期限或提出异议。同样的答复登记两次只算一次。

    示例：  xunjian ack 3f2a91c0 --by 张三
            xunjian ack 3f2a91c0 --by 张三 --promise 2026-12-04
            xunjian ack 3f2a91c0 --by 张三 --appeal "栏目已于2月更名，见 https://…"
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            entry = await entry_of(database, warning_id)
        event = NoticeAcknowledged(
            warning_id=entry.id,
            unit_id=entry.unit_id,
            at=clock.now(),
            by=by.strip(),
            promised_on=_promised(promise, entry) if promise else None,
            appeal=_reason(appeal),
        )
        async with session.bus() as bus:
            await bus.publish(event)
        if session.as_json:
            session.print_json({"warning_id": entry.id, "event_id": str(event.event_id()), **event.content()})
        else:
            session.out.print(f"已登记 {entry.unit_name} 对提醒 {entry.id[:8]} 的答复")
        return command.OK

    command.run(session, work)


def _promised(text: str, entry: Entry) -> date:
    rules = policy.load(Settings.from_environment().notifier_policy)
    today = local(clock.now()).date()
    latest = latest_promise(today, rules.acknowledge, rules.days_of(entry.unit_id))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--promise {text!r}：应为日期，例如 {latest.isoformat()}") from error
    if not today <= day <= latest:
        raise BadInput(
            f"--promise {text}：应在今天至 {latest.isoformat()} 之间（通知办法 acknowledge.promise_longest）"
        )
    return day


def _reason(text: str) -> str:
    if len(text) > LONGEST_APPEAL:
        raise BadInput(f"--appeal：最长 {LONGEST_APPEAL} 字，现有 {len(text)} 字")
    return text.strip()
