"""What is not said now: night, holidays, silences, consequences of another fault, and our own blindness."""

from datetime import timedelta

import pytest

from services.notifier import policy as policies
from services.notifier.book import Unit
from services.notifier.contact import MAIL, OPERATIONS, Contact
from services.notifier.policy import DEFAULT
from services.notifier.silence import LONGEST, Silence
from shared.contracts.target import TargetKind
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, UNDETERMINED, a_book, a_change, a_finding, an_item, columns

WATCH = Contact(channel=MAIL, key="ops@x.example")


def day(n, *findings, **fields):
    return a_change(*findings, at=NOON + timedelta(days=n), **fields)


def steps_to(world, contact):
    return [[line.step for line in e.lines] for e in world.provider.kept if e.contact == contact.key]


def a_policy(tmp_path, more):
    path = tmp_path / "policy.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")
    return path


async def test_at_night_and_on_days_off_a_unit_is_not_disturbed(tmp_path):
    """What is found on Friday evening is told on Monday morning, all in one message."""
    rules = '[[quiet]]\nunits = ["u1"]\nbegin = "18:00"\nend = "08:30"\nworkdays_only = true\n'
    world = World()
    world.notifier = world.start(notifier_policy=a_policy(tmp_path, rules))
    await world.wait(days=3, hours=7)
    await world.say(day(3.2, a_finding()))
    await world.say(day(4.2, a_finding(), a_finding(indicator="b", title="乙")))

    assert [] == steps_to(world, BUREAU)

    for _ in range(64):
        await world.wait(hours=1)
    [entry] = world.provider.kept

    assert ["fault", "fault"] == [line.step for line in entry.lines]
    assert (NOON + timedelta(days=6)).replace(hour=0, minute=30) <= entry.queued_at


async def test_mended_before_the_morning_is_never_told(tmp_path):
    """Nobody hears of what is over."""
    world = World()
    world.notifier = world.start(notifier_policy=a_policy(tmp_path, '[[quiet]]\nbegin = "11:00"\nend = "13:00"\n'))
    await world.say(day(0, a_finding()))
    await world.say(day(0.01, a_finding(MET)))
    await world.wait(hours=4)

    assert [] == world.entries()


async def test_a_local_holiday_moves_the_deadline(tmp_path):
    """三月三 is a day off there and nowhere else."""
    calendar = '[[calendar]]\nunits = ["u1"]\nholidays = [2023-11-22]\n'
    world = World()
    world.notifier = world.start(notifier_policy=a_policy(tmp_path, calendar))
    await world.say(day(0, a_finding()))

    assert "整改期限：2023年11月27日前" in world.provider.kept[0].letter.text


def a_silence(**fields):
    known = {"id": "s1", "begins_at": NOON, "ends_at": NOON + timedelta(days=2), "why": "搬迁", "created_at": NOON}
    return Silence.model_validate(known | fields)


@pytest.mark.parametrize(
    "named",
    [{"unit_id": "u1"}, {"target_id": "w1"}, {"indicator": "website.veto.*"}],
    ids=["a unit", "a target", "indicators"],
)
async def test_a_silence_ends_by_itself(named):
    """Nothing is said while it lasts, and nothing is lost by it."""
    world = World()
    world.silences.kept.append(a_silence(**named))
    await world.say(day(0, a_finding()))
    await world.wait(days=1)

    assert [] == world.entries()

    await world.wait(days=1)

    assert [["fault"]] == steps_to(world, BUREAU)


async def test_what_is_mended_in_the_longest_silence_is_said_after_it():
    """Whoever was told of the fault before hears of its end, however long nothing could be said."""
    world = World()
    await world.say(day(0, a_finding()))
    world.silences.kept.append(a_silence(unit_id="u1", begins_at=world.clock(), ends_at=world.clock() + LONGEST))
    await world.say(day(1, a_finding(MET)), day(LONGEST.days - 1, a_finding(MET)))
    await world.wait(days=LONGEST.days - 1)

    assert [["fault"]] == steps_to(world, BUREAU)

    await world.wait(days=3)

    assert [["fault"], ["recovery"]] == steps_to(world, BUREAU)


@pytest.mark.parametrize(
    "named",
    [
        {"unit_id": "u2"},
        {"target_id": "w2"},
        {"indicator": "website.deduct.*"},
        {"begins_at": NOON + timedelta(days=1)},
    ],
    ids=["another unit", "another target", "other indicators", "later"],
)
async def test_a_silence_covers_no_more_than_it_names(named):
    """All named things must match."""
    world = World()
    world.silences.kept.append(a_silence(**({"unit_id": "u1"} | named)))
    await world.say(day(0, a_finding()))

    assert [["fault"]] == steps_to(world, BUREAU)


