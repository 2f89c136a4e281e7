"""Does a page say that it is archived (已归档), and since when?

The words are a label of the page only where they stand by themselves: not as the status of a letter or a file, not as a
link to what is archived, not inside a sentence about archives.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.crawler.dates import Written, full_dates, narrow
from services.crawler.parsing.outline import Outline

_FIRST_TEXTS = 400
"""A label stands in a prominent place: not behind a long text."""
_LONGEST = 60
_AROUND = 3
"""Texts before and after the label among which its time may stand."""
_WORD = "归档"
_LABEL = re.compile(
    r"^[\s【\[(（「『*·※!！-]*(?:(?:温馨)?提示\s*[:：]\s*|注\s*[:：]\s*)?"
    r"(?:(?:本|该|此|当前)(?:网页面?|页面?|文章?|信息|内容|栏目|专题|文件|网站|站点)?(?:内容)?)?\s*"
    r"已(?:经)?\s*(?:于\s*.{4,20}?)?\s*归档\s*(?:$|[】\])）」』(（,，。;；:：!！、]|\s|归档)"
)
_TIME = re.compile(r"归档(?:时间|日期|于)|于.{4,20}归档|已归档")
_STATUS = re.compile(r"状态|办理|进度|环节|流程|阶段|答复|回复")
_OTHERS = frozenset({"a", "td", "th", "option", "button"})


@dataclass(frozen=True, slots=True)
class ArchiveLabel:
    """The label of an archived page; `on` is None where it names no day."""

    on: date | None


def archive_label(outline: Outline) -> ArchiveLabel | None:
    """The label, if the page has one."""
    texts = outline.texts[:_FIRST_TEXTS]
    for index, text in enumerate(texts):
        value = text.value
        # a single character first: it is found many times faster than a word, and nearly no page has it
        if len(value) <= _LONGEST and "归" in value and _WORD in value and _is_label(outline, index):
            return ArchiveLabel(_day_near(outline, index))
    return None


def _is_label(outline: Outline, index: int) -> bool:
    text = outline.texts[index]
    if not _LABEL.match(text.value) or outline.nearest(text.element, _OTHERS) is not None:
        return False
    return index == 0 or not _STATUS.search(outline.texts[index - 1].value[-12:])


def _day_near(outline: Outline, index: int) -> date | None:
    """The day in the label itself, else behind a word for it in the texts around."""
    texts = outline.texts
    own = full_dates(narrow(texts[index].value))
    if own:
        return own[0].on
    for near in range(max(0, index - _AROUND), min(len(texts), index + _AROUND + 1)):
        value = narrow(texts[near].value)
        said = _TIME.search(value) if _WORD in value and len(value) <= _LONGEST else None
        if said is None or near == index:
            continue
        dates = full_dates(value[said.start() :]) or _behind(outline, near)
        if dates:
            return dates[0].on
    return None


def _behind(outline: Outline, index: int) -> list[Written]:
    following = outline.texts[index + 1] if index + 1 < len(outline.texts) else None
    return full_dates(narrow(following.value)) if following and len(following.value) <= _LONGEST else []
