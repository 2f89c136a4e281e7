"""The words of the registry: kinds, roles, levels, categories, platforms and states."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of rows, each a sheet of the workbook, named as its key there."""

    UNITS = "units"
    CONTACTS = "contacts"
    WEBSITES = "websites"
    COLUMNS = "columns"
    ACCOUNTS = "accounts"
    BOARDS = "boards"
    GUIDES = "guides"


class Answer(StrEnum):
    """Yes, no, or nobody has said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What somebody who is told is to their unit, from the one who does the work to the one who answers for it all."""

    HANDLER = "handler"
    DEPUTY = "deputy"
    HEAD = "head"


class Level(StrEnum):
    """The level of government a unit belongs to."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


class WebsiteKind(StrEnum):
    """What a website is for: rules differ between portals and the others."""

    PORTAL = "portal"
    DEPARTMENT = "department"
    SPECIAL = "special"


class WebsiteStatus(StrEnum):
    """Whether a website is meant to be reachable."""

    RUNNING = "running"
    CLOSED = "closed"


class Category(StrEnum):
    """What a column publishes: decides how often it must be updated."""

    NEWS = "news"
    NOTICE = "notice"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    PERSONNEL = "personnel"
    PLANNING = "planning"
    OTHER = "other"


class Platform(StrEnum):
    """Where an account publishes."""

    WECHAT_SUBSCRIPTION = "wechat_subscription"
    WECHAT_SERVICE = "wechat_service"
    WEIBO = "weibo"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    TOUTIAO = "toutiao"
    VIDEO_CHANNEL = "video_channel"
    APP = "app"
    MINI_PROGRAM = "mini_program"


class AccountStatus(StrEnum):
    """Whether an account is meant to publish."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class BoardKind(StrEnum):
    """What citizens use a board for."""

    CONSULTATION = "consultation"
    MAILBOX = "mailbox"
    COMPLAINT = "complaint"
    PETITION = "petition"
    INTERVIEW = "interview"
    SURVEY = "survey"
