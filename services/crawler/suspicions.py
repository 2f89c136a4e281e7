"""Signs that a website is somebody else's by now. Each is an alert a person must look at, never a verdict.

`illegal_content`: gambling or pornography in what the page says of itself. `attack`: the website leads to a foreign
host, shows another website's marks, or shows one visitor something else than another.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from services.crawler.parsing.addresses import host_of

Alert = dict[str, str]
"""`kind`, `what`, `text` in Chinese, `url`."""

_WORDS = [
    "澳门新葡京",
    "澳门威尼斯人",
    "澳门金沙",
    "葡京娱乐",
    "太阳城娱乐",
    "太阳城集团",
    "博彩",
    "赌场",
    "赌博网",
    "网上真钱",
    "真人娱乐",
    "真人荷官",
    "百家乐",
    "老虎机",
    "时时彩",
    "六合彩",
    "北京赛车pk10",
    "快三计划",
    "彩票平台",
    "彩票计划",
    "体育投注",
    "体育彩金",
    "足球投注",
    "电竞投注",
    "棋牌娱乐",
    "棋牌平台",
    "捕鱼游戏平台",
    "送彩金",
    "开户送",
    "首存优惠",
    "亚博",
    "必赢亚洲",
    "万博体育",
    "开云体育",
    "乐鱼体育",
    "华体会",
    "九游娱乐",
    "米兰体育",
    "成人视频",
    "成人电影",
    "成人网站",
    "色情网",
    "黄色网站",
    "裸聊",
    "一夜情",
    "约炮",
    "无码视频",
    "无码av",
    "激情小说",
    "情色",
    "援交",
    "上门按摩",
    "迷药",
    "代开发票",
    "办理假证",
    "私服发布网",
]
_BAD = re.compile("|".join(map(re.escape, _WORDS)), re.IGNORECASE)
_GOOD = re.compile(
    r"打击|严打|整治|查处|打掉|抓获|取缔|禁止|拒绝|防范|远离|警惕|涉赌|禁赌|反赌|扫黄|打非|整顿|案|举报|处罚|宣传|教育|"
    r"通告|法律|危害|治理|专项|曝光|破获|判|罪|公安|警方|法院|检察"
)
"""Government websites write about gambling too: against it."""
_MOST = 5
_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac"})


def bad_words(texts: Iterable[str]) -> list[str]:
    """The words of gambling and pornography in these texts, but not where they are spoken against."""
    found: list[str] = []
    for text in texts:
        if text and not _GOOD.search(text):
            found += [word for word in _BAD.findall(text) if word not in found]
    return found[:_MOST]


def page_alerts(url: str, texts: Iterable[str]) -> list[Alert]:
    """An alert if what a page says of itself (title, description, keywords) advertises such things."""
    words = bad_words(texts)
    if not words:
        return []
    return [_alert("illegal_content", "words", f"页面标题或描述含有：{'、'.join(words)}", url)]


def link_alerts(links: Iterable[tuple[str, str]]) -> list[Alert]:
    """An alert for each link whose words advertise such things: hidden links too."""
    found = []
    for url, text in links:
        words = bad_words([text]) if len(text) <= 40 else []
        if words:
            found.append(_alert("illegal_content", "link", f"链接文字含有：{'、'.join(words)}", url))
        if len(found) >= _MOST:
            break
    return found


def redirect_alerts(asked: str, answered: str) -> list[Alert]:
    """An alert if a website's address leads to another registered name, which is not a government's."""
    before, after = registered(host_of(asked)), registered(host_of(answered))
    if not before or not after or before == after or after.endswith("gov.cn"):
        return []
    return [_alert("attack", "redirect", f"网址跳转到无关域名 {host_of(answered)}", answered)]


def changed_alerts(url: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Alert]:
    """An alert if the marks of a website are suddenly another's: at least two of them changed, none stayed."""
    names = {"site_code": "网站标识码", "icp": "ICP备案号", "psb_number": "公安备案号", "sponsor": "主办单位"}
    both = [name for name in names if before.get(name) and now.get(name)]
    other = [name for name in both if _bare(before[name]) != _bare(now[name])]
    if len(other) < 2 or len(other) < len(both):
        return []
    changes = "，".join(f"{names[name]}由“{before[name]}”变为“{now[name]}”" for name in other)
    return [_alert("attack", "marks", f"网站标识同时改变：{changes}", url)]


def cloaking_alerts(url: str, usual: Mapping[str, Any], other: Mapping[str, Any]) -> list[Alert]:
    """An alert if the page says one thing to us and advertises another to somebody else who asks.

    `usual` and `other` hold `title`, `final_url` and `words` (the bad ones) of the two looks.
    """
    words = [word for word in other.get("words", ()) if word not in usual.get("words", ())]
    if words:
        return [_alert("illegal_content", "cloaking", f"换一种方式访问时页面含有：{'、'.join(words)}", url)]
    one, two = str(usual.get("final_url") or ""), str(other.get("final_url") or "")
    if one and two and registered(host_of(one)) == registered(host_of(url)):
        return [alert | {"what": "cloaking"} for alert in redirect_alerts(one, two)]
    return []


def registered(host: str) -> str:
    """The registered name a host belongs to, about: `a.b.gov.cn` is b.gov.cn's; an address of numbers is itself."""
    labels = host.rstrip(".").split(".")
    if host.replace(".", "").isdigit() or ":" in host or len(labels) < 2:
        return host
    wide = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-wide:])


def is_government(url: str) -> bool:
    """Whether the address is under .gov.cn, as the rules ask of government websites."""
    host = host_of(url)
    return host == "gov.cn" or host.endswith(".gov.cn")


def is_encrypted(url: str) -> bool:
    """Whether the page was in the end shown over https."""
    return urlsplit(url).scheme == "https"


def _bare(value: object) -> str:
    return re.sub(r"[\s号-]|\d{1,3}$", "", str(value)) if "ICP" in str(value) else re.sub(r"\s", "", str(value))


def _alert(kind: str, what: str, text: str, url: str) -> Alert:
    return {"kind": kind, "what": what, "text": text[:120], "url": url[:500]}
