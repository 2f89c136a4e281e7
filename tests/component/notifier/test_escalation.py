"""Up the organisation tree: who hears of what when, what pauses it, and how it ends."""

from datetime import date, timedelta

import pytest

from services.notifier.book import Unit
from services.notifier.contact import MAIL, REGULATOR, UNREACHABLE, Contact
from services.notifier.ledger import State
from shared.contracts.notices import NoticeAcknowledged
from shared.contracts.verdicts import IndicatorKind
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, UNDETERMINED, a_book, a_change, a_finding

COUNTY = Contact(channel=MAIL, key="county@x.example")
CITY = Contact(channel=MAIL, key="city@x.example")
OFFICE = Contact(channel=MAIL, key="office@x.example")


def day(n, *findings, **fields):
    return a_change(*findings, at=NOON + timedelta(days=n), **fields)


def a_tree(**bureau):
    return a_book(
        Unit("u1", "县教育局", bureau.get("contacts", (BUREAU,)), "county"),
        Unit("county", "县政府办", (COUNTY,), "city"),
        Unit("city", "市政府办", (CITY,)),
        Unit(REGULATOR, "巡检系统", (OFFICE,)),
    )


@pytest.fixture
def world():
    return World(a_tree())


def steps_to(world, contact):
    return [[line.step for line in e.lines] for e in world.provider.kept if e.contact == contact.key and e.lines]


def moments_of(world, contact):
    return [(e.queued_at - NOON).days for e in world.provider.kept if e.contact == contact.key and e.lines]


async def days(world, count):
    for _ in range(count):
        await world.wait(hours=23, minutes=50)
        await world.wait(minutes=10)


async def test_a_veto_is_copied_to_the_unit_above_at_once(world):
    """It names the unit that answers for it, and asks nothing of the reader's own sites."""
    await world.say(day(0, a_finding()))
    await world.gather()
    [copy] = [e for e in world.provider.kept if e.contact == COUNTY.key]

    assert [["copy-1"]] == steps_to(world, COUNTY)
    assert "责任单位：县教育局" in copy.letter.text
    assert "整改期限：2023年11月24日前（含当日）" in copy.letter.text
    assert "【巡检提醒】县政府办：抄送1个问题（首页不更新）" == copy.letter.subject
    assert [] == steps_to(world, CITY)


async def test_those_above_get_one_mail_for_what_comes_up_together():
    """Faults of several units within five minutes are one copy, vetoes before the rest; and one mail for their end."""
    other = Contact(channel=MAIL, key="other@x.example")
    world = World(
        a_book(
            Unit("u1", "县教育局", (BUREAU,), "county"),
            Unit("u2", "县水利局", (other,), "county"),
            Unit("county", "县政府办", (COUNTY,)),
        )
    )
    await world.say(day(0, a_finding()))
    await world.wait(minutes=2)
    await world.say(day(0, a_finding(), target_id="w2", unit_id="u2"))
    await world.gather()

    assert [["copy-1", "copy-1"]] == steps_to(world, COUNTY)

    await world.say(day(1, a_finding(MET)), day(1, a_finding(MET), target_id="w2", unit_id="u2"))
    await world.gather()

    assert [["copy-1", "copy-1"], ["recovery", "recovery"]] == steps_to(world, COUNTY)


async def test_what_is_mended_before_the_copy_went_out_is_not_copied(world):
    """Nor is its end told to somebody who never heard of it."""
    await world.say(day(0, a_finding()))
    await world.wait(minutes=2)
    await world.say(day(0.1, a_finding(MET)))
    await world.gather()
    await days(world, 2)

    assert [["fault"], ["recovery"]] == steps_to(world, BUREAU)
    assert [] == steps_to(world, COUNTY)


async def test_a_deduction_is_not_copied(world):
    """The unit itself is told, and nobody else yet."""
    await world.say(day(0, a_finding(kind=IndicatorKind.DEDUCTION)))

    assert [["fault"]] == steps_to(world, BUREAU)
    assert [] == steps_to(world, COUNTY)


