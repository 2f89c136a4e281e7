"""Which links of a home page lead to columns, by the words of its menus; and which columns the registry lacks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from services.crawler.links.link_page import same_site
from services.crawler.parsing.page import Page
from shared.registry.model import Registry
from shared.registry.vocabulary import Category

_WORDS: tuple[tuple[Category, str], ...] = (
    (Category.INTERPRETATION, r"解读|图解"),
    (Category.PERSONNEL, r"人事|任免|招考|招聘|公务员|干部"),
    (Category.PLANNING, r"规划|计划|总结"),
    (Category.POLICY, r"政策|法规|规章|规范性|文件|公报|法律"),
    (Category.NOTICE, r"通知|公告|公示|通告|公开公示"),
    (Category.NEWS, r"新闻|动态|要闻|资讯|快讯|头条|时政|政务信息|工作信息|信息快递"),
    (Category.OTHER, r"公开|专栏|专题|财政|预算|决算|统计|数据|采购|招标|应急|建议提案|重点领域|民生|监督|检查|处罚"),
)
_KINDS = tuple((category, re.compile(words)) for category, words in _WORDS)
_NO_COLUMN = re.compile(
    r"信箱|留言|投诉|咨询|访谈|调查|征集|登录|注册|搜索|首页|繁|English|无障碍|长者|地图|帮助|联系|办事|服务|微博|微信|更多",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\d{6,}|/t20\d{6}|/art/|content_|[?&](?:id|docid|articleid)=", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv|jpe?g|png|gif|bmp|mp4|mp3|apk|exe)(?:$|[?&#])",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 2, 14
_MOST = 200
_INDEX = re.compile(r"/(?:index|list|default)(?:_\d+)?\.\w{3,5}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column that a website seems to have and the registry lacks, as the registry would write it."""

    id: str
    website_id: str
    name: str
    url: str
    category: Category
    level: int
    seen: str
    """What it was seen by: `tags` the page names itself a column, `menu` a menu of the home page does."""


def menu_of(page: Page) -> dict[str, dict[str, str]]:
    """The columns a home page leads to, by address: short words of the kind menus have, on the website itself."""
    found: dict[str, dict[str, str]] = {}
    for url, text in page.links:
        name = re.sub(r"[\s>»·|\[\]【】]", "", text)
        if not _SHORTEST <= len(name) <= _LONGEST or _NO_COLUMN.search(name) or not kind_of(name):
            continue
        if (
            same_site(url, page.base)
            and not _ARTICLE.search(url)
            and not _FILE.search(url)
            and plain(url) != plain(page.url)
        ):
            found.setdefault(url, {"name": name, "type": "", "by": "menu"})
        if len(found) >= _MOST:
            break
    return found


def kind_of(name: str) -> Category | None:
    """The category a column's name speaks of; None if it speaks of none."""
    return next((category for category, words in _KINDS if words.search(name)), None)


def suggestions(registry: Registry, seen: Mapping[str, Iterable[Mapping[str, str]]]) -> list[Suggestion]:
    """The columns seen on each website (by its id) that the registry lacks, each address and name once."""
    found: list[Suggestion] = []
    for website_id, columns in sorted(seen.items()):
        website = registry.websites.get(website_id)
        if website is None:
            continue
        known = {plain(one.url) for one in registry.columns_of(website_id)} | {plain(website.url)}
        known |= {plain(one.url) for one in (*registry.boards_of(website_id), *registry.guides_of(website_id))}
        for column in columns:
            url = column["url"]
            if plain(url) not in known:
                known.add(plain(url))
                found.append(_suggestion(website_id, column))
    return found


def plain(url: str) -> str:
    """The address without what makes no difference: scheme, www., a trailing index page or slash."""
    bare = url.partition("://")[2].partition("#")[0].removeprefix("www.")
    return _INDEX.sub("/", bare).rstrip("/").lower()


def _suggestion(website_id: str, column: Mapping[str, str]) -> Suggestion:
    name, url = column["name"].lstrip("=+-@\t "), column["url"]
    depth = len([part for part in plain(url).split("/")[1:] if part])
    return Suggestion(
        id=f"{website_id}-{sha256(plain(url).encode()).hexdigest()[:8]}",
        website_id=website_id,
        name=name,
        url=url,
        category=kind_of(f"{name} {column.get('type', '')}") or Category.OTHER,
        level=max(1, depth),
        seen="menu" if column.get("by") == "menu" else "tags",
    )
