"""Whether one calendar month of posts keeps a rule about so many days in any window and so many a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.phrases import day_words
from services.evaluator.sight import Seen
from services.evaluator.window import IsWorkday, Unit, Window, midnight, months_after
from shared.contracts.target import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often an account must post."""

    window: Window
    window_days: int
    month_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some days of a month of which a number must have posts: a window, or the whole month."""

    days: tuple[date, ...]
    needed: int
    posted: int
    open: tuple[date, ...]
    """The days without posts that were not seen to their end: one of them may still have some."""

    @property
    def lost(self) -> bool:
        """It cannot be reached any more, whatever was or will be posted on the days not seen."""
        return self.posted + len(self.open) < self.needed

    @property
    def reached(self) -> bool:
        """It has been reached."""
        return self.posted >= self.needed

    @property
    def crosses_at(self) -> datetime | None:
        """When it will be lost if nothing happens; None when it is reached or lost."""
        if self.reached or self.lost:
            return None
        spare = len(self.open) - (self.needed - self.posted)
        return midnight(self.open[spare] + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What can be said of one month."""

    first: date
    windows: tuple[Stretch, ...]
    """Those that lie wholly in it."""
    whole: Stretch
    today: date
    pace: Pace
    across: tuple[Stretch, ...] = ()
    """Those that began in the month before and ended in this one, where they count."""

    @property
    def label(self) -> str:
        """2023-08."""
        return f"{self.first:%Y-%m}"

    @property
    def over(self) -> bool:
        """The month has ended."""
        return self.whole.days[-1] < self.today

    @property
    def outcome(self) -> Outcome:
        """Broken as soon as one stretch is lost; open while a stretch that is over was not seen enough."""
        return self._outcome(self._stretches)

    @property
    def kept_by_itself(self) -> bool:
        """It is over, was seen, and broken by none of its own days alone."""
        return self.over and self._outcome((*self.windows, self.whole)) is Outcome.MET

    @property
    def _stretches(self) -> tuple[Stretch, ...]:
        return (*self.across, *self.windows, self.whole)

    def _outcome(self, stretches: tuple[Stretch, ...]) -> Outcome:
        if any(one.lost for one in stretches):
            return Outcome.NOT_MET
        unseen = any(not one.reached and one.days[-1] < self.today for one in stretches)
        return Outcome.UNDETERMINED if unseen else Outcome.MET

    @property
    def crosses_at(self) -> datetime | None:
        """When the first stretch will be lost if nothing happens."""
        moments = (one.crosses_at for one in self._stretches if one.days[-1] >= self.today)
        return min(filter(None, moments), default=None)

    def words(self) -> str:
        """What was seen, in Chinese."""
        text = f"更新 {self.whole.posted} 天（要求 {self.pace.month_days} 天）"
        if self.whole.lost and not self.over:
            text += "，本月已无法达到"
        bad = min((one for one in (*self.across, *self.windows) if one.lost), key=lambda one: one.posted, default=None)
        if bad is None:
            return text
        span = f"{day_words(bad.days[0])} 至 {day_words(bad.days[-1])}"
        return f"{text}；{span} 连续{self.pace.window}仅更新 {bad.posted} 天（要求 {bad.needed} 天）"


def month_of(
    first: date,
    posts: DayCounts,
    seen: Seen,
    *,
    pace: Pace,
    today: date,
    is_workday: IsWorkday,
    before: Month | None = None,
) -> Month:
    """One month. A window across two months counts for the one it ends in, if `before` kept the pace by itself.

    A month that is bad already has had its say: its silence is not told again of its neighbour.

    Raises:
        UnknownYear: the window counts workdays of a year nobody knows.
    """
    days = _days_of(first)
    earlier = before.whole.days if before and before.kept_by_itself else ()
    posted = frozenset(posts.days(earlier[0] if earlier else first, min(days[-1], today)))
    unseen = frozenset(day for day in (*earlier, *days) if day not in posted and not seen.covers_days(day, day))

    def stretch(part: tuple[date, ...], needed: int) -> Stretch:
        return Stretch(
            days=part,
            needed=needed,
            posted=sum(day in posted for day in part),
            open=tuple(day for day in part if day in unseen),
        )

    windows = [stretch(part, pace.window_days) for part in _windows((*earlier, *days), pace.window, is_workday)]
    return Month(
        first=first,
        windows=tuple(one for one in windows if one.days[0] >= first),
        whole=stretch(days, pace.month_days),
        today=today,
        pace=pace,
        across=tuple(one for one in windows if one.days[0] < first <= one.days[-1]),
    )


def _days_of(first: date) -> tuple[date, ...]:
    last = months_after(first, 1) - timedelta(days=1)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def months_in(first: date, last: date) -> list[date]:
    """The first days of the calendar months that lie wholly between two days, both included."""
    month = first if first.day == 1 else months_after(first.replace(day=1), 1)
    months = []
    while months_after(month, 1) - timedelta(days=1) <= last:
        months.append(month)
        month = months_after(month, 1)
    return months


def _windows(days: tuple[date, ...], window: Window, is_workday: IsWorkday) -> Iterator[tuple[date, ...]]:
    """Every run of as many successive days, or workdays, as the window has."""
    counted = days if window.unit is Unit.DAYS else tuple(day for day in days if is_workday(day))
    for start in range(len(counted) - window.count + 1):
        yield counted[start : start + window.count]
