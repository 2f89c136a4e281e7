"""Valid-by-default rows of the registry; a test names only what matters to it."""

from typing import Any

from shared.registry.model import (
    Account,
    Board,
    BoardKind,
    Category,
    Column,
    Contact,
    Guide,
    Platform,
    Registry,
    Row,
    Unit,
    Website,
    WebsiteKind,
)


def a_unit(id: str = "U1", **given: Any) -> Unit:  # noqa: A002 - the field is called so
    """A unit."""
    return Unit(**{"id": id, "name": f"单位{id}", **given})


def a_contact(id: str = "P1", **given: Any) -> Contact:  # noqa: A002
    """Somebody of U1 with a mailbox and without a role."""
    return Contact(**{"id": id, "unit_id": "U1", "emails": ("p@example.gov.cn",), **given})


def a_website(id: str = "W1", **given: Any) -> Website:  # noqa: A002
    """A portal of U1."""
    defaults = {"name": f"网站{id}", "url": "http://www.example.gov.cn/", "unit_id": "U1", "kind": WebsiteKind.PORTAL}
    return Website(**{"id": id, **defaults, **given})


def a_column(id: str = "C1", **given: Any) -> Column:  # noqa: A002
    """A news column of W1 on the first level."""
    defaults = {
        "name": f"栏目{id}",
        "website_id": "W1",
        "url": "http://www.example.gov.cn/news/",
        "category": Category.NEWS,
        "level": 1,
    }
    return Column(**{"id": id, **defaults, **given})


def an_account(id: str = "A1", **given: Any) -> Account:  # noqa: A002
    """A subscription account of U1."""
    defaults = {"name": f"账号{id}", "platform": Platform.WECHAT_SUBSCRIPTION, "unit_id": "U1"}
    return Account(**{"id": id, **defaults, **given})


def a_board(id: str = "B1", **given: Any) -> Board:  # noqa: A002
    """A mailbox of W1."""
    defaults = {
        "name": f"信箱{id}",
        "website_id": "W1",
        "url": "http://www.example.gov.cn/mail/",
        "kind": BoardKind.MAILBOX,
    }
    return Board(**{"id": id, **defaults, **given})


def a_guide(id: str = "G1", **given: Any) -> Guide:  # noqa: A002
    """A guide of W1."""
    defaults = {"name": f"事项{id}", "website_id": "W1", "url": "http://www.example.gov.cn/guide/"}
    return Guide(**{"id": id, **defaults, **given})


def a_registry(*rows: Row) -> Registry:
    """The registry of these rows; without any, one row of each kind."""
    return Registry.of(rows or (a_unit(), a_contact(), a_website(), a_column(), an_account(), a_board(), a_guide()))
