"""The sample province as data: whom it registers, and how each website, board and account is doing.

Every name is made up, every mail address ends in `.example`, and every website lives on a loopback address of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.registry.model import (
    Account,
    Answer,
    Board,
    BoardKind,
    Category,
    Column,
    Level,
    Platform,
    Registry,
    Row,
    Unit,
    Website,
    WebsiteKind,
)

OFFICE = "云岭省政务公开办公室"
"""Who inspects."""

SENDER = "xunjian@yunling.example"

BRIDGE = "127.0.1.20"
"""Where the feeds of all accounts are served, as an RSS bridge does."""

UNITS = (
    Unit(
        id="U01",
        name="云岭省人民政府办公厅",
        group="省直",
        level=Level.PROVINCE,
        emails=("zwgk@yunling.example",),
        public_service=Answer.NO,
    ),
    Unit(
        id="U02",
        name="青岚市人民政府办公室",
        group="市级",
        level=Level.PREFECTURE,
        parent_id="U01",
        emails=("zfb@qinglan.example",),
        public_service=Answer.YES,
    ),
    Unit(
        id="U03",
        name="望岫县人民政府办公室",
        group="县级",
        level=Level.COUNTY,
        parent_id="U02",
        emails=("zfb@wangxiu.example",),
        public_service=Answer.YES,
    ),
    Unit(
        id="U04",
        name="雁回县人民政府办公室",
        group="县级",
        level=Level.COUNTY,
        parent_id="U02",
        emails=("zfb@yanhui.example",),
        public_service=Answer.YES,
    ),
    Unit(
        id="U05",
        name="松涧县人民政府办公室",
        group="县级",
        level=Level.COUNTY,
        parent_id="U02",
        emails=("zfb@songjian.example",),
        public_service=Answer.YES,
    ),
    Unit(
        id="U06",
        name="青岚市文化和旅游局",
        group="市级",
        level=Level.PREFECTURE,
        parent_id="U02",
        emails=("wlj@qinglan.example",),
        public_service=Answer.YES,
    ),
)


class Health(StrEnum):
    """How a website answers."""

    SERVED = "served"
    GONE = "gone"
    """Nobody listens on its address."""
    GUARDED = "guarded"
    """A firewall answers 412 and a script in its place."""


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """One website and how it is served."""

    id: str
    name: str
    place: str
    unit_id: str
    host: str
    site_code: str
    kind: WebsiteKind = WebsiteKind.PORTAL
    health: Health = Health.SERVED
    charset: str = "utf-8"


SITES = (
    SitePlan(
        id="W01",
        name="青岚市人民政府门户网站",
        place="青岚市",
        unit_id="U02",
        host="127.0.1.11",
        site_code="9901000001",
    ),
    SitePlan(
        id="W02",
        name="望岫县人民政府门户网站",
        place="望岫县",
        unit_id="U03",
        host="127.0.1.12",
        site_code="9901210002",
        charset="gb2312",
    ),
    SitePlan(
        id="W03",
        name="雁回县人民政府门户网站",
        place="雁回县",
        unit_id="U04",
        host="127.0.1.13",
        site_code="9901220003",
    ),
    SitePlan(
        id="W04",
        name="松涧县人民政府门户网站",
        place="松涧县",
        unit_id="U05",
        host="127.0.1.14",
        site_code="9901230004",
        health=Health.GONE,
    ),
    SitePlan(
        id="W05",
        name="青岚市文化和旅游局网站",
        place="青岚市",
        unit_id="U06",
        host="127.0.1.15",
        site_code="9901000005",
        kind=WebsiteKind.DEPARTMENT,
        health=Health.GUARDED,
    ),
)


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """One column and what it publishes: the newest entry so many days ago, one more every so many days before it."""

    id: str
    website_id: str
    name: str
    path: str
    category: Category
    newest: int | None
    """None: it never published anything."""
    every: int = 2
    level: int = 1
    unit_id: str | None = None


def _column(id_: str, name: str, path: str, category: Category, newest: int | None, every: int = 2) -> ColumnPlan:
    website = f"W{id_[1:3]}"
    return ColumnPlan(id=id_, website_id=website, name=name, path=path, category=category, newest=newest, every=every)


COLUMNS = (
    _column("C0101", "青岚要闻", "/xwzx/qlyw/", Category.NEWS, 1, 1),
    _column("C0102", "部门动态", "/xwzx/bmdt/", Category.NEWS, 2),
    _column("C0103", "通知公告", "/zwgk/tzgg/", Category.NOTICE, 6, 9),
    _column("C0104", "政策文件", "/zwgk/zcwj/", Category.POLICY, 19, 17),
    _column("C0105", "政策解读", "/zwgk/zcjd/", Category.INTERPRETATION, 24, 21),
    _column("C0201", "望岫要闻", "/xwzx/wxyw/", Category.NEWS, 36, 3),
    _column("C0202", "乡镇动态", "/xwzx/xzdt/", Category.NEWS, 51, 4),
    _column("C0203", "部门动态", "/xwzx/bmdt/", Category.NEWS, 44, 5),
    _column("C0204", "通知公告", "/zwgk/tzgg/", Category.NOTICE, 214, 15),
    _column("C0205", "政策文件", "/zwgk/zcwj/", Category.POLICY, 231, 24),
    _column("C0301", "雁回要闻", "/xwzx/yhyw/", Category.NEWS, 1, 1),
    _column("C0302", "政策解读", "/zwgk/zcjd/", Category.INTERPRETATION, None),
    _column("C0303", "规划计划", "/zwgk/ghjh/", Category.PLANNING, None),
    _column("C0304", "人事信息", "/zwgk/rsxx/", Category.PERSONNEL, None),
    _column("C0305", "重点项目", "/zwgk/zdxm/", Category.OTHER, None),
    _column("C0306", "公共资源交易", "/zwgk/ggzy/", Category.OTHER, None),
    _column("C0401", "松涧要闻", "/xwzx/sjyw/", Category.NEWS, 1),
    _column("C0402", "通知公告", "/zwgk/tzgg/", Category.NOTICE, 8, 9),
    _column("C0501", "文旅动态", "/wldt/", Category.NEWS, 1),
    _column("C0502", "通知公告", "/tzgg/", Category.NOTICE, 8, 9),
)


@dataclass(frozen=True, kw_only=True)
class BoardPlan:
    """One board: the ages of its letters in days, and which of them still wait for an answer."""

    id: str
    website_id: str
    name: str
    path: str
    kind: BoardKind
    ages: tuple[int, ...]
    waiting: frozenset[int] = frozenset()


BOARDS = (
    BoardPlan(
        id="B01",
        website_id="W01",
        name="市长信箱",
        path="/hdjl/szxx/",
        kind=BoardKind.MAILBOX,
        ages=(4, 19, 47, 76, 101, 133, 178, 214, 260, 301, 342, 391),
        waiting=frozenset({4, 76}),
    ),
    BoardPlan(
        id="B02",
        website_id="W02",
        name="咨询投诉",
        path="/hdjl/zxts/",
        kind=BoardKind.CONSULTATION,
        ages=(31, 66, 128, 170, 232, 305, 388),
        waiting=frozenset({128}),
    ),
    BoardPlan(
        id="B03",
        website_id="W03",
        name="县长信箱",
        path="/hdjl/xzxx/",
        kind=BoardKind.MAILBOX,
        ages=(9, 40, 95, 150, 207, 266, 330, 393),
    ),
)


class Bridge(StrEnum):
    """Which program makes the feed."""

    RSSHUB_RSS = "rsshub.rss"
    RSSHUB_ATOM = "rsshub.atom"
    RSSHUB_JSON = "rsshub.json"
    WE_MP_RSS = "wemprss"
    WE_MP_RSS_LOGGED_OUT = "wemprss.logged_out"
    """The bridge has lost its login and says so in place of posts."""


@dataclass(frozen=True, kw_only=True)
class AccountPlan:
    """One account: the newest post so many days ago, one more every so many days before it."""

    id: str
    name: str
    platform: Platform
    unit_id: str
    bridge: Bridge
    newest: int
    every: int = 1


def _account(id_: str, name: str, unit_id: str, platform: Platform, bridge: Bridge, newest: int) -> AccountPlan:
    return AccountPlan(id=id_, name=name, unit_id=unit_id, platform=platform, bridge=bridge, newest=newest)


ACCOUNTS = (
    _account("A01", "云岭发布", "U01", Platform.WECHAT_SUBSCRIPTION, Bridge.WE_MP_RSS, 1),
    _account("A02", "青岚发布", "U02", Platform.WEIBO, Bridge.RSSHUB_JSON, 0),
    _account("A03", "青岚发布", "U02", Platform.DOUYIN, Bridge.RSSHUB_RSS, 2),
    _account("A04", "望岫发布", "U03", Platform.WECHAT_SUBSCRIPTION, Bridge.WE_MP_RSS, 23),
    _account("A05", "雁回发布", "U04", Platform.WEIBO, Bridge.RSSHUB_ATOM, 11),
    _account("A06", "青岚文旅", "U06", Platform.WECHAT_SUBSCRIPTION, Bridge.WE_MP_RSS_LOGGED_OUT, 1),
    _account("A07", "松涧发布", "U05", Platform.TOUTIAO, Bridge.RSSHUB_RSS, 17),
    _account("A08", "青岚文旅", "U06", Platform.WECHAT_SERVICE, Bridge.RSSHUB_ATOM, 3),
)

MENDED = "A07"
"""The account whose unit reads its mail and posts again while the demo runs."""


def home_url(site: SitePlan, port: int) -> str:
    """The address of a website's home page."""
    return f"http://{site.host}:{port}/"


