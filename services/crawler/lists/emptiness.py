"""A list without entries: does the page say it is empty, or could we only not see the entries?"""

import re
from enum import StrEnum

from services.crawler.parsing.outline import Element, Outline
from services.crawler.parsing.page import Page

_SAYS_EMPTY = re.compile(
    r"(?:暂无|暂时没有|暂没有|还没有|没有(?:找到|查到|检索到)?(?:相关|符合条件的|任何)?|未(?:找到|查询到|"
    r"检索到)(?:相关|符合条件的)?|无(?:相关)?)\s*(?:的)?"
    r"(?:信息|数据|内容|记录|资料|文章|新闻|公告|文件|留言|信件|结果|消息)|(?:共有?|总共|合计)\s*0\s*(?:条|篇|项|"
    r"个?记录|件|封)|栏目(?:正在)?(?:建设|更新)中|"
    r"内容(?:正在)?(?:建设|更新)中|"
    r"正在建设|no (?:data|records?|results?)",
    re.IGNORECASE,
)
_LOADS = re.compile(
    r"\$\s*\.\s*(?:ajax|get|post|getJSON)\b|\baxios\b|\bfetch\s*\(|XMLHttpRequest|\.load\s*\(\s*[\"']|dataproxy|"
    r"jpage|new\s+Vue\b|createApp\s*\(|ReactDOM|\.html\s*\(|\.append\s*\(|innerHTML|"
    r"__INITIAL_STATE__|__NUXT__|webpackJsonp|v-for=|ng-repeat=|\{\{\s*item",
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"<div[^>]{0,80}\bid=[\"']?(?:app|root|__nuxt|__next|main-app)[\"']?[^>]{0,80}>\s*(?:<!--.*?-->\s*)?</div>",
    re.IGNORECASE | re.DOTALL,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|启用|开启|打开)\s*javascript|不支持\s*javascript|doesn't work properly without JavaScript",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"^(?:v-if|v-show|v-else|v-else-if|ng-if|ng-show|x-show|:style|hidden)$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_NAME = re.compile(r"(?:^|[\s_-])(?:\w*list\w*|news|gl|lb|more|xxgk\w*|content-?list|infolist|data)(?:$|[\s_-])")
_CONTAINERS = frozenset({"ul", "ol", "tbody", "dl"})
_PARTS = frozenset({"div", "ul", "ol", "table", "tbody", "dl", "section", "td", "dd", "p"})
_FRAME = re.compile(r"head|foot|nav|top|bottom|hit|count|num|click|search|weather|share|login|code|menu", re.IGNORECASE)
"""Parts around what a page is about."""
_USED = ("#{}'", '#{}"', "#{} ", "#{})", "'{}'", '"{}"')
_MOST_PARTS = 200
_TEMPLATE = re.compile(r"<(?:li|tr|dd|a)\b[^>]{0,200}\s(?:v-for|ng-repeat|wx:for)=", re.IGNORECASE)
_TURNS = re.compile(r"jpage|dataproxy|page_?size|current_?page|page_?num|total_?count|pagination", re.IGNORECASE)
_BESIDE = re.compile(r"hot|rank|recommend|friend|link|side|banner|slide")
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|superslide|slick|layui|layer|html5shiv|respond|polyfill|analytics|tongji|hm\.js|cnzz|"
    r"jiucuo|conac|exposure|share|wza|barrier|accessib|dynclicks|counter|hits|gov_?tj|pagination|createpage",
    re.IGNORECASE,
)
_FEW_WORDS = 120


class Emptiness(StrEnum):
    """Why a page shows no entries."""

    SAID = "said"
    """The page says so to its readers: 暂无信息, 共0条."""
    MARKUP = "markup"
    """The list is there and has no line, and nothing would fill it later."""
    SCRIPT = "script"
    """A script fills it in the browser: we could not see."""
    UNKNOWN = "unknown"
    """No list was recognised."""


