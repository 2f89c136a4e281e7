"""Templates are tried at the start on a message that has everything and on one that has nothing to fill in.

What a message needs later would otherwise be found out when a unit should be told.
"""

import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_type_hints

from services.notifier.contact import MAIL, Contact
from services.notifier.digest import News
from services.notifier.digest_words import DIGEST_WORDS, digest_words
from services.notifier.ports import Disabled, Standings
from services.notifier.render import SECTIONS, Point, Renderer, Section, Thing
from services.notifier.template_set import TEMPLATES
from shared.errors import BadInput

_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
_THING = Thing("示例", "https://www.example.gov.cn/", "2026-01-05 09:00")


def try_templates(render: Renderer) -> None:
    """Fill in every template once.

    Raises:
        BadInput: one cannot be filled in; names each with file, line and reason.
    """
    mistakes = []
    for regime, templates in render.sets.items():
        for kind, known in _specimens():
            try:
                templates.letter(kind, known)
            except Exception as error:  # noqa: BLE001 - whatever a template does, it is the template's mistake
                mistakes.append(f"{_where(error, regime)}: {type(error).__name__}: {error}")
    if mistakes:
        raise BadInput("a message template is not usable", sorted(set(mistakes)))


def _where(error: Exception, regime: str) -> str:
    """File and line of the template: the innermost one that was at work."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}: line {frames[-1].lineno}" if frames else (regime or str(TEMPLATES))


def _specimens() -> Iterator[tuple[str, Mapping[str, object]]]:
    for full in (True, False):
        for watching in (True, False):
            yield "message", _message(full=full, watching=watching)
        yield "digest", digest_words(_news(full=full))


def _message(*, full: bool, watching: bool) -> dict[str, object]:
    word = "示例" if full else ""
    return {
        "unit": "示例单位",
        "office": "示例办公室",
        "office_contact": word,
        "sections": tuple(Section(step, title, (_point(full=full),)) for step, title in SECTIONS),
        "counted": "新发现1个问题",
        "faulty": full,
        "raised": not full,
        "placeholder_rule": full,
        "placeholder_term": full,
        "today": "2026年1月5日",
        "seen": "2026-01-05 09:00",
        "reference": "0a1b2c3d",
        "link": "https://xunjian.example/r/0" if full else "",
        "link_days": 30,
        "watching": watching,
        "instead_of": word,
    }


def _point(*, full: bool) -> Point:
    kinds: dict[type, Any] = {str: "示例" if full else "", bool: full, int: 1 if full else 0}
    things = (_THING,) if full else ()
    known = {name: kinds.get(kind, things) for name, kind in get_type_hints(Point).items()}
    return Point(**known | {"number": "1"})


def _news(*, full: bool) -> News:
    contact = Contact(channel=MAIL, key="office@unit.example")
    return News(
        office="示例办公室",
        begins_at=_AT,
        ends_at=_AT,
        counts=dict.fromkeys(DIGEST_WORDS, 1) if full else {},
        units=1,
        raised=[("网站", "首页不更新", "escalation-1")] if full else [],
        standings=[Standings(unit_id="u1", vetoes=1, others=1)] if full else [],
        failed=1 if full else 0,
        unclear=1 if full else 0,
        waiting=1 if full else 0,
        disabled=[Disabled(contact=contact, unit_id="u1", why="550", at=_AT)] if full else [],
        unit_names=lambda unit_id: unit_id,
    )
