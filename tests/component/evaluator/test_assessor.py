"""Judging on request: any moment, any period, any pack, any targets."""

from datetime import date, timedelta

import pytest

from services.evaluator import handlers
from services.evaluator.handlers import subscribe
from services.evaluator.window import midnight
from shared.contracts.reports import AssessmentReady, AssessmentRequested
from shared.contracts.target import Outcome, Result
from shared.contracts.visits import VisitDue
from shared.deliveries import Received
from shared.errors import Permanent, Transient
from shared.streams import EVALUATOR_ASSESSMENTS
from tests.builders import NOW, a_feed_look, a_home_look, a_record, a_visit, days_ago, looks_every, rules, spaced_visits
from tests.evaluator_world import Killed, Killer, World, a_registry
from tests.fakes.evaluator_stores import FakeAssessments
from tests.registry_builders import a_unit, a_website, an_account

DAY = timedelta(days=1)


def a_request(**fields):
    known = {"request_id": "r1", "as_of": NOW, "requested_at": NOW}
    return AssessmentRequested(**{**known, **fields})


def a_feed(first, last, *posts, account="a1"):
    """Looks every twelve hours, each showing the posts published by then."""
    return [
        a_feed_look(at, *[post for post in posts if post <= at], account_id=account, complete_since=first)
        for at in looks_every(DAY / 2, first, last)
    ]


async def ask(world, **fields):
    ready = await world.evaluator().assessor.answer(a_request(**fields))
    return ready, await world.assessments.of(ready.request_id)


async def test_everybody_is_judged_at_the_moment_asked_for():
    """Also those of whom nothing was observed: nobody drops out."""
    world = World()
    await world.take(*a_feed(days_ago(30), NOW, days_ago(20)))

    ready, found = await ask(world)

    assert (2, None) == (ready.targets, ready.problem)
    assert {"a1": Result.UNQUALIFIED, "w1": Result.UNDETERMINED} == {one.target_id: one.verdict.result for one in found}
    assert {"a1": True, "w1": False} == {one.target_id: one.checked for one in found}


async def test_an_earlier_moment_is_judged_by_what_was_observed_by_then():
    """What came later does not count."""
    world = World()
    await world.take(*a_feed(days_ago(30), NOW, days_ago(20), days_ago(1)))

    results = {}
    for days in (0, 3, 10):
        _, found = await ask(world, request_id=f"r{days}", as_of=days_ago(days), target_ids=("a1",))
        results[days] = found[0].verdict.result

    assert {0: Result.QUALIFIED, 3: Result.UNQUALIFIED, 10: Result.QUALIFIED} == results


async def test_what_is_recomputed_is_what_was_said_then():
    """Day after day, with no late observation: the same result, findings and reasons."""
    world = World()
    events = [*a_feed(days_ago(40), NOW, days_ago(38), days_ago(20)), *spaced_visits(days_ago(40), days=40)]
    events += [a_home_look(days_ago(n), days_ago(n + 1)) for n in range(39, 12, -2)]
    events.sort(key=lambda event: event.occurred_at)
    evaluator = world.evaluator()
    said = {}
    for day in range(40, -1, -1):
        world.clock.now = days_ago(day)
        due = [event for event in events if days_ago(day + 1) < event.occurred_at <= world.clock.now]
        await world.take(*due)
        while (await evaluator.tick.step(world.clock.now)).more:
            pass
        said[day] = {name: kept.verdict for name, kept in world.dossiers.kept.items()}

    world.clock.now = NOW
    for day, verdicts in said.items():
        _, found = await ask(world, request_id=f"day-{day}", as_of=days_ago(day))
        assert {name: _news(verdict) for name, verdict in verdicts.items()} == {
            one.target_id: _news(one.verdict) for one in found
        }


def _news(verdict):
    return verdict.result, [(f.indicator, f.outcome) for f in verdict.findings]


async def test_a_late_observation_changes_what_is_known_not_what_was_known():
    """Both can be asked for."""
    world = World()
    await world.take(*a_feed(days_ago(40), days_ago(10), days_ago(38)))
    late = a_feed_look(days_ago(12), days_ago(14), complete_since=days_ago(40))
    world.clock.forward(DAY)
    await world.take(late)

    _, now = await ask(world, as_of=days_ago(10), target_ids=("a1",))
    _, then = await ask(world, request_id="r2", as_of=days_ago(10), target_ids=("a1",), known_by=NOW)

    assert Result.QUALIFIED is now[0].verdict.result
    assert Result.UNQUALIFIED is then[0].verdict.result


