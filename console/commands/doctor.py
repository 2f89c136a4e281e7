"""`doctor`: is everything there that the system needs, and what to do where it is not."""

import shutil
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

import nats
from nats.errors import Error as NatsError

from console import command
from console.home import read_state, running_urls
from console.session import Session
from deploy.embedded.failure import ServerFailed
from deploy.embedded.mongod import Mongod
from deploy.embedded.programs import check_program
from shared import clock, workdays
from shared.errors import XunjianError
from shared.mongo import Database, PyMongoError
from shared.registry.store import NoRegistry, load
from shared.streams import CONSUMERS, STREAMS

_CLOCK_TOLERANCE_SECONDS = 2.0
_DISK_GIB = 5.0
_GIB = 1024**3


class State(StrEnum):
    """What one look found."""

    WELL = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at: how it is, and what to do about it."""

    what: str
    state: State
    found: str
    remedy: str = ""


def doctor(home: command.Home = None, as_json: command.Json = False) -> None:
    """检查运行环境：服务器连接、流、时钟、工作日历、字体、磁盘，逐项给出结论和处理办法。有严重问题时退出码为 1。

    示例：  xunjian doctor
    """
    session = Session.of(home, as_json=as_json)

    async def work(session: Session) -> int:
        found = [_programs(session), _disk(session), _calendar(), _fonts(), _running(session)]
        for look in (_nats, _mongo):
            found.extend(await look(session))
        _show(session, found)
        return command.FAILURE if any(one.state is State.BAD for one in found) else command.OK

    command.run(session, work)


def _programs(session: Session) -> Diagnosis:
    if session.settings_name_servers():
        return Diagnosis("内置服务器", State.WELL, "未使用（环境变量已指定服务器）")
    try:
        check_program(Mongod(session.home).program)
    except ServerFailed as error:
        return Diagnosis(
            "内置服务器", State.BAD, str(error), "按提示安装缺少的系统库，或用 XUNJIAN_MONGO_URL 指定已有的 MongoDB"
        )
    return Diagnosis("内置服务器", State.WELL, "nats-server 与 mongod 可以运行")


def _disk(session: Session) -> Diagnosis:
    place = session.home if session.home.exists() else session.home.parent
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / _GIB
    state = State.WELL if free >= _DISK_GIB else State.WARNING
    return Diagnosis(
        "磁盘", state, f"{place} 剩余 {free:.1f} GiB", "" if state is State.WELL else f"请保留至少 {_DISK_GIB:g} GiB"
    )


def _calendar() -> Diagnosis:
    year, known = clock.local(clock.now()).year, workdays.known_years()
    found = f"已知 {known[0]}—{known[-1]} 年"
    remedy = "升级 chinesecalendar；未知年份的工作日期限一律“无法判定”"
    if year > known[-1]:
        return Diagnosis("工作日历", State.BAD, found, remedy)
    if year == known[-1] and clock.local(clock.now()).month == 12:
        return Diagnosis("工作日历", State.WARNING, f"{found}，明年尚未收录", remedy)
    return Diagnosis("工作日历", State.WELL, found)


_WORD_FONTS = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体")


def _fonts() -> Diagnosis:
    try:
        from noto_cjk_sans_otc import __file__ as place  # noqa: PLC0415 - only the reporter's machine needs it
    except ImportError:
        return Diagnosis(
            "字体", State.BAD, "没有 PDF 所用的中文字体", "pip install noto-cjk-sans-otc（随 reporter 依赖安装）"
        )
    return Diagnosis(
        "字体",
        State.WELL,
        f"PDF 使用内嵌的 Noto Sans CJK（{'已安装' if place else '未找到'}）；Word 文稿指定 {'、'.join(_WORD_FONTS)}，"
        "在没有这些字体的机器上打开时由 Word 代以相近字体",
    )


def _running(session: Session) -> Diagnosis:
    state = read_state(session.home)
    if state:
        return Diagnosis(
            "系统", State.WELL, f"运行中（pid {state.process.pid}），重启次数 {sum(state.restarts.values())}"
        )
    return Diagnosis("系统", State.WARNING, "没有运行", "xunjian up --detach")


async def _nats(session: Session) -> list[Diagnosis]:
    try:
        settings = session.settings()
    except XunjianError as error:
        return [Diagnosis("NATS", State.WARNING, str(error), "xunjian up --detach")]
    try:
        connection = await nats.connect(settings.required_nats_url(), connect_timeout=3, max_reconnect_attempts=1)
    except (NatsError, OSError, TimeoutError) as error:
        return [Diagnosis("NATS", State.BAD, f"无法连接：{error!r}", "检查 XUNJIAN_NATS_URL，或重新 xunjian up")]
    try:
        js = connection.jetstream()
        missing = [stream.name for stream in STREAMS if not await _exists(lambda s=stream: js.stream_info(s.name))]  # type: ignore[misc]
        absent = [c.name for c in CONSUMERS if not await _exists(lambda c=c: js.consumer_info(c.stream, c.name))]  # type: ignore[misc]
    finally:
        await connection.close()
    if missing or absent:
        return [Diagnosis("流", State.BAD, f"缺少 {'、'.join(missing + absent)}", "python -m shared.streams")]
    return [
        Diagnosis("NATS", State.WELL, "已连接"),
        Diagnosis("流", State.WELL, f"{len(STREAMS)} 个流、{len(CONSUMERS)} 个消费者齐备"),
    ]


async def _exists(look: Callable[[], Awaitable[object]]) -> bool:
    try:
        await look()
    except (NatsError, TimeoutError):
        return False
    return True


async def _mongo(session: Session) -> list[Diagnosis]:
    if running_urls(session.home) is None and not session.settings_name_servers():
        return []
    try:
        async with session.database() as database:
            return [
                Diagnosis("MongoDB", State.WELL, "已连接，可写"),
                await _clock(database),
                await _registry(database),
            ]
    except (XunjianError, PyMongoError) as error:
        return [Diagnosis("MongoDB", State.BAD, str(error), "检查 XUNJIAN_MONGO_URL 与副本集")]


async def _clock(database: Database) -> Diagnosis:
    """Our clock against the database's: both feed the deadlines people are held to."""
    theirs = (await database.client.admin.command("hello"))["localTime"].replace(tzinfo=UTC)
    seconds = abs((clock.now() - theirs).total_seconds())
    if seconds > _CLOCK_TOLERANCE_SECONDS:
        return Diagnosis(
            "时钟", State.BAD, f"与数据库相差 {seconds:.1f} 秒（{socket.gethostname()}）", "在各机器上启用 NTP 校时"
        )
    return Diagnosis("时钟", State.WELL, f"与数据库相差 {seconds:.2f} 秒")


async def _registry(database: Database) -> Diagnosis:
    try:
        loaded = await load(database, as_of_date=clock.local(clock.now()).date())
    except NoRegistry as error:
        return Diagnosis("名录", State.WARNING, str(error), "xunjian registry import 名录.xlsx")
    counts = loaded.registry.counts
    return Diagnosis(
        "名录", State.WELL, f"第 {loaded.version} 版：网站 {counts['websites']}，新媒体 {counts['accounts']}"
    )


_MARKS = {State.WELL: "[green]✓[/green]", State.WARNING: "[yellow]![/yellow]", State.BAD: "[red]✗[/red]"}


def _show(session: Session, found: list[Diagnosis]) -> None:
    if session.as_json:
        rows = [{"check": o.what, "state": o.state.value, "found": o.found, "remedy": o.remedy} for o in found]
        session.print_json({"ok": all(one.state is not State.BAD for one in found), "checks": rows})
        return
    for one in found:
        session.out.print(f"{_MARKS[one.state]} {one.what}：", end="")
        session.out.print(one.found, markup=False, highlight=False)
        if one.remedy:
            session.out.print(f"    处理：{one.remedy}", markup=False)