async def test_the_whole_way_up(world):
    """After 4, 8 and 15 workdays; the reader always hears the highest step once."""
    await world.say(day(0, a_finding()))
    await days(world, 40)

    assert [["copy-1"], ["escalation-2"]] == steps_to(world, COUNTY)
    assert [["escalation-3"]] == steps_to(world, CITY)
    assert [["interview-4"]] == steps_to(world, OFFICE)
    assert [6] == moments_of(world, COUNTY)[1:]
    assert "提请约谈" in next(e for e in world.provider.kept if e.contact == OFFICE.key and e.lines).letter.subject


async def test_everybody_who_heard_of_it_hears_of_its_end(world):
    """And nobody else."""
    await world.say(day(0, a_finding()))
    await days(world, 7)
    await world.say(day(8, a_finding(MET)))
    await days(world, 2)

    assert [["copy-1"], ["escalation-2"], ["recovery"]] == steps_to(world, COUNTY)
    assert [] == steps_to(world, CITY)


async def test_mended_before_anybody_above_heard_of_it(world):
    """Nothing goes up any more."""
    await world.say(day(0, a_finding(kind=IndicatorKind.DEDUCTION)))
    await world.say(day(2, a_finding(MET, kind=IndicatorKind.DEDUCTION)))
    await days(world, 60)

    assert [] == steps_to(world, COUNTY)


async def test_who_is_above_is_noted_when_it_starts(world):
    """A reorganisation in between does not take the matter from the one who has it."""
    await world.say(day(0, a_finding()))
    world.directory.given = a_book(
        Unit("u1", "县教育局", (BUREAU,), "elsewhere"),
        Unit("county", "县政府办", (COUNTY,)),
        Unit("elsewhere", "新单位", (CITY,)),
    )
    await days(world, 7)

    assert [["copy-1"], ["escalation-2"]] == steps_to(world, COUNTY)
    assert [] == steps_to(world, CITY)


async def test_a_unit_nobody_can_reach_does_not_escape():
    """Its fault goes up as if it had been told, and as soon."""
    world = World(a_tree(contacts=(UNREACHABLE,)))
    await world.say(day(0, a_finding()))
    await world.gather()

    assert [["copy-1"]] == steps_to(world, COUNTY)

    assert "责任单位：县教育局（没有可用的联系方式，未能直接告知，请转告）" in world.provider.kept[0].letter.text

    await days(world, 7)

    assert [["copy-1"], ["escalation-2"]] == steps_to(world, COUNTY)


async def test_what_cannot_be_seen_does_not_climb(world):
    """Blind for ten days: nothing goes up; seen again, it goes on."""
    await world.say(day(0, a_finding()))
    await world.gather()
    await world.say(day(1, a_finding(UNDETERMINED)))
    await days(world, 10)

    assert [["copy-1"]] == steps_to(world, COUNTY)

    await world.say(day(12, a_finding()))
    await world.gather()

    assert [["copy-1"], ["escalation-2"]] == steps_to(world, COUNTY)


async def test_every_open_escalation_has_a_next_time(world):
    """Day after day, paused or not; and the auditor says so."""
    await world.say(day(0, a_finding()))
    for _ in range(20):
        census = await world.escalations.census(world.clock())
        assert (0, 0) == (census.without_time, census.late)
        await world.wait(days=1)


async def answer(world, **fields):
    entry = next(e for e in world.entries(State.SENT) if e.unit_id == "u1")
    event = NoticeAcknowledged(
        warning_id=entry.id, unit_id="u1", **{"at": world.clock(), "by": "张三", "via": "link", **fields}
    )
    await world.notifier.answering.take(event)
    await world.settle()
    return event


