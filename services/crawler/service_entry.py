"""Where a home page leads those who come for a service (办事), and by which classes services are shown there."""

import re
from collections.abc import Mapping
from typing import Any

from services.crawler.lists.emptiness import Emptiness, emptiness_of
from services.crawler.parsing.addresses import host_of
from services.crawler.parsing.page import Page
from services.crawler.suspicions import registered

_LONGEST = 14
_AROUND = re.compile(r"[\s>»·|\[\]【】()（）]+")
_FEWEST_LINKS = 10
"""A page with fewer shows no catalogue, whatever is the matter with it."""

_ENTRY = re.compile(
    r"(?:网上|在线|我要|便民|全程)?(?:办事|政务服务|公共服务)(?:服务|大厅|中心|指南|平台|事项|频道|网)*|"
    r"[\u4e00-\u9fff]{0,6}(?:政务服务(?:网|平台|中心|大厅)|一网通办|网上(?:办事|服务|政务)(?:大厅|中心|平台|服务平台))|"
    r"服务大厅|(?:行政)?服务事项|办事"
)
_MENU = re.compile(r"(?:政务|政府|信息)公开|(?:政民|公众|互动|交流)(?:互动|交流|参与)|新闻(?:中心|动态)|政务动态")
_CLASS = re.compile(
    r"(?:按|我是)?(?:个人|法人|自然人|企业|公民|市民|单位|主题|部门|对象|生命周期|人生事件|事项类[型别]|特定人群)"
    r"(?:办事|服务|事项|分类|查询|办理|类|导航)?|"
    r"行政(?:许可|确认|给付|征收|奖励|裁决|处罚|强制|检查)(?:类|事项)?|公共服务(?:类|事项)|"
    r"生育收养|户籍办理|职业资格|住房保障|婚姻登记|社会保障|医疗卫生|死亡殡葬|设立变更|准营准办|资质认证|投资审批|"
    r"教育科研|就业创业|入伍服役|离职退休|交通出行|旅游观光|出境入境|消费维权|设立登记|司法公证"
)


def service_entry(page: Page) -> dict[str, Any]:
    """The mark `service`: the link to services (`entry`) and its `words`, and the classes shown beside it.

    Words without a link of their own are told alone: a script may lead on. Where there are none, `menu` says that the
    other parts of a website were named: then the entry was not overlooked with a whole menu that a script writes.
    """
    words = _words(page)
    shown = next(filter(_ENTRY.fullmatch, words), "")
    found: dict[str, Any] = {}
    if shown:
        found = {"words": shown, **_entry(page)}
    elif any(map(_MENU.fullmatch, words)):
        found = {"menu": True}
    classes = _classes(words)
    return found | ({"classes": classes} if classes else {})


def _entry(page: Page) -> dict[str, Any]:
    own = registered(host_of(page.url))
    for link in page.links:
        words = _AROUND.sub("", link.text) if len(link.text) <= _LONGEST else ""
        if words and _ENTRY.fullmatch(words):
            outside = registered(host_of(link.url)) != own
            return {"entry": link.url, "words": words} | ({"outside": True} if outside else {})
    return {}


def _words(page: Page) -> list[str]:
    """The short texts, each once."""
    short = dict.fromkeys(text.value for text in page.outline.texts if len(text.value) <= _LONGEST)
    return list(dict.fromkeys(_AROUND.sub("", value) for value in short))


def _classes(words: list[str]) -> list[str]:
    """The words by which services are told apart, such as 个人办事, 按部门, 行政许可 and 生育收养."""
    return list(filter(_CLASS.fullmatch, words))[:20]


def service_page(page: Page) -> dict[str, Any]:
    """What the page behind the entry shows: its classes and how many links; `unread` where a script may fill it."""
    classes = _classes(_words(page))
    unread = not classes and (len(page.links) < _FEWEST_LINKS or emptiness_of(page) is Emptiness.SCRIPT or page.moved)
    return {"links": len(page.links), "classes": classes} | ({"unread": True} if unread else {})


def with_page(mark: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The mark with what the page behind the entry showed; `known` says which entry it was read for."""
    if not mark.get("entry") or known.get("entry") != mark["entry"]:
        return dict(mark)
    shown = {name: value for name, value in known.items() if name != "entry"}
    return {**mark, "page": shown}
