"""`dead-letters list | show | requeue`: what could not be processed."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote

import typer
from nats.errors import Error as NatsError
from nats.js.api import DeliverPolicy
from nats.js.errors import NotFoundError
from rich.table import Table

from console import command
from console.session import Session
from shared import dead_letters
from shared.bus import Bus
from shared.clock import local
from shared.dead_letters import DeadLetter
from shared.errors import BadInput

app = typer.Typer(help="未能处理的事件：查看原因，修复后重新投递。", no_args_is_help=True)


@dataclass(frozen=True)
class Found:
    """A dead letter and its place in the stream, which is its id."""

    id: int
    letter: DeadLetter

    def as_dict(self, *, whole: bool) -> dict[str, Any]:
        """For a machine; with its headers and body if asked for whole."""
        letter = self.letter
        facts: dict[str, Any] = {
            "id": str(self.id),
            "at": letter.at,
            "stream": letter.stream,
            "subject": letter.subject,
            "consumer": letter.consumer,
            "reason": letter.reason.value,
            "detail": letter.detail,
            "tries": letter.tries,
            "event_id": letter.headers.get("ce-id"),
        }
        return facts | ({"headers": dict(letter.headers), "body": _body(letter.body)} if whole else {})


def _body(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="backslashreplace")


@app.command("list")
def list_(home: command.Home = None, as_json: command.Json = False) -> None:
    """列出未能处理的事件。

    示例：  xunjian dead-letters list
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.bus() as bus:
            found = [one async for one in all_letters(bus)]
        if session.as_json:
            session.print_json([one.as_dict(whole=False) for one in found])
        elif not found:
            session.out.print("没有未能处理的事件")
        else:
            session.out.print(_table(found))
        return command.OK

    command.run(session, work)


@app.command("show")
def show(
    letter_id: Annotated[str, typer.Argument(metavar="ID")], home: command.Home = None, as_json: command.Json = False
) -> None:
    """显示一个未能处理的事件的全部内容。

    示例：  xunjian dead-letters show 3
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.bus() as bus:
            session.print_json((await _get(bus, letter_id)).as_dict(whole=True))
        return command.OK

    command.run(session, work)


@app.command("requeue")
def requeue(
    ids: Annotated[list[str], typer.Argument(metavar="ID...")], home: command.Home = None, as_json: command.Json = False
) -> None:
    """重新投递：事件回到原来的流，成功后从死信中移除。

    示例：  xunjian dead-letters requeue 3 4
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.bus() as bus:
            letters = [await _get(bus, one) for one in ids]
            for found in letters:
                headers = dead_letters.requeue_headers(found.letter, dead_sequence=found.id)
                await bus.put(found.letter.subject, found.letter.body, headers, stream=found.letter.stream)
                await bus.js.delete_msg(dead_letters.STREAM, found.id)
        if session.as_json:
            session.print_json({"requeued": ids})
        else:
            session.out.print(f"已重新投递 {len(letters)} 个事件")
        return command.OK

    command.run(session, work)


async def all_letters(bus: Bus) -> AsyncIterator[Found]:
    """Every dead letter, oldest first."""
    info = await bus.js.stream_info(dead_letters.STREAM)
    if not info.state.messages:
        return
    subscription = await bus.js.subscribe(
        "dead.>", stream=dead_letters.STREAM, ordered_consumer=True, deliver_policy=DeliverPolicy.ALL
    )
    try:
        while True:
            message = await subscription.next_msg(timeout=5)
            yield _found(message.metadata.sequence.stream, message.headers or {}, message.data)
            if message.metadata.num_pending == 0:
                return
    except TimeoutError:
        return
    finally:
        await subscription.unsubscribe()


async def _get(bus: Bus, letter_id: str) -> Found:
    try:
        number = int(letter_id)
        message = await bus.js.get_msg(dead_letters.STREAM, seq=number)
    except (ValueError, NotFoundError, NatsError) as error:
        raise BadInput(f"没有编号为 {letter_id} 的死信；用 xunjian dead-letters list 查看") from error
    return _found(number, message.headers or {}, message.data or b"")


def _found(number: int, headers: Mapping[str, str], body: bytes) -> Found:
    return Found(number, dead_letters.from_headers({name: unquote(value) for name, value in headers.items()}, body))


def _table(found: list[Found]) -> Table:
    table = Table()
    for heading in ("编号", "时间", "流", "主题", "原因", "说明", "次数"):
        table.add_column(heading, overflow="fold")
    for one in found:
        letter = one.letter
        at = local(letter.at).strftime("%Y-%m-%d %H:%M:%S")
        table.add_row(
            str(one.id), at, letter.stream, letter.subject, letter.reason.value, letter.detail, str(letter.tries)
        )
    return table
