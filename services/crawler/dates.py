"""Dates as Chinese pages write them: every one in a text, with what is sure about it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from shared.clock import CHINA

EARLIEST_YEAR = 1990
"""What a page calls published before there were web sites is history, not publication."""
LATEST_YEAR = 2099

_SEPARATOR = r"\s*(?:[-/.—–－]|年)\s*"
_SEPARATOR_2 = r"\s*(?:[-/.—–－]|月)\s*"
_TIME = (
    r"(?:\s*(?:日|T|,|，)?\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?P<half>上午|下午|晚上|凌晨|[AP]M)?\s*"
    r"(?P<hour>[01]?\d|2[0-4])\s*(?:[:：]|时|点)\s*(?P<minute>[0-5]\d)(?:\s*(?:[:：]|分)\s*(?P<second>[0-5]\d))?"
    r"(?:[.,]\d{1,9})?(?:\s*[分秒])?(?P<half_after>\s*[AP]M)?(?P<zone>Z|\s?[+-]\d{2}:?\d{2})?)?"
)
_FULL = re.compile(
    r"(?<![\dA-Za-z])(?P<year>(?:19|20)\d{2})" + _SEPARATOR + r"(?P<month>1[0-2]|0?[1-9])" + _SEPARATOR_2
    + r"(?P<day>3[01]|[12]\d|0?[1-9])(?:(?!\d)|(?=\d\d:\d\d))(?:\s*[日号])?" + _TIME
)  # fmt: skip
_SHORT_YEAR = re.compile(
    r"(?<![\d.A-Za-z/-])(?P<year>\d{2})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?:(?![\d./-])|(?=\d\d:\d\d))" + _TIME
)
_NO_YEAR = re.compile(
    r"(?<![\d./年-])(?<!\d:)(?:(?P<month>1[0-2]|0[1-9])[-/.](?P<day>3[01]|[12]\d|0[1-9])"
    r"|(?P<month_cn>1[0-2]|0?[1-9])月(?P<day_cn>3[01]|[12]\d|0?[1-9])日?"
    r"|(?P<month_dash>[1-9])-(?P<day_dash>3[01]|[12]\d|0?[1-9]))(?![\d./年:-])(?P<clock>\s+[012]?\d:[0-5]\d(?::\d\d)?)?"
)
_COMPACT = re.compile(
    r"(?P<year>20\d{2}|19\d{2})(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?P<rest>\d{4}|\d{6})?"
)
_EPOCH = re.compile(r"1[0-9]{9}(?:\d{3})?")
_LABEL = re.compile(r"(?:发布|发表|更新|上传|公开)?(?:时间|日期|于)|发布|发表")
_DIGITS = {digit: value % 10 for value, digit in enumerate("〇一二三四五六七八九零")} | {
    "○": 0,
    "Ｏ": 0,
    "О": 0,
    "O": 0,
}
_SPOKEN = re.compile(
    r"(?P<year>[一二][一二三四五六七八九〇零○ＯОO]{3})\s*年\s*(?P<month>十[一二]?|[一二三四五六七八九])\s*月\s*"
    r"(?P<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = f"(?:{'|'.join(name.title() for name in _MONTHS)})"
_LATIN = re.compile(r"[a-z]{2}")
_ENGLISH = re.compile(
    rf"\b(?:(?P<day_before>\d{{1,2}})\s+(?P<month>{_MONTH_NAME})[a-z]*\.?,?\s+|"
    rf"(?P<month_after>{_MONTH_NAME})[a-z]*\.?\s+(?P<day>\d{{1,2}}),?\s+)"
    r"(?:(?P<clock>\d{1,2}:\d\d(?::\d\d)?)\s+(?:[A-Z]{3,4}\s+)?)?(?P<year>20\d\d)"
)
_WIDE = re.compile(r"[０-９：－／．，（）［］　]")
_NARROW = str.maketrans("０１２３４５６７８９：－／．，（）［］　", "0123456789:-/.,()[] ")
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})")
_PLACEHOLDER_DAYS = frozenset(
    {date(1900, 1, 1), date(1970, 1, 1), date(2000, 1, 1), date(1999, 11, 30), date(2099, 1, 1)}
)


@dataclass(frozen=True, slots=True)
class Written:
    """One date as written in a text. `year` is None when the page does not say it."""

    year: int | None
    month: int
    day: int
    clock: time | None
    zone: timezone | None
    start: int
    end: int
    short_year: bool = False

    @property
    def on(self) -> date:
        """The day in China. Only for dates with a year."""
        return self.at.date()

    @property
    def at(self) -> datetime:
        """The moment, midnight when no time is written. Only for dates with a year."""
        if self.year is None:
            raise ValueError("a date without a year is no moment")
        naive = datetime.combine(date(self.year, self.month, self.day), self.clock or time())
        if self.zone is None:
            return naive.replace(tzinfo=CHINA)
        return naive.replace(tzinfo=self.zone).astimezone(CHINA)


def narrow(text: str) -> str:
    """The same text, character for character, with full-width digits and punctuation made narrow."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


