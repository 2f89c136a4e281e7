"""A visit that is due is made once, repeated once if it fails, and reported once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.crawler.fetching.outcome import OK, Verdict
from services.crawler.network import OwnNetwork
from services.crawler.ports import ClaimState
from services.crawler.pulse import Pulse
from services.crawler.schedule import slot_id
from services.crawler.sighting import Sighting
from services.crawler.worker import Patience, Stores, Worker
from shared.contracts.target import LookOutcome, Purpose
from shared.errors import Transient
from tests.crawler_builders import HOME, NOW, Clock, a_registry, a_visit_due, a_website, an_answer
from tests.fakes.crawler_stores import FakeEvidence, FakeJournal, FakePublisher, FakeRegistries, FakeSlots

SEEN = Sighting(verdict=OK, observed_at=NOW, status=200, answers=(an_answer(),))
REFUSED = Verdict(LookOutcome.FAILED, "connect_refused")
SILENT = Verdict(LookOutcome.FAILED, "connect_timeout", may_be_ours=True)


def failed(verdict):
    return Sighting(verdict=verdict, observed_at=NOW, answers=(an_answer(b"", None),))


class World:
    """A worker whose visitor sees what the test says."""

    def __init__(self, *sightings, reachable=False, reference="ref"):
        self.sightings = list(sightings) or [SEEN]
        self.looks = 0
        self.clock = Clock()
        self.journal, self.slots = FakeJournal(), FakeSlots()
        self.evidence, self.publisher = FakeEvidence(), FakePublisher()
        self.registries = FakeRegistries(a_registry())

        async def reach(_host, _port):
            return reachable

        self.pulse = Pulse()
        self.network = OwnNetwork([(reference, 443)], reach, self.clock)
        stores = Stores(registries=self.registries, journal=self.journal, slots=self.slots, evidence=self.evidence)
        self.worker = Worker(
            self,
            stores=stores,
            publisher=self.publisher,
            network=self.network,
            pulse=self.pulse,
            patience=Patience(),
            clock=self.clock,
        )

    async def visit(self, _watch):
        self.looks += 1
        sighting = self.sightings.pop(0) if len(self.sightings) > 1 else self.sightings[0]
        if isinstance(sighting, Exception):
            raise sighting
        return sighting

    @property
    def told(self):
        return [(event.outcome.value, event.reason) for event in self.publisher.events]


async def test_a_visit_is_made_and_reported():
    """With the id of its slot and the evidence it rests on."""
    world = World()
    visit = a_visit_due()
    await world.worker.take(visit)

    [event] = world.publisher.events
    assert ("w1", Purpose.HOME, HOME, NOW) == (event.website_id, event.purpose, event.url, event.observed_at)
    assert (str(visit.event_id()), "evidence-1") == (event.visit_id, event.evidence_id)
    assert {"w1/home/": NOW} == world.slots.seen_at


async def test_a_visit_that_is_delivered_again_is_not_made_again():
    """The acknowledgement was lost, nothing else."""
    world = World()
    await world.worker.take(a_visit_due())
    await world.worker.take(a_visit_due())

    assert (1, 1, 1) == (world.looks, len(world.publisher.events), len(world.evidence.records))


async def test_an_observation_is_not_lost_with_the_bus():
    """The look was made; delivered again, it is only published."""
    world = World()
    world.publisher.failing = Transient("NATS is away")
    with pytest.raises(Transient):
        await world.worker.take(a_visit_due())
    world.publisher.failing = None
    await world.worker.take(a_visit_due())

    assert (1, [("ok", None)]) == (world.looks, world.told)


async def test_a_visit_that_another_worker_makes_is_left_to_it():
    """Until its claim ends."""
    world = World()
    lease = NOW + timedelta(seconds=45)
    await world.journal.claim(slot_id(a_visit_due()), attempt=1, now=NOW, lease_until=lease)
    with pytest.raises(Transient):
        await world.worker.take(a_visit_due())
    assert 0 == world.looks

    world.clock.pass_(seconds=45)
    await world.worker.take(a_visit_due())
    assert [("ok", None)] == world.told


async def test_a_visit_that_could_not_be_made_now_is_free_at_once():
    """A busy host, a full disk: it comes again, and nobody waits for a lease."""
    world = World(Transient("busy"), SEEN)
    with pytest.raises(Transient):
        await world.worker.take(a_visit_due())
    await world.worker.take(a_visit_due())

    assert [("ok", None)] == world.told


async def test_without_evidence_there_is_no_report():
    """The disk is full: the visit comes again."""
    world = World()
    world.evidence.failing = Transient("the disk is full")
    with pytest.raises(Transient):
        await world.worker.take(a_visit_due())

    assert [] == world.publisher.events


async def test_a_failure_is_not_told_at_once():
    """It is repeated a minute later, and the repetition outlives the slot."""
    world = World(failed(REFUSED))
    visit = a_visit_due(expires_at=NOW + timedelta(seconds=30))
    await world.worker.take(visit)

    assert [] == world.publisher.events
    [again] = await world.journal.repetitions(NOW + timedelta(seconds=60), 10)
    assert (2, NOW + timedelta(seconds=60)) == (again.attempt, again.due_at)
    assert NOW + timedelta(minutes=16) == again.expires_at


async def repeat(world):
    await world.worker.take(a_visit_due())
    world.clock.pass_(minutes=1)
    [again] = await world.journal.repetitions(world.clock.now, 10)
    await world.worker.take(again)
    return again


async def test_a_site_that_is_back_was_never_down():
    """Only the repetition is told, under the slot's id."""
    world = World(failed(REFUSED), SEEN)
    await repeat(world)

    assert [("ok", None)] == world.told
    assert str(a_visit_due().event_id()) == world.publisher.events[0].visit_id


