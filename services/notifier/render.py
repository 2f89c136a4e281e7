"""Putting a brief into words: sandboxed Jinja2 templates, plain text and HTML, which an operator may override."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from services.notifier import wording
from services.notifier.answer import Reason as HoldReason
from services.notifier.compose import Brief, Saying, instead_of
from services.notifier.contact import OPERATIONS
from services.notifier.dedup import Reason
from services.notifier.digest import News
from services.notifier.digest_words import digest_words
from services.notifier.ledger import (
    COPY,
    EARLY,
    ESCALATION,
    FAULT,
    INTERVIEW,
    RECOVERY,
    REMINDER,
    UPWARD,
    Letter,
    Line,
    kind_of,
)
from services.notifier.links import Links
from services.notifier.metrics import TEMPLATE_FAILURES
from services.notifier.routing import UNSEEN, faulty_items
from services.notifier.template_set import TEMPLATES, TemplateSet, template_set
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, Item
from shared.logs import get_logger
from shared.registry.schema import ROLES

log = get_logger(__name__)

LISTED = 20
"""Things and evidence listed of one finding; the rest are counted, and stand in the quarterly report."""

UNTOLD = "（没有可用的联系方式，未能直接告知，请转告）"

SECTIONS = (
    (INTERVIEW, "提请约谈：长期未整改的问题"),
    (ESCALATION, "督办：所属单位尚未整改的问题"),
    (FAULT, "新发现的问题"),
    (REMINDER, "尚未整改的问题"),
    (COPY, "抄送：所属单位新发现的问题"),
    (EARLY, "临近期限，请提前处理"),
    (RECOVERY, "已整改到位"),
)
"""The parts of a message, gravest first."""

_COUNTED = {
    INTERVIEW: "提请约谈{}个问题",
    ESCALATION: "督办{}个问题",
    FAULT: "新发现{}个问题",
    REMINDER: "{}个问题尚未整改",
    COPY: "抄送{}个问题",
    EARLY: "{}项临近期限",
    RECOVERY: "{}个问题已整改",
}


_CLIMBED = {ESCALATION: "上报督办", INTERVIEW: "提请约谈"}


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
    unit: str
    """Who answers for it, where that is not the reader."""
    promised: str
    """The day the unit promised."""
    broken: bool
    """That day has passed."""
    appealed: bool
    climbed: str
    """How far it has gone up, where that is why the reader is told."""


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

    def __init__(self, overrides: Path | None = None, *, links: Links | None = None) -> None:
        self._links = links
        self._built_in = template_set((TEMPLATES,))
        self.sets = {"": template_set(tuple(path for path in (overrides, TEMPLATES) if path))}
        """By regime the templates of its messages; those of all others without a name."""
        for folder in sorted(overrides.iterdir()) if overrides and overrides.is_dir() else ():
            if folder.is_dir():
                self.sets[folder.name] = template_set((folder, overrides or folder, TEMPLATES))

    def _set_for(self, brief: Brief) -> TemplateSet:
        """The words of the regime all findings were judged under; of mixed ones, everybody's."""
        packs = {saying.concern.pack_id for saying in brief.sayings}
        regime = packs.pop() if len(packs) == 1 else ""
        return self.sets.get(regime, self.sets[""])

    def __call__(self, brief: Brief) -> Letter:
        """The brief in words. Whatever came from the web is on one line and cannot form markup or headers."""
        sections = tuple(_sections(brief))
        answerable = any(s.step in {FAULT, REMINDER, EARLY} for s in sections)
        known = {
            "unit": wording.one_line(brief.recipient.unit_name, 80),
            "office": brief.office.name,
            "office_contact": brief.office.contact,
            "sections": sections,
            "counted": _counted(sections),
            "faulty": any(s.step in {FAULT, REMINDER} for s in sections),
            "raised": any(s.step in UPWARD for s in sections),
            "placeholder_rule": any(point.placeholder for s in sections for point in s.points),
            "placeholder_term": brief.policy.mend.provenance == "placeholder"
            and any(point.mend_by or point.mend_days for s in sections for point in s.points),
            "today": wording.day(brief.now),
            "seen": wording.moment(max(_last_seen(saying) for saying in brief.sayings)),
            "reference": brief.reference,
            "link": self._link(brief) if answerable else "",
            "link_days": brief.policy.link.days,
            "watching": brief.recipient.unit_id == OPERATIONS,
            "instead_of": "、".join(ROLES[role][0] for role in instead_of(brief.sayings)),
        }
        return self._filled_in(self._set_for(brief), "message", known)

    def news(self, news: News) -> Letter:
        """The regulator's digest in words."""
        return self._filled_in(self.sets[""], "digest", digest_words(news))

    def _filled_in(self, templates: TemplateSet, kind: str, known: Mapping[str, object]) -> Letter:
        """In the operator's words; in the built-in ones where those cannot say it: a unit is told all the same."""
        try:
            return templates.letter(kind, known)
        except Exception:
            if templates is self._built_in:
                raise
            TEMPLATE_FAILURES.inc()
            log.exception("template.failed", kind=kind)
            return self._built_in.letter(kind, known)

    def _link(self, brief: Brief) -> str:
        return self._links.make(brief.entry_id, brief.now, days=brief.policy.link.days) if self._links else ""


