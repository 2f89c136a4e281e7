"""`read`: what the crawler reads from a page; nothing is stored."""

import json
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from console import command
from console.session import Session, plain
from services.crawler.adapters.http_fetch import HttpFetcher
from services.crawler.fetching.fetch import Problem
from services.crawler.reading import read_data
from services.crawler.settings import CrawlerSettings
from shared import clock
from shared.contracts.target import LookOutcome, Purpose
from shared.errors import BadInput

_ALLOW = "本机与内网地址默认不访问；确需访问请设 XUNJIAN_CRAWLER_ALLOW_PRIVATE=1"
_PURPOSES = (Purpose.HOME, Purpose.COLUMN, Purpose.BOARD, Purpose.GUIDE, Purpose.ARTICLE, Purpose.FEED)


@dataclass(frozen=True)
class Source:
    """One page to read: from a file, or as it was fetched."""

    name: str
    url: str
    body: bytes = b""
    status: int | None = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    outcome: LookOutcome = LookOutcome.FAILED
    """How the problem is to be taken."""
    fetched: bool = False
    """Seen now; a saved page was seen nobody knows when, so no year is inferred and no date is called future."""


def read(
    pages: Annotated[
        list[str], typer.Argument(metavar="URL|FILE...", help="网址或已保存的页面文件", show_default=False)
    ],
    purpose: Annotated[
        str | None,
        typer.Option("--purpose", help="home column board guide article feed；不写则自动判断", show_default=False),
    ] = None,
    base: Annotated[str | None, typer.Option("--base", help="文件里的相对链接以此为准", show_default=False)] = None,
    home: command.Home = None,
    as_json: command.Json = False,
) -> None:
    """爬虫从页面上读到什么：事实、每个日期的出处与把握、没有读懂之处。不保存任何内容，也不需要系统在运行。

    --json 每页输出一行 JSON。

    示例：  xunjian read 页面.html --purpose article --json
            xunjian read https://www.example.gov.cn/dtyw/ --purpose column
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        chosen = _purpose(purpose)
        worst = command.OK
        async for source in _sources(pages, base):
            if source.problem:
                worst = max(worst, command.FAILURE if source.fetched else command.USAGE)
            _show(session, source, _data(source, chosen))
        return worst

    command.run(session, work)


def _purpose(name: str | None) -> Purpose | None:
    if name is None:
        return None
    known = {purpose.value: purpose for purpose in _PURPOSES}
    if name not in known:
        raise BadInput(f"--purpose：应为 {' '.join(known)} 之一，实为 {name}")
    return known[name]


async def _sources(pages: list[str], base: str | None) -> AsyncIterator[Source]:
    settings = CrawlerSettings.from_environment()
    fetcher = HttpFetcher(user_agent=settings.user_agent, allow_private=settings.crawler_allow_private)
    async with fetcher:
        for page in pages:
            if page.startswith(("http://", "https://")):
                yield await _fetched(fetcher, page, base)
            else:
                yield _from_file(page, base)


async def _fetched(fetcher: HttpFetcher, url: str, base: str | None) -> Source:
    answer = await fetcher.get(url)
    if answer.problem:
        hint = _ALLOW if answer.problem is Problem.ADDRESS_REFUSED else answer.detail
        problem = f"{answer.problem.value}: {hint}" if hint else answer.problem.value
        return Source(url, url, problem=problem, outcome=answer.problem.outcome, fetched=True)
    headers = {name.lower(): value for name, value in answer.headers}
    return Source(url, base or answer.final_url, answer.body, answer.status, headers, fetched=True)


def _from_file(page: str, base: str | None) -> Source:
    try:
        return Source(page, base or "", Path(page).read_bytes())
    except OSError as error:
        return Source(page, base or "", problem=f"不能读取文件：{error.strerror}")


def _data(source: Source, purpose: Purpose | None) -> dict[str, Any]:
    if source.problem:
        return {"input": source.name, "url": source.url, "outcome": source.outcome, "reason": source.problem}
    found = read_data(
        source.body,
        url=source.url,
        purpose=purpose,
        headers=source.headers,
        status=source.status,
        observed_at=clock.now() if source.fetched else None,
    )
    return {"input": source.name, **found}


def _show(session: Session, source: Source, found: dict[str, Any]) -> None:
    if session.as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, default=plain) + "\n")
        return
    session.out.rule(source.name)
    for name, value in found.items():
        if name != "input" and value not in (None, "", [], {}, ()):
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=plain, indent=1)
            session.out.print(f"{name}：{text}", markup=False, highlight=False)
