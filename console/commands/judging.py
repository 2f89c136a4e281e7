"""`verdicts`: what was judged."""

import uuid
from contextlib import nullcontext
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from console import command
from console.moments import moment
from console.session import Session
from shared import clock
from shared.contracts import AssessmentReady, AssessmentRequested
from shared.contracts.assessment import Assessment
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS, VERDICTS
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict
from shared.errors import BadInput, XunjianError
from shared.mongo import Database, Document

_RESULTS = {
    Result.QUALIFIED: ("合格", "green"),
    Result.BASIC: ("基本合格", "yellow"),
    Result.UNQUALIFIED: ("不合格", "red"),
    Result.UNDETERMINED: ("无法判定", "yellow"),
}


def verdicts(
    target: Annotated[str | None, typer.Option("--target", help="只看一个网站或账号", show_default=False)] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="只看一个单位", show_default=False)] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="按截至此时的观测重新评判（日期即当日结束）", show_default=False)
    ] = None,
    pack: Annotated[str | None, typer.Option("--pack", help="用另一套指标体系重新评判", show_default=False)] = None,
    said: Annotated[bool, typer.Option("--said", help="与 --as-of 同用：当时实际作出的判定，不重新评判")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="重新评判最多等多少秒")] = 300,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """各目标的判定：合格、不合格、无法判定，及其依据。

    示例：  xunjian verdicts
            xunjian verdicts --target site-1 --json
            xunjian verdicts --as-of 2023-10-31 --pack qiandongnan
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        when = moment(as_of) if as_of else None
        if said and not when:
            raise BadInput("--said 须与 --as-of 同用")
        if (when or pack) and not said:
            found, notes = await _recomputed(session, when, pack, target, unit, timeout)
        else:
            async with session.database() as database:
                found, notes = await stored(database, target=target, unit=unit, when=when), ()
        if target and not found:
            raise BadInput(f"没有 {target} 的判定：编号是否在名录中？（刚导入的名录要等评判服务看到）")
        _show(session, found, notes)
        return command.OK

    command.run(session, work)


async def stored(
    database: Database, *, target: str | None = None, unit: str | None = None, when: Any = None
) -> list[Verdict]:
    """The newest verdict of each target, or the one that stood at a moment."""
    match: Document = {}
    if target:
        match["target_id"] = target
    if unit:
        match["unit_id"] = unit
    if when:
        match["as_of"] = {"$lte": when}
    pipeline: list[Document] = [
        {"$match": match},
        {"$sort": {"target_id": 1, "as_of": -1, "number": -1}},
        {"$group": {"_id": "$target_id", "newest": {"$first": "$$ROOT"}}},
        {"$sort": {"_id": 1}},
    ]
    cursor = database[VERDICTS].aggregate(pipeline, allowDiskUse=True)
    return [verdict_of(document["newest"]) async for document in cursor]


def verdict_of(document: Document) -> Verdict:
    """The contract part of a stored document."""
    return Verdict.model_validate({name: document[name] for name in Verdict.model_fields if name in document})


async def _recomputed(
    session: Session, when: Any, pack: str | None, target: str | None, unit: str | None, seconds: float
) -> tuple[list[Verdict], tuple[str, ...]]:
    now = clock.now()
    request = AssessmentRequested(
        request_id=f"console-{uuid.uuid4()}",
        pack=pack,
        as_of=when or now,
        target_ids=(target,) if target else (),
        unit_ids=(unit,) if unit else (),
        requested_at=now,
    )
    async with session.database() as database, session.bus() as bus:
        answers = await bus.js.subscribe(f"{AssessmentReady.TYPE}.{request.request_id}", ordered_consumer=True)
        await bus.publish(request)
        try:
            with session.err.status("正在重新评判……") if session.interactive else nullcontext():
                answer = AssessmentReady.read((await answers.next_msg(timeout=seconds)).data)
        except TimeoutError as error:
            raise XunjianError(f"{seconds:g} 秒内没有评判结果：用 xunjian status 看评判服务是否就绪") from error
        finally:
            await answers.unsubscribe()
        if answer.problem:
            raise BadInput(answer.problem)
        return await _assessed(database, request.request_id)


async def _assessed(database: Database, request_id: str) -> tuple[list[Verdict], tuple[str, ...]]:
    cursor = database[ASSESSMENTS].find({"request_id": request_id}).sort("target_id", 1)
    found = [
        Assessment.model_validate({k: v for k, v in document.items() if k in Assessment.model_fields}).verdict
        async for document in cursor
    ]
    run = await database[ASSESSMENT_RUNS].find_one({"request_id": request_id}) or {}
    notes: tuple[str, ...] = tuple(run.get("notes", ())) if run else ()
    return found, notes


def _show(session: Session, found: list[Verdict], notes: tuple[str, ...]) -> None:
    if session.as_json:
        session.print_json([verdict.model_dump(mode="json") for verdict in found])
        for note in notes:
            session.err.print(note, markup=False)
        return
    session.out.print(verdict_table(found))
    counts = {result: sum(verdict.result is result for verdict in found) for result in Result}
    session.out.print("，".join(f"{_RESULTS[result][0]} {n}" for result, n in counts.items() if n) or "还没有判定")
    for note in notes:
        session.out.print(f"注：{note}", markup=False)


def verdict_table(found: list[Verdict]) -> Table:
    """The verdicts as people read them: name, result, and what is wrong or unknown."""
    table = Table(show_lines=False)
    for heading in ("编号", "名称", "判定", "依据"):
        table.add_column(heading, overflow="fold")
    for verdict in found:
        word, colour = _RESULTS[verdict.result]
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
    mark = "✗" if finding.outcome is Outcome.NOT_MET else "?"
    return f"{mark} {finding.title}：{finding.text}"
