"""`warnings`: what units were told."""

from typing import Annotated, Any

import typer
from rich.table import Table

from console import command
from console.session import Session
from shared.clock import local
from shared.contracts.collections import WARNINGS
from shared.mongo import Database, Document

_STATES = {
    "queued": "待发",
    "claimed": "发送中",
    "sent": "已送达服务器",
    "confirmed": "已确认",
    "retry": "将重试",
    "dead": "发送失败",
    "maybe_sent": "可能已发",
    "withdrawn": "已撤回",
}
_STEPS = {"early": "预警", "fault": "问题", "recovery": "恢复"}


def warnings(
    unit: Annotated[str | None, typer.Option("--unit", help="只看一个单位", show_default=False)] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """发给各单位的提醒：时间、渠道、状态、内容、Message-ID。

    示例：  xunjian warnings --unit u-1
            xunjian warnings --json
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            found = [told(document) async for document in _find(database, unit)]
        if session.as_json:
            session.print_json(found)
        else:
            session.out.print(warning_table(found) if found else "还没有发出任何提醒")
        return command.OK

    command.run(session, work)


def _find(database: Database, unit: str | None) -> Any:
    return database[WARNINGS].find({"unit_id": unit} if unit else {}).sort("queued_at", 1)


def told(document: Document) -> dict[str, Any]:
    """A message of the ledger as the console shows it."""
    letter = document.get("letter") or {}
    lines = document.get("lines", [])
    return {
        "id": document["_id"],
        "unit_id": document["unit_id"],
        "unit": document.get("unit_name"),
        "channel": document["channel"],
        "contact": document.get("contact"),
        "step": document["step"],
        "state": document["state"],
        "queued_at": document["queued_at"],
        "sent_at": document.get("finished_at"),
        "findings": [
            {name: line.get(name) for name in ("target_id", "target_name", "indicator", "title", "step", "item_ids")}
            for line in lines
        ],
        "message_id": document.get("message_id"),
        "sha256": document.get("sha256"),
        "answer": document.get("answer"),
        "subject": letter.get("subject"),
        "text": letter.get("text"),
        "history": document.get("history", []),
    }


def warning_table(found: list[dict[str, Any]]) -> Table:
    """The messages as people read them."""
    table = Table()
    for heading in ("时间", "单位", "渠道", "类别", "状态", "内容", "Message-ID"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(
            local(one["sent_at"] or one["queued_at"]).strftime("%m-%d %H:%M:%S"),
            one["unit"] or one["unit_id"],
            f"{one['channel']} {one['contact'] or ''}",
            step_word(one["step"]),
            _STATES.get(one["state"], one["state"]),
            "\n".join(f"{step_word(f['step'])}·{f['target_name']}：{f['title']}" for f in one["findings"]),
            one["message_id"],
        )
    return table


def step_word(step: str) -> str:
    """早期预警、问题、第 N 次催办、恢复."""
    if step.startswith("reminder-"):
        return f"第 {step.removeprefix('reminder-')} 次催办"
    return _STEPS.get(step, step)
