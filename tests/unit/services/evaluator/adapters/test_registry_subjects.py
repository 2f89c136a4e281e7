"""Whom to judge: every website and account, with the other targets of its unit."""

from datetime import date

from services.evaluator.adapters.registry_subjects import roll_of
from services.evaluator.ports import Roll
from shared.registry.model import AccountStatus, Registry, Row
from shared.registry.store import LoadedRegistry
from tests.registry_builders import a_unit, a_website, an_account

ROWS: list[Row] = [a_unit("U1"), a_unit("U2"), a_website("w1"), an_account("a1"), an_account("a2", unit_id="U2")]


def a_roll(*rows: Row) -> Roll:
    return roll_of(LoadedRegistry(Registry.of([*ROWS, *rows]), 1, date(2026, 1, 1), False))


def test_the_others_of_a_unit_are_known_and_shared():
    """A unit of ten thousand accounts is listed once, not ten thousand times."""
    roll = a_roll(an_account("a3"))

    assert ["w1", "a3"] == [one.id for one in roll.subjects["a1"].others]
    assert roll.subjects["a1"].siblings is roll.subjects["w1"].siblings


def test_cancelled_accounts_are_no_others():
    """They are not judged, and judge nobody."""
    roll = a_roll(an_account("a3", status=AccountStatus.CANCELLED))

    assert ["w1"] == [one.id for one in roll.subjects["a1"].others]


def test_words_change_with_the_unit_and_only_with_it():
    """One more account of the unit judges all of that unit anew, and nobody else."""
    before, after = a_roll(), a_roll(an_account("a3"))

    changed = {one for one in before.words if before.words[one] != after.words[one]}
    assert {"w1", "a1"} == changed