UNREACHABLE = {"indicator": "website.veto.unreachable", "title": "站点无法访问"}


async def test_a_site_that_is_down_silences_its_columns():
    """One fault is told, not its consequences; when it is up again, what still stands is."""
    water = Contact(channel=MAIL, key="water@x.example")
    world = World(a_book(Unit("u1", "教育局", (BUREAU,)), Unit("u2", "水利局", (water,))))
    stale = columns(an_item("c1"), an_item("c2", unit_id="u2"))
    await world.say(day(0, a_finding(**UNREACHABLE), stale))

    assert [["website.veto.unreachable"]] == [[line.indicator for line in e.lines] for e in world.provider.kept]

    await world.say(day(1, a_finding(MET, **UNREACHABLE), stale))
    await world.wait(minutes=11)

    assert [["fault"]] == steps_to(world, water)
    assert sorted(["recovery", "fault"]) == sorted(step for steps in steps_to(world, BUREAU)[1:] for step in steps)


async def test_another_site_that_is_down_silences_nothing():
    """The cause must be on the same target."""
    world = World()
    await world.say(day(0, a_finding(**UNREACHABLE), target_id="w2"), day(0, columns(an_item())))

    assert 2 == sum(len(e.lines) for e in world.provider.kept)


def blind(reason="blocked", **fields):
    return a_finding(UNDETERMINED, reason=reason, text="无法判定：访问被防护设备拦截", **fields)


def watched():
    return World(a_book(Unit("u1", "教育局", (BUREAU,)), Unit(OPERATIONS, "运维", (WATCH,))))


async def test_operations_hear_of_blindness_after_a_while_and_the_unit_never():
    """Two hours of it, what and why; and that it can be seen again."""
    world = watched()
    world.notifier = world.start(notifier_link_url="https://reply.example", notifier_link_key="k" * 32)
    await world.say(day(0, blind()))
    await world.wait(hours=1)

    assert [] == world.entries()

    await world.wait(hours=1)
    await world.say(day(1, a_finding(MET)))
    [first, second] = world.provider.kept

    assert [OPERATIONS, OPERATIONS] == [first.unit_id, second.unit_id]
    assert "访问被防护设备拦截" in first.letter.text
    assert not any(word in first.letter.text for word in ("异议", "整改期限", "整改完成"))
    assert "签收（无需账号" in first.letter.text
    assert first.lines[0].mend_by is None
    assert ["recovery"] == [line.step for line in second.lines]
    assert [] == world.publisher.published


async def test_a_short_blindness_is_told_to_nobody():
    """A firewall that hiccups is no news."""
    world = watched()
    await world.say(day(0, blind()))
    await world.say(day(0.04, a_finding(MET)))
    await world.wait(hours=5)

    assert [] == world.entries()


async def test_too_little_seen_yet_is_no_blindness():
    """A new site has no full window; nobody can do anything about that."""
    world = watched()
    await world.say(day(0, blind("window_not_covered")))
    await world.wait(hours=5)

    assert [] == world.entries()


async def test_while_our_own_network_is_down_no_unit_is_told_anything():
    """Half of what we see is our own fault: nothing is believed until it is over."""
    world = watched()
    await world.say(day(0, blind("own_network"), target_id="w2"), day(0, a_finding()))
    await world.wait(hours=3)

    assert {OPERATIONS} == {e.unit_id for e in world.entries()}

    await world.say(day(0.2, a_finding(MET), target_id="w2"))
    await world.wait(minutes=11)

    assert [["fault"]] == steps_to(world, BUREAU)


async def test_a_retired_target_keeps_its_silence():
    """Closed websites are nobody's fault, whatever else is set up."""
    book = a_book(
        Unit("u1", "教育局", (BUREAU,)),
        Unit(OPERATIONS, "运维", (WATCH,)),
        retired=frozenset({(TargetKind.WEBSITE, "w1")}),
    )
    world = World(book)
    await world.say(day(0, a_finding()), day(0, blind()))
    await world.wait(hours=5)

    assert [] == world.entries()


def test_a_policy_of_the_first_edition_is_still_read(tmp_path):
    """What it does not name has the defaults, and nobody is told more than it said."""
    text = DEFAULT.read_text(encoding="utf-8").split("# Robots and telephones")[0]
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    kept = policies.load(path)

    assert ((), (), ()) == (kept.quiet, kept.escalate, kept.inhibit)
