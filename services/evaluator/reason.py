"""Why something is undetermined, or does not apply."""

from enum import StrEnum


class Reason(StrEnum):
    """Every reason a finding can give. Those of one group are the same news to a reader."""

    NEVER_SEEN = "never_seen"
    SIGHT_TOO_OLD = "sight_too_old"
    WINDOW_NOT_COVERED = "window_not_covered"
    TOO_FEW_VISITS = "too_few_visits"
    MONTH_UNFINISHED = "month_unfinished"
    LETTER_OUT_OF_SIGHT = "letter_out_of_sight"

    BLIND = "blind"
    BLOCKED = "blocked"
    OWN_NETWORK = "own_network"
    BRIDGE_BROKEN = "bridge_broken"
    UNREADABLE = "unreadable"
    NEEDS_BROWSER = "needs_browser"
    ROBOTS = "robots"
    LIST_VANISHED = "list_vanished"
    TARGET_FAILED = "target_failed"

    NO_DATES = "no_dates"
    NO_COLUMNS = "no_columns"
    CALENDAR_UNKNOWN = "calendar_unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENTERED = "not_entered"
    NOT_COLLECTED = "not_collected"

    @property
    def words(self) -> str:
        """The reason in Chinese."""
        return _WORDS[self]

    @property
    def group(self) -> str:
        """The coarser kind of reason: changes inside one group are not worth telling."""
        return _GROUPS[self]


_WORDS = {
    Reason.NEVER_SEEN: "尚未成功查看",
    Reason.SIGHT_TOO_OLD: "最近一次成功查看已过时",
    Reason.WINDOW_NOT_COVERED: "查看记录未能覆盖整个检查时段",
    Reason.TOO_FEW_VISITS: "有效访问次数不足",
    Reason.MONTH_UNFINISHED: "当月尚未结束",
    Reason.LETTER_OUT_OF_SIGHT: "曾见未答复的留言已不在列表中，无法确认是否答复",
    Reason.BLIND: "本系统未能看到内容",
    Reason.BLOCKED: "访问被防护设备拦截",
    Reason.OWN_NETWORK: "本系统网络异常",
    Reason.BRIDGE_BROKEN: "数据源（桥接）失效",
    Reason.UNREADABLE: "页面列表无法识别",
    Reason.NEEDS_BROWSER: "页面须由浏览器渲染，未能读取",
    Reason.ROBOTS: "站点不允许程序访问该页面",
    Reason.LIST_VANISHED: "此前有内容的列表变为空白，疑为页面异常",
    Reason.TARGET_FAILED: "页面打不开",
    Reason.NO_DATES: "列表内容均无发布日期",
    Reason.NO_COLUMNS: "未登记栏目",
    Reason.CALENDAR_UNKNOWN: "该年度放假调休安排未知",
    Reason.NOT_APPLICABLE: "不适用",
    Reason.NOT_ENTERED: "未登记",
    Reason.NOT_COLLECTED: "尚无所需的采集数据",
}

_GROUPS = {
    **dict.fromkeys(Reason, "sight"),
    **dict.fromkeys(
        (
            Reason.BLIND,
            Reason.BLOCKED,
            Reason.OWN_NETWORK,
            Reason.BRIDGE_BROKEN,
            Reason.UNREADABLE,
            Reason.NEEDS_BROWSER,
            Reason.ROBOTS,
            Reason.LIST_VANISHED,
        ),
        "blind",
    ),
    Reason.TARGET_FAILED: "target_failed",
    Reason.NO_DATES: "no_dates",
    Reason.NO_COLUMNS: "no_columns",
    Reason.CALENDAR_UNKNOWN: "calendar_unknown",
    Reason.NOT_APPLICABLE: "not_applicable",
    Reason.NOT_ENTERED: "not_entered",
    Reason.NOT_COLLECTED: "not_collected",
}

_KNOWN = {reason.value: reason for reason in Reason}


_UNREAD = ("list_", "board_", "selector_", "bad_selector", "not_", "redirect", "too_large", "malformed", "html")
"""How the words begin that readers of pages have for not having understood one."""


def blind_reason(told: str) -> Reason:
    """The reason behind what a blind look said of itself, such as `blocked` or `blocked: 412`."""
    word = told.split(":", 1)[0].strip()
    if known := _KNOWN.get(word):
        return known
    if word.startswith("bridge"):
        return Reason.BRIDGE_BROKEN
    return Reason.UNREADABLE if word.startswith(_UNREAD) else Reason.BLIND
