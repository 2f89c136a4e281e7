"""Every sheet of the registry with its fields, their English keys and Chinese headers: the one table that says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from shared.registry import values
from shared.registry.model import (
    AccountStatus,
    Answer,
    BoardKind,
    Category,
    Kind,
    Level,
    Platform,
    WebsiteKind,
    WebsiteStatus,
)
from shared.registry.vocabulary import Role

Titles = Mapping[StrEnum, tuple[str, ...]]
"""Members with what they are called in Chinese, the usual name first."""

LEVELS: Titles = {
    Level.PROVINCE: ("省级", "省", "自治区级", "直辖市级"),
    Level.PREFECTURE: ("市级", "市州级", "市(州)级", "地市级", "地级", "州级", "市", "州"),
    Level.COUNTY: ("县级", "区县级", "县(区)级", "县(市、区)级", "区级", "县", "区"),
    Level.TOWNSHIP: ("乡级", "乡镇级", "镇级", "乡镇", "街道"),
}
ROLES: Titles = {
    Role.HANDLER: ("经办人", "经办", "经办人员", "联络员", "信息员"),
    Role.DEPUTY: ("分管负责人", "分管领导", "分管责任人", "分管"),
    Role.HEAD: ("主要负责人", "主要领导", "第一责任人", "一把手"),
}
WEBSITE_KINDS: Titles = {
    WebsiteKind.PORTAL: ("门户", "门户网站", "政府门户", "政府门户网站"),
    WebsiteKind.DEPARTMENT: ("部门", "部门网站"),
    WebsiteKind.SPECIAL: ("专项", "专项网站", "专题", "专题网站"),
}
WEBSITE_STATUSES: Titles = {
    WebsiteStatus.RUNNING: ("正常运行", "运行", "正常", "在运行"),
    WebsiteStatus.CLOSED: ("关停", "已关停", "关闭"),
}
CATEGORIES: Titles = {
    Category.NEWS: ("动态要闻", "要闻动态", "动态", "要闻", "新闻", "工作动态"),
    Category.NOTICE: ("通知公告", "通知", "公告", "公示公告"),
    Category.POLICY: ("政策文件", "政策", "政策法规"),
    Category.INTERPRETATION: ("政策解读", "解读"),
    Category.PERSONNEL: ("人事信息", "人事", "人事任免"),
    Category.PLANNING: ("规划计划", "规划", "计划"),
    Category.OTHER: ("其他", "其它"),
}
PLATFORMS: Titles = {
    Platform.WECHAT_SUBSCRIPTION: ("微信订阅号", "订阅号"),
    Platform.WECHAT_SERVICE: ("微信服务号", "服务号"),
    Platform.WEIBO: ("微博", "新浪微博", "政务微博"),
    Platform.DOUYIN: ("抖音", "抖音号"),
    Platform.KUAISHOU: ("快手", "快手号"),
    Platform.TOUTIAO: ("今日头条", "头条", "头条号"),
    Platform.VIDEO_CHANNEL: ("视频号", "微信视频号"),
    Platform.APP: ("移动客户端", "客户端", "政务客户端"),
    Platform.MINI_PROGRAM: ("小程序", "微信小程序", "政务小程序"),
}
ACCOUNT_STATUSES: Titles = {
    AccountStatus.ACTIVE: ("正常运行", "正常", "运行", "在运行"),
    AccountStatus.SUSPENDED: ("暂停", "暂停更新", "停更"),
    AccountStatus.CANCELLED: ("注销", "已注销", "关停", "已关停"),
}
BOARD_KINDS: Titles = {
    BoardKind.CONSULTATION: ("咨询", "咨询留言", "网上咨询", "留言"),
    BoardKind.MAILBOX: ("信箱", "领导信箱"),
    BoardKind.COMPLAINT: ("投诉", "投诉举报", "举报"),
    BoardKind.PETITION: ("信访", "网上信访"),
    BoardKind.INTERVIEW: ("访谈", "在线访谈"),
    BoardKind.SURVEY: ("征集调查", "调查征集", "意见征集", "民意征集", "调查", "在线调查"),
}
ANSWERS: Titles = {Answer.YES: ("是", "有"), Answer.NO: ("否", "无"), Answer.UNKNOWN: ("未知", "不详")}


@dataclass(frozen=True)
class Field:
    """One column of a sheet."""

    key: str
    title: str
    """The Chinese header that is written; `also` are taken too."""
    read: Callable[[str], object]
    """The value in a cell's text; raises `values.Unfit`."""
    also: tuple[str, ...] = ()
    required: bool = False
    refers_to: Kind | None = None
    titles: Titles | None = None
    secret: bool = False
    """Its text is never repeated in a message."""
    note: str = ""
    """What the person who fills it in should know."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Everything its header may be called."""
        return (self.key, self.title, *self.also)


KindT = TypeVar("KindT", bound=StrEnum)


