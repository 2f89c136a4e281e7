"""`warnings`, `warnings show | export | resolve | contacts | enable`: what units were told, and the proof of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from console import command
from console.commands import reaching
from console.session import Session
from services.notifier.adapters.mongo_agendas import MongoAgendas
from services.notifier.adapters.mongo_answers import MongoAnswers
from services.notifier.adapters.mongo_ledger import MongoLedger
from services.notifier.answer import Answer
from services.notifier.compose import digest_of
from services.notifier.ledger import Entry
from services.notifier.mime import as_mail
from services.notifier.resolving import Truth, resolve
from services.notifier.wording import STATES, step_word, way
from shared import clock
from shared.clock import local
from shared.contracts.collections import WARNINGS
from shared.errors import BadInput
from shared.mongo import Database, Document

app = typer.Typer(help="发给各单位的提醒：时间、渠道、状态、内容、Message-ID。", invoke_without_command=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="提醒的编号；开头几位即可")]
Unit = Annotated[str | None, typer.Option("--unit", help="只看一个单位", show_default=False)]


@app.callback()
def warnings(
    context: typer.Context, unit: Unit = None, home: command.Home = None, as_json: command.Json = False
) -> None:
    """发给各单位的提醒：时间、渠道、状态、内容、Message-ID。

    示例：  xunjian warnings --unit u-1
            xunjian warnings show 3f2a91c0
            xunjian warnings export --out 提醒存档
            xunjian warnings resolve 3f2a91c0 --arrived --by 张三
    """
    if context.invoked_subcommand is not None:
        return
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


@app.command("show")
def show(warning_id: Id, home: command.Home = None, as_json: command.Json = False) -> None:
    """显示一条提醒的全文、状态经过、对方答复、校验值和单位的答复。

    示例：  xunjian warnings show 3f2a91c0
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            entry = await entry_of(database, warning_id)
            document = await database[WARNINGS].find_one({"_id": entry.id}) or {}
            concerns = [line.concern_id for line in entry.lines]
            answers = [a for a in await MongoAnswers(database).about(concerns) if a.warning_id == entry.id]
        if session.as_json:
            facts = {**told(document), "html": entry.letter.html if entry.letter else None}
            facts |= {"unaltered": is_unaltered(entry), "answers": [a.model_dump(mode="json") for a in answers]}
            session.print_json(facts)
        else:
            session.out.print("\n".join(account_of(entry, answers)), markup=False, highlight=False, soft_wrap=True)
        return command.OK

    command.run(session, work)


