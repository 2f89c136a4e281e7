"""Links of a home page that lead to other websites, and whether the page warns of leaving (离开提示).

A warning is nearly always made by a script. What is not in the page may be in a script it loads, so the addresses of
those are told too: only where all of them were read does silence mean anything.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.crawler.parsing.addresses import host_of
from services.crawler.parsing.page import Page
from services.crawler.suspicions import registered

MOST_SCRIPTS = 12
"""Scripts of a page that are read at most; of a page with more, not all is known."""

_WORDS = (
    "离开",
    "外链",
    "站外",
    "外部链接",
    "外部网站",
    "即将跳转",
    "第三方网站",
    "\\u79bb\\u5f00",
    "\\u7ad9\\u5916",
    "%u79BB%u5F00",
)
"""What a warning says, also as scripts spell it."""
_SAYS = re.compile(
    r"(?:即将|将要|正在|您?将|是否|确[认定]|要)离开|离开(?:(?:本|当前|此)(?:网|站|页)|[“\"'《])|外链|站外|外部(?:链接|网站)|即将跳转|第三方网站|"
    r"\\u79bb\\u5f00|\\u7ad9\\u5916|%u79BB%u5F00"
)
_PASSES_ON = re.compile(r"[?&](?:url|target|link|goto|redirect|to|u)=(?:https?(?::|%3[aA])|//)", re.IGNORECASE)
_AROUND = 30
_SHOWN = 5

_NO_MATTER = ("gov.cn", "conac.cn", "政务", "xn--zfr164b")
"""Other government websites, and the badge every government website must link to."""
_MARKS = re.compile(r"jiucuo|//(?:connect\.qq|service\.weibo|sns\.qzone\.qq|share\.baidu|v\.t\.qq)\.com/")
"""The entry for mistakes, and buttons that share a page: nobody leaves by them to read something else."""
_HARMLESS = (
    "hm.baidu.com",
    "dcs.conac.cn",
    "zfwzgl.www.gov.cn",
    "res.wx.qq.com",
    "bdimg.share.baidu.com",
    "push.zhanzhang.baidu.com",
    "zz.bdstatic.com",
    "cnzz.com",
    "google-analytics.com",
    "googletagmanager.com",
    "cdn.jsdelivr.net",
    "cdn.bootcss.com",
    "cdn.bootcdn.net",
    "unpkg.com",
)
"""Whose scripts count visitors, share, or are libraries."""
_LIBRARY = re.compile(
    r"(?:^|/)(?:jquery|swiper|bootstrap|vue|react|layui|superslide|echarts|html5|respond|modernizr|"
    r"d3|lodash|moment|axios|slick|wow|aos|es6-promise|babel|polyfill)[\w.-]*\.js$",
    re.IGNORECASE,
)


def leaving(page: Page) -> dict[str, Any]:
    """The mark `leaving`: how many links lead out, some of them, the warning that was found, the scripts to be read."""
    own = registered(host_of(page.url))
    here = f"{page.base.origin}/"
    there = (link.url for link in page.links if not link.url.startswith(here))
    outside = [url for url in there if is_outside(host_of(url), own) and not _MARKS.search(url)]
    if not outside:
        return {"outside": 0}
    found: dict[str, Any] = {"outside": len(outside), "links": outside[:_SHOWN]}
    prompt = warning_in(page.html) or _passed_on(page, own)
    return found | ({"prompt": prompt} if prompt else {"scripts": _scripts(page)})


def is_outside(host: str, own: str) -> bool:
    """Whether a link leads to a website that is neither this one nor a government's."""
    if not host or registered(host) == own:
        return False
    return not any(host == ending or host.endswith(f".{ending}") for ending in _NO_MATTER)


def warning_in(text: str) -> str:
    """The words of a warning, with what stands around them; empty if there is none."""
    if not any(word in text for word in _WORDS):
        return ""
    found = _SAYS.search(text)
    if found is None:
        return ""
    return " ".join(text[max(0, found.start() - _AROUND) : found.end() + _AROUND].split())


def _passed_on(page: Page, own: str) -> str:
    """A page of the website's own that is given the address of another: it asks before it leads on."""
    for link in page.links:
        if "=" in link.url and registered(host_of(link.url)) == own and _PASSES_ON.search(link.url):
            return link.url[:200]
    return ""


def _scripts(page: Page) -> list[str]:
    sources = (node.attributes.get("src") or "" for node in page.tree.css("script[src]"))
    found = (url for source in sources if (url := page.base.absolute(source)) and not _is_harmless(url))
    return list(dict.fromkeys(found))[: MOST_SCRIPTS + 1]


def _is_harmless(url: str) -> bool:
    host = host_of(url)
    known = any(host == name or host.endswith(f".{name}") for name in _HARMLESS)
    return known or _LIBRARY.search(url.partition("?")[0]) is not None


def with_scripts(mark: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The mark with what its scripts hold: the first warning, else how many were not read.

    `known` has the warning of every script that was read, empty where it holds none.
    """
    scripts = mark.get("scripts")
    if scripts is None:
        return dict(mark)
    bare = {name: value for name, value in mark.items() if name != "scripts"}
    prompt = next(filter(None, map(known.get, scripts)), "")
    return bare | ({"prompt": prompt} if prompt else {"unread": sum(1 for url in scripts if url not in known)})
