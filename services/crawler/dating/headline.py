"""The title of an article: what the page says of itself, what stands in large letters, what the window shows."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from services.crawler.dates import narrow
from services.crawler.dating.bar_title import title_above_bar
from services.crawler.parsing.outline import NAMELESS, Outline
from services.crawler.parsing.page import Page

_BLANKS = re.compile(r"\s+")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_TITLE_LABEL = re.compile(
    r"(?:^|[^a-z])(?:title|tit|bt|biaoti|headline|con-?title|art\w*-?title|news-?title|xl01|titlestyle)", re.IGNORECASE
)
_NOT_TITLE_LABEL = re.compile(r"site-?title|sub-?title|logo|nav|side|menu|list|more|column", re.IGNORECASE)
_LIKE_HEADINGS = ",".join(
    [
        "h1,h2,h3",
        *(f'[{name}*="{word}" i]' for name in ("class", "id") for word in ("tit", "bt", "biaoti", "headline", "xl01")),
    ]
)
"""Every label that `_TITLE_LABEL` finds has one of these words."""
_STRONG = re.compile(r"\s*(?:_+|\||｜|--+|——|>>|<<|::)\s*|\s+[-–—·]\s+")
_WEAK = re.compile(r"\s*[-–—]\s*")
_DATE = re.compile(r"\W*20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d\d?:\d\d(?::\d\d)?)?\W*")
_CUT = re.compile(r"(.{10,}?)(?:\.{2,}|…)")
"""A window title broken off: 关于印发某某市安全生产…-某某局."""
_LONG_TITLE = 16
_TITLE_START = 13
"""A long title shown with other punctuation, or a subtitle, still begins the same."""
_LINK = frozenset({"a"})
_WITH_WIDE_FORM = re.compile(r"[0-9:\-/.,()\[\] ]+")
_LONGEST_NAME = 20
_SITE_NAME = re.compile(
    r"(?:网|网站|门户|政府|委员会|公署|[厅局办院部委署馆站]|中心|平台|频道|专栏|公开|办公室|大学|学院|学校|协会|集团|"
    r"公司|首页)$"
)
_GENERIC = re.compile(
    r"^(?:首页|网站首页|信息公开|政府信息公开|政务公开|通知公告|新闻动态|新闻中心|详细(?:页|信息|内容)?|内容页?|正文|"
    r"文章(?:页|内容)?|详情页?|"
    r"当前位置.*|您现在.*|您的位置.*|站内搜索|.{0,12}(?:政府|门户)网站?)$"
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The title and where it was taken from: `meta`, `heading`, `window`, `none`."""

    text: str
    origin: str


def squeeze(text: str) -> str:
    """The text without any blanks, for comparing."""
    return _BLANKS.sub("", text)


def headline_of(page: Page) -> Headline:
    """The best title there is; an empty one if the page has none."""
    stated = page.meta("articletitle")
    if stated:
        return Headline(stated, "meta")
    window = page.title
    silent = page.silence.of_articles
    headings = [] if silent and not _may_have_headings(page) else _headings(page.outline)
    agreeing = _agreeing(headings, window) or _visible_start(page, window)
    if agreeing:
        return Headline(agreeing, "heading")
    cleaned = without_site_name(window, page.meta("sitename"))
    if not cleaned or _GENERIC.match(cleaned) or _names_site(page, cleaned):
        own = _own_heading(headings, cleaned) or ("" if silent else title_above_bar(page.outline))
        if own:
            return Headline(own, "heading")
    return Headline(cleaned, "window") if cleaned else Headline("", "none")


def _names_site(page: Page, title: str) -> bool:
    """A window title that names only the site or the column, the same on every page."""
    known = {page.meta("sitename"), page.meta("columnname")}
    return title in known or (len(title) <= _LONGEST_NAME and bool(_SITE_NAME.search(title)))


def _own_heading(headings: list[tuple[str, str]], window: str) -> str:
    """The first large line that is not generic either."""
    fitting = [(tag, text) for tag, text in headings if len(text) >= 6 and text != window and not _GENERIC.match(text)]
    ranked = sorted(fitting, key=lambda heading: ("h1", "class", "h2", "h3").index(heading[0]))
    return ranked[0][1] if ranked else ""


def without_site_name(window: str, site_name: str | None = None) -> str:
    """A window title without the site's name behind (or before) it; hyphens of the title itself stay."""
    title = window.strip()
    if site_name and len(site_name) > 1:
        title = _cut_name(title, site_name)
    parts = [part for part in _STRONG.split(title) if part]
    if len(parts) > 1:
        doubled = parts[0] == parts[1]
        rest = title[len(parts[0]) :]
        if doubled or len(parts[0]) >= 8 or all(len(part) <= 20 for part in parts[1:]):
            keep_all = re.match(r"^.{2,24}[〕\])）]\s*\d+\s*号$", parts[0]) and rest
            title = f"{parts[0]}{rest[: rest.find(parts[1])]}{parts[1]}" if keep_all else parts[0]
    return _cut_weak(title)


