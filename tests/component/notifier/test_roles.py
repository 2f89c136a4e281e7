"""Contacts by role, from the first warning to the end: each hears its steps, once, and nobody's absence loses one."""

from datetime import timedelta

import pytest

from services.notifier.book import Unit
from services.notifier.channel import Outcome, Receipt
from services.notifier.contact import MAIL, Contact
from services.notifier.ledger import State
from services.notifier.policy import DEFAULT
from shared.contracts.notices import NoticeAcknowledged
from shared.registry.vocabulary import Role
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, a_book, a_change, a_finding, near_miss

CLERK, DEPUTY, CHIEF, ABOVE_CLERK, ABOVE_CHIEF = (
    Contact(channel=MAIL, key=f"{who}@x.example") for who in ("clerk", "deputy", "chief", "above-clerk", "above-chief")
)
ROBOT = Contact(channel="wecom", key="wecom:deputy")
ROLES = {
    CLERK: Role.HANDLER,
    DEPUTY: Role.DEPUTY,
    ROBOT: Role.DEPUTY,
    CHIEF: Role.HEAD,
    ABOVE_CLERK: Role.HANDLER,
    ABOVE_CHIEF: Role.HEAD,
}
GONE = Receipt(outcome=Outcome.REFUSED, answer="550 5.1.1 no such user", contact_invalid=True)


def day(n, *findings, **fields):
    return a_change(*findings, at=NOON + timedelta(days=n), **fields)


def a_unit(*contacts, unit_id="u1", parent_id=None):
    roles = {contact: frozenset({ROLES[contact]}) for contact in contacts if contact in ROLES}
    return Unit(unit_id, "县教育局", contacts, parent_id, roles)


def steps_to(world, contact):
    return [line.step for e in world.provider.kept if e.contact == contact.key for line in e.lines]


async def days(world, count):
    for _ in range(count):
        await world.wait(hours=23, minutes=50)
        await world.wait(minutes=10)


@pytest.fixture
def county():
    """A bureau with all three roles below a county with two."""
    above = a_unit(ABOVE_CLERK, ABOVE_CHIEF, unit_id="county")
    return World(a_book(a_unit(CLERK, DEPUTY, CHIEF, parent_id="county"), above))


async def test_each_role_hears_its_steps(county):
    """The clerk all, the deputy reminders, the head what went up; above, the copy is the clerk's alone."""
    await county.say(day(0, near_miss()))
    await county.say(day(0.5, a_finding()))
    await days(county, 7)

    assert ["early", "fault", "reminder-1"] == steps_to(county, CLERK)
    assert ["reminder-1"] == steps_to(county, DEPUTY)
    assert ["reminder-1"] == steps_to(county, CHIEF)
    assert ["copy-1", "escalation-2"] == steps_to(county, ABOVE_CLERK)
    assert ["escalation-2"] == steps_to(county, ABOVE_CHIEF)

    [to_chief] = [e for e in county.provider.kept if e.contact == CHIEF.key]

    assert 27 == to_chief.queued_at.day  # the fourth workday, on which it went up
    assert "上报情况：已上报督办" in to_chief.letter.text
    assert "整改期限：2023年11月24日前" in to_chief.letter.text


async def test_the_end_is_told_to_exactly_those_who_were_told(county):
    """Before the first reminder to the clerk alone; after it to the deputy too; never to a head who heard nothing."""
    await county.say(day(0, a_finding()))
    await county.say(day(1, a_finding(MET)))
    await county.say(day(1.1, a_finding(indicator="b"), target_id="w2"))
    await days(county, 3)
    await county.say(day(5, a_finding(MET, indicator="b"), target_id="w2"))
    await county.gather()

    assert ["fault", "recovery", "fault", "reminder-1", "recovery"] == steps_to(county, CLERK)
    assert ["reminder-1", "recovery"] == steps_to(county, DEPUTY)
    assert [] == steps_to(county, CHIEF)
    assert [] == steps_to(county, ABOVE_CHIEF)


async def test_a_contact_without_a_role_hears_everything_of_its_own_unit():
    """Beside those with roles, as if there were none."""
    world = World(a_book(a_unit(BUREAU, CHIEF)))
    await world.say(day(0, near_miss()))
    await world.say(day(0.5, a_finding()))
    await days(world, 4)

    assert ["early", "fault", "reminder-1"] == steps_to(world, BUREAU)
    assert [] == steps_to(world, CHIEF)


async def test_somebody_stands_in_and_the_ledger_says_for_whom():
    """No clerk: the deputy is told everything, and the message says why it comes to that desk."""
    world = World(a_book(a_unit(DEPUTY, CHIEF)))
    await world.say(day(0, a_finding()))
    await days(world, 3)
    fault, reminder = world.provider.kept

    assert ["fault", "reminder-1"] == steps_to(world, DEPUTY)
    assert [] == steps_to(world, CHIEF)
    assert "本单位没有可用的经办人联系方式，改发其他角色的联系人" == fault.history[0].detail
    assert "贵单位没有可用的经办人联系方式" in fault.letter.text
    assert "" == reminder.history[0].detail  # reminders are the deputy's own