def full_dates(text: str) -> list[Written]:
    """Every date with a four-digit year, in order. The text should be narrow."""
    found = [written for match in _FULL.finditer(text) if (written := _written(match, int(match["year"])))]
    if found or "20" not in text or not _LATIN.search(text):
        return found
    return [written for match in _ENGLISH.finditer(text) if (written := _english(match))]


def spoken_date(text: str) -> Written | None:
    """The first date in Chinese numerals: 二〇二〇年八月二日."""
    match = _SPOKEN.search(text)
    if not match:
        return None
    year = int("".join(str(_DIGITS[digit]) for digit in match["year"]))
    return _checked(year, _number(match["month"]), _number(match["day"]), None, match)


def lone_date(text: str) -> Written | None:
    """The date of a text that is little else than one: also with a year of two digits, or none."""
    found = _FULL.search(text)
    if found:
        return _written(found, int(found["year"]))
    short = _SHORT_YEAR.search(text)
    if short and _alone(text, short, label=True):
        return _written(short, 2000 + int(short["year"]), short_year=True)
    bare = _NO_YEAR.search(text)
    timed = bare is not None and bare["month"] and bare["clock"]
    return _without_year(bare) if bare and (timed or _alone(text, bare, label=True)) else None


def stated(value: str) -> Written | None:
    """The date of a machine-written value (meta tag, script variable): also 20200802, 20200802101530 and epochs."""
    value = narrow(value.strip())
    found = _FULL.search(value)
    if found:
        return _written(found, int(found["year"]))
    compact = _COMPACT.fullmatch(value)
    if compact:
        rest = compact["rest"] or ""
        clock = _clock(rest[0:2], rest[2:4], rest[4:6] or "0") if rest else None
        return _checked(int(compact["year"]), int(compact["month"]), int(compact["day"]), clock, compact)
    if _EPOCH.fullmatch(value):
        seconds = int(value[:10])
        moment = datetime.fromtimestamp(seconds, UTC).astimezone(CHINA)
        return Written(moment.year, moment.month, moment.day, moment.time(), None, 0, len(value))
    short = _SHORT_YEAR.fullmatch(value)
    if short:
        return _written(short, 2000 + int(short["year"]), short_year=True)
    english = _ENGLISH.search(value)
    return _english(english) if english else None


def latest_possible(written: Written, observed_at: datetime) -> datetime | None:
    """A month and day put into the newest year in which it is not after the observation: never too old."""
    today = observed_at.astimezone(CHINA).date()
    for year in (today.year, today.year - 1):
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            continue
        if day <= today + timedelta(days=1):
            return datetime.combine(day, written.clock or time(), tzinfo=CHINA)
    return None


def _alone(text: str, match: re.Match[str], *, label: bool = False) -> bool:
    rest = text[: match.start()] + text[match.end() :]
    return not re.search(r"\w", _LABEL.sub("", rest) if label else rest)


def _english(match: re.Match[str]) -> Written | None:
    """`Sun Aug 02 10:20:30 CST 2020`, `Aug 2, 2020 10:20:30 AM`, `02 Aug 2020 10:20:30 GMT`."""
    month = _MONTHS.index((match["month"] or match["month_after"]).lower()) + 1
    hour, minute, second = (*(match["clock"] or "").split(":"), "", "0")[:3]
    clock = _clock(hour, minute, second) if match["clock"] else None
    return _checked(int(match["year"]), month, int(match["day"] or match["day_before"]), clock, match)


def _number(numeral: str) -> int:
    """三 is 3, 十 is 10, 十二 is 12, 二十 is 20, 三十一 is 31."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _written(match: re.Match[str], year: int, *, short_year: bool = False) -> Written | None:
    clock = None
    if match["hour"]:
        clock = _clock(match["hour"], match["minute"], match["second"] or "0")
        half = (match["half"] or match["half_after"] or "").strip()
        if clock and half in {"下午", "晚上", "PM"} and clock.hour < 12:
            clock = clock.replace(hour=clock.hour + 12)
    return _checked(year, int(match["month"]), int(match["day"]), clock, match, short_year=short_year)


def _without_year(match: re.Match[str]) -> Written | None:
    month = int(match["month"] or match["month_cn"] or match["month_dash"])
    day = int(match["day"] or match["day_cn"] or match["day_dash"])
    clock = None
    if match["clock"]:
        parts = match["clock"].strip().split(":")
        clock = _clock(parts[0], parts[1], parts[2] if len(parts) > 2 else "0")
    try:
        date(2000, month, day)
    except ValueError:
        return None
    return Written(None, month, day, clock, None, match.start(), match.end())


def _clock(hour: str, minute: str, second: str) -> time | None:
    try:
        return time(int(hour) % 24, int(minute), int(second))
    except ValueError:
        return None


def _checked(
    year: int, month: int, day: int, clock: time | None, match: re.Match[str], *, short_year: bool = False
) -> Written | None:
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or on in _PLACEHOLDER_DAYS:
        return None
    return Written(year, month, day, clock, _zone(match), match.start(), match.end(), short_year)


def _zone(match: re.Match[str]) -> timezone | None:
    text = (match.groupdict().get("zone") or "").strip()
    if text == "Z":
        return UTC
    found = _ZONE.fullmatch(text)
    if not found or int(found[2]) > 14:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)
