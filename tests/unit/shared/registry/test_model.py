"""Whom to watch, and who answers for it."""

import dataclasses

import pytest
from pydantic import ValidationError

from shared.contracts.target import Target, TargetKind
from shared.registry.model import Answer, Kind, Registry, kind_of
from shared.registry.vocabulary import Role
from tests.registry_builders import a_board, a_column, a_contact, a_guide, a_registry, a_unit, a_website, an_account

PROVINCE = a_registry(
    a_unit("U1"),
    a_unit("U2", parent_id="U1"),
    a_unit("U3", parent_id="U2"),
    a_contact(),
    a_website("W1", unit_id="U2"),
    a_website("W2", unit_id="U3"),
    an_account("A1", unit_id="U2"),
    an_account("A2", unit_id="U2"),
    a_column("C1", unit_id="U3"),
    a_column("C2"),
    a_board(),
    a_guide(website_id="W2"),
)


@pytest.mark.parametrize(
    ("kind", "id_", "unit_id"),
    [
        pytest.param(Kind.WEBSITES, "W1", "U2", id="a website names its own"),
        pytest.param(Kind.ACCOUNTS, "A1", "U2", id="an account names its own"),
        pytest.param(Kind.COLUMNS, "C1", "U3", id="a column may name another than its website's"),
        pytest.param(Kind.COLUMNS, "C2", "U2", id="a column that names none falls back to its website's"),
        pytest.param(Kind.BOARDS, "B1", "U2", id="so does a board"),
        pytest.param(Kind.GUIDES, "G1", "U3", id="so does a guide"),
    ],
)
def test_every_row_has_a_responsible_unit(kind, id_, unit_id):
    """The responsible unit is the row's own, else that of its website."""
    assert unit_id == PROVINCE.unit_of(PROVINCE.rows(kind)[id_]).id


def test_superiors_lead_to_the_top():
    """Superiors come nearest first, and the top has none."""
    assert ["U2", "U1"] == [unit.id for unit in PROVINCE.superiors("U3")]
    assert PROVINCE.superior("U3") == PROVINCE.units["U2"]
    assert PROVINCE.superior("U1") is None
    assert PROVINCE.superiors("nobody") == ()
    assert ["U2"] == [unit.id for unit in PROVINCE.subordinates("U1")]


def test_what_belongs_together_is_found():
    """Pages are found by their website, websites and accounts by their unit; unknown ids have nothing."""
    assert ["C1", "C2"] == [column.id for column in PROVINCE.columns_of("W1")]
    assert ["B1"] == [board.id for board in PROVINCE.boards_of("W1")]
    assert ["G1"] == [guide.id for guide in PROVINCE.guides_of("W2")]
    assert ["A1", "A2"] == [account.id for account in PROVINCE.accounts_of("U2")]
    assert ["W2"] == [website.id for website in PROVINCE.websites_of("U3")]
    assert PROVINCE.columns_of("nobody") == ()


def test_targets_are_websites_and_accounts():
    """One space of ids holds both kinds of targets, and only them."""
    assert PROVINCE.websites["W1"] == PROVINCE.target("W1")
    assert PROVINCE.accounts["A2"] == PROVINCE.target("A2")
    assert PROVINCE.target("C1") is None
    assert Target(kind=TargetKind.WEBSITE, id="W1") == PROVINCE.targets[0]
    assert 4 == len(PROVINCE.targets)


def test_iteration_gives_every_row_once():
    """Iterating gives all rows, kind by kind, and from them an equal registry."""
    assert Registry.of(PROVINCE) == PROVINCE
    assert {
        "units": 3,
        "contacts": 1,
        "websites": 2,
        "columns": 2,
        "accounts": 2,
        "boards": 1,
        "guides": 1,
    } == PROVINCE.counts
    assert set(Kind) == set(map(kind_of, PROVINCE))


def test_the_digest_is_of_the_content():
    """The order of rows does not change the digest; any field does."""
    one, two = a_unit("U1"), a_unit("U2")

    assert a_registry(one, two).digest() == a_registry(two, one).digest()
    assert a_registry(one).digest() != a_registry(one, two).digest()
    assert a_registry(one).digest() != a_registry(a_unit("U1", public_service=Answer.NO)).digest()
    assert 64 == len(Registry().digest())


def test_a_registry_without_contacts_has_the_digest_it_had_before_there_were_any():
    """So importing it again after an upgrade changes nothing; a contact, and its role, make another."""
    before = "d92dd1f441a6a9b7de7bc70b65f3f0cbdbb95eced9830b410ed4d555c9379d03"
    someone = a_contact()

    assert before == a_registry(a_unit()).digest()
    assert a_registry(a_unit(), someone).digest() != a_registry(a_unit()).digest()
    assert a_registry(a_unit(), someone).digest() != a_registry(a_unit(), a_contact(role=Role.HEAD)).digest()


def test_nothing_can_be_changed():
    """Rows and registry are frozen."""
    with pytest.raises(ValidationError):
        PROVINCE.units["U1"].name = "别的"
    with pytest.raises(TypeError):
        PROVINCE.units["U9"] = a_unit("U9")
    with pytest.raises(dataclasses.FrozenInstanceError):
        PROVINCE.units = {}


def test_keys_of_bots_do_not_show():
    """Channels are left out of the representation, which may end in a log."""
    assert "geheim" not in repr(a_unit(channels=("wecom://geheim",)))
    assert "geheim" not in repr(a_contact(channels=("wecom://geheim",)))
