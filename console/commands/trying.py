"""`packs try`: what a new rule pack would have said of the stored past."""

import uuid
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from console import command
from console.assessing import Answer, assessed
from console.commands.judging import RESULTS
from console.comparing import TargetChange, compared, counts
from console.session import Session
from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.checking import check_pack
from services.evaluator.indicators import SCHEMA
from services.evaluator.pack import Pack, parse_pack
from shared import clock
from shared.contracts import AssessmentRequested
from shared.contracts.reports import PACK_TEXT_LIMIT
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict
from shared.errors import BadInput
from shared.settings import Settings

_OUTCOMES = {Outcome.MET: "符合", Outcome.NOT_MET: "不符合", Outcome.UNDETERMINED: "无法判定"}
_SHOWN = 40


def try_(  # noqa: PLR0913, PLR0917 - each is an option
    pack: Annotated[str, typer.Argument(metavar="FILE|ID", help="指标体系文件（.toml）或编号", show_default=False)],
    from_: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日", show_default=False)],
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日（含）", show_default=False)],
    against: Annotated[
        str | None,
        typer.Option("--against", help="与哪一套比较（默认同编号的现行版本，或其所基于的）", show_default=False),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="只看一个单位", show_default=False)] = None,
    target: Annotated[str | None, typer.Option("--target", help="只看一个网站或账号", show_default=False)] = None,
    timeout: Annotated[float, typer.Option("--timeout", help="最多等多少秒")] = 600,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """试行：一套新的指标体系对已留存的观测会怎么判，与现行的逐一比较。只试算，不影响任何判定，不通知任何单位。

    示例：  xunjian packs try 我州.toml --from 2026-07-01 --to 2026-09-30
            xunjian packs try ezhou --from 2026-07-01 --to 2026-09-30 --against national --json
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        days = (from_.date(), to.date())
        if days[0] > days[1]:
            raise BadInput(f"--from {days[0]} 晚于 --to {days[1]}")
        text, trial = _trial(pack)
        base = against or _base(trial)
        request = _request(days, unit, target)
        with Progress(console=session.err, disable=not session.interactive, transient=True) as progress:
            before = await _judged(session, replace_pack(request, base, None), progress, timeout)
            after = await _judged(session, replace_pack(request, trial.id, text), progress, timeout)
        _show(session, before, after)
        return command.OK

    command.run(session, work)


def replace_pack(request: AssessmentRequested, pack: str, text: str | None) -> AssessmentRequested:
    """The same request under another pack, as a request of its own."""
    return request.model_copy(
        update={"pack": pack, "pack_text": text, "request_id": f"try-{pack}-{uuid.uuid4().hex[:12]}"}
    )


def _request(days: tuple[date, date], unit: str | None, target: str | None) -> AssessmentRequested:
    now = clock.now()
    return AssessmentRequested(
        request_id="try",
        as_of=now,
        period_from=days[0],
        period_to=days[1],
        target_ids=(target,) if target else (),
        unit_ids=(unit,) if unit else (),
        requested_at=now,
    )


def _trial(named: str) -> tuple[str | None, Pack]:
    """The text of a file and its pack; of an id only the pack.

    Raises:
        BadInput: it is wrong, with every mistake, or there is none.
    """
    packs = read_packs(Settings.from_environment().packs_dir)
    path = Path(named)
    if path.suffix != ".toml" and not path.exists():
        editions = [one for one in packs if one.id == named]
        if not editions:
            known = "、".join(sorted({one.id for one in packs}))
            raise BadInput(f"没有编号为 {named!r} 的指标体系，也没有这个文件；可用：{known}")
        return None, max(editions, key=lambda one: one.header.valid_from)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"不能读取 {path}：{error}") from error
    if len(text) > PACK_TEXT_LIMIT:
        raise BadInput(f"{path} 有 {len(text)} 个字符，最多 {PACK_TEXT_LIMIT} 个")
    if mistakes := check_pack(text, str(path), packs=packs, schema=SCHEMA, tried=True):
        raise BadInput(f"{path} 有 {len(mistakes)} 处错误", mistakes)
    return text, parse_pack(text, str(path))


def _base(trial: Pack) -> str:
    """What is in force where the trial would be: the pack of its id, else what it extends."""
    packs = read_packs(Settings.from_environment().packs_dir)
    known = {one.id for one in packs}
    if trial.id in known and trial.file not in {one.file for one in packs}:
        return trial.id
    base = trial.header.extends
    if base is None:
        raise BadInput(f"{trial.id} 没有可比较的指标体系：请用 --against 指明")
    return base


async def _judged(session: Session, request: AssessmentRequested, progress: Progress, seconds: float) -> Answer:
    task = progress.add_task(f"正在按“{request.pack}”评判", total=None)
    answer = await assessed(
        session, request, seconds=seconds, progress=lambda done: progress.update(task, completed=done)
    )
    progress.update(task, total=len(answer.assessments), completed=len(answer.assessments))
    return answer


def _show(session: Session, before: Answer, after: Answer) -> None:
    changes = compared(before.assessments, after.assessments)
    if session.as_json:
        session.print_json(
            {
                "before": _side(before),
                "after": _side(after),
                "targets": len(after.assessments),
                "changed": [change.facts() for change in changes],
            }
        )
        return
    for word, answer in (("现行", before), ("试行", after)):
        told = "，".join(f"{RESULTS[Result(name)][0]} {n}" for name, n in counts(answer.assessments).items())
        session.out.print(f"{word} {answer.summary.pack_id}（{answer.summary.pack_version}）：{told}", markup=False)
    moved = sum(change.result_differs for change in changes)
    session.out.print(f"{len(after.assessments)} 个对象中，结论不同 {moved} 个，仅依据不同 {len(changes) - moved} 个")
    if changes:
        session.out.print(_table(changes[:_SHOWN]))
    if len(changes) > _SHOWN:
        session.out.print(f"……另有 {len(changes) - _SHOWN} 个（--json 可看全部）")
    for note in after.summary.notes:
        session.out.print(f"注：{note}", markup=False)


def _side(answer: Answer) -> dict[str, object]:
    summary = answer.summary
    return {"pack": {"id": summary.pack_id, "version": summary.pack_version}, "results": counts(answer.assessments)}


def _table(changes: list[TargetChange]) -> Table:
    table = Table()
    for heading in ("编号", "名称", "现行", "试行", "不同之处"):
        table.add_column(heading, overflow="fold")
    for change in changes:
        lines = [
            f"{one.title}：{_said(one.before)} → {_said(one.after)}"
            for one in change.findings
            if one.before or one.after
        ]
        cells = (change.verdict.target_id, change.verdict.target_name, _result(change.before), _result(change.after))
        table.add_row(*(Text(cell) for cell in (*cells, "\n".join(lines))))
    return table


def _said(finding: Finding | None) -> str:
    if finding is None:
        return "不评"
    points = f"（{finding.points:g} 分）" if finding.points else ""
    warns = "（预警）" if finding.near and finding.near.warn else ""
    return f"{_OUTCOMES[finding.outcome]}{points}{warns}"


def _result(verdict: Verdict | None) -> str:
    if verdict is None:
        return "不评"
    score = f" {verdict.score:g}" if verdict.score is not None else ""
    return f"{RESULTS[verdict.result][0]}{score}"
