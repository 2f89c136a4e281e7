"""Contacts that are no good: used no more, told to the world, and nobody else waits for them."""

from datetime import timedelta

from services.notifier.book import Unit
from services.notifier.bouncing import Reason
from services.notifier.channel import Outcome, Receipt
from services.notifier.contact import MAIL, REGULATOR, Contact
from services.notifier.ledger import State
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent
from tests.bounce_builders import a_report
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, a_book, a_change, a_finding

GONE = Receipt(outcome=Outcome.REFUSED, answer="550 5.1.1 no such user", contact_invalid=True)
DEPUTY = Contact(channel=MAIL, key="deputy@bureau.example")
OFFICE = Contact(channel=MAIL, key="office@x.example")


def day(n, *findings, **fields):
    return a_change(*findings, at=NOON + timedelta(days=n), **fields)


async def test_a_mailbox_that_does_not_exist_is_used_no_more():
    """The world hears of it once; later messages to it are dead from the start, the other contact gets them all."""
    world = World(a_book(Unit("u1", "教育局", (BUREAU, DEPUTY))))
    world.provider.answers[BUREAU.key] = [GONE]
    await world.say(day(0, a_finding()))
    await world.say(day(0.1, a_finding(indicator="b"), target_id="w2"))
    disabled = [e for e in world.publisher.published if isinstance(e, ContactDisabled)]

    assert [(BUREAU.key, "550 5.1.1 no such user")] == [(e.contact, e.detail) for e in disabled]
    assert [DEPUTY.key] * 2 == [e.contact for e in world.provider.kept]
    assert "该联系方式已停用：550 5.1.1 no such user" == world.entries(State.DEAD)[1].answer


async def test_once_enabled_again_it_is_used_again():
    """An operator knows better."""
    world = World()
    await world.contacts.disable(BUREAU, unit_id="u1", why="mistake", at=NOON)
    await world.contacts.enable(BUREAU)
    await world.say(day(0, a_finding()))

    assert [["fault"]] == world.provider.steps()


async def sent(world):
    await world.say(day(0, a_finding()))
    return world.entries(State.SENT)[0]


async def test_a_mail_that_came_back_is_dead_and_announced_anew():
    """It had been announced as sent; now the world hears that it failed, and nobody is told of its end."""
    world = World()
    entry = await sent(world)

    assert Reason.APPLIED is await world.notifier.bouncing.take(a_report(entry.message_id, status="5.2.2"))
    assert Reason.NOTHING_NEW is await world.notifier.bouncing.take(a_report(entry.message_id, status="5.2.2"))

    await world.settle()
    await world.say(day(1, a_finding(MET)))

    assert [NoticeSent, NoticeFailed] == [type(e) for e in world.publisher.published]
    assert [["fault"]] == world.provider.steps()
    assert [] == await world.contacts.disabled()


async def test_a_report_of_arrival_confirms_and_moves_no_reminder():
    """The reminder is due when it was due."""
    world = World()
    entry = await sent(world)
    await world.wait(days=1)
    await world.notifier.bouncing.take(a_report(entry.message_id, action="delivered", status="2.0.0"))
    await world.settle()

    assert [State.CONFIRMED] == [e.state for e in world.entries()]

    await world.wait(days=2)

    assert [["fault"], ["reminder-1"]] == world.provider.steps()


async def test_a_report_resolves_what_was_unclear():
    """The provider never answered, but its report names our Message-ID."""
    world = World()
    world.provider.answers[BUREAU.key] = [Receipt(outcome=Outcome.UNKNOWN, answer="no answer")]
    await world.say(day(0, a_finding()))
    [entry] = world.entries(State.MAYBE_SENT)
    await world.notifier.bouncing.take(a_report(entry.message_id, action="delivered", status="2.0.0"))

    assert [State.CONFIRMED] == [e.state for e in world.entries()]


async def test_the_regulators_digest_once_a_workday():
    """What was told, what is open, what needs a person; a day nobody was there is made up for."""
    world = World(a_book(Unit("u1", "县教育局", (BUREAU,)), Unit(REGULATOR, "巡检办", (OFFICE,))))
    await world.notifier.start()
    await world.notifier.stop()
    await world.settle()
    await world.say(day(0, a_finding()))
    for _ in range(6 * 24):
        await world.wait(hours=1)
    digests = [e for e in world.provider.kept if e.step == "digest"]
    text = next(e.letter.text for e in digests if "新告知问题1项" in e.letter.text)

    assert [21, 22, 23, 24, 27] == [e.queued_at.day for e in digests]
    assert "县教育局：单项否决1项" in text
    assert len({e.id for e in digests}) == len(digests)


async def test_a_digest_that_was_missed_is_in_the_next_one():
    """Nobody was there from Wednesday to Friday: Friday's digest begins where Tuesday's ended."""
    world = World(a_book(Unit("u1", "县教育局", (BUREAU,)), Unit(REGULATOR, "巡检办", (OFFICE,))))
    await world.agendas.schedule(REGULATOR, world.clock())
    await world.settle()
    await world.say(day(0, a_finding()))
    await world.wait(days=3)
    digests = [e for e in world.provider.kept if e.step == "digest"]

    assert [21, 24] == [e.queued_at.day for e in digests]
    assert "2023-11-21 08:30 至 2023-11-24 08:30" in digests[-1].letter.text
    assert "新告知问题1项" in digests[-1].letter.text


async def test_the_digest_counts_as_told_what_reached_somebody():
    """A unit without any contact was told nothing; what went up to the office itself is counted."""
    alone = Unit("u2", "县水利局")
    world = World(a_book(Unit("u1", "县教育局", (BUREAU,)), alone, Unit(REGULATOR, "巡检办", (OFFICE,))))
    await world.say(day(0, a_finding()), day(0, a_finding(), target_id="w2", unit_id="u2"))
    await world.gather()
    await world.wait(days=1)
    text = [e.letter.text for e in world.provider.kept if e.step == "digest"][-1]

    assert "本期共向1个单位告知：新告知问题1项，抄送上级2项。" in text
    assert "1条提醒未能送达" in text


async def test_a_new_regulator_gets_no_digest_of_a_day_long_over():
    """Set up on a Saturday, it begins on Monday."""
    world = World(a_book(Unit("u1", "县教育局", (BUREAU,)), Unit(REGULATOR, "巡检办", (OFFICE,))))
    world.clock.forward(days=4)
    await world.agendas.schedule(REGULATOR, world.clock())
    await world.settle()

    assert [] == world.provider.kept

    await world.wait(days=2)

    assert [27] == [e.queued_at.day for e in world.provider.kept]


async def test_messages_about_one_matter_make_a_thread():
    """The reminder answers the fault, the recovery answers both."""
    world = World()
    await world.say(day(0, a_finding()))
    await world.wait(days=3)
    await world.say(day(4, a_finding(MET)))
    fault, reminder, recovery = world.provider.kept

    assert () == fault.references
    assert (fault.message_id,) == reminder.references
    assert (fault.message_id, reminder.message_id) == recovery.references
