"""The sheets of the ledgers with their columns: the one table that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.ledger import cells
from shared.contracts.records import RecordKind
from shared.registry import values
from shared.registry.schema import Field, Sheet


class LedgerKind(StrEnum):
    """The sheets there are; each is named like a CSV file of the folder."""

    TICKETS = "tickets"
    LETTERS = "letters"
    FINDINGS = "findings"
    BONUSES = "bonuses"
    MESSAGES = "messages"
    REVIEWS = "reviews"


RECORDS: Mapping[LedgerKind, RecordKind] = {
    LedgerKind.TICKETS: RecordKind.TICKET,
    LedgerKind.LETTERS: RecordKind.LETTER,
    LedgerKind.FINDINGS: RecordKind.FINDING,
    LedgerKind.BONUSES: RecordKind.BONUS,
    LedgerKind.MESSAGES: RecordKind.EXPORT,
    LedgerKind.REVIEWS: RecordKind.REVIEW,
}
"""The kind of record a row of each sheet becomes."""


@dataclass(frozen=True)
class Known:
    """What a ledger may refer to."""

    indicators: Mapping[str, tuple[str, ...]]
    """Ids of the indicators, with their titles."""


def sheets(known: Known) -> tuple[Sheet[LedgerKind], ...]:
    """The sheets, in the order in which they are written."""
    indicator = Field(
        "indicator",
        "指标编号",
        cells.one_of(known.indicators, "指标"),
        ("指标",),
        required=True,
        note="指标编号或名称，见 docs/indicators.md",
    )
    return (
        Sheet(LedgerKind.TICKETS, "找错留言", _TICKET, ("找错", "我为政府网站找错")),
        Sheet(LedgerKind.LETTERS, "测试信件", _LETTER, ("模拟信件", "暗访信件")),
        Sheet(LedgerKind.FINDINGS, "人工发现", (*_WHOSE, indicator, *_FINDING), ("人工检查", "人工问题")),
        Sheet(LedgerKind.BONUSES, "加分", (*_WHOSE, indicator, *_BONUS), ("加分项",)),
        Sheet(LedgerKind.MESSAGES, "留言导出", _MESSAGE, ("留言",)),
        Sheet(LedgerKind.REVIEWS, "复核", (*_WHOSE, indicator, *_REVIEW), ("核查", "复核记录")),
    )


def _moment(key: str, title: str, *also: str, required: bool = False, note: str = "") -> Field:
    return Field(key, title, cells.moment, also, required=required, note=note or "例如 2026-11-06 或 2026-11-06 09:30")


def _text(key: str, title: str, *also: str, required: bool = False, note: str = "") -> Field:
    return Field(key, title, cells.long_words, also, required=required, note=note)


_ID = Field("id", "编号", values.identifier, ("记录编号",), note="可不填；填了以后可按编号更正")
_TARGET = Field(
    "target_id", "网站或账号编号", values.identifier, ("网站编号", "账号编号", "对象编号"), required=True, note="见名录"
)
_WHOSE = (_ID, _TARGET)
_URL = Field("url", "网址", values.web_url, ("链接",))
_URLS = Field("urls", "证据网址", cells.web_urls, ("网址", "证据"), note="多个用“;”分隔")
_WITHDRAWN = Field("withdrawn", "作废", values.yes_or_no, note="误录的填“是”")
_DAYS = (
    Field("first_day", "起算日", cells.day, ("适用起始日",), note="不填即自发现之日"),
    Field("last_day", "截止日", cells.day, ("适用截止日",), note="不填即至整改或作废为止"),
)

_TICKET = (
    *_WHOSE,
    _moment("received_at", "收到时间", "受理时间", "留言时间", required=True),
    _text("title", "标题", "留言标题", "内容"),
    _URL,
    Field("valid", "是否属实", values.yes_or_no, ("属实", "是否有效"), note="尚未核实的不填"),
    _moment("answered_at", "答复时间", "回复时间"),
    _moment("closed_at", "办结时间"),
    _text("reply", "答复内容", "回复内容"),
    _WITHDRAWN,
)
_LETTER = (
    *_WHOSE,
    _moment("sent_at", "发信时间", "提交时间", "发送时间", required=True),
    _text("title", "标题", "内容", "信件标题"),
    Field("board_id", "留言板编号", values.identifier, ("信箱编号",)),
    _moment("answered_at", "答复时间", "回复时间"),
    Field(
        "outcome",
        "结果",
        values.choice(cells.LETTER_OUTCOMES),
        ("答复情况",),
        titles=cells.LETTER_OUTCOMES,
        note="不填则由发信与答复时间得出；只有“无法提交”须由人填写",
    ),
    Field("poor", "答非所问", values.yes_or_no, ("敷衍推诿", "质量差"), note="答复敷衍、推诿或答非所问的填“是”"),
    _URL,
    _text("reply", "答复内容", "回复内容"),
    _WITHDRAWN,
)
_FINDING = (
    _moment("found_at", "发现时间", "检查时间", required=True),
    Field(
        "outcome",
        "结论",
        values.choice(cells.FINDING_OUTCOMES),
        ("结果",),
        titles=cells.FINDING_OUTCOMES,
        note="不填即“有问题”",
    ),
    _text("text", "问题描述", "问题", "描述", required=True),
    _URLS,
    Field("points", "扣分", cells.points, ("分值",), note="不填则按指标体系"),
    _moment("mended_at", "整改完成时间", "整改时间"),
    *_DAYS,
    _WITHDRAWN,
)
_BONUS = (
    _moment("given_at", "认定时间", "时间", required=True),
    Field("points", "加分", cells.positive_points, ("分值",), required=True),
    _text("why", "理由", "依据", "说明", required=True),
    _URLS,
    *_DAYS,
    _WITHDRAWN,
)
_MESSAGE = (
    _TARGET,
    Field("board_id", "留言板编号", values.identifier, ("信箱编号",), required=True),
    _moment("exported_at", "导出时间", required=True, note="同一次导出的各行填同一时间"),
    Field("message_id", "留言编号", values.words, ("信件编号",), required=True),
    _text("title", "标题", "留言标题"),
    _moment("asked_at", "留言时间", "提交时间", "来信时间"),
    _moment("replied_at", "答复时间", "回复时间"),
    Field("replying_unit", "答复单位", values.words, ("回复单位",)),
    _text("reply_excerpt", "答复内容", "回复内容"),
    Field("status", "办理状态", values.words, ("状态",)),
    Field(
        "whole", "是否全部", values.yes_or_no, note="本次导出含该留言板全部留言的填“是”，据此才能认定没有其他超期留言"
    ),
    _moment("complete_since", "自何时起齐全", "齐全起始时间", note="本次导出含该时间以来的全部留言"),
)
_REVIEW = (
    Field("item_id", "条目编号", values.words, ("条目",), note="问题内的某一条；见 xunjian review list --json"),
    Field("signature", "证据特征", values.words, required=True, note="见 xunjian review list --json"),
    Field(
        "step",
        "步骤",
        values.choice(cells.REVIEW_STEPS),
        ("处理", "意见"),
        required=True,
        titles=cells.REVIEW_STEPS,
    ),
    _text("why", "理由", "说明"),
    Field("points", "保留分值", cells.points, note="核减后仍保留的扣分"),
    _moment("at", "时间", "处理时间", required=True),
    Field("by", "经办人", values.words),
)
