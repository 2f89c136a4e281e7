"""The demo from beginning to end: each step does something through the console and checks what came of it."""

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from deploy.demo import checks, closing, expected, province
from deploy.demo.commands import Unhappened, Xunjian
from deploy.demo.feeds import feed
from deploy.demo.pages import Served, site_pages
from deploy.demo.post_office import PostOffice, post_office
from deploy.demo.province import ACCOUNTS, SITES, Health
from deploy.demo.recorded import week_until
from deploy.demo.screen import Screen
from deploy.demo.watch import STYLES, sentence, verdicts_as_they_change
from deploy.demo.web import Web
from shared.clock import local, now
from shared.contracts import VerdictChanged
from shared.contracts.target import Result
from shared.contracts.verdicts import Verdict
from shared.registry.files import write_registry

STEPS = 9
_MAIL_SECONDS = 45.0


@dataclass
class Story:
    """One run: what it works on, and what it found missing."""

    folder: Path
    screen: Screen
    at: datetime = field(default_factory=now)
    """The moment all pages and feeds are dated from."""
    problems: list[str] = field(default_factory=list)
    _shown: int = 0
    """Mails already told of."""

    @property
    def report_folder(self) -> Path:
        """Where the report is written."""
        return self.folder / "report"

    async def tell(self) -> list[str]:
        """Run it; returns what did not happen. Whatever happens, nothing is left running."""
        async with AsyncExitStack() as opened:
            web = opened.enter_context(Web(_sites(self.at)))
            office = await opened.enter_async_context(post_office())
            xunjian = Xunjian(self.folder / "home", environment(web.port, office))
            with self._step("启动内置的 nats-server、mongod 和四个服务"):
                running = await xunjian.up(self.screen.note)
                opened.push_async_callback(self._stop, xunjian, running)
                status = await xunjian("status")
            await opened.enter_async_context(verdicts_as_they_change(status["nats"], self._changed))
            await self._play(xunjian, web, office)
        self._check(["系统停止后仍有进程在运行"] if running.returncode is None else [])
        return self.problems

    async def _play(self, xunjian: Xunjian, web: Web, office: PostOffice) -> None:
        await self._import(xunjian, web.port)
        await self._replay(xunjian, web.port)
        await self._visit(xunjian, web)
        await self._warned(xunjian, office)
        await self._mend(xunjian, web, office)
        await self._report(xunjian)
        verdicts = await self._judged(xunjian, expected.MENDED_VERDICTS)
        closing.show_verdicts(self.screen, verdicts)
        closing.show_mails(self.screen, office.mails)
        closing.show_report(self.screen, self.report_folder)
        self.screen.out.print()

    def _step(self, title: str) -> Any:
        return self.screen.step(title, of=STEPS)

    def _check(self, problems: Iterable[str]) -> None:
        for problem in problems:
            self.problems.append(problem)
            self.screen.news(f"✗ {problem}", style="red")

    def _changed(self, change: VerdictChanged) -> None:
        if change.previous_result is None and change.verdict.result is Result.UNDETERMINED:
            return  # nothing was seen yet
        if change.previous_result is not change.verdict.result:
            self.screen.news(sentence(change), style=STYLES[change.verdict.result])

    async def _import(self, xunjian: Xunjian, port: int) -> None:
        registry = province.registry(port)
        workbook = self.folder / "名录.xlsx"
        with self._step("导入名录（Excel 工作簿）"):
            write_registry(registry, workbook)
            found = await xunjian("registry", "import", str(workbook))
            if found["counts"] != registry.counts:
                self._check([f"导入后为 {found['counts']}，应为 {registry.counts}"])
            self.screen.note("、".join(f"{name} {count}" for name, count in found["counts"].items() if count))

    async def _replay(self, xunjian: Xunjian, port: int) -> None:
        homes = {site.id: province.home_url(site, port) for site in SITES}
        recorded = self.folder / "一周探测.ndjson"
        with self._step("回放一周的首页探测记录"):
            recorded.write_text(week_until(now(), homes), encoding="utf-8")
            found = await xunjian("replay", str(recorded), "--wait", "--timeout", "60", seconds=75)
            self.screen.note(f"{found['distinct']} 次探测，全部评判完毕")

    async def _visit(self, xunjian: Xunjian, web: Web) -> None:
        with self._step("访问全部网站、栏目、留言板和新媒体，并评判"):
            found = await xunjian("visit", "--wait", "--timeout", "75", seconds=90)
            words = {"ok": "看到", "failed": "未正常响应", "blind": "未能看到"}
            outcomes = "，".join(f"{words[name]} {count}" for name, count in found["outcomes"].items())
            self.screen.note(f"{found['visits']} 次访问：{outcomes}；各网站共应答 {web.hits} 次请求")
            self._check(f"没有任何一次访问的结果是 {name}" for name in words.keys() - found["outcomes"].keys())
            await self._judged(xunjian, expected.VERDICTS)

    async def _warned(self, xunjian: Xunjian, office: PostOffice) -> None:
        with self._step("等待发给各单位的邮件"):
            await self._until(office, lambda: checks.mentions(office.mails, expected.TOLD), "发给各单位的邮件")
            await self._told(xunjian, office, expected.TOLD)

    async def _mend(self, xunjian: Xunjian, web: Web, office: PostOffice) -> None:
        account = next(account for account in ACCOUNTS if account.id == province.MENDED)
        with self._step(f"{account.name}恢复更新：再次访问"):
            web.sites[province.BRIDGE].put(province.feed_path(account), feed(account, now(), fresh=True))
            await xunjian("visit", account.id, "--wait", "--timeout", "40", seconds=60)
        with self._step("等待恢复通知"):
            await self._until(office, lambda: checks.recovered(office.mails, account.name), "恢复通知")
            await self._told(xunjian, office, expected.TOLD | expected.RECOVERIES)

    async def _report(self, xunjian: Xunjian) -> None:
        label, first, last = quarter_to_date(local(now()).date())
        days = ("--from", str(first), "--to", str(last))
        with self._step(f"编写 {label} 通报（{first} 至 {last}）"):
            words = ("report", label, "--regime", "national", *days, "--out", str(self.report_folder))
            await xunjian(*words, "--timeout", "60", seconds=75)
            counts = {"websites": expected.WEBSITES, "accounts": expected.ACCOUNTS}
            self._check(checks.report_problems(self.report_folder, counts))
            dead = await xunjian("dead-letters", "list")
            self._check(f"有未能处理的事件：{letter['subject']} {letter['detail']}" for letter in dead)

    async def _judged(self, xunjian: Xunjian, wanted: Mapping[str, expected.Expected]) -> list[Verdict]:
        found = [Verdict.model_validate(row) for row in await xunjian("verdicts")]
        self._check(checks.verdict_problems(found, wanted))
        return sorted(found, key=lambda verdict: (verdict.target_kind != "website", verdict.target_id))

    async def _told(self, xunjian: Xunjian, office: PostOffice, wanted: Iterable[expected.Told]) -> None:
        """The ledger says what it has to, as soon as the last mail that arrived is written down in it."""
        wanted = set(wanted)
        deadline = asyncio.get_running_loop().time() + _MAIL_SECONDS
        while True:
            warnings = await xunjian("warnings")
            problems = list(checks.telling_problems(warnings, office.mails, wanted))
            if not problems or asyncio.get_running_loop().time() > deadline:
                break
        self._check(problems)
        self.screen.note(f"已送达 {len(office.mails)} 封，台账与邮件服务器一致" if not problems else "")

    async def _until(self, office: PostOffice, happened: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(_MAIL_SECONDS), office.arrived:
                while True:
                    for mail in office.mails[self._shown :]:
                        self.screen.news(f"✉ {'、'.join(mail.to)}　{mail.subject}", style="cyan")
                    self._shown = len(office.mails)
                    if happened():
                        return
                    await office.arrived.wait()
        except TimeoutError:
            self._check([f"{_MAIL_SECONDS:g} 秒内没有等到{what}"])

    async def _stop(self, xunjian: Xunjian, running: asyncio.subprocess.Process) -> None:
        with self._step("停止全部进程"):
            await asyncio.shield(asyncio.ensure_future(xunjian.down(running)))


def environment(port: int, office: PostOffice) -> dict[str, str]:
    """The operator's settings: the websites are on this machine, and so is the mail server."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("XUNJIAN_")}
    return others | {
        "XUNJIAN_CRAWLER_ALLOW_PRIVATE": "1",
        "XUNJIAN_CRAWLER_HOST_INTERVAL": "0.05",
        "XUNJIAN_CRAWLER_RETRY_DELAY": "1",
        "XUNJIAN_CRAWLER_REFERENCES": f"{SITES[0].host}:{port}",
        "XUNJIAN_SMTP_URL": office.url,
        "XUNJIAN_MAIL_FROM": province.SENDER,
        "XUNJIAN_NOTIFIER_GROUP_WAIT": "5",
        "XUNJIAN_NOTIFIER_GATHER": "3",
        "XUNJIAN_NOTIFIER_OFFICE": province.OFFICE,
    }


def quarter_to_date(today: date) -> tuple[str, date, date]:
    """The label, the first day and the last day so far of the quarter that runs."""
    quarter = (today.month + 2) // 3
    return f"{today.year}Q{quarter}", date(today.year, quarter * 3 - 2, 1), today


def _sites(at: datetime) -> dict[str, Mapping[str, Served] | None]:
    served: dict[str, Mapping[str, Served] | None] = {
        site.host: site_pages(site, at) if site.health is Health.SERVED else None
        for site in SITES
        if site.health is not Health.GONE
    }
    return served | {province.BRIDGE: {province.feed_path(one): feed(one, at) for one in ACCOUNTS}}


__all__ = ["Story", "Unhappened", "environment", "quarter_to_date"]