def feed_path(account: AccountPlan) -> str:
    """Where the bridge serves the account."""
    return f"/feeds/{account.id}.{'json' if account.bridge is Bridge.RSSHUB_JSON else 'xml'}"


def registry(port: int) -> Registry:
    """The province as its inspectors register it, every website listening on this port of its address."""
    hosts = {site.id: home_url(site, port).rstrip("/") for site in SITES}
    rows: list[Row] = [*UNITS, *(_website(site, port) for site in SITES)]
    rows += [
        Column(
            id=plan.id,
            website_id=plan.website_id,
            name=plan.name,
            url=hosts[plan.website_id] + plan.path,
            category=plan.category,
            level=plan.level,
            unit_id=plan.unit_id,
        )
        for plan in COLUMNS
    ]
    rows += [
        Account(
            id=plan.id,
            name=plan.name,
            platform=plan.platform,
            unit_id=plan.unit_id,
            feed_url=f"http://{BRIDGE}:{port}{feed_path(plan)}",
            filed=Answer.YES,
            interaction=Answer.YES,
        )
        for plan in ACCOUNTS
    ]
    rows += [
        Board(
            id=plan.id,
            website_id=plan.website_id,
            name=plan.name,
            url=hosts[plan.website_id] + plan.path,
            kind=plan.kind,
        )
        for plan in BOARDS
    ]
    return Registry.of(rows)


def _website(site: SitePlan, port: int) -> Website:
    return Website(
        id=site.id,
        name=site.name,
        url=home_url(site, port),
        unit_id=site.unit_id,
        kind=site.kind,
        site_code=site.site_code,
        icp=icp(site),
        psb=psb(site),
    )


def icp(site: SitePlan) -> str:
    """The number of its registration as an internet information service."""
    return f"云ICP备0000{site.site_code[-4:]}号"


def psb(site: SitePlan) -> str:
    """The number of its registration with the public security organs."""
    return f"云公网安备 9901020000{site.site_code[-4:]}号"
