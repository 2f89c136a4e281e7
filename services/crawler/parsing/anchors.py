"""The links of a page that say something, counted so that any element knows how many it holds."""

import re

from services.crawler.dates import narrow
from services.crawler.parsing.outline import Outline

LINKS_PER_RECORD = 6
"""A line of a list has a title, perhaps a category, a [详情], a picture; with more it is a list of its own."""
LINES = frozenset({"li", "tr", "dl", "dd", "dt", "a"})
_GENERIC = re.compile(
    r"^[\s\[【(（<《「·•\-—>»+]*(?:更多|more|详情|详细|详细信息|查看|查看更多|查看详情|阅读全文|全文|点击查看|"
    r"点击进入|下载|附件下载|首页|上一?页|下一?页|尾页|末页|"
    r"返回.{0,4}|\d{1,4}|转到|确定|进入|>>|»|解读|图解|政策解读|相关解读|打印|关闭|收藏|分享|"
    r"复制链接)[\s\]】)）>》」»+.…]*$",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|sub-?menu|crumbs?\w*|bread\w*|position|location|path|dqwz|wz|foot\w*|bottom|"
    r"copyright|header|friend\w*|yqlj|pag(?:e|es|er|ing|ination)\w*|fenye|"
    r"fanye|hot-?word\w*|language|share\w*|login|search\w*|tool\w*|left-?(?:nav|menu)|side-?(?:nav|menu)|now-site|"
    r"dhlm|weizhi|currentpath)(?:$|[\s_-])"
)
_CHROME_TAGS = frozenset({"nav", "footer", "header"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {"p", "div", "dd", "dt", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "ul", "dl", "section"}
)
_INNER_LISTS = frozenset({"ul", "ol", "table"})
_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
_DATE_EDGE = re.compile(
    rf"(?<=\S)\s*[\[(（【]\s*{_DAY}\s*[\])）】]\s*$|(?<=\S)\s+{_DAY}\s*$|^\s*[\[(（【]?\s*{_DAY}\s*[\])）】\s]+(?=\S)"
)
"""A date set off before or behind a title is not part of it."""
_TOOLTIP = re.compile(r"(?:发布|更新|发表|录入)(?:时间|日期)|文章标题\s*[:：]|点击(?:次)?数\s*[:：]")
"""What some systems put into the title attribute besides the title."""
_OPENING, _CLOSING = "[【", "]】"
_LONGEST_TITLE = 400
_ELLIPSIS = re.compile(r"(?:\.{2,}|…+)$")


class Anchors:
    """The links of one outline."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.words = [self._words(index) for index in range(len(outline.anchors))]
        self._before = [0]
        for title in self.words:
            self._before.append(self._before[-1] + bool(title))

    def within(self, element: int) -> list[int]:
        """Those at or below an element."""
        found = self.outline.elements[element]
        return [index for index in range(found.links, found.links_end) if self.words[index]]

    def count(self, element: int) -> int:
        """How many links that say something stand at or below an element."""
        found = self.outline.elements[element]
        return self._before[found.links_end] - self._before[found.links]

    def alone(self, element: int) -> int:
        """The largest element around a link that holds no other."""
        elements = self.outline.elements
        while elements[element].parent > 0 and self.count(elements[element].parent) == self.count(element) == 1:
            element = elements[element].parent
        return element

    def title_of(self, element: int, anchors: list[int]) -> int:
        """The longest title, but none of a list inside the line (相关解读), and not the category: [政策文件]."""
        own = [index for index in anchors[:LINKS_PER_RECORD] if not self._nested(element, index)]
        own = [index for index in own if not self._bracketed(index)] or own
        return max(own or anchors[:LINKS_PER_RECORD], key=lambda index: len(self.words[index]))

    def _words(self, index: int) -> str:
        """What a link says, empty if it says nothing of its own (更多, 详情, an image)."""
        anchor = self.outline.anchors[index]
        title = _DATE_EDGE.sub("", self._link_text(anchor.element)).strip()
        full = anchor.title
        if full and len(full) > len(title) and not _GENERIC.match(full) and not _TOOLTIP.search(full):
            cut = _ELLIPSIS.sub("", title)
            if full.startswith(cut) or cut != title:
                title = full
        return "" if not title or _GENERIC.match(title) or len(title) > _LONGEST_TITLE else title

    def _link_text(self, element: int) -> str:
        """The words of a link; of a whole card only its heading."""
        found = self.outline.elements[element]
        texts = self.outline.texts[found.texts : found.texts_end]
        if len(texts) <= 1:
            return texts[0].value if texts else ""
        inside = self.outline.elements[element + 1 : found.end]
        if not any(child.tag in _BLOCKS for child in inside):
            return "".join(text.value for text in texts if not _only_date(text.value))[:_LONGEST_TITLE]
        for offset, child in enumerate(inside):
            if child.tag in _HEADINGS or "tit" in child.label:
                heading = self.outline.text_of(element + 1 + offset, "")
                if heading and not _only_date(heading):
                    return heading
        words = [text.value for text in texts if len(text.value) >= 2 and not _only_date(text.value)]
        return next((value for value in words if len(value) >= 4), words[0] if words else "")

    def _bracketed(self, index: int) -> bool:
        """Whether brackets stand around a link, outside of it."""
        found = self.outline.elements[self.outline.anchors[index].element]
        before = self.outline.texts[found.texts - 1].value if found.texts else ""
        after = self.outline.texts[found.texts_end].value if found.texts_end < len(self.outline.texts) else ""
        return before[-1:] in _OPENING and after[:1] in _CLOSING and bool(before and after)

    def _nested(self, record: int, anchor: int) -> bool:
        elements = self.outline.elements
        element = elements[self.outline.anchors[anchor].element].parent
        inside = self.outline.contains(record, element) and element != record
        while inside and element > record:
            if elements[element].tag in _INNER_LISTS:
                return elements[record].tag in LINES
            element = elements[element].parent
        return False


def in_chrome(outline: Outline, element: int) -> bool:
    """Whether it stands in a menu, a breadcrumb, a footer, a pager."""
    elements = outline.elements
    while element > 0:
        if elements[element].tag in _CHROME_TAGS or _CHROME.search(elements[element].label):
            return True
        element = elements[element].parent
    return False


def _only_date(value: str) -> bool:
    return (
        len(value) <= 24
        and not re.search(r"[^\d\s\-/.:：年月日\[\]()（）【】,，]", narrow(value))
        and bool(re.search(r"\d", value))
    )
