"""One letter of a citizen: out of the labels of its own page, or out of the fields a board gives."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from services.crawler import board_words as words
from services.crawler.dates import full_dates, narrow
from services.crawler.dating.headline import headline_of
from services.crawler.labels import labelled
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page
from shared.contracts.event import content_id
from shared.contracts.observations import Message

_EXCERPT = 200
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


def read_message(page: Page, *, message_id: str = "") -> Message | None:
    """The one message of a detail page, with the required elements it lacks; None if the page is no such page."""
    fields = fields_in(page.outline, 0, len(page.outline.texts))
    if not fields.keys() & {"title", "content"} and {"asked_at", "replied_at"} <= fields.keys():
        fields["title"] = _heading_above(page)
    if "reply" not in fields and moment_of(fields.get("replied_at", "")):
        fields["reply"] = _unlabelled_reply(page.outline)
    if not {"asked_at", "content", "title"} & fields.keys() or not fields.keys() & {
        "reply",
        "replied_at",
        "unit",
        "status",
        "content",
    }:
        return None
    return message_of(fields, message_id, whole=True)


def is_answered(status: str | None) -> bool | None:
    """Whether a board's own word says answered (处理完成) or open (办理中); None if it says neither."""
    if not status:
        return None
    if any(word in status for word in words.OPEN):
        return False
    return True if any(word in status for word in words.ANSWERED) else None


def _heading_above(page: Page) -> str:
    """The heading of the one letter of a page; several letters are a list, and none of them is the page's."""
    outline = page.outline
    asked = [item.text for item in labelled(outline, words.FIELDS) if item.name == "asked_at"]
    if len(asked) != 1:
        return ""
    above = reversed(outline.texts[max(0, asked[0] - 8) : asked[0]])
    found = next((text.value for text in above if outline.nearest(text.element, _HEADINGS) is not None), "")
    return found or headline_of(page).text


def _unlabelled_reply(outline: Outline) -> str:
    """The running text behind the last of the labels of an answer, where nothing calls it 回复内容."""
    last = max(
        (item.text for item in labelled(outline, words.FIELDS) if item.name in {"replied_at", "unit"}), default=0
    )
    following = (text.value for text in outline.texts[last + 1 : last + 12])
    return next((value for value in following if re.search(r"[，。！]", value)), "")


def fields_in(outline: Outline, start: int, end: int) -> dict[str, str]:
    """What the labels between two places of a page hold; the first of each that holds something."""
    fields: dict[str, str] = {}
    for item in labelled(outline, words.FIELDS, start, end):
        if not fields.get(item.name):
            fields[item.name] = item.value
    return fields


def message_of(fields: dict[str, str], name: str, *, whole: bool) -> Message | None:
    """A message out of its fields. What is missing is only told where the page shows the whole message."""
    title = (fields.get("title") or fields.get("content") or "")[:_EXCERPT].strip()
    if not title:
        return None
    asked_at, replied_at = moment_of(fields.get("asked_at", "")), moment_of(fields.get("replied_at", ""))
    reply, unit = _reply(fields.get("reply", "")), unit_of(fields.get("unit", ""))
    status = fields.get("status", "").strip()[:20] or None
    present = {"留言时间": asked_at, "回复时间": replied_at, "回复单位": unit, "回复内容": reply}
    answered = bool(reply or replied_at) or is_answered(status) is True
    missing = _missing(present, answered=answered) if whole else ()
    return Message(
        id=fields.get("id", "").strip()[:80] or id_of(name, title, asked_at),
        title=title,
        asked_at=asked_at,
        replied_at=replied_at,
        replying_unit=unit,
        reply_excerpt=reply[:_EXCERPT] or None,
        status=status,
        missing=missing,
    )


def _reply(text: str) -> str:
    """The words of an answer; 暂无回复 is none, and neither is the foot of the page below an empty place."""
    reply = words.BELOW.sub("", text).strip()
    return "" if words.NO_REPLY.match(reply) else reply


def _missing(present: Mapping[str, object], *, answered: bool) -> tuple[str, ...]:
    wanted: Iterable[str] = present if answered else ("留言时间",)
    return tuple(name for name in wanted if not present[name])


def moment_of(text: str) -> datetime | None:
    """The first date in a field."""
    found = full_dates(narrow(text))
    return found[0].at if found else None


def unit_of(text: str) -> str | None:
    """The office in a field: its first word."""
    return text.split(maxsplit=1)[0][:60] if text.split() else None


def id_of(url: str, title: str, asked_at: datetime | None) -> str:
    """The address names a message; without one its title and day do."""
    return url or str(content_id("message", title, asked_at.date() if asked_at else ""))