@app.command("export")
def export(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", show_default=False)] = None,
    out: Annotated[Path, typer.Option("--out", help="写入的目录")] = Path("warnings"),
    unit: Unit = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """导出为 .eml 文件：与发出的邮件内容一致，可用任何邮件程序打开。不写编号时导出全部。

    示例：  xunjian warnings export 3f2a91c0 --out 存档
            xunjian warnings export --unit u-1 --out 存档
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        sender = session.settings().mail_from
        out.mkdir(parents=True, exist_ok=True)
        written: list[str] = []
        async with session.database() as database:
            async for entry in _entries(database, ids, unit):
                path = out / f"{local(entry.queued_at):%Y%m%d-%H%M%S}-{entry.id}.eml"
                path.write_bytes(as_mail(entry, sender=sender))
                written.append(str(path))
        if session.as_json:
            session.print_json({"written": written})
        else:
            session.out.print(f"已导出 {len(written)} 条提醒到 {out}")
        return command.OK

    command.run(session, work)


@app.command("resolve")
def resolve_(
    warning_id: Id,
    arrived: Annotated[bool, typer.Option("--arrived", help="对方确认已收到")] = False,
    lost: Annotated[bool, typer.Option("--lost", help="确认没有送达，不再发送")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="确认没有送达，重新发送")] = False,
    by: Annotated[str, typer.Option("--by", help="谁确认的")] = "",
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """处理“可能已发”的提醒：系统从不自行重发，由人确认后记录在案。

    示例：  xunjian warnings resolve 3f2a91c0 --arrived --by 张三
            xunjian warnings resolve 3f2a91c0 --resend --by 张三
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        chosen = [t for t, is_set in ((Truth.ARRIVED, arrived), (Truth.LOST, lost), (Truth.RESEND, resend)) if is_set]
        if len(chosen) != 1:
            raise BadInput("请在 --arrived（已收到）、--lost（未送达）、--resend（未送达，重发）中选择一项")
        async with session.database() as database:
            entry = await entry_of(database, warning_id)
            ledger, agendas = MongoLedger(database), MongoAgendas(database)
            changed = await resolve(ledger, agendas, entry, chosen[0], by=by, now=clock.now())
        if session.as_json:
            session.print_json({"id": changed.id, "state": changed.state.value})
        else:
            session.out.print(f"{changed.id}：{STATES[changed.state]}")
        return command.OK

    command.run(session, work)


app.command("contacts")(reaching.contacts)
app.command("enable")(reaching.enable)


async def entry_of(database: Database, warning_id: str) -> Entry:
    """The message of this id, or the only one whose id begins so.

    Raises:
        BadInput: there is none, or more than one.
    """
    prefix = {"$gte": warning_id, "$lt": warning_id + "\uffff"}
    found = [document["_id"] async for document in database[WARNINGS].find({"_id": prefix}, {"_id": True}).limit(2)]
    entry = await MongoLedger(database).get(found[0]) if len(found) == 1 and warning_id else None
    if entry is None:
        why = "不止一条，请写全编号" if len(found) > 1 else "没有这条提醒；用 xunjian warnings --json 查看编号"
        raise BadInput(f"{warning_id}：{why}")
    return entry


async def _entries(database: Database, ids: Iterable[str] | None, unit: str | None) -> Any:
    if ids:
        for one in ids:
            yield await entry_of(database, one)
        return
    ledger = MongoLedger(database)
    async for document in _find(database, unit):
        entry = await ledger.get(document["_id"])
        if entry is not None and entry.letter is not None:
            yield entry


def is_unaltered(entry: Entry) -> bool:
    """Whether subject and text are what the hash was made of."""
    return entry.letter is not None and digest_of(entry.letter) == entry.sha256


def account_of(entry: Entry, answers: Iterable[Answer]) -> Iterable[str]:
    """The message as a person reads it, line by line."""
    yield f"编号      {entry.id}"
    yield f"单位      {entry.unit_name}（{entry.unit_id}）"
    yield f"渠道      {way(entry.channel, entry.contact)}"
    yield f"Message-ID {entry.message_id}"
    yield f"状态      {STATES[entry.state]}"
    yield f"对方答复  {entry.answer or ''}"
    yield f"SHA-256   {entry.sha256}（{'与正文相符' if is_unaltered(entry) else '与正文不符，正文可能被改动'}）"
    yield "经过"
    for change in entry.history:
        yield f"  {local(change.at):%Y-%m-%d %H:%M:%S}  {STATES[change.state]}  {change.detail}".rstrip()
    for answer in answers:
        words = ["签收", answer.by]
        words += [f"承诺 {answer.promised_on} 前整改"] if answer.promised_on else []
        words += [f"异议：{answer.appeal}"] if answer.appeal else []
        yield f"  {local(answer.at):%Y-%m-%d %H:%M:%S}  {' '.join(filter(None, words))}"
    if entry.letter is not None:
        yield from ("", entry.letter.subject, "", entry.letter.text.rstrip())


def _find(database: Database, unit: str | None) -> Any:
    return database[WARNINGS].find({"unit_id": unit} if unit else {}).sort("queued_at", 1)


_SAID = {"sent", "confirmed"}


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
        "sent_at": document.get("finished_at") if document["state"] in _SAID else None,
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
    for heading in ("编号", "时间", "单位", "渠道", "类别", "状态", "内容", "Message-ID"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(
            one["id"][:8],
            local(one["sent_at"] or one["queued_at"]).strftime("%m-%d %H:%M:%S"),
            one["unit"] or one["unit_id"],
            way(one["channel"], one["contact"]),
            step_word(one["step"]),
            STATES.get(one["state"], one["state"]),
            "\n".join(f"{step_word(f['step'])}·{f['target_name']}：{f['title']}" for f in one["findings"]),
            one["message_id"],
        )
    return table