async def test_a_promise_pauses_reminders_and_escalation_and_ends_when_broken(world):
    """Nothing until the promised day is over; then a reminder that says so, and the way up goes on."""
    await world.say(day(0, a_finding()))
    await answer(world, promised_on=date(2023, 12, 4))
    await days(world, 12)

    assert [["fault"]] == steps_to(world, BUREAU)
    assert [["copy-1"]] == steps_to(world, COUNTY)

    await days(world, 3)
    [reminder] = [e for e in world.provider.kept if e.contact == BUREAU.key][1:]

    assert "已承诺于2023年12月4日前整改，现已逾期" in reminder.letter.text
    assert [["copy-1"], ["escalation-2"]] == steps_to(world, COUNTY)


async def test_an_acknowledgement_pauses_for_a_week_once(world):
    """Pressing the button every day does not put it off for ever."""
    await world.say(day(0, a_finding()))
    for _ in range(9):
        await answer(world)
        await world.wait(days=1)

    assert [["fault"], ["reminder-1"]] == steps_to(world, BUREAU)


async def test_an_objection_pauses_and_goes_to_the_review(world):
    """One record for each finding, named so that saying it again is saying it once."""
    await world.say(day(0, a_finding()))
    event = await answer(world, appeal="栏目已于2月更名")
    await world.notifier.answering.take(event)
    records = [e for e in world.publisher.published if e.TYPE == "record"]
    await days(world, 8)

    assert [("appeal", "w1", "website.veto.homepage_stale", "栏目已于2月更名")] == [
        (r.kind, r.target_id, r.fields["indicator"], r.fields["text"]) for r in records
    ]
    assert [["fault"]] == steps_to(world, BUREAU)


async def test_those_above_see_that_the_unit_has_objected(world):
    """In the copy, and only there where it is about others."""
    await world.say(day(0, a_finding()))
    await answer(world, appeal="栏目已于2月更名")
    await world.gather()
    [copy] = [e for e in world.provider.kept if e.contact == COUNTY.key]

    assert "单位异议：责任单位已提出异议，正在复核" in copy.letter.text


async def test_what_the_unit_above_answers_pauses_nothing(world):
    """The county's clerk has seen the copy; the bureau is still reminded."""
    await world.say(day(0, a_finding()))
    await world.gather()
    copy = next(e for e in world.entries(State.SENT) if e.unit_id == "county")
    await world.notifier.answering.take(
        NoticeAcknowledged(warning_id=copy.id, unit_id="county", at=world.clock(), promised_on=date(2023, 12, 20))
    )
    await days(world, 5)

    assert ["reminder-1"] in steps_to(world, BUREAU)


async def test_one_mailbox_for_unit_and_superior():
    """Each role hears what is its own, in its own message."""
    world = World(a_book(Unit("u1", "县教育局", (BUREAU,), "county"), Unit("county", "县政府办", (BUREAU,))))
    await world.say(day(0, a_finding()))
    await world.gather()
    await world.say(day(1, a_finding(MET)))
    await world.gather()

    assert [("u1", "fault"), ("county", "copy-1"), ("u1", "recovery"), ("county", "recovery")] == [
        (e.unit_id, e.lines[0].step) for e in world.provider.kept
    ]


async def test_killed_after_any_effect_nobody_above_is_missed_or_told_twice():
    """The story of a veto from copy to recovery, with a process that dies once anywhere."""

    async def story(world):
        await world.say(day(0, a_finding()))
        await world.recover()
        await world.wait(days=7)
        await world.recover()
        await world.say(day(8, a_finding(MET)))
        await world.recover()

    whole = World(a_tree())
    await story(whole)
    expected = sorted(steps_to(whole, COUNTY))

    assert [["copy-1"], ["escalation-2"], ["recovery"]] == expected

    for effect in range(1, whole.killer.effects + 1):
        world = World(a_tree())
        world.killer.after = effect
        await story(world)
        unclear = [[line.step for line in e.lines] for e in world.entries(State.MAYBE_SENT) if e.unit_id == "county"]
        told = steps_to(world, COUNTY)
        extra = [steps for steps in unclear if steps not in told]

        assert expected == sorted(told + extra), f"killed after effect {effect}"
