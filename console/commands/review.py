"""`review list | show | confirm | dismiss | appeal | reduce | uphold | mend | close`: findings that need a person."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from console import command
from console.awaiting import new_dead_letters, until_judged
from console.commands.ledgers import By, user
from console.reviewing import OPEN, STEP_WORDS, Question, named, questions, step_event, steps_taken
from console.session import Session
from services.evaluator.review import WORDS
from shared import clock
from shared.contracts.records import ReviewStep
from shared.contracts.verdicts import ReviewState
from shared.errors import BadInput

app = typer.Typer(help="复核：待核 → 确认、误报；申诉 → 核减、维持；整改 → 销号。", no_args_is_help=True)

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="问题编号（开头几位即可），见 review list")]
Why = Annotated[str, typer.Option("--why", help="理由，永久留存", show_default=False)]
SomeWhy = Annotated[str, typer.Option("--why", help="说明（可不填），永久留存", show_default=False)]
Wait = Annotated[bool, typer.Option("--wait", help="等到评判完毕再返回")]

_STATES = {**{state.value: state for state in ReviewState}, **{WORDS[state]: state for state in ReviewState}}


@app.command("list")
def list_(
    state: Annotated[
        str, typer.Option("--state", help="open（待处理）、all、auto（自动判定），或 pending confirmed dismissed …")
    ] = "open",
    target: Annotated[str | None, typer.Option("--target", help="只看一个网站或账号", show_default=False)] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="只看一项指标", show_default=False)] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="也看自这一天起曾判定过的", show_default=False),
    ] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """需要人处理的问题：待核的、申诉中的、整改中的。

    示例：  xunjian review list
            xunjian review list --state dismissed --indicator website.info.hints.wording
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        match = {"target_id": target} if target else {}
        begin = since.replace(tzinfo=clock.CHINA) if since else None
        async with session.database() as database:
            found = await questions(database, match, since=begin)
        shown = [one for one in found if _wanted(one, state) and indicator in {None, one.finding.indicator}]
        if session.as_json:
            session.print_json([question.facts() for question in shown])
        else:
            session.out.print(_table(shown) if shown else "没有符合条件的问题")
        return command.OK

    command.run(session, work)


