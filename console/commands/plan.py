"""`plan`: whom to inspect in a period."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from console import command
from console.commands.reporting import days_of
from console.planning import Shares, draw, in_scope, owed_by, seed_of, year_before
from console.session import Session
from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.indicators import SCHEMA
from services.evaluator.rulebook import resolve
from services.evaluator.window import midnight
from shared import clock
from shared.contracts import Recorded
from shared.contracts.collections import OBSERVATIONS, PLANS
from shared.contracts.plan import InspectionPlan, plan_key
from shared.contracts.target import TargetKind
from shared.errors import BadInput
from shared.mongo import Database
from shared.registry.store import load
from shared.settings import Settings

_KINDS = {TargetKind.WEBSITE: "网站", TargetKind.ACCOUNT: "政务新媒体"}


def share(text: str) -> float:
    """A share as people write it: 30%, 0.3.

    Raises:
        BadInput: it is none between 0 and 1.
    """
    try:
        found = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise BadInput(f"比例 {text!r}：应为 0% 到 100%，例如 30% 或 0.3")
    return found


def plan(  # noqa: PLR0913, PLR0917 - each is an option
    label: Annotated[str, typer.Argument(metavar="PERIOD", help="如 2023Q4、2023-10、2023", show_default=False)],
    regime: Annotated[str, typer.Option("--regime", help="指标体系，如 national、qiandongnan")],
    websites: Annotated[str, typer.Option("--websites", help="网站抽查比例")] = "100%",
    accounts: Annotated[str, typer.Option("--accounts", help="新媒体抽查比例")] = "30%",
    redraw: Annotated[bool, typer.Option("--redraw", help="已有抽查名单的，按现行名录重抽并替换")] = False,
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="起始日", show_default=False)
    ] = None,
    to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="截止日（含）", show_default=False)
    ] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """抽取一个时期的检查对象：网站全部，新媒体不少于三成且每个账号一年至少一次。

    同一指标体系、时期和名录版本，抽取结果相同，任何人都可以复核。名单一经抽取即留存，通报以此为准。

    示例：  xunjian plan 2026Q4 --regime national
            xunjian plan 2026Q4 --regime national --accounts 50% --redraw
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        first, last = days_of(label, from_, to)
        resolve(read_packs(Settings.from_environment().packs_dir), regime, last, schema=SCHEMA)
        shares = Shares(share(websites), share(accounts))
        async with session.database() as database:
            found = None if redraw else await kept(database, regime, first, last)
            if found is None:
                found = await drawn(database, regime, label, (first, last), shares)
                await database[PLANS].replace_one({"_id": found.key}, _document(found), upsert=True)
            seen = await looked_at(database, found)
        _show(session, found, seen)
        return command.OK

    command.run(session, work)


async def kept(database: Database, regime: str, first: date, last: date) -> InspectionPlan | None:
    """The plan that was drawn for a period, if any."""
    document = await database[PLANS].find_one({"_id": plan_key(regime, first, last)}, {"_id": False})
    return InspectionPlan.model_validate(document) if document else None


async def drawn(database: Database, regime: str, label: str, days: tuple[date, date], shares: Shares) -> InspectionPlan:
    """A new plan from the registry in force at the end of the period, or today if that lies ahead."""
    first, last = days
    now = clock.now()
    loaded = await load(database, as_of_date=min(last, clock.local(now).date()))
    then = (await load(database, as_of_date=year_before(last))).registry
    past = [
        InspectionPlan.model_validate(document)
        async for document in database[PLANS].find({"regime": regime}, {"_id": False})
    ]
    accounts = in_scope(loaded.registry, TargetKind.ACCOUNT)
    owed = owed_by(accounts, past, set(in_scope(then, TargetKind.ACCOUNT)), last)
    seed = seed_of(regime, label, loaded.version)
    result = draw(loaded.registry, seed, shares, owed=owed)
    return InspectionPlan(
        regime=regime,
        label=label,
        first=first,
        last=last,
        registry_version=loaded.version,
        seed=seed,
        drawn_at=now,
        targets=result.targets,
        shares=result.shares,
    )


async def looked_at(database: Database, found: InspectionPlan) -> set[str]:
    """The planned targets that were visited in the period."""
    days = {"$gte": midnight(found.first), "$lt": midnight(found.last + timedelta(days=1))}
    match: dict[str, Any] = {
        "target_id": {"$in": list(found.targets)},
        "observed_at": days,
        "type": {"$ne": Recorded.TYPE},
    }
    groups = database[OBSERVATIONS].aggregate(
        [{"$match": match}, {"$group": {"_id": "$target_id"}}], hint="target_observed"
    )
    return {str(group["_id"]) async for group in groups}


def _document(found: InspectionPlan) -> dict[str, Any]:
    return {"_id": found.key, **found.model_dump(mode="json"), "drawn_at": found.drawn_at}


def _show(session: Session, found: InspectionPlan, seen: set[str]) -> None:
    coverage = {"planned": len(found.targets), "looked_at": len(seen), "missing": sorted({*found.targets} - seen)}
    if session.as_json:
        session.print_json({**found.model_dump(mode="json"), "coverage": coverage})
        return
    table = Table()
    for heading in ("类别", "在册", "抽取", "比例", "其中满一年须查"):
        table.add_column(heading)
    for one in found.shares:
        part = f"{one.planned / one.registered:.1%}" if one.registered else "—"
        table.add_row(_KINDS[one.kind], str(one.registered), str(one.planned), part, str(one.owed))
    session.out.print(table)
    session.out.print(f"名录第 {found.registry_version} 版；抽取种子“{found.seed}”", markup=False)
    session.out.print(f"时期 {found.first} — {found.last}，已查看 {len(seen)} / {len(found.targets)} 个")