def _cut_name(title: str, site_name: str) -> str:
    for end in (title.rfind(site_name),):
        if end > 0 and end + len(site_name) >= len(title) - 6:
            return title[:end].rstrip(" -_|—–·>｜")
    if title.startswith(site_name) and len(title) > len(site_name) + 5:
        return title[len(site_name) :].lstrip(" -_|—–·>｜")
    return title


def _cut_weak(title: str) -> str:
    marks = list(_WEAK.finditer(title))
    if marks and marks[-1].start() >= 4 and _SITE_NAME.search(title[marks[-1].end() :].strip()):
        return _cut_weak(title[: marks[-1].start()].strip())
    return title


def _may_have_headings(page: Page) -> bool:
    """Whether any element is a heading or has a class or id that could say so: asked of the parser in one go."""
    return page.tree.css_first(_LIKE_HEADINGS) is not None


def _headings(outline: Outline) -> list[tuple[str, str]]:
    """What stands in heading elements, or in elements whose class says title, outermost first."""
    found: list[tuple[str, str]] = []
    until = -1
    for index, element in enumerate(outline.elements):
        if index < until or element.texts_end == element.texts or element.texts_end - element.texts > 12:
            continue
        heading = element.tag in _HEADINGS
        if not heading and ((label := element.label) == NAMELESS or not _titled(label)):
            continue
        text = _without_date(outline, index, "" if heading else " ")
        if 2 <= len(text) <= 160:
            found.append((element.tag if heading else "class", text))
            until = element.end
    return found


def _without_date(outline: Outline, index: int, separator: str) -> str:
    """The words of a heading; a date in an element of its own at its end is none of them."""
    element = outline.elements[index]
    texts = outline.texts[element.texts : element.texts_end]
    if len(texts) > 1 and texts[-1].element != index and _DATE.fullmatch(texts[-1].value):
        texts = texts[:-1]
    return separator.join(text.value for text in texts).strip()


@lru_cache(maxsize=4096)
def _titled(label: str) -> bool:
    return bool(label.strip() and _TITLE_LABEL.search(label) and not _NOT_TITLE_LABEL.search(label))


def _agreeing(headings: list[tuple[str, str]], window: str) -> str:
    """The longest heading the window title begins with, else the longest it contains."""
    whole = squeeze(window)
    best, score = "", 0
    for tag, text in headings:
        short = squeeze(text)
        if len(short) < 4 or _GENERIC.match(short):
            continue
        starts = whole.startswith(short)
        contained = starts or (len(short) >= 8 and short in whole)
        cut = not contained and _cut_short(whole, short)
        if not contained and not cut:
            continue
        value = len(short) + (50 if starts or cut else 0) + (20 if tag == "h1" else 0)
        if value > score:
            best, score = text, value
    joined = best.replace(" ", "")
    # broken into lines on the page, written in one in the window
    return joined if joined in window else best


def _cut_short(window: str, heading: str) -> bool:
    """Whether the window title is the heading broken off after some characters."""
    start = window.rstrip(".…")
    if len(start) < 10 or not heading.startswith(start):
        return False
    return start != window or not re.search(r"\d", heading[len(start) :])


def _visible_start(page: Page, window: str) -> str:
    """A piece of text outside links that the window title begins with."""
    whole = squeeze(window)
    if page.silence.of_articles and page.silence.of_beginning(whole):
        return ""
    best = ""
    cut = _CUT.match(whole)
    first = whole[:1]
    for text in page.outline.texts:
        value = text.value
        if value[0] != first or len(value) < 8 or len(value) <= len(best):
            continue
        short = value.replace(" ", "")
        begins = whole.startswith(short) or (cut and len(value) <= 120 and short.startswith(cut[1]))
        if begins and page.outline.nearest(text.element, frozenset({"a"})) is None:
            best = value
    return best if cut or len(squeeze(best)) >= min(12, len(whole) // 2) else ""


def _occurrences(whole: str, wanted: str) -> Iterator[int]:
    """Where the narrow words stand in a text that may have wide digits and punctuation.

    The whole text is not made narrow for it: the longest run of characters that have no wide form is looked for.
    """
    rare = max(_WITH_WIDE_FORM.split(wanted), key=len)
    if not rare:
        whole, rare = narrow(whole), wanted
    before = wanted.find(rare)
    at = whole.find(rare)
    while at >= 0:
        start = at - before
        if start >= 0 and narrow(whole[start : start + len(wanted)]) == wanted:
            yield start
            at = whole.find(rare, start + len(wanted) + before)
        else:
            at = whole.find(rare, at + 1)


def places_of(outline: Outline, title: str) -> list[tuple[int, bool]]:
    """The pieces of text the title ends in, and whether that place is a link; those outside links first."""
    wanted = squeeze(narrow(title)).rstrip(".…")
    if len(wanted) < 4:
        return []
    whole, offsets = outline.bare
    found: list[tuple[int, bool]] = []
    for at in islice(_occurrences(whole, wanted), 12):
        index = bisect_right(offsets, at + len(wanted) - 1) - 1
        found.append((index, outline.nearest(outline.texts[index].element, _LINK) is not None))
    if not found and len(wanted) >= _LONG_TITLE:
        return places_of(outline, wanted[:_TITLE_START])
    return sorted(found, key=lambda place: place[1])