async def test_a_period_is_judged_at_its_end_with_the_facts_a_report_counts():
    """Visits known then are not forgotten because later ones were folded."""
    world = World()
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    end = days_ago(51)
    await world.take(*spaced_visits(end - 10 * DAY, days=10), *spaced_visits(days_ago(8), days=8))
    await world.take(*a_feed(days_ago(150), NOW, *looks_every(3 * DAY, days_ago(150), days_ago(60))))

    ready, found = await ask(world, period_from=first, period_to=last)

    account, website = found
    assert 2 == ready.targets
    assert account.publications[0].count > 20
    reachable = next(f for f in website.verdict.findings if f.indicator == "website.veto.unreachable")
    assert "met" == reachable.outcome
    assert last == website.verdict.as_of.astimezone(NOW.tzinfo).date()


async def test_a_look_soon_after_a_period_shows_what_was_published_in_it():
    """An inspection begins when the period is over; what could be judged without it is judged without it."""
    period = {"period_from": date(2026, 8, 1), "period_to": date(2026, 9, 30)}
    end = midnight(date(2026, 10, 1)) - timedelta(milliseconds=1)
    posts = looks_every(2 * DAY, days_ago(150), end)
    world = World(a_registry(an_account("a1"), an_account("a2"), an_account("a3"), an_account("a4")))
    await world.take(*a_feed(days_ago(150), end, *posts))
    late = [("a1", end + 5 * DAY), ("a2", end + 5 * DAY), ("a3", end + 50 * DAY)]
    for account, at in late:
        # What a2 published an hour after the period is not of it.
        silent = [*(post for post in posts if post < end - 20 * DAY), end + DAY / 24]
        shown = posts if account != "a2" else silent
        await world.take(a_feed_look(at, *shown, account_id=account, complete_since=days_ago(150)))
    before = dict(world.observations.kept)

    ready, found = await ask(world, as_of=end, **period)

    results = {one.target_id: one.verdict.result for one in found}
    assert {"a1": Result.QUALIFIED, "a2": Result.UNQUALIFIED} == {one: results[one] for one in ("a1", "a2")}
    assert {Result.UNDETERMINED} == {results["a3"], results["a4"]}
    assert {"a1": True, "a2": True, "a3": False, "a4": False} == {one.target_id: one.checked for one in found}
    assert {end} == {one.verdict.as_of for one in found}
    # The late look at a1 was not needed, that at a2 was.
    assert len(before) - 2 == world.assessments.runs[ready.request_id].events
    _, then = await ask(world, request_id="r2", as_of=end, known_by=end, **period)
    assert Result.UNDETERMINED is {one.target_id: one.verdict.result for one in then}["a2"]


async def test_what_people_enter_after_a_period_counts_for_it():
    """Tickets and findings of October entered in December of a later year; nothing that was seen is forgotten by it."""
    world = World()
    end = days_ago(51)
    await world.take(*a_feed(days_ago(150), end, *looks_every(2 * DAY, days_ago(150), end)))
    world.clock.now = NOW + 500 * DAY
    found_at = (end - 9 * DAY).isoformat()
    fault = {
        "indicator": "account.veto.fake_popularity",
        "found_at": found_at,
        "text": "购买粉丝",
        "outcome": "not_met",
    }
    account = {"target_kind": "account", "target_id": "a1"}
    await world.take(a_record(world.clock.now, **account, kind="finding", record_id="f1", fields=fault))
    ticket = {"received_at": found_at, "valid": True}
    await world.take(a_record(world.clock.now, kind="ticket", record_id="t1", fields=ticket))
    period = {"period_from": date(2026, 8, 1), "period_to": date(2026, 9, 30), "as_of": end}

    _, (a1, w1) = await ask(world, requested_at=world.clock.now, **period)
    _, (known_then, _) = await ask(world, request_id="r2", requested_at=world.clock.now, known_by=NOW, **period)

    assert Result.UNQUALIFIED is a1.verdict.result
    assert 1 == w1.tickets.received
    assert Result.QUALIFIED is known_then.verdict.result
    stale = next(one for one in a1.verdict.findings if one.indicator == "account.veto.stale_2w")
    assert Outcome.MET is stale.outcome


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["a1", "a2", "w1"]),
        ({"target_ids": ("a2",)}, ["a2"]),
        ({"unit_ids": ("U2",)}, ["a2", "w1"]),
        ({"target_ids": ("a1",), "unit_ids": ("U2",)}, ["a1", "a2", "w1"]),
    ],
    ids=["all", "a target", "a unit", "both"],
)
async def test_targets_are_chosen_by_themselves_or_their_unit(fields, expected):
    """Without a choice: all of the registry."""
    rows = (an_account("a1"), an_account("a2", unit_id="U2"), a_website("w1", unit_id="U2"))
    world = World(a_registry(a_unit("U2"), *rows))

    _, found = await ask(world, **fields)

    assert expected == [one.target_id for one in found]


