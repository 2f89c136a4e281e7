"""The workdays of one unit: the country's, with the days on which this place differs."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared import workdays


@dataclass(frozen=True)
class Days:
    """Local holidays and local make-up days over the calendar of the country."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether the unit works that day.

        Raises:
            UnknownYear: nobody has published that year's holidays yet.
        """
        if day in self.holidays:
            return False
        return day in self.workdays or workdays.is_workday(day)

    def add(self, day: date, count: int) -> date:
        """The workday `count` workdays after `day`, before it when negative. `day` itself is not counted.

        Raises:
            UnknownYear: the way leads through a year nobody knows.
        """
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def add_or_guess(self, day: date, count: int) -> date:
        """The same; in a year nobody knows, weekdays are counted: for our own patience, never for a deadline."""
        try:
            return self.add(day, count)
        except workdays.UnknownYear:
            step = timedelta(days=1 if count >= 0 else -1)
            left = abs(count)
            while left:
                day += step
                left -= day.weekday() < 5
            return day

    def works_or_guess(self, day: date) -> bool:
        """Whether the unit works that day; in an unknown year, Monday to Friday."""
        try:
            return self.is_workday(day)
        except workdays.UnknownYear:
            return day.weekday() < 5
