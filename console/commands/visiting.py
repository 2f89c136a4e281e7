"""`visit`: look now instead of waiting for the schedule."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.progress import Progress

from console import command
from console.awaiting import Waited, new_dead_letters, until_judged
from console.session import Session
from shared import clock
from shared.contracts import EVENTS_BY_TYPE, PageVisited, PostListed, VisitDue
from shared.contracts.collections import OBSERVATIONS
from shared.contracts.target import Purpose, TargetKind
from shared.errors import BadInput
from shared.mongo import Database
from shared.registry.model import AccountStatus, Registry, WebsiteStatus
from shared.registry.store import load

_PURPOSES = (Purpose.HOME, Purpose.COLUMN, Purpose.BOARD, Purpose.GUIDE, Purpose.FEED, Purpose.LINK)


def visit(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="网站、账号、栏目、留言板或办事指南的编号；不写则全部", show_default=False),
    ] = None,
    purpose: Annotated[
        str | None,
        typer.Option(
            "--purpose", help="只看一种：home column board guide feed link（link 检查全站链接）", show_default=False
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="等到评判完毕再返回")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="--wait 最多等多少秒")] = 600,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """立即访问，不等排程。

    示例：  xunjian visit --wait            访问名录中的全部目标
            xunjian visit site-1 --purpose column --wait
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        wanted = _purpose(purpose)
        async with session.database() as database, session.bus() as bus, new_dead_letters(bus) as dead:
            now = clock.now()
            registry = (await load(database, as_of_date=clock.local(now).date())).registry
            due = list(manual_visits(registry, targets or [], wanted, now=now))
            if not due:
                raise BadInput("没有可访问的目标：名录为空，或该目标没有这一类页面")
            await bus.publish_all(due)
            ids = [str(one.event_id()) for one in due]
            if not wait:
                return _tell(session, len(due), None, {})
            with Progress(console=session.err, disable=not session.interactive, transient=True) as progress:
                task = progress.add_task("正在访问与评判", total=len(ids))
                waited = await until_judged(
                    database,
                    ids,
                    dead,
                    by="visit_id",
                    seconds=timeout,
                    progress=lambda done: progress.update(task, completed=done),
                )
            return _tell(session, len(due), waited, await _outcomes(database, waited.done))

    command.run(session, work)


def _purpose(name: str | None) -> Purpose | None:
    if name is None:
        return None
    known = {purpose.value: purpose for purpose in _PURPOSES}
    if name not in known:
        raise BadInput(f"--purpose：应为 {' '.join(known)} 之一，实为 {name}")
    return known[name]


def manual_visits(
    registry: Registry, ids: Iterable[str], purpose: Purpose | None, *, now: datetime
) -> Iterator[VisitDue]:
    """A visit to every page of the targets, or to the pages named themselves.

    Raises:
        BadInput: an id nobody knows; all of them are named.
    """
    wanted = set(ids)
    slot = f"manual-{uuid.uuid4()}"
    everything = list(_all_pages(registry, slot=slot, now=now))
    known = {name for due in everything for name in (due.target_id, due.page_id) if name}
    unknown = sorted(wanted - known)
    if unknown:
        raise BadInput("名录中没有（或已关停、注销，或没有数据源）这些编号", unknown)
    for due in everything:
        chosen = not wanted or due.page_id in wanted or due.target_id in wanted
        # a round over a whole website takes minutes: only who asks for it gets it
        if chosen and (due.purpose is purpose or (purpose is None and due.purpose is not Purpose.LINK)):
            yield due


def _all_pages(registry: Registry, *, slot: str, now: datetime) -> Iterator[VisitDue]:
    def due(kind: TargetKind, target_id: str, purpose: Purpose, url: str, page_id: str | None = None) -> VisitDue:
        return VisitDue(
            kind=kind,
            target_id=target_id,
            purpose=purpose,
            url=url,
            page_id=page_id,
            slot=slot,
            due_at=now,
            expires_at=now + timedelta(hours=2),
        )

    for website in registry.websites.values():
        if website.status is WebsiteStatus.CLOSED:
            continue
        yield due(TargetKind.WEBSITE, website.id, Purpose.HOME, website.url)
        yield due(TargetKind.WEBSITE, website.id, Purpose.LINK, website.url)
        for purpose, pages in (
            (Purpose.COLUMN, registry.columns_of(website.id)),
            (Purpose.BOARD, registry.boards_of(website.id)),
            (Purpose.GUIDE, registry.guides_of(website.id)),
        ):
            for page in pages:
                yield due(TargetKind.WEBSITE, website.id, purpose, page.url, page.id)
    for account in registry.accounts.values():
        if account.status is not AccountStatus.CANCELLED and account.feed_url:
            yield due(TargetKind.ACCOUNT, account.id, Purpose.FEED, account.feed_url)


async def _outcomes(database: Database, visit_ids: set[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    async for document in database[OBSERVATIONS].find({"visit_id": {"$in": sorted(visit_ids)}}, {"type": 1, "body": 1}):
        event = EVENTS_BY_TYPE[document["type"]].read(document["body"])
        if isinstance(event, PageVisited | PostListed):
            counts[event.outcome.value] += 1
    return dict(counts)


_WORDS = {"ok": "看到", "failed": "未正常响应", "blind": "未能看到"}


def _tell(session: Session, published: int, waited: Waited | None, outcomes: dict[str, int]) -> int:
    missing = sorted(waited.missing) if waited else []
    dead = waited.dead if waited else {}
    if session.as_json:
        session.print_json(
            {"visits": published, "waited": waited is not None, "outcomes": outcomes, "dead": dead, "missing": missing}
        )
    elif waited is None:
        session.out.print(f"已安排 {published} 次访问")
    else:
        summary = "，".join(f"{_WORDS.get(name, name)} {count}" for name, count in sorted(outcomes.items()))
        session.out.print(f"已访问并评判 {len(waited.done)} / {published} 页：{summary}")
        for event_id, reason in dead.items():
            session.err.print(f"{event_id} 未能处理，见 xunjian dead-letters list：{reason}", markup=False)
        if missing:
            session.err.print(f"{len(missing)} 次访问在限定时间内没有结果；用 xunjian status 看爬虫与评判是否就绪")
    return command.FAILURE if missing or dead else command.OK
