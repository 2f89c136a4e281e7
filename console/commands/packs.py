"""`packs list | show | check`: the rule packs."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from console import command
from console.commands.trying import try_
from console.moments import moment
from console.session import Session
from services.evaluator.adapters.pack_files import other_packs, read_packs
from services.evaluator.checking import check_pack
from services.evaluator.indicators import EVERY, SCHEMA
from services.evaluator.pack import Pack
from services.evaluator.rulebook import Rules, resolve
from shared import clock
from shared.errors import BadInput
from shared.settings import Settings

app = typer.Typer(help="指标体系：全国标准与各地规定，都是数据文件。", no_args_is_help=True)

_PROVENANCE = {"text": "条文", "notice": "通报", "placeholder": "暂定", "own": "系统"}


@app.command("list")
def list_(home: command.Home = None, as_json: command.Json = False) -> None:
    """列出全部指标体系及其有效期。

    示例：  xunjian packs list
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        packs = sorted(_packs(), key=lambda pack: (pack.id, pack.header.valid_from))
        if session.as_json:
            session.print_json([_facts(pack) for pack in packs])
            return command.OK
        table = Table()
        for heading in ("编号", "名称", "版本", "有效期", "基于", "依据"):
            table.add_column(heading, overflow="fold")
        for pack in packs:
            header = pack.header
            span = f"{header.valid_from} — {header.valid_to or '现行'}"
            table.add_row(pack.id, header.name, header.version, span, header.extends or "", header.source)
        session.out.print(table)
        return command.OK

    raise typer.Exit(command.guarded(session, work))


@app.command("show")
def show(
    pack_id: Annotated[str, typer.Argument(metavar="ID")],
    on: Annotated[str | None, typer.Option("--on", help="哪一天有效的版本（默认今天）", show_default=False)] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """显示一套指标体系：每项指标、现行数字及其出处。

    示例：  xunjian packs show qiandongnan
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        rules = resolve(_packs(), pack_id, clock.local(moment(on) if on else clock.now()).date(), schema=SCHEMA)
        if session.as_json:
            session.print_json(_rules(rules))
        else:
            _print_rules(session, rules)
        return command.OK

    raise typer.Exit(command.guarded(session, work))


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="指标体系文件（.toml）", show_default=False)],
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """检查一个指标体系文件，指出每一处错误：文件、行、键、应为什么、实为什么。有错误时退出码为 2。

    示例：  xunjian packs check 我州.toml
    """
    session = Session.of(home, as_json=as_json)

    def work() -> int:
        try:
            text = file.read_bytes()
        except OSError as error:
            raise BadInput(f"不能读取 {file}：{error.strerror}") from error
        packs, unread = other_packs(Settings.from_environment().packs_dir, file)
        for one in unread:
            session.err.print(f"注：另一个文件读不出，未与之核对：{one}", markup=False)
        mistakes = check_pack(text, str(file), packs=packs, schema=SCHEMA)
        if mistakes:
            raise BadInput(f"{file} 有 {len(mistakes)} 处错误", mistakes)
        if session.as_json:
            session.print_json({"file": str(file), "mistakes": []})
        else:
            session.out.print(f"{file} 没有错误", markup=False)
        return command.OK

    raise typer.Exit(command.guarded(session, work))


app.command("try")(try_)


def _packs() -> tuple[Pack, ...]:
    packs: tuple[Pack, ...] = read_packs(Settings.from_environment().packs_dir)
    return packs


def _facts(pack: Pack) -> dict[str, Any]:
    return {"file": pack.file, **pack.header.model_dump(mode="json")}


def _rules(rules: Rules) -> dict[str, Any]:
    return {
        "id": rules.id,
        "name": rules.name,
        "version": rules.version,
        "source": rules.source,
        "indicators": [
            {
                "id": one.id,
                "title": one.title,
                "limit": rules.limits[one.id],
                "provenance": rules.provenances[one.id].value,
            }
            for one in EVERY
            if one.id in rules.sections and rules.sections[one.id].on
        ],
        "numbers": {
            path: {"value": number.value, "provenance": number.provenance.value, "pack": number.pack}
            for path, number in sorted(rules.numbers.items())
        },
        "placeholders": list(rules.placeholders()),
    }


def _print_rules(session: Session, rules: Rules) -> None:
    session.out.print(f"{rules.name}（{rules.id}，版本 {rules.version}）\n依据：{rules.source}", markup=False)
    table = Table()
    for heading in ("指标", "名称", "现行规定", "出处"):
        table.add_column(heading, overflow="fold")
    for one in EVERY:
        if one.id in rules.sections and rules.sections[one.id].on:
            provenance = _PROVENANCE.get(rules.provenances[one.id].value, "")
            table.add_row(one.id, one.title, rules.limits[one.id], provenance)
    session.out.print(table)
    if rules.placeholders():
        session.out.print(f"暂定数字（未见原文）：{'、'.join(rules.placeholders())}", markup=False)
