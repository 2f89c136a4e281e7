"""What one cell may say: each function reads the text of a cell, or says in Chinese why it cannot be right."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from shared.registry.model import Answer

LONGEST_TEXT = 500
"""More than this in a cell is not a name but a slip of the paste key."""

LONGEST_URL = 2000

CHANNEL_SCHEMES = ("wecom", "dingtalk", "feishu", "webhook+https", "webhook+http", "sms+https", "sms+http", "apprise")
"""How a unit can be told beside mail. `apprise+…` is taken too."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
_EXCEL_BREAK = re.compile(r"_x000[9AD]_", re.IGNORECASE)
_EXCEL_ESCAPE = "x005F_"
"""How Excel writes that an underscore is meant. It cannot be told from the same letters meant as such."""
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST_LABEL = re.compile(r"[\w]([\w-]*[\w])?")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAIL_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_ADDRESS_GAPS = re.compile(r"[;；,，、\s]+")
_CHANNEL_GAPS = re.compile(r"[;；\s]+")
_CHINESE_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_YES = ("yes", "y", "true", "1", "是", "有", "已备案", "√")
_NO = ("no", "n", "false", "0", "否", "无", "没有", "未备案", "×")
_UNKNOWN = ("unknown", "未知", "不详", "不清楚")


class Unfit(ValueError):
    """The text is not what the field takes. Its message is for the person who filled it in."""


def tidy(raw: str) -> str:
    """The text without invisible characters, with single blanks, none at the ends; `_x000D_` is Excel's line end."""
    return " ".join(_EXCEL_BREAK.sub(" ", raw.translate(_INVISIBLE)).split())


def folded(text: str) -> str:
    """The text as it is compared: full-width and half-width, upper and lower case, and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", tidy(text)).split()).lower()


def words(text: str) -> str:
    """A name or another short text."""
    if len(text) > LONGEST_TEXT:
        raise Unfit(f"有 {len(text)} 个字，最多 {LONGEST_TEXT} 个字；请检查是否粘贴错了内容")
    if _is_unwritable(text):
        raise Unfit("含有不可见的控制字符或 Excel 转义符（x005F_），请删除后重新填写")
    return text


def identifier(text: str) -> str:
    """An id: ASCII letters, digits, `-` and `_`, because it becomes a part of a NATS subject."""
    if _DATE.fullmatch(text):
        raise Unfit("编号被 Excel 变成了日期，请把单元格格式改为“文本”后重新填写")
    if not _IDENTIFIER.fullmatch(text):
        raise Unfit("编号只能用英文字母、数字、“-”和“_”，最长 64 个字符")
    return text


def positive(text: str) -> int:
    """A whole number from 1, also as 一级 or 14天."""
    core = re.sub(r"^第|[级天日]$", "", unicodedata.normalize("NFKC", text).replace(" ", ""))
    core = _CHINESE_DIGITS.get(core, core)
    if not re.fullmatch(r"[0-9]{1,5}", core) or int(core) < 1:
        raise Unfit("应为正整数，例如 1")
    return int(core)


def web_url(text: str) -> str:
    """An absolute http or https address."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"}:
        raise Unfit("网址应以 http:// 或 https:// 开头（用半角符号），例如 https://www.example.gov.cn/")
    if "\\" in text:
        raise Unfit("网址中的“\\”应改为“/”")
    if not parts.hostname:
        raise Unfit("网址缺少域名，例如 https://www.example.gov.cn/")
    if not _is_host(parts.hostname):
        raise Unfit(f"网址中的域名“{parts.hostname}”写法不对")
    if parts.username is not None:
        raise Unfit("网址中不能带用户名和密码，请删去“@”及其前面的部分")
    return text


def emails(text: str) -> tuple[str, ...]:
    """Mail addresses, separated by semicolons (commas, 顿号 and blanks will do). Said twice is said once."""
    addresses = tuple(dict.fromkeys(filter(None, _ADDRESS_GAPS.split(text))))
    bad = [address for address in addresses if not _is_email(address)]
    if bad:
        raise Unfit(f"{'、'.join(f'“{address}”' for address in bad)}不是正确的邮箱地址；多个地址之间用“;”分隔")
    return addresses


