"""Who is who, from the registry."""

from datetime import date

import pytest

from services.notifier.adapters.registry_directory import RegistryDirectory, book_of
from services.notifier.contact import UNREACHABLE
from shared.contracts.target import TargetKind
from shared.registry.model import (
    Account,
    AccountStatus,
    Contact,
    Platform,
    Registry,
    Unit,
    Website,
    WebsiteKind,
    WebsiteStatus,
)
from shared.registry.store import LoadedRegistry
from shared.registry.vocabulary import Role

UNIT = Unit(id="u1", name="教育局", emails=("a@x.example",), channels=("wecom://KEY",))
SILENT = Unit(id="u2", name="水利局")


def website(status):
    return Website(id="w1", name="门户", url="https://x.example", unit_id="u1", kind=WebsiteKind.PORTAL, status=status)


def account(status):
    return Account(id="a1", name="发布", platform=Platform.WEIBO, unit_id="u1", status=status)


def test_units_with_their_contacts():
    """Mailboxes and channels; a unit without either cannot be reached, and is in the book all the same."""
    book = book_of(Registry.of([UNIT, SILENT]))

    assert ["smtp", "wecom"] == [contact.channel for contact in book.unit("u1").contacts]
    assert (UNREACHABLE,) == book.unit("u2").contacts
    assert "教育局" == book.name("u1")


def test_contacts_by_role():
    """Beside the unit's own, with the URL behind each robot; one address may have two roles."""
    book = book_of(
        Registry.of(
            [
                UNIT,
                SILENT,
                Contact(id="c1", unit_id="u2", role=Role.HANDLER, emails=("clerk@x.example",)),
                Contact(id="c2", unit_id="u2", role=Role.DEPUTY, emails=("clerk@x.example",)),
                Contact(id="c3", unit_id="u1", role=Role.HEAD, channels=("wecom://HEAD",)),
            ]
        )
    )
    own, others = book.unit("u1"), book.unit("u2")

    assert {"wecom://KEY", "wecom://HEAD"} == set(book.addresses.values())
    assert ["smtp", "wecom", "wecom"] == [contact.channel for contact in own.contacts]
    assert {own.contacts[2]: {Role.HEAD}} == own.roles
    assert ["clerk@x.example"] == [contact.key for contact in others.contacts]
    assert [{Role.HANDLER, Role.DEPUTY}] == list(others.roles.values())


@pytest.mark.parametrize("role", [None, Role.HEAD], ids=["named without a role too", "given in the unit's own row"])
def test_an_address_that_is_also_given_without_a_role_is_told_everything(role):
    """What somebody was told so far does not stop because a role was added somewhere."""
    rows = [
        UNIT,
        Contact(id="c1", unit_id="u1", role=Role.HEAD, emails=("a@x.example", "b@x.example")),
        Contact(id="c2", unit_id="u1", role=role, emails=("b@x.example",)),
    ]
    unit = book_of(Registry.of(rows)).unit("u1")

    assert (set() if role is None else {"b@x.example"}) == {contact.key for contact in unit.roles}


def test_a_unit_nobody_knows():
    """It has its id for a name and cannot be reached: what is to be said is recorded, not lost."""
    assert ("u9", (UNREACHABLE,)) == (book_of(Registry()).name("u9"), book_of(Registry()).unit("u9").contacts)


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        (website(WebsiteStatus.RUNNING), TargetKind.WEBSITE, False),
        (website(WebsiteStatus.CLOSED), TargetKind.WEBSITE, True),
        (account(AccountStatus.ACTIVE), TargetKind.ACCOUNT, False),
        (account(AccountStatus.SUSPENDED), TargetKind.ACCOUNT, True),
        (account(AccountStatus.CANCELLED), TargetKind.ACCOUNT, True),
    ],
    ids=["running", "closed", "active", "suspended", "cancelled"],
)
def test_what_is_out_of_use(row, kind, expected):
    """Closed websites and accounts out of use are not told about."""
    assert expected == book_of(Registry.of([UNIT, row])).is_retired(kind, row.id)


class Registries:
    """Answers with one registry until it is given another."""

    def __init__(self, registry):
        self.registry = registry

    async def get(self):
        return LoadedRegistry(self.registry, 1, date(2023, 1, 1), is_fallback=False)


async def test_the_book_follows_the_registry():
    """It is made once for a version, and anew for the next."""
    registries = Registries(Registry.of([UNIT]))
    directory = RegistryDirectory(registries)
    first, again = await directory.book(), await directory.book()
    registries.registry = Registry.of([UNIT, SILENT])

    assert first is again
    assert "水利局" == (await directory.book()).name("u2")
