"""`verdicts`: what was judged."""

import uuid
from contextlib import nullcontext
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from console import command
from console.assessing import assessed
from console.moments import moment
from console.session import Session
from console.standing import in_force, verdict_of
from shared import clock
from shared.contracts import AssessmentRequested
from shared.contracts.collections import VERDICTS
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict
from shared.errors import BadInput
from shared.mongo import Database, Document
from shared.registry.store import load

RESULTS = {
    Result.QUALIFIED: ("合格", "green"),
    Result.BASIC: ("基本合格", "yellow"),
    Result.UNQUALIFIED: ("不合格", "red"),
    Result.UNDETERMINED: ("无法判定", "yellow"),
}

_NOT_FOUND = (
    "没有 {target} 的判定：编号是否在现行名录中？（刚导入的名录要等评判服务看到；已移出名录的，"
    "用 --as-of 加当时的日期查看）"
)


def verdicts(  # noqa: PLR0913, PLR0917 - each is an option
    target: Annotated[str | None, typer.Option("--target", help="只看一个网站或账号", show_default=False)] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="只看一个单位", show_default=False)] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="按截至此时的观测重新评判（日期即当日结束）", show_default=False)
    ] = None,
    pack: Annotated[str | None, typer.Option("--pack", help="用另一套指标体系重新评判", show_default=False)] = None,
    known_then: Annotated[bool, typer.Option("--known-then", help="与 --as-of 同用：不算此后才补到的观测")] = False,
    said: Annotated[bool, typer.Option("--said", help="与 --as-of 同用：当时实际作出的判定，不重新评判")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="重新评判最多等多少秒")] = 300,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """各目标的判定：合格、不合格、无法判定，及其依据。

    示例：  xunjian verdicts
            xunjian verdicts --target site-1 --json
            xunjian verdicts --as-of 2023-10-31 --pack qiandongnan
            xunjian verdicts --as-of 2023-10-31 --said    当时实际作出的判定

    --as-of 以现在所知的全部观测重新评判当时；迟到的观测会改变它，但不改变当时说过的（--said）。
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        when = moment(as_of) if as_of else None
        if (said or known_then) and not when:
            raise BadInput("--said 与 --known-then 须与 --as-of 同用")
        if (when or pack) and not said:
            request = AssessmentRequested(
                request_id=f"console-{uuid.uuid4()}",
                pack=pack,
                as_of=when or clock.now(),
                target_ids=(target,) if target else (),
                unit_ids=(unit,) if unit else (),
                requested_at=clock.now(),
                known_by=when if known_then else None,
            )
            found, notes = await _recomputed(session, request, timeout)
        else:
            async with session.database() as database:
                found, notes = await stored(database, target=target, unit=unit, when=when), ()
        if target and not found:
            raise BadInput(_NOT_FOUND.format(target=target))
        if unit and not found:
            await _known(session, unit)
        _show(session, found, notes)
        return command.OK

    command.run(session, work)


async def _known(session: Session, unit: str) -> None:
    """Nothing is there of a unit.

    Raises:
        BadInput: because nobody knows it.
    """
    async with session.database() as database:
        registry = (await load(database, as_of_date=clock.local(clock.now()).date())).registry
    if unit not in registry.units:
        raise BadInput(f"名录中没有单位 {unit}")


async def stored(
    database: Database, *, target: str | None = None, unit: str | None = None, when: Any = None
) -> list[Verdict]:
    """The judgement in force on each target, with the day counts of today; or the verdict that stood at a moment."""
    match: Document = {}
    if target:
        match["target_id"] = target
    if unit:
        match["unit_id"] = unit
    if when is None:
        return [verdict async for verdict in in_force(database, match)]
    match["as_of"] = {"$lte": when}
    pipeline: list[Document] = [
        {"$match": match},
        {"$sort": {"target_id": 1, "as_of": -1, "number": -1}},
        {"$group": {"_id": "$target_id", "newest": {"$first": "$$ROOT"}}},
        {"$sort": {"_id": 1}},
    ]
    cursor = database[VERDICTS].aggregate(pipeline, allowDiskUse=True)
    return [verdict_of(document["newest"]) async for document in cursor]


async def _recomputed(
    session: Session, request: AssessmentRequested, seconds: float
) -> tuple[list[Verdict], tuple[str, ...]]:
    with session.err.status("正在重新评判……") if session.interactive else nullcontext():
        answer = await assessed(session, request, seconds=seconds)
    return [one.verdict for one in answer.assessments], answer.summary.notes


def _show(session: Session, found: list[Verdict], notes: tuple[str, ...]) -> None:
    if session.as_json:
        session.print_json([verdict.model_dump(mode="json") for verdict in found])
        for note in notes:
            session.err.print(note, markup=False)
        return
    if found:
        session.out.print(verdict_table(found))
    counts = {result: sum(verdict.result is result for verdict in found) for result in Result}
    session.out.print("，".join(f"{RESULTS[result][0]} {n}" for result, n in counts.items() if n) or "还没有判定")
    for note in notes:
        session.out.print(f"注：{note}", markup=False)


def verdict_table(found: list[Verdict]) -> Table:
    """The verdicts as people read them: name, result, and what is wrong or unknown."""
    table = Table(show_lines=False)
    for heading in ("编号", "名称", "判定", "依据"):
        table.add_column(heading, overflow="fold")
    for verdict in found:
        word, colour = RESULTS[verdict.result]
        table.add_row(verdict.target_id, verdict.target_name, Text(word, style=colour), Text(_grounds(verdict)))
    return table


def _grounds(verdict: Verdict) -> str:
    telling = [finding for finding in verdict.findings if finding.outcome is Outcome.NOT_MET]
    telling += [finding for finding in verdict.findings if finding.outcome is Outcome.UNDETERMINED]
    near = [f for f in verdict.findings if f.outcome is Outcome.MET and f.near and f.near.warn]
    return "\n".join(
        [*(_line(finding) for finding in telling), *(f"预警·{f.title}：{f.near.text}" for f in near if f.near)]
    )


def _line(finding: Finding) -> str:
    mark = "✗" if finding.counts else "?"
    return f"{mark} {finding.title}：{finding.text}"