async def test_what_is_out_of_scope_is_not_judged():
    """A closed website and a cancelled account."""
    world = World(a_registry(a_website("w1", status="closed"), an_account("a1", status="cancelled"), an_account("a2")))

    ready, found = await ask(world)

    assert ["a2"] == [one.target_id for one in found]
    assert 1 == ready.targets


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pack": "nowhere"}, ["指标体系“nowhere”", "xunjian packs list"]),
        ({"target_ids": ("w404",)}, ["名录中没有", "w404"]),
        ({"unit_ids": ("U404",)}, ["名录中没有", "U404"]),
    ],
    ids=["unknown pack", "unknown target", "unknown unit"],
)
async def test_what_cannot_be_answered_says_why_and_what_to_do(fields, words):
    """In Chinese, to whoever asked; nothing is left behind."""
    world = World()

    ready, found = await ask(world, **fields)

    assert all(word in ready.problem for word in words)
    assert ready in world.publisher.kept.values()
    assert ([], {}) == (found, world.assessments.runs)


async def test_without_a_registry_the_answer_says_so():
    """Nobody waits for what cannot come."""
    world = World()
    world.registry.loaded = None

    ready, _ = await ask(world)

    assert "还没有导入名录" in ready.problem


async def test_the_summary_says_what_the_judgements_rest_on():
    """Pack, registry, observations, and what a reader must know."""
    world = World()
    world.registry.put_in_force(a_registry(), effective_from=date(2026, 11, 1), is_fallback=True)
    await world.take(*a_feed(days_ago(3), NOW, days_ago(2)), a_visit(NOW))

    await ask(world, target_ids=("a1", "w1", "w404"))

    summary = world.assessments.runs["r1"]
    assert ("national", 8, 2, 2) == (summary.pack_id, summary.events, summary.targets, summary.registry_version)
    assert "checked" == summary.report_rules["denominator"]
    notes = "\n".join(summary.notes)
    assert "2026-11-01" in notes
    assert "w404" in notes


async def test_the_digest_is_of_what_went_in():
    """The same in any order of arrival; another with one more observation or another pack."""
    digests = []
    for events in ([0, 1, 2], [2, 0, 1], [0, 1]):
        world = World()
        looks = a_feed(days_ago(2), days_ago(1), days_ago(2))
        for n in events:
            await world.take(looks[n])
        await ask(world)
        digests.append(world.assessments.runs["r1"].digest)

    assert digests[0] == digests[1] != digests[2]


async def test_asking_again_gives_the_same_answer_without_judging_again():
    """A redelivered request is answered from what was kept."""
    world = World()
    first, _ = await ask(world)
    world.clock.forward(DAY)
    before = dict(world.assessments.kept)

    again, _ = await ask(world)

    assert first == again
    assert before == world.assessments.kept
    assert 1 == len([e for e in world.publisher.kept.values() if isinstance(e, AssessmentReady)])


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(4))
async def test_killed_at_any_step_it_is_answered_when_it_is_delivered_again(step, after):
    """The same judgements, one answer."""
    world = World()
    await world.take(*a_feed(days_ago(30), NOW, days_ago(20)))
    with pytest.raises(Killed):
        await world.evaluator(Killer(step, after=after)).assessor.answer(a_request())

    ready, found = await ask(world)

    assert 2 == ready.targets == len(found)
    assert 1 == len([e for e in world.publisher.kept.values() if isinstance(e, AssessmentReady)])


@pytest.mark.parametrize(("keep", "expires"), [(True, None), (False, NOW + 7 * DAY)], ids=["of a report", "other"])
async def test_answers_expire_unless_they_are_kept_for_a_report(keep, expires):
    """After a week by default."""
    world = World()

    await ask(world, keep=keep)

    assert expires == world.assessments.expiry["r1"]