@dataclass(frozen=True)
class Sheet(Generic[KindT]):
    """One sheet of the workbook, or one CSV file of the folder."""

    kind: KindT
    title: str
    fields: tuple[Field, ...]
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it may be called."""
        return (self.kind.value, self.title, *self.also)


def _id(*also: str) -> Field:
    note = "英文字母、数字、“-”“_”，不得重复"
    return Field("id", "编号", values.identifier, also, required=True, note=note)


def _name(title: str, *also: str) -> Field:
    return Field("name", title, values.words, (*also, "名称"), required=True)


def _url(note: str = "以 http:// 或 https:// 开头") -> Field:
    return Field("url", "网址", values.web_url, ("地址", "链接"), required=True, note=note)


def _choice(key: str, title: str, titles: Titles, *, required: bool = False, note: str = "") -> Field:
    return Field(key, title, values.choice(titles), required=required, titles=titles, note=note)


def _answer(key: str, title: str, *also: str) -> Field:
    return Field(key, title, values.answer, also, titles=ANSWERS, note="不填为“未知”")


_OWNER = Field(
    "unit_id", "主办单位编号", values.identifier, ("单位编号", "责任单位编号"), required=True, refers_to=Kind.UNITS
)
_EMAILS = Field("emails", "邮箱", values.emails, ("电子邮箱",), note="多个用“;”分隔")
_CHANNELS = Field(
    "channels", "通知渠道", values.channels, secret=True, note="群机器人等的地址，多个用“;”分隔；含密钥，请妥善保管"
)
_RESPONSIBLE = Field(
    "unit_id", "责任单位编号", values.identifier, ("单位编号",), refers_to=Kind.UNITS, note="不填即网站的主办单位"
)
_WEBSITE = Field("website_id", "网站编号", values.identifier, ("所属网站编号",), required=True, refers_to=Kind.WEBSITES)

SHEETS: tuple[Sheet[Kind], ...] = (
    Sheet(
        Kind.UNITS,
        "单位",
        (
            _id("单位编号"),
            _name("单位名称"),
            Field("group", "分组", values.words, ("组别",), note="通报时同组排名，例如“县市”“州直部门”"),
            _choice("level", "层级", LEVELS),
            Field(
                "parent_id",
                "上级编号",
                values.identifier,
                ("上级单位编号",),
                refers_to=Kind.UNITS,
                note="督办时逐级上报",
            ),
            _EMAILS,
            _CHANNELS,
            _answer("public_service", "有无对外服务", "对外服务", "是否有对外服务"),
        ),
    ),
    Sheet(
        Kind.CONTACTS,
        "联系人",
        (
            _id("联系人编号"),
            Field("name", "姓名", values.words, ("联系人姓名", "联系人", "名称")),
            Field(
                "unit_id",
                "单位编号",
                values.identifier,
                ("所属单位编号", "所在单位编号"),
                required=True,
                refers_to=Kind.UNITS,
            ),
            _choice("role", "角色", ROLES, note="不填则什么提醒都收；各角色收什么由通知办法决定"),
            _EMAILS,
            _CHANNELS,
        ),
        ("通讯录", "联系方式"),
    ),
    Sheet(
        Kind.WEBSITES,
        "网站",
        (
            _id("网站编号"),
            _name("网站名称"),
            _url("首页地址，以 http:// 或 https:// 开头"),
            _OWNER,
            _choice("kind", "类型", WEBSITE_KINDS, required=True),
            Field("site_code", "网站标识码", values.words, ("标识码", "政府网站标识码")),
            Field("icp", "ICP备案号", values.words, ("ICP备案", "ICP")),
            Field("psb", "公安备案号", values.words, ("公安备案", "公安机关备案号")),
            _choice("status", "状态", WEBSITE_STATUSES, note="不填为正常运行；关停的不再监测"),
            Field("navigation_home", "首页仅导航", values.yes_or_no, ("首页仅为导航",), note="是/否，不填为否"),
        ),
    ),
    Sheet(
        Kind.COLUMNS,
        "栏目",
        (
            _id("栏目编号"),
            _WEBSITE,
            _name("栏目名称"),
            _url(),
            _choice("category", "类别", CATEGORIES, required=True),
            Field("level", "级别", values.positive, ("栏目级别",), required=True, note="一级栏目填 1，二级栏目填 2"),
            Field(
                "cycle_days", "更新周期", values.positive, ("更新周期天数",), note="天数；不填则按类别由指标体系决定"
            ),
            _RESPONSIBLE,
            Field("list_selector", "列表选择器", values.words, note="CSS 选择器，一般不填"),
            Field("date_selector", "日期选择器", values.words, note="CSS 选择器，一般不填"),
        ),
    ),
    Sheet(
        Kind.ACCOUNTS,
        "新媒体",
        (
            _id("账号编号", "新媒体编号"),
            _name("账号名称", "新媒体名称"),
            _choice("platform", "平台", PLATFORMS, required=True),
            _OWNER,
            Field(
                "feed_url",
                "数据源",
                values.web_url,
                ("数据源地址",),
                note="RSS、Atom 或 JSON Feed 地址；没有则无法自动监测",
            ),
            _answer("filed", "是否备案", "备案"),
            _choice("status", "状态", ACCOUNT_STATUSES, note="不填为正常运行；注销的不再监测"),
            _answer("interaction", "互动功能", "有无互动功能"),
        ),
        ("政务新媒体", "账号", "新媒体账号"),
    ),
    Sheet(
        Kind.BOARDS,
        "留言板",
        (
            _id("留言板编号"),
            _WEBSITE,
            _name("留言板名称", "栏目名称"),
            _url(),
            _choice("kind", "类型", BOARD_KINDS, required=True),
            _RESPONSIBLE,
        ),
        ("信箱", "互动栏目", "留言"),
    ),
    Sheet(
        Kind.GUIDES,
        "办事指南",
        (_id("指南编号", "事项编号"), _WEBSITE, _name("事项名称", "办事指南名称", "指南名称"), _url(), _RESPONSIBLE),
        ("办事指南清单",),
    ),
)
"""The sheets in the order in which they are written, and read: what is referred to stands first."""
