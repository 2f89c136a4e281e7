"""Dates a reader of an article sees: the one that calls itself 发布日期, or the first beside the title."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.crawler.dates import narrow
from services.crawler.dating.bar import (
    INFO,
    PROSE,
    in_bar,
    in_table_of_dates,
    informs,
    is_prose,
    is_signature,
    is_weak,
    prose_begins,
)
from services.crawler.dating.dated import Dated, dates_in
from services.crawler.dating.headline import places_of, squeeze
from services.crawler.dating.surroundings import of_something_else, text_before
from services.crawler.dating.witness import Trust, Witness
from services.crawler.dating.wording import WEATHER, Wording, is_range, wording
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page

_NEAR_TEXTS = 30
_NEAR_CHARACTERS = 500
_ABOVE_TEXTS = 6
_LINK = frozenset({"a"})
_ITEM = frozenset({"li", "dd"})
_DECISION = re.compile(
    r"通过|批准|修订|修正|施行|实施|审议|签署|会议|生效|废止|印发|第.{1,8}[号次届]|"
    r"[〔\[(（].{0,3}\d{4}.{0,3}[〕\])）].{0,4}号"
)
_MEETING = re.compile(r"地\s*点|会\s*场|主\s*持|参\s*加|出\s*席|议\s*程|对\s*象|联系人")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LONGEST_LINE = 160
_MOST_IN_LINE = 8
_LONGEST_BAR = 240
_LONGEST_REST = 12
_LONGEST_APART = 26
"""How many characters may stand beside a date that is no sentence: more where a blank sets the date off."""
_OPENING = " [(【（"
_CLOSING = " ])】）|"
_APPOINTMENT = re.compile(r"(?:上午|下午|晚上)\s*\d{1,2}\s*[:：时点]\s*\d{0,2}\s*分?$")
"""时间：2020年9月15日上午9:00 is when something begins; a system writes seconds."""
_WEEKDAY = re.compile(r"\s*[(（]?(?:星期|周)[一二三四五六日天]")


@dataclass(frozen=True, slots=True)
class Seen:
    """One visible date and what the words around it say."""

    dated: Dated
    says: Wording
    display: bool
    """It stands on its own or in an information bar, not in running text."""


def visible_witnesses(page: Page, title: str, known: Iterable[date] = ()) -> list[Witness]:
    """At most two: the date that calls itself 发布日期 and the one beside the title; else that of the last update.

    `known` days (of the address, of the last change) give a date without a year theirs, if month and day are the same.
    """
    years = {(day.month, day.day): day.year for day in known}
    if not years and page.silence.of_articles:
        return []
    outline = page.outline
    seen = [_seen(outline, dated) for dated in _outside_ranges(outline, years)]
    if not seen:
        return []
    starts = places_of(outline, title)
    near = _labelled_near(outline, seen, starts, title)
    if near:
        return [near]
    # a label far from the title may belong to a comment or to another article: both witnesses are heard
    anywhere = _single(_published(outline, seen), "label", Trust.LABELLED)
    beside = _beside_title(outline, seen, starts, title)
    updated = None if beside else _updated(outline, seen, starts, title)
    shown = [anywhere, beside or (None if updated else _information_bar(outline, seen))]
    return [witness for witness in shown if witness] or ([updated] if updated else [])


def _outside_ranges(outline: Outline, years: Mapping[tuple[int, int], int]) -> list[Dated]:
    """The dates with a year that are not an end of a span such as 2020-08-01至2020-08-05."""
    whole = (_with_year(dated, years) for dated in dates_in(outline))
    found = [dated for dated in whole if dated.written.year is not None and not _unseen(outline, dated)]
    spans: set[int] = set()
    for index, (first, second) in enumerate(itertools.pairwise(found)):
        if _between_is_range(outline, first, second):
            spans |= {index, index + 1}
    return [dated for index, dated in enumerate(found) if index not in spans]


def _with_year(dated: Dated, years: Mapping[tuple[int, int], int]) -> Dated:
    year = years.get((dated.written.month, dated.written.day)) if dated.written.year is None else None
    return replace(dated, written=replace(dated.written, year=year)) if year else dated


def _unseen(outline: Outline, dated: Dated) -> bool:
    """Whether its element, or one close around it, is not displayed."""
    for element in outline.ancestors(outline.texts[dated.text].element)[:4]:
        if _HIDDEN.search(outline.elements[element].node.attributes.get("style") or ""):
            return True
    return False


def _between_is_range(outline: Outline, first: Dated, second: Dated) -> bool:
    if second.text - first.last_text > 2:
        return False
    if first.text == second.text:
        return is_range(outline.texts[first.text].value[first.written.end : second.written.start])
    if not first.whole or not second.whole:
        return False
    between = "".join(text.value for text in outline.texts[first.last_text + 1 : second.text])
    return is_range(between)


def _seen(outline: Outline, dated: Dated) -> Seen:
    value = narrow(outline.texts[dated.text].value)
    before = value[: dated.written.start] if not dated.whole else ""
    after = value[dated.written.end :] if not dated.whole else ""
    says = Wording.OTHER if WEATHER.search(value) else wording(text_before(outline, dated, before), after)
    if dated.spoken and says is not Wording.PUBLISHED:
        says = Wording.OTHER
    if says is Wording.NONE and of_something_else(outline, dated):
        says = Wording.OTHER
    if says is Wording.BARE and _APPOINTMENT.search(value[dated.written.start : dated.written.end]):
        says = Wording.OTHER
    return Seen(dated, says, _is_display(before, after))


def _is_display(before: str, after: str) -> bool:
    rest = f"{before} {after}"
    if len(rest) > _LONGEST_BAR:
        return False
    if INFO.search(rest):
        return "。" not in rest
    words = re.sub(r"[\W_]", "", rest)
    apart = not before.strip(_OPENING) or before[-1:].isspace()
    apart = apart and (not after.strip(_CLOSING) or after[:1].isspace() or after[0] in _CLOSING)
    longest = _LONGEST_APART if apart else _LONGEST_REST
    return len(words) <= longest and not PROSE.search(rest) and not _DECISION.search(rest)


def _near(outline: Outline, seen: list[Seen], start: int, title: str) -> list[Seen]:
    """The dates that follow the title before the running text begins."""
    end, characters = start, 0
    texts = outline.texts
    while end < len(texts) and end - start <= _NEAR_TEXTS and characters <= _NEAR_CHARACTERS:
        value = texts[end].value
        if end > start:
            characters += len(value)
            if is_prose(value):
                break
        end += 1
    return [found for found in seen if start <= found.dated.text < end and _behind_title(outline, found, start, title)]


def _behind_title(outline: Outline, found: Seen, start: int, title: str) -> bool:
    """A date inside the title belongs to the title; one behind it in the same piece of text does not."""
    if found.dated.text != start:
        return True
    written = found.dated.written
    return squeeze(narrow(outline.texts[start].value)[written.start : written.end]) not in squeeze(narrow(title))


def _published(outline: Outline, seen: list[Seen]) -> list[Seen]:
    return [found for found in seen if found.says is Wording.PUBLISHED and not _in_listing(outline, found)]


def _labelled_near(outline: Outline, seen: list[Seen], starts: list[tuple[int, bool]], title: str) -> Witness | None:
    published = _published(outline, seen)
    for start, _ in starts:
        near = [found for found in _near(outline, seen, start, title) if found in published]
        if near:
            return _witness(near[0], "label", Trust.LABELLED)
    return None


def _beside_title(outline: Outline, seen: list[Seen], starts: list[tuple[int, bool]], title: str) -> Witness | None:
    for start, linked in starts:
        near = [_freed(outline, found, start) for found in _near(outline, seen, start, title)]
        near = [found for found in near if _plain(outline, found) and not _signed(outline, seen, found, start)]
        if not near and not linked:
            near = [
                found
                for found in seen
                if start - _ABOVE_TEXTS <= found.dated.text < start
                and _plain(outline, found)
                and not (found.says is Wording.NONE and is_weak(outline, found.dated))
            ]
            near = near if len({found.dated.written.on for found in near}) == 1 else []
        if not near:
            continue
        if _ambiguous(near):
            return None
        weak = near[0].says is Wording.NONE and is_weak(outline, near[0].dated)
        return _witness(near[0], "near_title", Trust.NEAR_TITLE, weak=weak)
    return None


def _signed(outline: Outline, seen: list[Seen], found: Seen, start: int) -> bool:
    """The date of the document, or one of a table of dates."""
    if found.says is not Wording.NONE:
        return False
    return is_signature(outline, found.dated, start) or in_table_of_dates(outline, (o.dated for o in seen), found.dated)


def _freed(outline: Outline, found: Seen, start: int) -> Seen:
    """A date behind the title in the same piece of text is judged by what follows it alone."""
    if found.dated.text != start:
        return found
    return replace(found, display=_is_display("", outline.texts[start].value[found.dated.written.end :]))


def _ambiguous(near: list[Seen]) -> bool:
    """Two different unlabelled dates in a row: nobody can say which is the publication."""
    first = near[0]
    if first.says is Wording.BARE or len(near) == 1:
        return False
    second = near[1]
    neighbours = second.dated.text - first.dated.last_text <= 1
    return neighbours and second.says is Wording.NONE and second.dated.written.on != first.dated.written.on


def _updated(outline: Outline, seen: list[Seen], starts: list[tuple[int, bool]], title: str) -> Witness | None:
    """更新时间 above the text: what stands below it may be the update of the site."""
    found = [item for item in seen if item.says is Wording.UPDATED]
    near = [item for start, _ in starts for item in _near(outline, found, start, title)]
    begins = prose_begins(outline)
    near = near or [item for item in found if item.dated.text < begins and informs(outline, item.dated)]
    return _single(near, "label:updated", Trust.UPDATED)


def _information_bar(outline: Outline, seen: list[Seen]) -> Witness | None:
    """Without a title to go by: the one date beside 来源 or 浏览, or the one that says 时间, above the running text."""
    begins = prose_begins(outline)
    found = [
        item
        for item in seen
        if _plain(outline, item)
        and (in_bar(outline, item.dated, begins) or (item.says is Wording.BARE and item.dated.text < begins))
    ]
    return _single(found, "information_bar", Trust.INFO_BAR)


def _plain(outline: Outline, found: Seen) -> bool:
    if found.says in {Wording.OTHER, Wording.UPDATED} or not (found.display or found.says is Wording.PUBLISHED):
        return False
    if found.says is Wording.NONE and _is_clock(outline, found.dated):
        return False
    if found.says is Wording.BARE and _MEETING.search(_behind(outline, found.dated)):
        return False
    return outline.nearest(outline.texts[found.dated.text].element, _LINK) is None and not _in_listing(outline, found)


def _is_clock(outline: Outline, dated: Dated) -> bool:
    """A date with its day of the week and nothing about an article: the clock in the head of the page."""
    own = outline.texts[dated.text].value
    return bool(_WEEKDAY.match(_behind(outline, dated))) and not INFO.search(own)


def _behind(outline: Outline, dated: Dated) -> str:
    """The rest of its text and the next two."""
    own = outline.texts[dated.text].value[dated.written.end :] if not dated.whole else ""
    return " ".join([own, *(text.value[:20] for text in outline.texts[dated.last_text + 1 : dated.last_text + 3])])


def _in_listing(outline: Outline, found: Seen) -> bool:
    """The date of another article in a list beside this one."""
    element = outline.texts[found.dated.text].element
    item = outline.nearest(element, _ITEM)
    if item is not None and _holds_title(outline, item):
        return True
    # lists without list elements: a line that is a link and its date
    for around in (element, outline.elements[element].parent):
        if around > 0 and _holds_title(outline, around):
            words = outline.text_of(around)
            if outline.elements[around].texts_end - outline.elements[around].texts > _MOST_IN_LINE:
                return False
            return len(words) <= _LONGEST_LINE and not INFO.search(words)
    return False


def _holds_title(outline: Outline, element: int) -> bool:
    found = outline.elements[element]
    anchors = outline.anchors[found.links : found.links_end][:4]
    return any(len(outline.text_of(anchor.element)) >= 8 for anchor in anchors)


def _single(found: list[Seen], origin: str, trust: Trust) -> Witness | None:
    days = {item.dated.written.on for item in found}
    return _witness(found[0], origin, trust) if len(days) == 1 else None


def _witness(found: Seen, origin: str, trust: Trust, *, weak: bool = False) -> Witness:
    written = found.dated.written
    return Witness(origin, written.at, trust, timed=written.clock is not None, weak=weak)
