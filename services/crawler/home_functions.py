"""What a home page offers beside its content, and what on it needs an old browser: things a person should look at.

Words count only where they stand by themselves, as on a button: a headline about 无障碍 offers no such thing.
"""

import re
from collections.abc import Iterator
from typing import Any

from services.crawler.parsing.page import Page

_LONGEST_WORD = 12
_LONGEST_ADVICE = 80
_MOST = 5

_OFFER = re.compile(
    r"(?P<accessibility>(?=.*[障适者老怀爱大])(?:网站|页面|进入|开启|打开|切换)?(?:"
    r"(?:无障碍|适老化?)(?:服务|浏览|阅读|辅助|工具|模式|版本?|通道|专区)*|"
    r"(?:长者|老年|关怀|关爱|大字|爱心)(?:助手)?(?:浏览|阅读|模式|版本?|通道)|[|/、与和·]){1,3})|"
    r"(?P<languages>English(?: Version)?|ENGLISH|EN|英文版?|繁[體体]?(?:中文|版)?|日本語|한국어|Français|Русский|"
    r"Español|Deutsch|العربية|多语言|藏文版?|蒙文版?|维文版?|བོད་ཡིག)|"
    r"(?P<answers>智能(?:问答|客服|机器人|咨询|助手|应答|答问|导办)(?:服务|平台)?|问答机器人|AI(?:问答|助手|客服))|"
    r"(?P<search>智能(?:搜索|检索))|"
    r"(?P<personal>个人中心|用户中心|用户空间|个人空间|个性化(?:服务|定制|推荐)?|我的(?:主页|订阅|收藏|空间)|个性定制)|"
    r"(?P<mobile>(?:手机|移动)(?:版|端|门户|客户端)|移动门户网站)"
)
"""Each kind of offer, by the words that are nothing else."""

_IE = re.compile(r"(?<![A-Za-z])IE(?![A-Za-z])|Internet\s*Explorer", re.IGNORECASE)
_ADVICE = re.compile(r"建议|推荐|请使用|请用|最佳|仅支持|须使用|需使用|只能")
_OTHERS = re.compile(r"chrome|谷歌|火狐|firefox|edge|360|safari|搜狗|QQ浏览|主流|国产|信创", re.IGNORECASE)
_OUTDATED = re.compile(r"过低|升级|低版本|版本太|不支持|不再支持|以下版本|请更换|不建议|不推荐|请勿|不要|避免")
_FLASH = re.compile(
    r"d27cdb6e-ae6d-11cf-96b8-444553540000|application/x-shockwave-flash|\.swf(?:$|[?#])", re.IGNORECASE
)
_CONTROL = re.compile(r"clsid:", re.IGNORECASE)
_CREATES = "new ActiveXObject"


def home_functions(page: Page) -> dict[str, Any]:
    """The marks `functions`, by kind the words it is offered under, and `compat`; one without anything is left out."""
    found = {"functions": _functions(page), "compat": list(_compat(page))[:_MOST]}
    return {name: value for name, value in found.items() if value}


def _functions(page: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    if "width=device-width" in (page.meta("viewport") or "").replace(" ", ""):
        found["mobile"] = "viewport: width=device-width"
    for words in _buttons(page):
        offer = _OFFER.fullmatch(words)
        if offer and offer.lastgroup:
            found.setdefault(offer.lastgroup, words)
    return dict(sorted(found.items()))


def _buttons(page: Page) -> Iterator[str]:
    """The short texts, and what pictures and links without text are called."""
    for text in page.outline.texts:
        if len(text.value) <= _LONGEST_WORD:
            yield text.value.strip(" 【】[]|·>»")
    for node in page.tree.css("img[alt], a[title]"):
        attributes = node.attributes
        name = attributes.get("alt") or attributes.get("title") or ""
        if len(name) <= _LONGEST_WORD:
            yield name.strip()


def _compat(page: Page) -> Iterator[dict[str, str]]:
    """What asks for Internet Explorer or for plug-ins that no browser has any more."""
    html = page.html
    if "IE" in html or "xplorer" in html:
        for text in page.outline.texts:
            words = text.value
            if len(words) <= _LONGEST_ADVICE and ("IE" in words or "xplorer" in words) and _asks_for_ie(words):
                yield {"what": "advice", "text": words}
    if "<object" in html or "<embed" in html or "<OBJECT" in html or "<EMBED" in html:
        yield from _plugins(page)
    if _CREATES in html:
        yield from ({"what": "script", "text": _CREATES} for script in page.scripts if _knows_nothing_else(script))


def _plugins(page: Page) -> Iterator[dict[str, str]]:
    for node in page.tree.css("object, embed"):
        said = " ".join(node.attributes.get(name) or "" for name in ("classid", "type", "src", "data")).strip()
        what = "flash" if _FLASH.search(said) else "control" if _CONTROL.search(said) else ""
        if what:
            yield {"what": what, "text": said[:120]}


def _asks_for_ie(text: str) -> bool:
    if not _IE.search(text) or not _ADVICE.search(text):
        return False
    return not _OTHERS.search(text) and not _OUTDATED.search(text)


def _knows_nothing_else(script: str) -> bool:
    """Whether a script makes such an object without asking whether there is one, and without another way."""
    if _CREATES not in script:
        return False
    return not any(word in script for word in ("XMLHttpRequest", "try", "window.ActiveXObject", "catch", "in window"))
