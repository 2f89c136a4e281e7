"""Which links of an article lead from a policy to its readings, or from a reading to its policy?"""

import re
from functools import lru_cache

from services.crawler.parsing.addresses import host_of
from services.crawler.parsing.anchors import in_chrome
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page

_SAYS = re.compile(r"解读|图解|一图读懂|答记者问|政策原文|相关政策|相关文件|文件原文|原文链接")
_LABEL = re.compile(r"解读|图解|原\s*文|相关(?:政策|文件|链接|稿件|信息|内容)|(?:政策|文件|关联)(?:链接|文件)|关联")
_ASIDE = re.compile(r"最新|热点|热门|推荐|排行|点击|栏目|导航|上一[篇条]|下一[篇条]|更多")
_BRACKETED = re.compile(r"[【\[(（].{2,8}[】\])）]")
_DOCUMENT = re.compile(r"《[^《》]{4,80}》(?:[（(].{1,30}[）)])?")
"""A document named in the running text: 市政府印发《…方案》."""
_LONGEST_LABEL = 16
_SHORTEST_TITLE = 8
_ABOVE = 16
_MOST = 20
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|《$")


def related_links(page: Page) -> tuple[tuple[str, str], ...]:
    """Those on government sites that say so themselves, or stand behind a label that does (相关解读, 政策原文：)."""
    own = host_of(page.url)
    outline = page.outline
    labels = _labels(outline)
    found: dict[str, str] = {}
    for anchor in outline.anchors:
        words = outline.text_of(anchor.element, "") or anchor.title
        label = labels[outline.elements[anchor.element].texts]
        if not words or not _is_related(words, label) or in_chrome(outline, anchor.element):
            continue
        url = page.base.absolute(anchor.href)
        host = host_of(url) if url else ""
        if url and url != page.url and (host == own or host.endswith("gov.cn") or not own):
            found.setdefault(url, words)
        if len(found) >= _MOST:
            break
    return tuple((words, url) for url, words in found.items())


def _is_related(words: str, label: str) -> bool:
    leads = len(label) <= _LONGEST_LABEL and _leads(label)
    if not leads and not _says(words) and label[-1:] != "《" and not _names_document(words):
        return False
    return _ASIDE.search(label) is None


def _says(words: str) -> bool:
    return (
        _may_say(words)
        and (len(words) >= _SHORTEST_TITLE or _BRACKETED.fullmatch(words) is not None)
        and _SAYS.search(words) is not None
    )


def _names_document(words: str) -> bool:
    return words[0] == "《" and _DOCUMENT.fullmatch(words) is not None


def _may_say(words: str) -> bool:
    """Whether a character stands there that all of `_SAYS` have one of; single ones are found many times faster."""
    return "解" in words or "读" in words or "原" in words or "关" in words or "问" in words


@lru_cache(maxsize=4096)
def _leads(label: str) -> bool:
    """Whether a short label leads to what is related."""
    return _LABEL.search(label) is not None


def _labels(outline: Outline) -> list[str]:
    """For every place between texts the nearest text above that is not itself a link, nor the date of a line."""
    linked = bytearray(len(outline.texts))
    for anchor in outline.anchors:
        element = outline.elements[anchor.element]
        linked[element.texts : element.texts_end] = b"\1" * (element.texts_end - element.texts)
    labels, label, since = [""], "", 0
    for index, text in enumerate(outline.texts):
        if not linked[index] and _WORD.search(text.value):
            label, since = text.value, index
        labels.append(label if index - since < _ABOVE else "")
    return labels