async def test_a_site_that_fails_twice_has_failed():
    """Once, however often either visit is delivered."""
    world = World(failed(REFUSED))
    again = await repeat(world)
    await world.worker.take(a_visit_due())
    await world.worker.take(again)

    assert (2, [("failed", "connect_refused")]) == (world.looks, world.told)


async def test_a_failure_is_ours_when_nobody_vouches_for_our_network():
    """Blind, not failed."""
    world = World(failed(SILENT), reachable=False)
    await repeat(world)

    assert [("blind", "own_network")] == world.told


async def test_a_failure_is_theirs_when_our_network_works():
    """A reference answers."""
    world = World(failed(SILENT), reachable=True)
    await repeat(world)

    assert [("failed", "connect_timeout")] == world.told


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param("223.5.5.5", ("blind", "own_network"), id="a number vouches for no name"),
        pytest.param("www.reference.example", ("failed", "dns"), id="another name is known"),
    ],
)
async def test_a_name_that_does_not_exist_is_believed_only_where_another_name_is_known(reference: str, expected):
    """Name servers of an office may know nothing but the office: that accuses no website."""
    gone = failed(Verdict(LookOutcome.FAILED, "dns", may_be_ours=True))
    world = World(gone, reachable=True, reference=reference)
    await repeat(world)

    assert [expected] == world.told


async def test_a_failure_is_theirs_when_another_site_answered_just_now():
    """No reference needed."""
    world = World(failed(SILENT), reachable=False)
    world.clock.pass_(minutes=1)
    world.network.answered("http://other.example/")
    world.clock.now = NOW
    await repeat(world)

    assert [("failed", "connect_timeout")] == world.told


async def test_an_error_status_is_theirs_whatever_our_network_does():
    """Somebody sent it."""
    sighting = Sighting(verdict=Verdict(LookOutcome.FAILED, "http_500"), observed_at=NOW, status=500)
    world = World(sighting, reachable=False)
    await repeat(world)

    assert [("failed", "http_500")] == world.told


async def test_a_worker_that_was_late_itself_calls_nobody_late():
    """It stood still for two of the twenty seconds."""
    slow = replace(failed(SILENT), elapsed=timedelta(seconds=16))
    world = World(slow, reachable=True)
    world.pulse.beat(2.0)
    await repeat(world)

    assert [("blind", "own_overload")] == world.told


async def test_a_broken_bridge_is_our_network_when_our_network_is_down():
    """It is repeated, and then told for what it is."""
    world = World(failed(Verdict(LookOutcome.BLIND, "bridge_broken: timeout", may_be_ours=True)), reachable=False)
    await repeat(world)

    assert [("blind", "own_network")] == world.told


async def test_a_blind_look_is_told_at_once():
    """Repeating it now would not open our eyes."""
    world = World(failed(Verdict(LookOutcome.BLIND, "blocked: 412")))
    await world.worker.take(a_visit_due())

    assert [("blind", "blocked: 412")] == world.told
    assert {} == world.slots.seen_at


async def test_a_late_visit_is_skipped():
    """It leaves no trace, and is not an error."""
    world = World()
    world.clock.pass_(hours=1)
    await world.worker.take(a_visit_due())

    assert (0, []) == (world.looks, world.publisher.events)


async def test_a_visit_asked_for_by_hand_is_never_late():
    """And is repeated after seconds, not after a minute."""
    world = World(failed(REFUSED))
    await world.worker.take(a_visit_due(slot="manual-1", expires_at=None, due_at=NOW - timedelta(days=1)))

    [again] = await world.journal.repetitions(NOW + timedelta(seconds=5), 10)
    assert again.expires_at is None


async def test_what_is_watched_no_more_is_skipped():
    """The registry changed since the visit was scheduled."""
    world = World()
    await world.worker.take(a_visit_due(target_id="gone"))

    assert (0, []) == (world.looks, world.publisher.events)


async def test_what_was_imported_a_moment_ago_is_visited():
    """The visit may be asked for before the import shows everywhere: skipped, it would be awaited in vain."""
    world = World()
    world.registries.imported = a_registry(a_website("w2"))
    await world.worker.take(a_visit_due(target_id="w2"))

    assert (1, ["w2"]) == (world.looks, [event.website_id for event in world.publisher.events])


async def test_a_look_at_an_account_is_told_as_such():
    """Posts, not pages."""
    world = World()
    await world.worker.take(a_visit_due(kind="account", target_id="a1", purpose="feed"))

    assert ["post.listed.a1"] == [event.subject for event in world.publisher.events]


async def test_a_claim_lost_on_the_way_reports_nothing():
    """Another worker has taken the visit over: its look counts."""
    world = World()

    async def stolen(_watch):
        later = NOW + timedelta(minutes=1)
        claim = await world.journal.claim(
            slot_id(a_visit_due()), attempt=1, now=later, lease_until=later + timedelta(minutes=1)
        )
        assert ClaimState.MINE == claim.state
        return SEEN

    world.visit = stolen
    with pytest.raises(Transient):
        await world.worker.take(a_visit_due())

    assert [] == world.publisher.events
