"""The inspection plan: shares, the yearly turn of each account, and a draw anybody can repeat."""

from datetime import date, datetime

import pytest

from console.commands.plan import share
from console.planning import Shares, draw, in_scope, owed_by, seed_of, year_before
from shared.clock import CHINA
from shared.contracts.plan import InspectionPlan
from shared.contracts.target import TargetKind
from shared.errors import BadInput
from shared.registry.model import Registry
from tests.registry_builders import a_unit, a_website, an_account

SEED = seed_of("national", "2026Q1", 3)
QUARTERS = [
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 12, 31)),
    (date(2027, 1, 1), date(2027, 3, 31)),
]


def a_registry(websites=7, accounts=100):
    rows = [a_website(f"w{n}") for n in range(websites)]
    return Registry.of([a_unit("U1"), *rows, *(an_account(f"a{n}") for n in range(accounts))])


def a_plan(first, last, targets):
    return InspectionPlan(
        regime="national",
        label="",
        first=first,
        last=last,
        registry_version=1,
        seed="",
        drawn_at=datetime(2026, 1, 1, tzinfo=CHINA),
        targets=tuple(targets),
    )


def by_kind(drawn, prefix):
    return [one for one in drawn.targets if one.startswith(prefix)]


def test_all_websites_and_three_in_ten_accounts():
    """As the regulation asks."""
    drawn = draw(a_registry(), SEED, Shares())

    assert (7, 30) == (len(by_kind(drawn, "w")), len(by_kind(drawn, "a")))


@pytest.mark.parametrize(("accounts", "planned"), [(1, 1), (3, 1), (4, 2), (10, 3), (11, 4), (0, 0)])
def test_a_share_is_at_least_so_many(accounts, planned):
    """Three in ten of eleven are four."""
    assert planned == len(by_kind(draw(a_registry(accounts=accounts), SEED, Shares()), "a"))


def test_the_same_seed_draws_the_same():
    """Whatever the order of the registry."""
    assert draw(a_registry(), SEED, Shares()) == draw(a_registry(), SEED, Shares())


def test_another_period_draws_others():
    """Nobody knows beforehand."""
    other = draw(a_registry(), seed_of("national", "2026Q2", 3), Shares())

    assert by_kind(draw(a_registry(), SEED, Shares()), "a") != by_kind(other, "a")


def test_out_of_use_is_not_drawn():
    """Closed websites and cancelled accounts are nobody's duty."""
    registry = Registry.of(
        [a_unit("U1"), a_website("w1", status="closed"), an_account("a1", status="cancelled"), an_account("a2")]
    )

    assert ("a2",) == draw(registry, SEED, Shares(1.0, 1.0)).targets


def test_every_account_has_its_turn_within_a_year():
    """Over five quarters no account goes a year without a plan."""
    registry = a_registry(accounts=200)
    accounts = in_scope(registry, TargetKind.ACCOUNT)
    plans = []
    for first, last in QUARTERS:
        owed = owed_by(accounts, plans, set(accounts), last)
        drawn = draw(registry, seed_of("national", str(first), 1), Shares(), owed=owed)
        assert len(by_kind(drawn, "a")) >= 60
        plans.append(a_plan(first, last, drawn.targets))

    for year in (plans[:4], plans[1:]):
        assert set(accounts) <= {one for plan in year for one in plan.targets}


def test_nobody_is_owed_before_a_year_of_plans():
    """A system that begins does not inspect everybody at once."""
    plans = [a_plan(*QUARTERS[0], [])]

    assert frozenset() == owed_by(["a1"], plans, {"a1"}, QUARTERS[2][1])
    assert frozenset({"a1"}) == owed_by(["a1"], plans, {"a1"}, QUARTERS[3][1])


def test_an_account_of_this_year_is_not_owed():
    """It was not there a year ago."""
    assert frozenset() == owed_by(["a1"], [a_plan(*QUARTERS[0], [])], set(), QUARTERS[3][1])


def test_the_owed_come_before_the_drawn():
    """Their number takes from the share, and may exceed it."""
    owed = frozenset(f"a{n}" for n in range(40))

    drawn = draw(a_registry(), SEED, Shares(), owed=owed)

    assert owed == frozenset(by_kind(drawn, "a"))
    assert [0, 40] == [one.owed for one in drawn.shares]


def test_a_year_before_a_leap_day_is_a_day():
    """29 February has no counterpart."""
    assert date(2027, 2, 28) == year_before(date(2028, 2, 29))


@pytest.mark.parametrize(("text", "value"), [("30%", 0.3), ("0.3", 0.3), ("100%", 1.0), ("0", 0.0)])
def test_shares_as_people_write_them(text, value):
    """In hundredths or as a fraction."""
    assert value == share(text)


@pytest.mark.parametrize("text", ["30", "-1%", "三成", "101%"])
def test_what_is_no_share_says_so(text):
    """With an example."""
    with pytest.raises(BadInput, match="30%"):
        share(text)
