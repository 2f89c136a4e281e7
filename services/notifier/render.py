"""Putting a brief into words: sandboxed Jinja2 templates, plain text and HTML, which an operator may override."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notifier import wording
from services.notifier.compose import Brief, Saying
from services.notifier.dedup import Reason
from services.notifier.ledger import EARLY, FAULT, RECOVERY, REMINDER, Letter, Line, kind_of
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, Item
from shared.errors import BadInput

TEMPLATES = Path(__file__).parent / "templates"
"""The templates when the operator brings none."""

LISTED = 20
"""Things and evidence listed of one finding; the rest are counted, and stand in the quarterly report."""

SECTIONS = (
    (FAULT, "新发现的问题"),
    (REMINDER, "尚未整改的问题"),
    (EARLY, "临近期限，请提前处理"),
    (RECOVERY, "已整改到位"),
)
"""The parts of a message, gravest first."""

_COUNTED = {FAULT: "新发现{}个问题", REMINDER: "{}个问题尚未整改", EARLY: "{}项临近期限", RECOVERY: "{}个问题已整改"}


class Thing(NamedTuple):
    """One thing or one piece of evidence, as a line of the message."""

    text: str
    url: str
    seen: str


class Point(NamedTuple):
    """One finding of one section, ready to be read."""

    title: str
    kind: str
    only_new: bool
    """Told before; this message is about what has come to it since."""
    target: str
    found: str
    rule: str
    limit: str
    placeholder: bool
    since: str
    things: tuple[Thing, ...]
    more_things: int
    evidence: tuple[Thing, ...]
    elsewhere: str
    near: str
    crosses: str
    mend_by: str
    mend_late: bool
    mend_days: int
    remedy: str
    opened: str
    closed: str
    number: str


class Section(NamedTuple):
    """One part of the message."""

    step: str
    title: str
    points: tuple[Point, ...]


class Renderer:
    """The templates of this process, the operator's before the built-in ones.

    Raises:
        BadInput: a template is not Jinja2; names file, line and reason.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        paths = [path for path in (overrides, TEMPLATES) if path]
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(paths),
            autoescape=lambda name: bool(name and name.endswith(".html.j2")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._templates = {name: self._load(name) for name in _TEMPLATE_NAMES}

    def _load(self, name: str) -> Template:
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            where = f"{error.filename or name}: line {error.lineno}"
            raise BadInput("a message template is not usable", [f"{where}: {error.message}"]) from error

    def __call__(self, brief: Brief) -> Letter:
        """The brief in words. Whatever came from the web is on one line and cannot form markup or headers."""
        sections = tuple(_sections(brief))
        known = {
            "unit": wording.one_line(brief.recipient.unit_name, 80),
            "office": brief.office.name,
            "office_contact": brief.office.contact,
            "sections": sections,
            "counted": _counted(sections),
            "faulty": any(s.step in {FAULT, REMINDER} for s in sections),
            "placeholder_rule": any(point.placeholder for s in sections for point in s.points),
            "placeholder_term": brief.policy.mend.provenance == "placeholder"
            and any(point.mend_by or point.mend_days for s in sections for point in s.points),
            "today": wording.day(brief.now),
            "seen": wording.moment(max(_last_seen(saying) for saying in brief.sayings)),
            "reference": brief.reference,
        }
        rendered = {name: template.render(known) for name, template in self._templates.items()}
        return Letter(
            subject=wording.one_line(rendered["subject.txt.j2"], 200),
            text=rendered["message.txt.j2"],
            html=rendered["message.html.j2"],
        )


def _counted(sections: Sequence[Section]) -> str:
    """How many of what; a single finding is named."""
    counts = "，".join(_COUNTED[section.step].format(len(section.points)) for section in sections)
    points = [point for section in sections for point in section.points]
    return f"{counts}（{points[0].title}）" if len(points) == 1 else counts


def _last_seen(saying: Saying) -> datetime:
    return saying.concern.closed_at or saying.concern.seen_at


_TEMPLATE_NAMES = ("subject.txt.j2", "message.txt.j2", "message.html.j2")


def _sections(brief: Brief) -> Iterator[Section]:
    pairs = list(zip(brief.sayings, brief.lines, strict=True))
    for step, title in SECTIONS:
        points = tuple(_point(brief, saying, line) for saying, line in pairs if kind_of(line.step) == step)
        if points:
            yield Section(step, title, points)


def _point(brief: Brief, saying: Saying, line: Line) -> Point:
    concern, finding = saying.concern, saying.concern.share.finding
    shown = _shown(saying)
    things = _things(saying, brief.now)
    near = finding.near if kind_of(line.step) == EARLY else None
    return Point(
        title=wording.one_line(finding.title),
        kind=_weight(finding.kind, kind_of(line.step)),
        only_new=saying.decision.reason is Reason.NEW_ITEMS,
        target=f"{wording.TARGETS[concern.target_kind]}“{wording.one_line(concern.target_name, 80)}”",
        found=wording.one_line(shown.text, 500),
        rule=wording.one_line(finding.clause, 120),
        limit=wording.one_line(finding.limit, 300),
        placeholder=finding.provenance == "placeholder",
        since=wording.moment(finding.since),
        things=things[:LISTED],
        more_things=max(len(things) - LISTED, 0),
        evidence=_evidence(shown.evidence),
        elsewhere=_elsewhere(brief, saying),
        near=wording.one_line(near.text) if near else "",
        crosses=wording.moment(near.crosses_at) if near else "",
        mend_by=wording.day(line.mend_by),
        mend_late=line.mend_by is not None and line.mend_by < brief.now,
        mend_days=_mend_days(brief, saying, line),
        remedy=wording.one_line(finding.remedy, 500),
        opened=wording.moment(concern.opened_at),
        closed=wording.moment(concern.closed_at),
        number=line.step.partition("-")[2],
    )


def _weight(kind: IndicatorKind, step: str) -> str:
    """What the finding does to the result, or would do."""
    return f"如超限属{wording.KINDS[kind]}" if step == EARLY else wording.KINDS[kind]


def _shown(saying: Saying) -> Finding:
    """What was seen last: for a mended fault, the finding that ended it."""
    return saying.concern.last or saying.concern.share.finding


def _mend_days(brief: Brief, saying: Saying, line: Line) -> int:
    """The term in workdays, where a new fault is told."""
    told_now = kind_of(line.step) == FAULT
    return brief.policy.mend.workdays(saying.concern.share.finding.kind) if told_now else 0


def _things(saying: Saying, now: datetime) -> tuple[Thing, ...]:
    if not saying.concern.is_open:
        return ()
    told_now = set(saying.decision.item_ids)
    items: Iterable[Item] = (item for item in saying.concern.items if item.id in told_now)
    return tuple(
        Thing(
            text="：".join(filter(None, (wording.one_line(item.name, 120), wording.one_line(item.text)))),
            url=wording.link(item.url),
            seen="；".join(filter(None, (_due(item, now), _seen(item.observed_at)))),
        )
        for item in items
    )


def _due(item: Item, now: datetime) -> str:
    if item.due_at is None:
        return ""
    return f"期限 {wording.moment(item.due_at)}" + ("，已过" if item.due_at < now else "")


def _seen(at: datetime | None) -> str:
    return f"{wording.moment(at)} 查看" if at else ""


def _evidence(pieces: Sequence[Evidence]) -> tuple[Thing, ...]:
    return tuple(
        Thing(text=wording.one_line(piece.text), url=wording.link(piece.url), seen=_seen(piece.observed_at))
        for piece in pieces[:LISTED]
    )


def _elsewhere(brief: Brief, saying: Saying) -> str:
    share = saying.concern.share
    if not share.elsewhere or not saying.concern.is_open:
        return ""
    names = "、".join(wording.one_line(brief.unit_names(unit), 80) for unit in share.elsewhere)
    return f"另有{share.elsewhere_count}项由{names}负责，已分别通知"