def emptiness_of(page: Page) -> Emptiness:
    """Only for pages on which no entry was found."""
    if _application(page):
        return Emptiness.SCRIPT
    if _says_so(page):
        return Emptiness.SAID
    if any(_LOADS.search(script) for script in page.scripts) or "v-for=" in page.html or "{{" in page.visible:
        return Emptiness.SCRIPT
    empty = _empty_lists(page.outline)
    if any(element.node.attributes.get("id") for element in empty) and has_own_scripts(page):
        return Emptiness.SCRIPT
    return Emptiness.MARKUP if empty else Emptiness.UNKNOWN


def has_own_scripts(page: Page) -> bool:
    """Whether scripts are loaded that only this website knows: what they write into its lists we cannot see."""
    sources = (node.attributes.get("src") or "" for node in page.tree.css("script[src]"))
    return any(source and not _LIBRARY.search(source) for source in sources)


def filled_by_script(page: Page) -> bool:
    """Whether an empty part of the page has a name that a script of the page uses: what belongs there we cannot see."""
    parts = [element for element in page.outline.elements if element.tag in _PARTS]
    return _filled(page, parts) or _cells_to_fill(page, parts)


def _cells_to_fill(page: Page, parts: list[Element]) -> bool:
    """Empty cells that have names, where a script that only this website knows could write into them."""
    cells = (one for one in parts if one.tag in {"td", "dd"} and one.texts == one.texts_end)
    return any(cell.node.attributes.get("id") for cell in cells) and has_own_scripts(page)


def list_filled_by_script(page: Page) -> bool:
    """Whether that part is the list: a template for its lines, an empty list, or any part if the script turns pages."""
    if _TEMPLATE.search(page.html):
        return True
    turns = any(_TURNS.search(script) for script in page.scripts)
    lists = [
        element
        for element in page.outline.elements
        if element.tag in _CONTAINERS or (element.tag in _PARTS and (turns or _LIST_NAME.search(element.label)))
    ]
    return _filled(page, [element for element in lists if not _BESIDE.search(element.label)])


def _filled(page: Page, elements: list[Element]) -> bool:
    scripts = [script for script in page.scripts if _LOADS.search(script)]
    if not scripts:
        return False
    names = [
        name
        for element in elements
        if element.texts == element.texts_end and element.links == element.links_end
        if len(name := element.node.attributes.get("id") or "") > 1 and not _FRAME.search(name)
    ]
    used = [form.format(name) for name in names[:_MOST_PARTS] for form in _USED]
    return any(form in script for form in used for script in scripts)


def _application(page: Page) -> bool:
    """A page that is nothing but a place for a script to write into."""
    words = len(page.visible)
    if words <= _FEW_WORDS * 3 and _APPLICATION.search(page.html[:200_000]):
        return True
    if words <= _FEW_WORDS and _NEEDS_SCRIPT.search(page.html[:200_000]):
        return True
    return len(page.visible) <= 20 and page.tree.css_first("script") is not None and not page.outline.anchors


def says_empty(text: str) -> bool:
    """Whether a short text says that there is nothing: 暂无信息, 共0条."""
    return len(text) <= 60 and bool(_SAYS_EMPTY.search(text))


def _says_so(page: Page) -> bool:
    outline = page.outline
    return any(says_empty(text.value) and not hidden(outline, text.element) for text in outline.texts)


def hidden(outline: Outline, element: int) -> bool:
    """Whether it shows only on some condition a script decides, or never."""
    while element > 0:
        attributes = outline.elements[element].node.attributes
        if any(_CONDITIONAL.match(name) for name in attributes) or _HIDDEN.search(attributes.get("style") or ""):
            return True
        element = outline.elements[element].parent
    return False


def _empty_lists(outline: Outline) -> list[Element]:
    return [
        element
        for element in outline.elements
        if element.tag in _CONTAINERS and element.texts == element.texts_end and _LIST_NAME.search(element.label)
    ]
