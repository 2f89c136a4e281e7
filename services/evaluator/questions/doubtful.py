"""The dates on one list that can hardly be true: in the future of the look that showed them, or long past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from services.evaluator.dossier import HOME, column_key
from services.evaluator.facts.look import Look
from services.evaluator.facts.sightings import Sighting
from services.evaluator.indicator import Case, Stands
from services.evaluator.questions.backdated import backdated
from services.evaluator.window import day_in_china


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What one list showed of them."""

    key: str
    """The list: `home`, `column:<id>`."""
    ahead: Look | None
    """The latest look that showed lines dated in its future."""
    late: tuple[Sighting, ...]
    """Lines that appeared long after their own date."""
    url: str

    @property
    def stands(self) -> Stands:
        """The very same list adds nothing to them; where there are none, only a late one does."""
        return Stands.SEEN_AGAIN if self.late else Stands.NOTHING_LATE

    @property
    def changes_at(self) -> datetime | None:
        """Time adds nothing to them."""
        return None

    @property
    def told(self) -> tuple[object, ...]:
        """Which they are, and where."""
        return self.ahead and self.ahead.order, tuple(line.name for line in self.late), self.url

    def ahead_since(self, earliest: date) -> Look | None:
        """The look that showed lines dated in its future, if that was on this day or later."""
        return self.ahead if self.ahead and day_in_china(self.ahead.at) >= earliest else None


def doubtful(case: Case, backdated_after: timedelta) -> Iterator[Doubtful]:
    """What the home page and each column showed of them."""
    for key in (HOME, *(column_key(column.id) for column in case.subject.columns)):
        found = case.answer(("doubtful", key, backdated_after), partial(_doubtful, key=key, after=backdated_after))
        if found.ahead or found.late:
            yield found


def _doubtful(case: Case, *, key: str, after: timedelta) -> Doubtful:
    page = case.dossier.page(key)
    if page is None:
        return Doubtful(key, None, (), "")
    ahead = page.ahead if page.ahead and page.ahead.at <= case.as_of else None
    late = tuple(backdated(page, case.as_of, after))
    return Doubtful(key, ahead, late, page.good.url if late and page.good else "")