async def test_a_dead_mailbox_of_the_clerk_loses_nothing():
    """The provider says nothing will arrive there: the deputy is told at once, and hears of the end."""
    world = World(a_book(a_unit(CLERK, DEPUTY)))
    world.provider.answers[CLERK.key] = [GONE]
    await world.say(day(0, a_finding()))

    assert ["fault"] == steps_to(world, DEPUTY)

    await world.say(day(1, a_finding(MET)))

    assert [] == steps_to(world, CLERK)
    assert ["fault", "recovery"] == steps_to(world, DEPUTY)


async def test_a_unit_at_which_nothing_arrives_does_not_escape_by_its_roles():
    """Only a head, whose mailbox is dead: what could not be told is recorded, and the county hears of it."""
    world = World(a_book(a_unit(CHIEF, parent_id="county"), a_unit(ABOVE_CLERK, unit_id="county")))
    await world.contacts.disable(CHIEF, unit_id="u1", why="550 5.1.1", at=NOON)
    await world.say(day(0, a_finding()))
    await world.gather()

    assert [CHIEF.key] == [e.contact for e in world.entries(State.DEAD)]
    assert ["copy-1"] == steps_to(world, ABOVE_CLERK)


async def test_one_who_is_quiet_at_night_is_reminded_in_the_morning(tmp_path):
    """Its reminder waits for the end of its quiet hours and is not passed over for the next one."""
    text = DEFAULT.read_text(encoding="utf-8").replace('at = "09:00"', 'at = "07:00"')
    (tmp_path / "early.toml").write_text(text, encoding="utf-8")
    world = World(a_book(a_unit(CLERK, ROBOT)))
    world.notifier = world.start(notifier_policy=tmp_path / "early.toml")
    await world.say(day(0, a_finding()))
    for _ in range(3 * 24):
        await world.wait(hours=1)
    reminders = [e for e in world.entries() if e.step == "reminder-1"]

    assert [(CLERK.key, 23), (ROBOT.key, 0)] == [(e.contact, e.queued_at.hour) for e in reminders]


async def test_a_promise_of_the_clerk_keeps_the_deputy_quiet_too(county):
    """The unit has answered: nobody of it is urged until the day is over."""
    await county.say(day(0, a_finding()))
    entry = next(e for e in county.entries(State.SENT) if e.contact == CLERK.key)
    await county.notifier.answering.take(
        NoticeAcknowledged(warning_id=entry.id, unit_id="u1", at=county.clock(), promised_on=NOON.date() + timedelta(8))
    )
    await days(county, 8)

    assert [] == steps_to(county, DEPUTY) + steps_to(county, CHIEF)

    await days(county, 2)

    assert ["fault", "reminder-1"] == steps_to(county, CLERK)
    assert ["reminder-1"] == steps_to(county, DEPUTY)


async def test_a_new_clerk_is_told_and_the_old_one_hears_of_the_end():
    """Roles change in the registry: whoever has the role is told what is open, nobody is told twice."""
    world = World(a_book(a_unit(CLERK, DEPUTY)))
    await world.say(day(0, a_finding()))
    world.directory.given = a_book(
        Unit(
            "u1",
            "县教育局",
            (CLERK, DEPUTY),
            None,
            {CLERK: frozenset({Role.DEPUTY}), DEPUTY: frozenset({Role.HANDLER})},
        )
    )
    await days(world, 4)
    await world.say(day(5, a_finding(MET)))

    assert ["fault", "recovery"] == steps_to(world, DEPUTY)
    assert ["fault", "reminder-1", "recovery"] == steps_to(world, CLERK)


async def test_killed_after_any_effect_no_role_is_missed_or_told_twice():
    """A veto until it has gone up, with a process that dies once anywhere: the head is told that, once."""

    async def story():
        await world.say(day(0, a_finding()))
        await world.wait(minutes=11)
        await world.wait(days=7)
        await world.wait(minutes=11)
        await world.wait(minutes=11)

    def a_county():
        return World(a_book(a_unit(CLERK, CHIEF, parent_id="county"), a_unit(ABOVE_CLERK, unit_id="county")))

    whole = world = a_county()
    await story()
    expected = {contact: steps_to(whole, contact) for contact in (CLERK, CHIEF, ABOVE_CLERK)}

    assert [["fault", "reminder-1"], ["reminder-1"], ["copy-1", "escalation-2"]] == list(expected.values())

    for effect in range(1, whole.killer.effects + 1):
        world = a_county()
        world.killer.after = effect
        await story()
        kept = {e.id for e in world.provider.kept}
        unclear = [e for e in world.entries(State.MAYBE_SENT) if e.id not in kept]
        for contact, steps in expected.items():
            told = [*steps_to(world, contact), *(e.step for e in unclear if e.contact == contact.key)]

            assert steps == sorted(told, key=steps.index), f"killed after effect {effect}"
