"""What does an article say of itself: title, publication, source, text, attachments?"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.crawler.archive_label import ArchiveLabel, archive_label
from services.crawler.dating.headline import Headline, headline_of, squeeze
from services.crawler.dating.publication import Publication, publication_of
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Link, Page, clean
from services.crawler.related import related_links

_SOURCE = re.compile(
    r"(?:信\s*息\s*来\s*源|文章来源|稿件来源|新闻来源|内容来源|稿源|来\s*源|发布机构|发布单位|发布部门|"
    r"信息提供|转载自)(?:\s*(?:于)?\s*[:：]|\s*[\]】]\s*[:：]?)\s*(?P<value>.*)$"
)
_SOURCE_END = re.compile(
    r"\s{2,}|\s*(?:作\s*者|编\s*辑|责\s*编|责任编辑|浏\s*览|点\s*击|阅\s*读|访\s*问|发布(?:时间|日期|人)|发表(?:时间|"
    r"日期)|时\s*间|日\s*期|字\s*[体号]|"
    r"打\s*印|分\s*享|审\s*核|人\s*气|次\s*数|【|\[|\||关\s*闭|记者|更新)|"
    r"\s(?=(?:19|20)\d{2}[-年/.])|(?<=\S)\s*(?:19|20)\d{2}[-年/.]\d"
)
_SCRIPT_SOURCE = re.compile(r"(?:__\$source|\bsource(?:name)?)\s*=\s*['\"]([^'\"<>]{2,40})['\"]", re.IGNORECASE)
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|txt|csv|tif|ceb|jpg\.rar)(?:$|[?&#])", re.IGNORECASE
)
_DOWNLOAD = re.compile(r"download|attach|fileid|filedown|/module/download/", re.IGNORECASE)
_SENTENCE = re.compile(r"[，。；！？]|.{41}")
_LONGEST_BODY = 200_000


@dataclass(frozen=True, slots=True)
class Article:
    """One article page, read."""

    headline: Headline
    publication: Publication
    source: str | None
    text: str
    archived: ArchiveLabel | None
    attachments: tuple[tuple[str, str], ...]
    interpretations: tuple[tuple[str, str], ...]
    """Links to readings of a policy, or from a reading to its policy."""


def read_article(page: Page, *, observed_at: Any = None) -> Article:
    """Everything an article page says of itself; fields it does not have are None or empty."""
    headline = headline_of(page)
    silent = page.silence.of_articles
    body = None if silent else _body(page.outline)
    return Article(
        headline=headline,
        publication=publication_of(page, headline.text, observed_at),
        source=_source(page, headline.text),
        text=page.outline.text_of(body, "\n")[:_LONGEST_BODY] if body is not None else "",
        archived=archive_label(page.outline) if not silent and "归" in page.visible else None,
        attachments=_attachments(page),
        interpretations=related_links(page) if body is not None else (),
    )


def _source(page: Page, title: str) -> str | None:
    """The government tag unless it only repeats the title; else what stands behind 来源; else a script variable."""
    stated = page.meta("contentsource")
    if stated and squeeze(stated) != squeeze(title):
        return stated[:80]
    shown = None if page.silence.of_articles else _shown_source(page.outline, page.visible)
    if shown:
        return shown
    for script in page.scripts:
        found = _SCRIPT_SOURCE.search(script[:20_000])
        if found and clean(found.group(1)):
            return clean(found.group(1))
    other = page.meta("source", "og:article:author", "mediaid")
    return re.sub(r"^来源[:：]\s*", "", other)[:80] if other else None


def _shown_source(outline: Outline, visible: str) -> str | None:
    texts = outline.texts
    # single characters first: they are found many times faster than words
    if not any(character in visible for character in "源布供载"):
        return None
    for index, text in enumerate(texts):
        words = text.value
        if "源" not in words and "布" not in words and "供" not in words and "载" not in words:
            continue
        found = _SOURCE.search(words) if len(words) <= 200 else None
        if not found:
            continue
        value = _first_part(found["value"])
        if not found["value"].strip() and index + 1 < len(texts) and not _SENTENCE.search(texts[index + 1].value):
            value = _first_part(texts[index + 1].value[:40])
        if (
            value
            and not re.match(r"^(?:\d{4}|发布|作者|浏览|点击|时间|日期|字体)", value)
            and not value.endswith(("：", ":"))
        ):
            return value
    return None


def _first_part(value: str) -> str:
    end = _SOURCE_END.search(value)
    part = (value[: end.start()] if end else value).strip(" \t　:：;；,，】]／/|").lstrip("(（").rstrip()
    # the bracket behind 来源：… closes one that opened before it; one that opened inside stays
    return (part if re.search(r"[(（]", part) else part.rstrip(")）"))[:60].rstrip()


def _body(outline: Outline) -> int | None:
    """The smallest element that holds most of the running text."""
    weights = _weights(outline)
    if not outline.elements or weights[0] == 0:
        return None
    best = 0
    while True:
        heaviest = max(outline.children(best), key=lambda child: weights[child], default=None)
        if heaviest is None or weights[heaviest] < 0.7 * weights[0]:
            return best
        best = heaviest


def _weights(outline: Outline) -> list[int]:
    """How much running text outside links stands at or below each element."""
    weights = [0] * len(outline.elements)
    for text in outline.texts:
        element = outline.elements[text.element]
        value = text.value
        if len(value) >= 12 and element.tag != "a" and _is_prose(value):
            weights[text.element] += len(value)
    for index in range(len(weights) - 1, 0, -1):
        weights[outline.elements[index].parent] += weights[index]
    return weights


def _is_prose(value: str) -> bool:
    """Whether it has punctuation of a sentence; the marks one by one, which is much faster than a class of them."""
    return "，" in value or "。" in value or "：" in value or "；" in value or "！" in value or "？" in value


@lru_cache(maxsize=8192)
def _file_behind(url: str) -> tuple[bool, bool]:
    """Whether an address names an attachment, and whether it names a download; menus name the same on every page."""
    return _ATTACHMENT.search(url) is not None, _DOWNLOAD.search(url) is not None


@lru_cache(maxsize=8192)
def _names_file(url: str) -> bool:
    return any(_file_behind(url))


def _is_attachment(link: Link) -> bool:
    named, loaded = _file_behind(link.url)
    return named or (loaded and ("附件" in link.text or _ATTACHMENT.search(link.text) is not None))


@lru_cache(maxsize=8192)
def _leads_to_page(href: str) -> bool:
    """Whether a link, as it is spelt, names no file and stays what it is when it is made absolute."""
    return not _names_file(href) and href.isprintable() and not {" ", "\\"} & set(href) and href[:1] != "?"


def _attachments(page: Page) -> tuple[tuple[str, str], ...]:
    base = page.base
    # most pages lead to pages alone, by links that stand on other pages too
    if not _names_file(base.url) and not _names_file(base.directory) and all(map(_leads_to_page, page.hrefs)):
        return ()
    found = [(link.text, link.url) for link in page.links_to(_names_file) if _is_attachment(link)]
    return tuple(found[:100])
