"""What the words around a date say it is: a publication, something else, or nothing."""

import re
from enum import StrEnum

_GAP = r"\s*"
_DATE_WORD = r"(?:日\s*期|[时時]\s*[间間])"


class Wording(StrEnum):
    """The kinds of words found beside a date."""

    PUBLISHED = "published"
    """发布日期, 发布时间, 公开日期 …: the date we look for."""
    BARE = "bare"
    """时间： or 日期： and no more."""
    UPDATED = "updated"
    """更新时间, 录入时间: used for publication where nothing else is shown."""
    OTHER = "other"
    """成文日期, 实施日期, 会议时间, 今天是 …: a date of something else."""
    NONE = "none"


_TAIL = r"[\s\]】)）]*[:：|]?[\s:：|\[(（【]*$"
_PUBLISHED = re.compile(
    r"(?:[发發]\s*[布佈]|发\s*表|公\s*布|公\s*开|刊\s*发|刊\s*登|上\s*网|上\s*传|推\s*送|发\s*稿|见\s*报|挂\s*网|上\s*线|"
    r"发\s*帖|投\s*稿|"
    r"(?<![\u4e00-\u9fff])(?:信息|文章|新闻|公告|稿件)|pub(?:lish(?:ed)?)?|release(?:d)?|post(?:ed)?)"
    rf"{_GAP}(?:的?{_DATE_WORD}|于|date|time|on){_TAIL}"
    rf"|(?:发\s*布|发\s*表)\s*[:：]\s*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    rf"(?:更\s*新|修\s*改|编\s*辑|录\s*入|添\s*加|加\s*入|创\s*建|收\s*录|入\s*库|最后更新|update[d]?|"
    rf"modified){_GAP}(?:{_DATE_WORD}|于|"
    rf"date|time|on)?{_TAIL}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:^|[^\w\s]|\s|\d)(?:{_DATE_WORD}|date|time)\s*[\]】)）]?\s*[:：]\s*$", re.IGNORECASE)
_INFO = re.compile(
    r"(?:来\s*源|作\s*者|编\s*辑|责\s*编|记\s*者|通讯员|审\s*核|浏\s*览|点\s*击|阅\s*读|访\s*问|人\s*气|次\s*数|"
    r"字\s*[体号]|供\s*稿|发布(?:者|人|单位|机构)|"
    r"信息(?:提供|来源)|"
    r"source|author|单位|部门|撰稿|作品)\w{0,4}(?<!日期)(?<!时间)\s*[:：]\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[一二三四五六七八九十\d][、.．)）]\s*(?:日\s*期|时\s*间)\s*[:：]\s*$")
"""一、时间： is where a notice of a meeting begins."""
_CLOCK = re.compile(r"(?:今\s*天|现\s*在|当\s*前|今\s*日|北京时间|农\s*历|系统时间|本地时间|当地时间)\D{0,6}$")
WEATHER = re.compile(r"℃|多云|晴转|转晴|阵雨|雷阵雨|轻度污染|空气质量[:：]")
"""Words of the weather in the head of a page, which has its own 发布时间."""
_SITE = re.compile(
    rf"(?:本站|本网|网站|全站|系统|数据|天气|上次)\S{{0,6}}(?:更\s*新|发\s*布){_GAP}{_DATE_WORD}?{_TAIL}"
)
"""The whole site was updated, or the weather."""
_OTHER = re.compile(
    rf"[\u4e00-\u9fff]{_GAP}{_DATE_WORD}{_TAIL}"
    r"|截\s*[止至](?:于|日|期)?\W{0,5}$"
    r"|(?:^|[^\u4e00-\u9fff])(?:成\s*文|生\s*成|实\s*施|施\s*行|生\s*效|印\s*发|发\s*文|签\s*发|失\s*效|废\s*止|有\s*效\s*期|"
    r"截\s*[止至])(?:于|日|期)?\W{0,5}$"
    r"|(?:版权所有|copyright|©|[上下]\s*一\s*[篇条])\W{0,5}$"
    r"|(?:至|从|自|于|到|在|起|©)\s*$"
    r"|[\u4e00-\u9fff]{2,8}\s*[:：]\s*$",
    re.IGNORECASE,
)
_AFTER_PUBLISHED = re.compile(r"^\s*(?:发布|发表|刊发|刊登)(?:$|[\s,，。|)）\]】])")
_AFTER_OTHER = re.compile(
    r"^\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?\s*)?(?:起|前|后|以前|以后|之前|之后|止|为止|截止|施行|实施|印发|"
    r"成文|生效|废止|召开|举行|举办|至|到|~|～|—|－|-\s*\d|"
    r",|，|、|；|的|在|我|市|省|县)"
)
_RANGE = re.compile(r"^\s*(?:至|到|~|～|—+|－|-+|--)\s*$")


def wording(before: str, after: str) -> Wording:
    """What the text up to a date and the text behind it call it."""
    tail = before[-30:]
    if _CLOCK.search(tail) or _NUMBERED.search(tail) or _SITE.search(tail):
        return Wording.OTHER
    if _PUBLISHED.search(tail):
        return Wording.PUBLISHED
    if _UPDATED.search(tail):
        return Wording.UPDATED
    if _BARE.search(tail):
        return Wording.BARE
    if _INFO.search(tail):
        return Wording.NONE
    if _OTHER.search(tail):
        return Wording.OTHER
    return _behind(after[:20])


def is_range(between: str) -> bool:
    """Whether the text between two dates makes them the two ends of a span."""
    return bool(_RANGE.match(between))


def _behind(after: str) -> Wording:
    if _AFTER_PUBLISHED.match(after):
        return Wording.PUBLISHED
    return Wording.OTHER if _AFTER_OTHER.match(after) else Wording.NONE
