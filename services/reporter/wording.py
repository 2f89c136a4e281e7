"""The Chinese words and number forms a reader sees, in one place."""

import re
from datetime import date

from shared.contracts.target import Outcome, Result, TargetKind

PLATFORMS = {
    "wechat_subscription": "微信订阅号",
    "wechat_service": "微信服务号",
    "weibo": "微博",
    "douyin": "抖音",
    "kuaishou": "快手",
    "toutiao": "今日头条",
    "video_channel": "视频号",
    "app": "移动客户端",
    "mini_program": "小程序",
}
"""Platforms in the order tables show them."""

RESULTS = {
    Result.QUALIFIED: "合格",
    Result.BASIC: "基本合格",
    Result.UNQUALIFIED: "不合格",
    Result.UNDETERMINED: "无法判定",
}

KEPT = {Outcome.MET: "符合", Outcome.NOT_MET: "不符合", Outcome.UNDETERMINED: "无法判定"}
"""How the regulator's own work is found."""

KINDS = {TargetKind.WEBSITE: "政府网站", TargetKind.ACCOUNT: "政务新媒体"}

LEVELS = {"province": "省级单位", "prefecture": "市州级单位", "county": "县级单位", "township": "乡镇级单位"}

STEPS = {
    "early": "预警",
    "fault": "问题通知",
    "reminder": "催办",
    "copy": "抄送上级",
    "escalation": "督办",
    "interview": "提请约谈",
    "recovery": "恢复通知",
}

CATEGORIES = {
    "news": "动态要闻",
    "notice": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "personnel": "人事信息",
    "planning": "规划计划",
    "other": "其他栏目",
    "account": "政务新媒体",
}

GENERIC_AREA = "本地区"
"""The area of a template that does not know it: said in the text, left out of the title."""

UNGROUPED = "其他单位"

PLACEHOLDER_MARK = "※"
"""Stands behind every sentence that rests on a number nobody has read in a text."""

_DIGITS = "零一二三四五六七八九"
_QUARTERS = {"1": "一", "2": "二", "3": "三", "4": "四"}


def chinese_number(number: int) -> str:
    """1 to 99 as headings count them: 一, 十, 十二, 二十一; greater ones in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """Such as 2023年11月8日, without leading zeros as GB/T 9704 wants it."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_days(first: date, last: date) -> str:
    """A span of days, years said once where they are the same."""
    if first.year == last.year:
        return f"{chinese_date(first)}至{last.month}月{last.day}日"
    return f"{chinese_date(first)}至{chinese_date(last)}"


def chinese_month(month: str) -> str:
    """`2023-08` as 8月; anything else as it is."""
    match = re.fullmatch(r"\d{4}-(\d{2})", month)
    return f"{int(match[1])}月" if match else month


def chinese_period(label: str) -> str:
    """`2023Q4` as 2023年第四季度, `2023-08` as 2023年8月, `2023H1` as 2023年上半年; anything else as it is."""
    if match := re.fullmatch(r"(\d{4})[-_ ]?[Qq]([1-4])", label):
        return f"{match[1]}年第{_QUARTERS[match[2]]}季度"
    if match := re.fullmatch(r"(\d{4})[-_ ]?[Hh]([12])", label):
        return f"{match[1]}年{'上' if match[2] == '1' else '下'}半年"
    if match := re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", label):
        return f"{match[1]}年{int(match[2])}月"
    if re.fullmatch(r"\d{4}", label):
        return f"{label}年"
    return label


def platform_name(platform: str | None, own_names: dict[str, str]) -> str:
    """What the regime calls a platform; an unknown one by its id."""
    if not platform:
        return ""
    return own_names.get(platform) or PLATFORMS.get(platform, platform)


def told_apart(platform: str, own_names: dict[str, str]) -> str:
    """The same, for a line of its own: where the regime calls two platforms alike, the usual name stands behind it."""
    name = platform_name(platform, own_names) or "其他平台"
    alike = [other for other, own in own_names.items() if own == name]
    return f"{name}（{PLATFORMS.get(platform, platform)}）" if len(alike) > 1 else name


def sentence(text: str) -> str:
    """The text without its closing mark, to stand inside another sentence."""
    return text.rstrip("。；;.！ ")
