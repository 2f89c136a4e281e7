"""Which elements does a service guide (办事指南) have, and which are empty or wrong in form?"""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.crawler.dates import narrow
from services.crawler.dating.witness import Certainty
from services.crawler.labels import Labelled, labelled
from services.crawler.lists.emptiness import filled_by_script
from services.crawler.parsing.page import Page
from shared.contracts.observations import Guide


class Element(StrEnum):
    """What became of one element."""

    PRESENT = "present"
    EMPTY = "empty"
    MISSING = "missing"
    MALFORMED = "malformed"


KEY_ELEMENTS = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
"""The eight of the veto."""
ELEMENTS = (*KEY_ELEMENTS, "收费标准", "办理时限", "表格样表")
FEWEST = 3
"""A page with fewer of the labels is taken for something else than a guide, not for a guide full of gaps."""

_SPELLINGS = {
    "事项名称": (
        "事项名称 服务名称 项目名称 办事名称 办理事项 权力名称 审批事项名称 业务名称 事项 主项名称 办理项名称 "
        "实施清单名称"
    ),
    "设定依据": "设定依据 法律依据 办理依据 审批依据 政策依据 实施依据 法定依据 依据 办事依据 服务依据 受理依据",
    "申请条件": (
        "申请条件 受理条件 办理条件 审批条件 申办条件 办事条件 准入条件 服务对象及条件 办理对象及条件 申报条件 许可条件"
    ),
    "办理材料": (
        "办理材料 申请材料 申报材料 所需材料 提交材料 材料清单 申请材料目录 需要材料 办事材料 材料目录 申请材料清单 "
        "材料 受理材料 所需资料 提交资料 申报资料 需提供材料 申办材料"
    ),
    "办理地点": (
        "办理地点 办公地点 受理地点 办事地点 办理地址 窗口地址 办公地址 服务地点 地址 受理地址 联系地址 办理窗口地址 "
        "办理地点及窗口 办理窗口 办理地点和时间 办理时间和地点 办理地点、时间"
    ),
    "办理时间": (
        "办理时间 办公时间 受理时间 工作时间 服务时间 上班时间 办事时间 办理时间和地点 办理地点和时间 接待时间 "
        "对外办公时间"
    ),
    "联系电话": (
        "联系电话 咨询电话 咨询方式 办公电话 电话 联系方式 咨询及监督电话 服务电话 窗口电话 咨询途径 咨询投诉电话 "
        "咨询监督电话 咨询渠道"
    ),
    "办理流程": (
        "办理流程 办事流程 审批流程 流程图 办理程序 审批程序 办事程序 服务流程 办理环节 申请流程 流程 受理流程 "
        "办理流程图 工作流程 办理步骤 申办流程"
    ),
    "收费标准": (
        "收费标准 收费情况 是否收费 收费依据 收费 收费标准及依据 收费依据及标准 办理费用 费用 收费信息 收费项目"
    ),
    "办理时限": (
        "办理时限 法定时限 承诺时限 办结时限 法定办结时限 承诺办结时限 审批时限 办理期限 法定期限 承诺期限 时限 "
        "办事时限 承诺办理时限"
    ),
    "表格样表": (
        "表格样表 表格下载 样表下载 申请表 空白表格 示例样表 样表 表格及样表 相关表格 表格及样表下载 填写样表 "
        "附件下载 材料下载 示范文本 表单下载"
    ),
}
_NAMES = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_NOTHING = re.compile(
    r"^[\s\-—–_/\\.。:：…*]*$|^(?:暂无|无内容|null|none|undefined|待完善|待定|空|n/?a|暂缺|待补充|xxx+|\{\{.*)[。.]?$",
    re.IGNORECASE,
)
_MAY_BE_NONE = frozenset({"收费标准", "申请条件", "表格样表", "设定依据"})
_PHONE = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[\s\-—－]*\d{7,8}|[2-9]\d{6,7}|1[3-9]\d{9}|1[12]\d{3}|9\d{4}|1(?:1[09]|2[02])|"
    r"[48]00[\s-]?\d{3,4}[\s-]?\d{3,4}|(?:0\d{2,3}[\s\-—－]+)?[2-9]\d{2,3}[\s-]\d{4})(?!\d)"
)
"""With the code of a place, or without: then a local number never begins with 0 or 1."""
_SAME = re.compile(r"(\d)\1{6}")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class GuideRead:
    """The elements, or why there are none to speak of."""

    guide: Guide | None
    values: dict[str, str]
    certainty: Certainty = Certainty.LOW
    reason: str = ""


def read_guide(page: Page) -> GuideRead:
    """Every element as present, empty, missing or malformed; no guide at all for a page that is none."""
    found = labelled(page.outline, _NAMES)
    values: dict[str, str] = {}
    for item in found:
        value = _value(page, item)
        if len(value) > len(values.get(item.name, "")):
            values[item.name] = value
        values.setdefault(item.name, value)
    if len(values) < FEWEST:
        return GuideRead(None, values, reason="not_a_guide")
    if "事项名称" not in values and (title := _title(page)):
        values["事项名称"] = title
    elements = {name: _judged(name, values.get(name)).value for name in ELEMENTS}
    gaps = {Element.MISSING, Element.EMPTY} & set(elements.values())
    if gaps and filled_by_script(page):
        return GuideRead(None, values, reason="needs_browser")
    return GuideRead(Guide(elements=elements), values, Certainty.HIGH if len(values) >= 6 else Certainty.MEDIUM)


def is_phone(value: str) -> bool:
    """Whether there is a telephone number in it that could be dialled."""
    return any(not _SAME.search(found.group()) for found in _PHONE.finditer(narrow(value)))


def _judged(name: str, value: str | None) -> Element:
    if value is None:
        return Element.MISSING
    if _NOTHING.match(value):
        return Element.EMPTY
    if value in {"无", "否"} and name not in _MAY_BE_NONE:
        return Element.EMPTY
    if name == "联系电话" and not is_phone(value):
        # 详见窗口 or a link is an answer of a kind; digits that are no number are a mistake
        return Element.MALFORMED if _DIGITS.search(value) or len(value) <= 4 else Element.PRESENT
    return Element.PRESENT


def _value(page: Page, item: Labelled) -> str:
    """The words; a picture or a download behind a label (流程图) is a value too."""
    if item.value and not _NOTHING.match(item.value):
        return item.value
    outline = page.outline
    element = outline.texts[item.text].element
    for candidate in outline.ancestors(element)[:4]:
        found = outline.elements[candidate]
        if found.texts_end - found.texts > 6:
            break
        behind = found.node.next
        while behind is not None and behind.tag.startswith("-"):
            behind = behind.next
        for node in (found.node, behind):
            if (
                node is not None
                and node.css_first("img[src], a[href], embed, object") is not None
                and node.tag in {"td", "dd", "div", "p", "li", "tr", "dl"}
            ):
                own = node.css_first("img[src]") is not None or node.text_lexbor().strip() not in {
                    "",
                    outline.texts[item.text].value,
                }
                if own:
                    return "（图片或附件）"
    return item.value


def _title(page: Page) -> str:
    node = page.tree.css_first("h1, h2, .title, .tit")
    text = " ".join(node.text_lexbor().split()) if node is not None else ""
    return text if 3 <= len(text) <= 80 else ""