def _counted(sections: Sequence[Section]) -> str:
    """How many of what; a single finding is named."""
    counts = "，".join(_COUNTED[section.step].format(len(section.points)) for section in sections)
    points = [point for section in sections for point in section.points]
    return f"{counts}（{points[0].title}）" if len(points) == 1 else counts


def _last_seen(saying: Saying) -> datetime:
    return saying.concern.closed_at or saying.concern.seen_at


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
        unit=_responsible(brief, saying),
        promised=_date_words(saying.hold.promised_on),
        broken=saying.hold.reason is HoldReason.BROKEN,
        appealed=saying.hold.reason is HoldReason.APPEALED,
        climbed="、".join(word for step, word in _CLIMBED.items() if step in saying.climbed),
    )


def _responsible(brief: Brief, saying: Saying) -> str:
    unit_id = saying.concern.unit_id
    if unit_id == brief.recipient.unit_id:
        return ""
    untold = UNTOLD if saying.untold and saying.concern.is_open else ""
    return wording.one_line(brief.unit_names(unit_id), 80) + untold


def _date_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _weight(kind: IndicatorKind, step: str) -> str:
    """What the finding does to the result, or would do."""
    return f"如超限属{wording.KINDS[kind]}" if step == EARLY else wording.KINDS[kind]


def _shown(saying: Saying) -> Finding:
    """What was seen last: for a mended fault, the finding that ended it."""
    return saying.concern.last or saying.concern.share.finding


def _mend_days(brief: Brief, saying: Saying, line: Line) -> int:
    """The term in workdays, where a new fault is told."""
    told_now = kind_of(line.step) == FAULT and line.indicator != UNSEEN
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
        Thing(text=wording.one_line(piece.text), url=wording.link(piece.url), seen=_unless_said(piece))
        for piece in pieces[:LISTED]
    )


def _unless_said(piece: Evidence) -> str:
    """When it was seen, where its own words do not say so."""
    return "" if wording.moment(piece.observed_at) in piece.text else _seen(piece.observed_at)


def _elsewhere(brief: Brief, saying: Saying) -> str:
    share = saying.concern.share
    if not share.elsewhere or not saying.concern.is_open:
        return ""
    named = share.elsewhere if len(share.elsewhere) <= LISTED else share.elsewhere[: LISTED - 1]
    names = "、".join(wording.one_line(brief.unit_names(unit), 80) for unit in named)
    names += f"等{len(share.elsewhere)}个单位" if len(named) < len(share.elsewhere) else ""
    lead = "另有" if faulty_items(share.finding) else "所涉"  # none of them is the reader's own
    return f"{lead}{share.elsewhere_count}项由{names}负责，另行通知"
