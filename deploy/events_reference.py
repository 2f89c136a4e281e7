"""The events as an AsyncAPI 3.0 document and as a page for people, both made from the code that defines them."""

import json
import re
from typing import Any

from pydantic.fields import FieldInfo

from shared.contracts import EVENTS
from shared.contracts.event import Event
from shared.streams import CONSUMERS, STREAMS, Stream

_MODULES = re.compile(r"\b(?:shared\.contracts\.\w+|typing|datetime)\.")
_MOMENT = re.compile(r"(?:typing\.)?Optional\[(?:typing\.)?Annotated\[datetime.*?\]\]")

_WHO: dict[str, str] = {
    "visit.due": "crawler's scheduler, console → crawler",
    "page.visited": "crawler, console (replay) → evaluator",
    "post.listed": "crawler, console (replay) → evaluator",
    "record": "console → evaluator",
    "verdict.changed": "evaluator → notifier",
    "notice.sent": "notifier → reporter",
    "notice.failed": "notifier → reporter",
    "notice.acknowledged": "console, the notifier's reply page → notifier",
    "notice.undeliverable": "notifier → reporter",
    "assessment.requested": "console, reporter → evaluator",
    "assessment.ready": "evaluator → console, reporter",
    "report.requested": "console → reporter",
    "report.ready": "reporter → console",
}

_ENVELOPE = """\
Every message is a CloudEvents 1.0 event in binary mode: the attributes are NATS headers (`ce-specversion`,
`ce-id`, `ce-type`, `ce-source`, `ce-subject`, `ce-time`), the body is JSON. `ce-id` is the uuid5 of type, subject and
content without defaults, and is the `Nats-Msg-Id` as well: publishing twice is publishing once. Unknown fields are
refused; fields are only ever added, with a default.
"""


def events_page() -> str:
    """Every stream, and every event with its fields."""
    parts = ["# Events\n", _ENVELOPE, "The same for machines: [events.json](events.json) (AsyncAPI 3.0).\n", _streams()]
    return "\n".join([*parts, *(_event(event) for event in EVENTS)])


def asyncapi() -> str:
    """The AsyncAPI 3.0 document as JSON."""
    schemas: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for event in EVENTS:
        schema = event.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[event.__name__] = schema
        messages[event.__name__] = {
            "name": event.TYPE,
            "title": _first_line(event.__doc__),
            "contentType": "application/json",
            "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
        }
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Xunjian", "version": "1", "description": _ENVELOPE},
        "defaultContentType": "application/json",
        "channels": {event.TYPE: _channel(event) for event in EVENTS},
        "operations": {
            event.TYPE: {"action": "send", "channel": {"$ref": f"#/channels/{event.TYPE}"}} for event in EVENTS
        },
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _channel(event: type[Event]) -> dict[str, Any]:
    kind = ".{kind}" if event.TYPE == "record" else ""
    return {
        "address": f"{event.TYPE}{kind}.{{target}}",
        "title": f"stream {event.STREAM}: {_WHO[event.TYPE]}",
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
    }


def _streams() -> str:
    rows = [_stream(stream) for stream in STREAMS]
    head = "## Streams\n\n| stream | subjects | kept for | consumers |\n|---|---|---|---|"
    return "\n".join([head, *rows, ""])


def _stream(stream: Stream) -> str:
    readers = ", ".join(f"`{consumer.name}`" for consumer in CONSUMERS if consumer.stream == stream.name)
    subjects = " ".join(f"`{subject}`" for subject in stream.subjects)
    retention = " (work queue)" if stream.retention.value == "workqueue" else ""
    return f"| {stream.name}{retention} | {subjects} | {stream.max_age.days} days | {readers or '—'} |"


def _event(event: type[Event]) -> str:
    rows = [f"| `{name}` | {_type(field)} | {_default(field)} |" for name, field in event.model_fields.items()]
    head = f"## {event.TYPE}\n\n{_paragraph(event.__doc__)}\n\nStream {event.STREAM}; {_WHO[event.TYPE]}.\n"
    return "\n".join([head, "| field | type | default |", "|---|---|---|", *rows, ""])


def _type(field: FieldInfo) -> str:
    annotation = field.annotation
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    text = _MOMENT.sub("Moment | None", text)
    return f"`{_MODULES.sub('', text)}`".replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "" if value is None else f"`{value!r}`"


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]
