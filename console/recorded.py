"""Reading recorded observations: one CloudEvents 1.0 JSON object a line."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from shared.contracts import PageVisited, PostListed, Recorded
from shared.contracts.event import Event
from shared.registry.values import identifier
from shared.validation import explain

_ATTRIBUTES = {"specversion", "type", "source", "id", "time", "subject", "data", "datacontenttype", "dataschema"}
_LONGEST_ID = 200


class BadLine(ValueError):
    """A line that is no observation, with the reason in Chinese."""


@dataclass(frozen=True)
class RecordedEvent:
    """One observation as it was recorded, with its id."""

    event: Event
    id: str


def read_line(line: str) -> RecordedEvent:
    """The observation in one line; without an id it gets the one its content makes.

    Raises:
        BadLine: it is not a CloudEvents object, not of a type that can be replayed, or its data is wrong.
    """
    envelope = _envelope(line)
    event_type = _type(envelope.get("type"))
    data = envelope.get("data")
    if not isinstance(data, dict):
        raise BadLine("data：应为一个 JSON 对象")
    try:
        event = event_type.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise BadLine(f"data：{explain(error)}") from error
    return RecordedEvent(_addressed(event, envelope.get("subject")), _id(envelope.get("id"), event))


def _envelope(line: str) -> dict[str, Any]:
    try:
        envelope = json.loads(line)
    except RecursionError as error:
        raise BadLine("嵌套太深，不是一条观测") from error
    except ValueError as error:
        raise BadLine(f"不是 JSON：{_why(error)}") from error
    if not isinstance(envelope, dict):
        raise BadLine("应为一个 JSON 对象（CloudEvents 1.0）")
    if envelope.get("specversion") != "1.0":
        raise BadLine(f'specversion：应为 "1.0"，实为 {envelope.get("specversion")!r}')
    unknown = [name for name in envelope if name not in _ATTRIBUTES and not (name.isalnum() and name.islower())]
    if unknown:
        raise BadLine(f"未知属性 {'、'.join(unknown)}：CloudEvents 扩展属性只能用小写字母和数字")
    return envelope


def _why(error: ValueError) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return "含有不能表示的数字或字符"
    return f"第 {error.colno} 个字符起读不懂（…{error.doc[max(0, error.pos - 10) : error.pos + 10].strip()}…）"


def _type(name: object) -> type[Event]:
    if name == PageVisited.TYPE:
        return PageVisited
    if name == PostListed.TYPE:
        return PostListed
    if isinstance(name, str) and name.split(".")[0] == Recorded.TYPE:
        return Recorded
    raise BadLine(f"type：应为 page.visited、post.listed 或 record.*，实为 {name!r}")


def _addressed(event: Event, subject: object) -> Event:
    try:
        identifier(event.target)
    except ValueError as error:
        raise BadLine(f"目标编号 {event.target!r}：{error}") from error
    if subject is not None and subject != event.target:
        raise BadLine(f"subject 为 {subject!r}，而 data 说的是 {event.target!r}：两者须一致")
    return event


def _id(given: object, event: Event) -> str:
    if given is None or given == "":
        return str(event.event_id())
    if not isinstance(given, str) or len(given) > _LONGEST_ID or not given.isascii() or not given.isprintable():
        raise BadLine(f"id：应为不超过 {_LONGEST_ID} 个可见 ASCII 字符的字符串")
    return given