@app.command("show")
def show(
    question_id: Annotated[str, typer.Argument(metavar="ID")],
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """一个问题的内容、依据，和每一步是谁、何时、为何。

    示例：  xunjian review show 3f2a91c0
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        async with session.database() as database:
            (question,) = await named(database, [question_id])
            steps = await steps_taken(database, question)
        told = [
            {"step": step.step.value, "at": step.at, "by": step.by, "why": step.why, "points": step.points}
            for step in steps
        ]
        if session.as_json:
            session.print_json({**question.facts(), "steps": told})
            return command.OK
        session.out.print(_table([question]))
        session.out.print(f"条款：{question.finding.clause}\n规定：{question.finding.limit}", markup=False)
        for evidence in question.finding.evidence:
            session.out.print(f"依据：{evidence.text} {evidence.url or ''}", markup=False)
        for step in steps:
            left = f"（保留 {step.points:g} 分）" if step.points is not None else ""
            when = clock.local(step.at).strftime("%Y-%m-%d %H:%M")
            session.out.print(f"{when} {step.by or '—'} {STEP_WORDS[step.step]}{left} {step.why}", markup=False)
        return command.OK

    command.run(session, work)


@app.command("confirm")
def confirm(
    ids: Ids, why: SomeWhy = "", by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """确认属实：从此计入判定、通知单位、写入通报。

    示例：  xunjian review confirm 3f2a91c0 5b77de10
    """
    _take(ReviewStep.CONFIRM, ids, why, by, wait, home, as_json)


@app.command("dismiss")
def dismiss(
    ids: Ids, why: Why, by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """认定为误报：不计入，证据不变就不再出现。

    示例：  xunjian review dismiss 3f2a91c0 --why “张三”是人名
    """
    _take(ReviewStep.DISMISS, ids, why, by, wait, home, as_json)


@app.command("appeal")
def appeal(
    ids: Ids, why: Why, by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """登记单位的申诉：在决定之前照常计入，注明申诉中。

    示例：  xunjian review appeal 3f2a91c0 --why 机房断电，已报备 --by 某局
    """
    _take(ReviewStep.APPEAL, ids, why, by, wait, home, as_json)


@app.command("reduce")
def reduce(
    ids: Ids, why: Why,
    points: Annotated[
        float | None, typer.Option("--points", min=0, help="仍保留的扣分（默认全部核减）", show_default=False)
    ] = None,
    by: By = None, wait: Wait = False, home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """申诉成立，予以核减。

    示例：  xunjian review reduce 3f2a91c0 --why 已核对报备材料
    """
    _take(ReviewStep.REDUCE, ids, why, by, wait, home, as_json, points=points)


@app.command("uphold")
def uphold(
    ids: Ids, why: Why, by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """申诉不成立，维持原判定。

    示例：  xunjian review uphold 3f2a91c0 --why 证据充分
    """
    _take(ReviewStep.UPHOLD, ids, why, by, wait, home, as_json)


@app.command("mend")
def mend(
    ids: Ids, why: SomeWhy = "", by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """记录整改情况。

    示例：  xunjian review mend 3f2a91c0 --why 某局已删除该文
    """
    _take(ReviewStep.MEND, ids, why, by, wait, home, as_json)


@app.command("close")
def close(
    ids: Ids, why: SomeWhy = "", by: By = None, wait: Wait = False,
    home: command.Home = None, as_json: command.Json = False,
) -> None:  # fmt: skip
    """整改完成，销号：自此不再计入。

    示例：  xunjian review close 3f2a91c0
    """
    _take(ReviewStep.CLOSE, ids, why, by, wait, home, as_json)


def _take(
    step: ReviewStep, ids: list[str], why: str, by: str | None, wait: bool, home: Any, as_json: bool,
    *, points: float | None = None,
) -> None:  # fmt: skip
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        if step not in {ReviewStep.CONFIRM, ReviewStep.MEND, ReviewStep.CLOSE} and not why.strip():
            raise BadInput(f"{STEP_WORDS[step]}须写明理由：--why")
        at = clock.now()
        async with session.database() as database:
            chosen = await named(database, ids)
            events = [step_event(one, step, why=why, points=points, at=at, by=by or user()) for one in chosen]
            refused: dict[str, str] = {}
            async with session.bus() as bus, new_dead_letters(bus) as dead:
                await bus.publish_all(events)
                if wait:
                    done = [str(event.event_id()) for event in events]
                    refused = dict((await until_judged(database, done, dead, by="_id", seconds=60)).dead)
        if session.as_json:
            session.print_json({"step": step.value, "ids": [one.id for one in chosen], "refused": refused})
        else:
            session.out.print(f"已记录：{STEP_WORDS[step]} {len(chosen)} 条")
        return command.FAILURE if refused else command.OK

    command.run(session, work)


def _wanted(question: Question, state: str) -> bool:
    if state == "all":
        return True
    if state == "open":
        return question.state in OPEN
    if state == "auto":
        return question.state is None
    if state not in _STATES:
        raise BadInput(f"状态 {state!r}：应为 open、all、auto，或 {'、'.join(one.value for one in ReviewState)}")
    return question.state is _STATES[state]


def _table(found: list[Question]) -> Table:
    table = Table()
    for heading in ("编号", "状态", "对象", "指标", "内容", "网址"):
        table.add_column(heading, overflow="fold")
    for one in found:
        cells = (one.id, WORDS[one.state], one.verdict.target_name, one.finding.title, one.text, one.url or "")
        table.add_row(*(Text(cell) for cell in cells))
    return table
