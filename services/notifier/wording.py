"""Words for people: moments and days in Chinese, and text from the web made harmless."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from shared.channel_names import CHANNELS
from shared.clock import local
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind
from shared.registry.schema import ROLES
from shared.registry.vocabulary import Role

KINDS = {
    IndicatorKind.VETO: "单项否决",
    IndicatorKind.DEDUCTION: "扣分项",
    IndicatorKind.BONUS: "加分项",
    IndicatorKind.INFO: "提示",
}
"""What an indicator does to the result."""

TARGETS = {TargetKind.WEBSITE: "网站", TargetKind.ACCOUNT: "政务新媒体"}
"""What is judged."""

STATES = {
    "queued": "待发",
    "claimed": "发送中",
    "sent": "已送达服务器",
    "confirmed": "已确认送达",
    "retry": "将重试",
    "dead": "发送失败",
    "maybe_sent": "可能已发",
    "withdrawn": "已撤回",
}
"""Where a message stands."""

_STEPS = {"early": "预警", "fault": "新问题", "recovery": "恢复", "digest": "日报"}
_NUMBERED = {"reminder": "第{}次催办", "copy": "抄送上级", "escalation": "上报督办", "interview": "提请约谈"}


def step_word(step: str) -> str:
    """预警, 新问题, 第 2 次催办, 上报督办 …; a step nobody knows as it stands."""
    kind, _, number = step.partition("-")
    return _NUMBERED[kind].format(number) if kind in _NUMBERED else _STEPS.get(step, step)


def way(channel: str, contact: str | None) -> str:
    """邮件 office@x.example, 企业微信 wecom:4196d3; a channel nobody knows as it stands."""
    word = CHANNELS.get(channel, channel)
    return word if channel == "none" else f"{word} {contact or ''}".rstrip()


def standing_in(roles: Iterable[Role]) -> str:
    """本单位没有可用的经办人联系方式，改发其他角色; nothing for nobody."""
    words = "、".join(ROLES[role][0] for role in roles)
    return f"本单位没有可用的{words}联系方式，改发其他角色的联系人" if words else ""


_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_FORMATTING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def one_line(text: str, longest: int = 300) -> str:
    """The text on one line, without control and direction marks, cut at so many characters."""
    flat = _SPACE.sub(" ", "".join(_plain(character) for character in text)).strip()
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _FORMATTING else character


def link(url: str | None) -> str:
    """The address if it is one that a reader can open, else nothing."""
    flat = one_line(url or "", 500)
    return flat if _LINK.fullmatch(flat) else ""


def moment(at: datetime | None) -> str:
    """2023-11-21 09:05, as a clock in China shows it; nothing for no moment."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def day(at: datetime | None) -> str:
    """2023年11月21日, in China; nothing for no moment."""
    if at is None:
        return ""
    on = local(at)
    return f"{on.year}年{on.month}月{on.day}日"
