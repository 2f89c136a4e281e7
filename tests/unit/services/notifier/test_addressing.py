"""Who of a unit is told which step."""

import pytest

from services.notifier.addressing import Reason, address
from services.notifier.book import Unit
from services.notifier.contact import MAIL, UNREACHABLE, Contact
from services.notifier.policy import Roles
from shared.registry.vocabulary import Role

OFFICE, CLERK, DEPUTY, CHIEF = (Contact(channel=MAIL, key=f"{who}@x.example") for who in ("o", "c", "d", "h"))
ROLES = {CLERK: frozenset({Role.HANDLER}), DEPUTY: frozenset({Role.DEPUTY}), CHIEF: frozenset({Role.HEAD})}
STEPS = ("early", "fault", "reminder", "copy", "escalation", "interview")
RULES = Roles()


def a_unit(*contacts):
    return Unit("u1", "教育局", contacts, None, {c: ROLES[c] for c in contacts if c in ROLES})


def told(unit, kind, *, rules=RULES, disabled=()):
    reasons = {c: address(unit, c, kind, rules=rules, disabled=disabled) for c in unit.contacts}
    return {contact.key[0]: reason.value for contact, reason in reasons.items() if reason.hears}


@pytest.mark.parametrize(
    ("kind", "expected"),
    list(zip(STEPS, ("c", "c", "cd", "c", "cdh", "cdh"), strict=True)),
    ids=STEPS,
)
def test_each_step_by_the_default_policy(kind, expected):
    """Early warnings and faults for the clerk; reminders for the deputy too; what goes up for the head too."""
    assert dict.fromkeys(expected, "asked") == told(a_unit(CLERK, DEPUTY, CHIEF), kind)


@pytest.mark.parametrize("kind", STEPS)
def test_without_a_role_everything(kind):
    """As ever: beside others, alone, and where there is no contact at all."""
    assert "asked" == told(a_unit(OFFICE, CHIEF), kind)["o"]
    assert {"o": "asked"} == told(a_unit(OFFICE), kind)
    assert Reason.ASKED is address(a_unit(UNREACHABLE), UNREACHABLE, kind, rules=RULES)


def test_nobody_stands_in_where_somebody_hears_everything():
    """The unit's own mailbox is told the fault, so its head is not."""
    assert {"o": "asked"} == told(a_unit(OFFICE, CHIEF), "fault")


@pytest.mark.parametrize(
    ("contacts", "kind", "rules", "expected"),
    [
        pytest.param((DEPUTY, CHIEF), "fault", RULES, "d", id="the next role up"),
        pytest.param((CHIEF,), "early", RULES, "h", id="two up, where nobody is nearer"),
        pytest.param((CLERK, DEPUTY), "interview", Roles(interview={"head"}), "d", id="down, for want of one up"),
        pytest.param((CLERK, CHIEF), "reminder", Roles(reminder={"deputy"}), "h", id="up before down"),
    ],
)  # fmt: skip
def test_somebody_stands_in_for_a_role_nobody_has(contacts, kind, rules, expected):
    """No message is lost for want of a role."""
    assert {expected: "stands_in"} == told(a_unit(*contacts), kind, rules=rules)


def test_an_address_at_which_nothing_arrives_is_nobody():
    """The clerk's mailbox is dead: the deputy stands in, and that the clerk could not be told is recorded as before."""
    unit = a_unit(CLERK, DEPUTY, CHIEF)

    assert {"c": "asked", "d": "stands_in"} == told(unit, "fault", disabled={CLERK})
    assert {"c": "asked", "h": "stands_in"} == told(unit, "fault", disabled={CLERK, DEPUTY})
    assert {"c": "asked"} == told(unit, "fault", disabled={CLERK, DEPUTY, CHIEF})
    assert {"d": "stands_in"} == told(a_unit(DEPUTY, CHIEF), "fault", disabled={DEPUTY, CHIEF})


def test_one_address_in_two_roles():
    """A small office: the clerk is the deputy."""
    unit = Unit("u1", "镇", (CLERK, CHIEF), None, {**ROLES, CLERK: frozenset({Role.HANDLER, Role.DEPUTY})})

    assert {"c": "asked"} == told(unit, "fault", rules=Roles(fault={"deputy"}))
