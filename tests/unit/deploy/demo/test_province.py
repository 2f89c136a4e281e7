"""The province of the demo."""

from deploy.demo import expected, province
from shared.registry.files import read_registry, write_registry

REGISTRY = province.registry(8080)


def test_it_has_what_the_demo_promises():
    """Six units, five websites, twenty columns, eight accounts, three boards."""
    expected = {"units": 6, "contacts": 0, "websites": 5, "columns": 20, "accounts": 8, "boards": 3, "guides": 0}

    assert expected == REGISTRY.counts


def test_it_survives_the_workbook(tmp_path):
    """What is written and read again is the same registry, so its rows and references are sound."""
    book = tmp_path / "province.xlsx"
    write_registry(REGISTRY, book)

    assert REGISTRY == read_registry(book)


def test_every_mail_address_belongs_to_nobody():
    """`.example` is reserved for that."""
    assert all(email.endswith(".example") for unit in REGISTRY.units.values() for email in unit.emails)


def test_something_is_expected_of_every_target():
    """No target is forgotten, and what is told is told of targets and units that exist."""
    assert {target.id for target in REGISTRY.targets} == expected.VERDICTS.keys() == expected.MENDED_VERDICTS.keys()
    assert {told.target_id for told in expected.TOLD} <= expected.VERDICTS.keys()
    assert {told.unit_id for told in expected.TOLD} <= REGISTRY.units.keys()
