"""A farm of websites for the crawl bench: made from a seed, page by page when it is asked for, with its truth.

Every website is a tree of pages of 20 to 60 KB with links across it and to other websites, and has dead links of each
kind, links that only look dead, redirects and slow pages. Nothing is written to disk: the truth is known before any
page is made, and the same page is made the same way again.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

_WORDS = (
    *(
        "公告",
        "通知",
        "政务公开",
        "新闻",
        "项目",
        "监测",
        "检查",
        "链接",
        "网站",
        "数据",
        "通报",
        "整改",
        "留言",
        "栏目",
    ),
    *("政策", "解读", "page", "link", "index", "data", "report", "public", "notice", "city", "government", "service"),
    *("update", "administration", "information", "department", "release", "archive", "statistics"),
)
_SMALLEST, _LARGEST = 20_000, 60_000
_FILLER = 200_000
_ARTICLES = 10
"""Every so many pages one is an article that says when it was published."""
_PROSE = (
    "<p>现将有关情况通报如下：检查发现，部分项目进展缓慢，个别单位重视不够；请于月底前完成整改，并报送书面材料。</p>"
)
_SLOW = 49
_MOST_KEPT = 8_000
"""Pages that are kept in memory: 40 KB each."""
_PARTS = ("/s.css", "/a.js", *(f"/img/i{number}.png" for number in range(10)))
_REFUSED_HOST = "127.0.1.250"
"""Nobody listens there."""
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)
NO_ANSWER = 0
"""Instead of a status: the connection is closed without a word."""
DEAD = {"gone": (404, 14), "removed": (410, 1), "broken": (500, 2), "soft": (200, 1), "cut": (NO_ANSWER, 1)}
"""Kinds of dead pages by folder: what is answered, and how many a website has of them."""
ALIVE = {"wall": 403, "shield": 412, "guarded": 521, "busy": 503}
"""Looks dead and is not: a firewall or a busy server answers."""
_DEAD_PICTURES = 5
_REDIRECTS = 6


@dataclass(frozen=True, slots=True)
class Served:
    """One answer of the farm."""

    status: int
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    slow: bool = False


@dataclass(slots=True)
class Site:
    """What is fixed about one website."""

    number: int
    origin: str
    redirects: dict[str, str] = field(default_factory=dict)
    placed: dict[int, list[str]] = field(default_factory=dict)
    """Links that stand on certain pages, by the number of the page."""
    dead: set[str] = field(default_factory=set)


class Farm:
    """So many websites with so many pages, on one port of loopback addresses of their own."""

    def __init__(self, *, sites: int = 30, pages: int = 200, seed: int = 1, port: int) -> None:
        self.pages = pages
        self.port = port
        self._seed = seed
        chance = random.Random(f"{seed} filler")
        self._filler = " ".join(chance.choices(_WORDS, k=_FILLER // 5))
        self._width = len(self._filler.encode()) / len(self._filler)
        self.sites = [self._site(number) for number in range(sites)]
        self._by_address = {address(site.number): site for site in self.sites}
        self._made: dict[tuple[int, int], bytes] = {}

    @property
    def seeds(self) -> list[str]:
        """The home page of every website."""
        return [f"{site.origin}/" for site in self.sites]

    @cached_property
    def dead(self) -> set[str]:
        """Every dead link there is."""
        return {url for site in self.sites for url in site.dead}

    @property
    def articles(self) -> dict[str, date]:
        """Every page that says when it was published, and the day."""
        return {
            f"{site.origin}{path(number)}": _published(site.number, number)
            for site in self.sites
            for number in range(_ARTICLES, self.pages, _ARTICLES)
        }

    def make(self) -> None:
        """Make every page now, if they are not too many, so that serving them takes next to nothing."""
        if len(self.sites) * self.pages <= _MOST_KEPT:
            self._made = {
                (site.number, page): self._page(site, page) for site in self.sites for page in range(self.pages)
            }

    def answer(self, host: str, asked: str) -> Served:
        """What a website answers to a path."""
        site = self._by_address[host]
        folder, _, name = asked[1:].partition("/")
        if asked in site.redirects:
            return Served(301, location=site.redirects[asked])
        if folder in DEAD:
            return Served(DEAD[folder][0], _lost() if folder == "soft" else b"error")
        if folder in ALIVE:
            return Served(ALIVE[folder], b"error")
        if asked in _PARTS:
            return Served(200, _PNG if asked.endswith(".png") else b"body{color:#222}\n" * 100, _kind_of(asked))
        number = _number_of(asked, name)
        if number is None or number >= self.pages or path(number) != asked:
            return Served(404, b"error")
        body = self._made.get((site.number, number)) or self._page(site, number)
        return Served(200, body, slow=number > 0 and number % _SLOW == 0)

    # -- what a website is made of -----------------------------------------------------------------------------------

    def _site(self, number: int) -> Site:
        chance = random.Random(f"{self._seed} site {number}")
        site = Site(number, f"http://{address(number)}:{self.port}")

        def place(href: str, *, times: int = 1, picture: bool = False, dead: bool = True) -> None:
            item = f'<img src="{href}" alt="x">' if picture else f'<a href="{href}">旧链接</a>'
            for _ in range(times):
                site.placed.setdefault(chance.randrange(self.pages), []).append(item)
            if dead:
                site.dead.add(href if href.startswith("http") else site.origin + href)

        for href in (f"/{folder}/n{item}.html" for folder, (_, count) in DEAD.items() for item in range(count)):
            place(href, times=chance.randrange(1, 4))
        for item in range(_DEAD_PICTURES):
            place(f"/img/missing{item}.png", picture=True)
        for folder in ALIVE:
            place(f"/{folder}/n.html", dead=False)
        for item in range(_REDIRECTS):
            site.redirects[f"/old/r{item}.html"] = path(chance.randrange(1, self.pages))
            place(f"/old/r{item}.html", dead=False)
        if number % 5 == 0:
            site.redirects["/old/lost.html"] = "/gone/moved.html"
            place("/old/lost.html")
        if number % 10 == 0:
            place(f"http://{_REFUSED_HOST}:{self.port}/refused{number}")
        return site

    def _page(self, site: Site, number: int) -> bytes:
        chance = random.Random(f"{self._seed} page {site.number} {number}")
        items = [*self._links(site, number, chance), *site.placed.get(number, ())]
        items += [f'<img src="/img/i{chance.randrange(10)}.png" alt="">' for _ in range(3)]
        chance.shuffle(items)
        size = chance.randrange(_SMALLEST, _LARGEST - 4_000)
        each = int(max(300, (size - 4_000) // len(items)) / self._width)
        rows = []
        for item in items:
            start = chance.randrange(len(self._filler) - each)
            rows.append(f'<div class="b">{item}<p>{self._filler[start : start + each]}</p></div>\n')
        return "".join([_head(site, number), *rows, "</body></html>"]).encode()

    def _links(self, site: Site, number: int, chance: random.Random) -> list[str]:
        hrefs = [path(child) for child in (2 * number + 1, 2 * number + 2) if child < self.pages]
        hrefs += [path(chance.randrange(self.pages)) for _ in range(chance.randrange(25, 60))]
        hrefs += ["/", path(1), path(2)]
        hrefs += [f"{chance.choice(self.sites).origin}/" for _ in range(chance.randrange(4))]
        if chance.random() < 0.3:
            hrefs.append(f"{path(chance.randrange(self.pages))}#top")
        hrefs += ["mailto:a@b.cn", "javascript:void(0)", "tel:+86"]
        return [f'<a href="{href}">{" ".join(chance.choices(_WORDS, k=4))}</a>' for href in hrefs]


def address(number: int) -> str:
    """The loopback address of a website: from 127.0.1.1 on, 200 in a row."""
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


def path(number: int) -> str:
    """The path of a page."""
    return f"/c{number % 8}/p{number}.html" if number else "/"


def _number_of(asked: str, name: str) -> int | None:
    digits = name.removeprefix("p").removesuffix(".html")
    return 0 if asked == "/" else int(digits) if digits.isdecimal() else None


def _kind_of(asked: str) -> str:
    return {"css": "text/css", "js": "application/javascript"}.get(asked.rpartition(".")[2], "image/png")


def _published(site: int, number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=(site * 37 + number * 11) % 700)


def _head(site: Site, number: int) -> str:
    article = number > 0 and number % _ARTICLES == 0
    title = f"关于第{number}号项目检查情况的通报" if article else f"站点{site.number} page {number} — 测试"
    head = (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="description" content="d {number}"><link rel="stylesheet" href="/s.css"><script src="/a.js">'
        "</script></head><body>"
    )
    if not article:
        return head
    return (
        f"{head}<h1>{title}</h1>"
        f'<div class="info">发布时间：{_published(site.number, number)} 09:30 来源：市政府办公室</div>'
        f'<div class="text">{_PROSE * 8}</div>'
    )


def _lost() -> bytes:
    return "<html><head><title>提示</title></head><body><p>您访问的页面不存在或已被删除。</p></body></html>".encode()
