"""The dates a reader of the page sees, each with the piece of text it stands in; also dates spread over elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from services.crawler.dates import Written, full_dates, latest_possible, lone_date, narrow, spoken_date, stated
from services.crawler.parsing.outline import Outline, Text

MAX_DATES = 3_000
"""A page with more is no page for people; the rest is not looked at."""
LONGEST_LABELLED = 300
"""In running text only the beginning is looked at: what is shown as a date stands there, or alone."""
_DIGIT = re.compile(r"\d")
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_MONTH = r"(?P<m>1[0-2]|0?[1-9])"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_SPREAD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}日? {_YEAR}\s*[-/.年]\s*{_MONTH}月?",
        rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]? {_DAY}日?",
        rf"{_YEAR}年? {_MONTH}\s*[-/.月]\s*{_DAY}日?",
        rf"{_MONTH}\s*[-/.月]\s*{_DAY}日? {_YEAR}年?",
        rf"{_DAY}日? {_MONTH}月 {_YEAR}年?",
        rf"{_YEAR}年? {_MONTH}月 {_DAY}日?",
        rf"{_YEAR} {_MONTH} ?[-/.] ?{_DAY}",
        rf"{_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?日?",
    )
)
_COMPACT = re.compile(r"(?:日\s*期|时\s*间)\s*[:：]\s*(20\d{6})(?!\d)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_LONGEST_PART = 12
_LONGEST_ALONE = 40
"""A date without its century is only looked for in a text this short."""
_BRACKETS = "[]()【】（）〔〕 "


@dataclass(frozen=True, slots=True)
class Dated:
    """One date: the first and last piece of text it covers, and where it starts and ends in the first."""

    text: int
    last_text: int
    written: Written
    whole: bool
    """Nothing but the date stands in its piece of text."""
    spoken: bool = False
    """In Chinese numerals: the way of signatures."""

    def moment(self, observed_at: datetime | None) -> datetime | None:
        """When it was; without a year in the newest year possible, and only if the moment of looking is known."""
        if self.written.year is not None:
            return self.written.at
        return latest_possible(self.written, observed_at) if observed_at else None


def dates_in(outline: Outline) -> Iterator[Dated]:
    """Every visible date, in order."""
    texts = outline.texts
    following = count = 0
    for index, text in enumerate(texts):
        value = text.value
        if index < following or count >= MAX_DATES:
            continue
        if not _may_be_dated(value):
            if "年" in value and (written := _spoken(value[:LONGEST_LABELLED])):
                yield Dated(index, index, written, len(value) <= written.end - written.start, spoken=True)
            continue
        found = list(_within(texts, index)) or list(_spread(texts, index))
        yield from found
        count += len(found)
        following = found[-1].last_text + 1 if found else index + 1


def _may_be_dated(value: str) -> bool:
    """Whether a text is worth a closer look. Most are not; a few characters are found much faster than a class."""
    if len(value) <= _LONGEST_ALONE:
        return _DIGIT.search(value) is not None
    head = value[:LONGEST_LABELLED]
    if ("0" in head and "20" in head) or ("9" in head and "19" in head):
        return True
    return "０" in head or "９" in head or "１" in head or "２" in head


def _spoken(value: str) -> Written | None:
    return None if _DIGIT.search(value) else spoken_date(value)


def _within(texts: list[Text], index: int) -> Iterator[Dated]:
    value = narrow(texts[index].value[:LONGEST_LABELLED])
    found = full_dates(value)
    if not found and len(value) <= _LONGEST_ALONE:
        alone = lone_date(value)
        alone = alone or _compact(value)
        # "2024" beside "02-21" is one date spread over two elements
        if alone and not (alone.year is None and list(_spread(texts, index))):
            found = [alone]
    for written in found:
        bare = (value[: written.start] + value[written.end :]).strip(_BRACKETS)
        last, written_at = _with_clock(texts, index, written) if not bare else (index, written)
        yield Dated(index, last, written_at, not bare)


def _compact(value: str) -> Written | None:
    """The date in 发布日期：20200802."""
    match = _COMPACT.search(value)
    written = stated(match[1]) if match else None
    return replace(written, start=match.start(1), end=match.end(1)) if match and written else None


def _with_clock(texts: list[Text], index: int, written: Written) -> tuple[int, Written]:
    """A time that stands alone in the next piece of text belongs to the date."""
    if written.clock is None and written.year is not None and index + 1 < len(texts):
        following = narrow(texts[index + 1].value)
        if _CLOCK.fullmatch(following):
            joined = stated(f"{written.year}-{written.month}-{written.day} {following}")
            if joined:
                return index + 1, joined
    return index, written


def _spread(texts: list[Text], index: int) -> Iterator[Dated]:
    if len(texts[index].value) > _LONGEST_PART:
        return
    parts = [narrow(text.value[:20]).strip(_BRACKETS) for text in texts[index : index + 6]]
    for count in range(len(parts), 0, -1):
        window = parts[:count]
        if len(window) < count or any(not part or len(part) > _LONGEST_PART for part in window):
            continue
        joined = " ".join(window)
        for pattern in _SPREAD:
            match = pattern.fullmatch(joined)
            written = stated(f"{match['y']}-{match['m']}-{match['d']}") if match else None
            if written:
                yield Dated(index, index + count - 1, written, whole=True)
                return