def channels(text: str) -> tuple[str, ...]:
    """URLs of bots and gateways, separated by semicolons. Reasons never repeat them: they carry keys."""
    urls = tuple(dict.fromkeys(filter(None, _CHANNEL_GAPS.split(text))))
    for number, url in enumerate(urls, start=1):
        _check_channel(url, number)
    return urls


def yes_or_no(text: str) -> bool:
    """是 or 否, and the usual other ways to say so."""
    answer = folded(text)
    if answer in _YES:
        return True
    if answer in _NO:
        return False
    raise Unfit("应填“是”(yes) 或“否”(no)")


def answer(text: str) -> Answer:
    """是, 否 or 未知."""
    if folded(text) in _UNKNOWN:
        return Answer.UNKNOWN
    try:
        return Answer.YES if yes_or_no(text) else Answer.NO
    except Unfit:
        raise Unfit("应填“是”(yes)、“否”(no) 或“未知”(unknown)") from None


def choice(titles: Mapping[StrEnum, tuple[str, ...]]) -> Callable[[str], StrEnum]:
    """Reads the member that a text names, by its English key or one of its Chinese titles."""
    known = {folded(name): member for member, names in titles.items() for name in (member.value, *names)}
    possible = tuple(name for member, names in titles.items() for name in (member.value, *names))
    listed = "、".join(f"{names[0]}({member.value})" for member, names in titles.items())

    def read(text: str) -> StrEnum:
        member = known.get(folded(text))
        if member is None:
            raise Unfit(f"没有这一项{did_you_mean(text, possible)}；可填：{listed}")
        return member

    return read


@lru_cache(maxsize=1000)
def did_you_mean(text: str, possible: tuple[str, ...]) -> str:
    """`（是不是“…”？）` with the nearest possible text; empty when nothing is near."""
    by_folded = {folded(name): name for name in possible}
    near = get_close_matches(folded(text), by_folded, n=1, cutoff=0.6)
    return f"（是不是“{by_folded[near[0]]}”？）" if near else ""


def _is_unwritable(text: str) -> bool:
    """No workbook can hold control characters, lone surrogates and non-characters; nor Excel's own escape."""
    return _EXCEL_ESCAPE in text or any(
        unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE for character in text
    )


def _split(text: str) -> SplitResult:
    if len(text) > LONGEST_URL:
        raise Unfit(f"网址有 {len(text)} 个字符，最多 {LONGEST_URL} 个")
    if " " in text or _is_unwritable(text):
        raise Unfit("网址中不能有空格和控制字符")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Unfit("网址的写法不对，请检查域名、端口和方括号") from None
    return parts


def _is_host(host: str) -> bool:
    if ":" in host:  # urlsplit has seen to it that this is an IPv6 address
        return True
    labels = host.removesuffix(".").split(".")
    return all(len(label) <= 63 and _HOST_LABEL.fullmatch(label) for label in labels)


def _is_email(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(at and len(address) <= 254 and _LOCAL_PART.fullmatch(local) and _MAIL_DOMAIN.fullmatch(domain))


def _check_channel(url: str, number: int) -> None:
    parts = _split(url)
    if parts.scheme not in CHANNEL_SCHEMES and not parts.scheme.startswith("apprise+"):
        raise Unfit(
            f"第 {number} 个渠道的类型“{parts.scheme or '无'}”不认识；"
            f"可用：{' '.join(f'{scheme}://' for scheme in CHANNEL_SCHEMES)}"
        )
    if not parts.netloc:
        raise Unfit(f"第 {number} 个渠道在“{parts.scheme}://”之后缺少密钥或地址")
    if parts.scheme.endswith(("+http", "+https")) and not (parts.hostname and _is_host(parts.hostname)):
        raise Unfit(f"第 {number} 个渠道的域名写法不对")