class BusOfHandlers:
    """Takes down what is subscribed."""

    def __init__(self):
        self.handlers = {}

    def consume(self, consumer, handler):
        self.handlers[consumer.name] = handler

    def consume_batches(self, consumer, handler, *, size, linger):
        self.handlers[consumer.name] = handler


def handler_of(world):
    bus, evaluator = BusOfHandlers(), world.evaluator()
    subscribe(bus, evaluator.intake, evaluator.assessor, batch=1, linger=DAY)
    return bus.handlers[EVALUATOR_ASSESSMENTS.name]


def delivered(event, times=1):
    return Received(event, str(event.event_id()), times)


async def test_a_request_on_the_bus_is_answered():
    """And nothing else is taken for one."""
    world = World()
    handler = handler_of(world)

    await handler(delivered(a_request()))

    assert "r1" in world.assessments.runs
    stray = VisitDue(kind="website", target_id="w1", purpose="home", url="", slot="s", due_at=NOW)
    with pytest.raises(Permanent, match=r"visit\.due"):
        await handler(delivered(stray))


@pytest.mark.parametrize("times", [1, EVALUATOR_ASSESSMENTS.tries], ids=["first try", "last try"])
async def test_whoever_asked_is_told_of_a_failure_nobody_foresaw(times):
    """On the last try: until then it may pass."""
    world = World()

    class Failing(FakeAssessments):
        async def write(self, assessments, *, expires_at):
            raise ZeroDivisionError("unforeseen")

    world.assessments = Failing()
    with pytest.raises(ZeroDivisionError):
        await handler_of(world)(delivered(a_request(), times))

    problems = [e.problem for e in world.publisher.kept.values() if isinstance(e, AssessmentReady)]
    assert (["unforeseen" in p for p in problems]) == ([True] if times > 1 else [])


async def test_a_server_that_is_away_is_no_failure():
    """However often it was tried."""
    world = World()

    class Away(FakeAssessments):
        async def finished(self, request_id):
            raise Transient("away")

    world.assessments = Away()
    with pytest.raises(Transient):
        await handler_of(world)(delivered(a_request(), 99))

    assert {} == world.publisher.kept
    assert handlers.AHEAD


async def test_a_regime_that_scores_units_gets_their_scores():
    """鄂州 joins websites and accounts; the silent account cost its unit five points. Nationally there are none."""
    world = World()
    await world.take(*a_feed(days_ago(40), NOW, days_ago(39)))
    period = {"period_from": days_ago(30).date(), "period_to": days_ago(1).date()}

    evaluator = world.evaluator()
    await evaluator.assessor.answer(a_request(request_id="national", **period))
    world.packs.in_force = rules("ezhou")
    await evaluator.assessor.answer(a_request(request_id="joined", pack="ezhou", **period))

    joined, national = world.assessments.runs["joined"], world.assessments.runs["national"]
    assert [95] == [one.score for one in joined.unit_scores]
    assert [("account.veto.stale_2w", -5)] == [(item.indicator, item.points) for item in joined.unit_scores[0].items]
    assert () == national.unit_scores


async def test_the_regulators_own_work_is_judged_over_a_whole_period():
    """Only if all its targets were asked for; the pack's own words on reports go on, its silence does not."""
    world = World()
    await world.take(*a_feed(days_ago(40), NOW, days_ago(2)))
    period = {"period_from": days_ago(30).date(), "period_to": days_ago(1).date()}

    evaluator = world.evaluator()
    await evaluator.assessor.answer(a_request(request_id="one", target_ids=("a1",), **period))
    await evaluator.assessor.answer(a_request(request_id="moment"))
    world.packs.in_force = rules("liaoning")
    await evaluator.assessor.answer(a_request(request_id="all", pack="liaoning", **period))

    told = {finding.indicator: finding.outcome for finding in world.assessments.runs["all"].org_findings}
    assert Outcome.NOT_MET is told["org.check.site_ratio"]
    assert Outcome.MET is told["org.check.acct_ratio"]
    assert ((), ()) == (world.assessments.runs["one"].org_findings, world.assessments.runs["moment"].org_findings)
    assert {"rounding", "decimals", "denominator", "annual_due"} == set(world.assessments.runs["all"].report_rules)
