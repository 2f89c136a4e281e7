"""What every store of the evaluator promises, in memory and in MongoDB alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.evaluator.adapters.mongo_assessments import MongoAssessments
from services.evaluator.adapters.mongo_dossiers import MongoDossiers
from services.evaluator.adapters.mongo_observations import MongoObservations
from services.evaluator.adapters.mongo_verdicts import MongoVerdicts
from services.evaluator.adapters.registry_subjects import RegistrySubjects
from services.evaluator.dossier import Dossier
from services.evaluator.kept import KeptDossier, Said
from services.evaluator.ports import Standing
from shared.contracts.assessment import Assessment, AssessmentSummary, Letters, Publication
from shared.contracts.collections import ASSESSMENTS, CURRENT_VERDICTS, OBSERVATIONS, VERDICTS
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Verdict, VerdictChanged
from shared.errors import BadInput
from shared.mongo import connect
from shared.registry.store import CurrentRegistry
from tests.builders import (
    NOW,
    a_board_look,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_letter,
    a_record,
    a_verdict,
    a_visit,
    a_website,
    an_account,
    days_ago,
    folded,
)
from tests.evaluator_world import Clock, a_registry, put_in_force
from tests.fakes.evaluator_stores import (
    FakeAssessments,
    FakeDossiers,
    FakeObservations,
    FakeSubjects,
    FakeVerdicts,
)
from tests.fakes.registry import FixedRegistry

SECOND = timedelta(seconds=1)
YEAR = timedelta(days=400)

EVERYTHING = (
    a_visit(days_ago(1)),
    a_visit(days_ago(2), outcome="failed", reason="timeout"),
    a_home_look(NOW, days_ago(1), days_ago(3), complete_since=days_ago(20)),
    a_column_look(NOW, days_ago(5), None),
    a_column_look(NOW, column="c2"),
    a_board_look(NOW, a_letter("m1", asked_at=days_ago(100)), a_letter("m2", asked_at=days_ago(9), replied_at=NOW)),
    a_record(NOW, fields={"points": 2, "who": "某办", "days": [1, 2]}),
)


@pytest.fixture(params=["memory", "mongodb", "mongodb, some in memory"])
async def store(request):
    """Makes the store of the test's kind: a fake, or the adapter on a database of its own."""
    if request.param == "memory":
        fakes = {"dossiers": FakeDossiers, "verdicts": FakeVerdicts, "observations": FakeObservations}
        yield lambda kind: _made((fakes | {"assessments": FakeAssessments})[kind]())
        return
    database = connect(request.getfixturevalue("mongo_url"), request.getfixturevalue("mongo_database"))
    adapters = {
        "dossiers": lambda db: MongoDossiers(db, in_memory=2 if "some" in request.param else 0),
        "verdicts": VerdictsWithChain,
        "observations": lambda db: MongoObservations(db, kept_for=YEAR, piece=3),
        "assessments": AssessmentsWithOf,
    }
    yield lambda kind: _made(adapters[kind](database))
    database.client.close()


async def _made(made):
    if hasattr(made, "prepare"):
        await made.prepare()
        await made.prepare()
    return made


class VerdictsWithChain(MongoVerdicts):
    """Read back as others read them."""

    def __init__(self, database):
        super().__init__(database)
        self.documents = database[VERDICTS]

    async def chain(self, target_id):
        cursor = self.documents.find({"target_id": target_id}).sort("number", 1)
        return [(one["number"], _change(one), one["published"]) async for one in cursor]

    async def in_force(self, target_id):
        document = await self.documents.database[CURRENT_VERDICTS].find_one({"_id": target_id}, {"_id": 0})
        return Verdict.model_validate(document) if document else None


class AssessmentsWithOf(MongoAssessments):
    """Read back as others read them."""

    def __init__(self, database):
        super().__init__(database)
        self.documents = database[ASSESSMENTS]

    async def of(self, request_id):
        cursor = self.documents.find({"request_id": request_id}, {"_id": 0, "expires_at": 0}).sort("target_id", 1)
        return [Assessment.model_validate(one) async for one in cursor]


def _change(document):
    verdict = {name: value for name, value in document.items() if name in Verdict.model_fields}
    chain = {name: value for name, value in document.items() if name in VerdictChanged.model_fields}
    return VerdictChanged(verdict=Verdict.model_validate(verdict), **chain)


def kept(target="w1", *events, said=None, **fields):
    dossier = folded(*events) if events else Dossier(target)
    return KeptDossier(dossier=dossier, said=said and Said.of(said), **fields)


def said(target="w1", at=NOW):
    verdict = a_verdict(a_website(id=target), a_visit(days_ago(1), website_id=target), as_of=at)
    return VerdictChanged(verdict=verdict, changed=("website.veto.unreachable",))


# -- dossiers --------------------------------------------------------------------------------------------------------


async def test_a_dossier_comes_back_as_it_was_saved(store):
    """Every fact survives, and so does the end of the chain of verdicts."""
    dossiers = await store("dossiers")
    saved = kept("w1", *EVERYTHING, said=said(), number=3, unsaid=True, judged_under="x", next_change_at=NOW)
    saved = replace(saved, shown_at=days_ago(1))

    lost = await dossiers.save([saved])

    assert set() == lost
    assert {"w1": replace(saved, version=1)} == await dossiers.load(["w1"])


async def test_a_target_nobody_knows_has_an_empty_dossier(store):
    """It is version 0, so that exactly one can save it first."""
    dossiers = await store("dossiers")

    assert {"new": KeptDossier(dossier=Dossier("new"))} == await dossiers.load(["new"])


async def test_many_dossiers_come_with_one_load(store):
    """Known and unknown together, by target."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1"), kept("w2")])

    loaded = await dossiers.load(["w1", "w2", "w3"])

    assert {"w1": 1, "w2": 1, "w3": 0} == {name: one.version for name, one in loaded.items()}


@pytest.mark.parametrize("saves", [0, 1, 2], ids=["new", "saved once", "saved twice"])
async def test_of_two_who_loaded_the_same_version_one_loses(store, saves):
    """The loser is named and nothing of it is kept; the others of its batch are."""
    dossiers = await store("dossiers")
    for _ in range(saves):
        await dossiers.save(list((await dossiers.load(["w1"])).values()))
    (mine,) = (await dossiers.load(["w1"])).values()

    won = await dossiers.save([replace(mine, judged_under="winner")])
    lost = await dossiers.save([replace(mine, judged_under="loser"), kept("w2")])

    assert set() == won
    assert {"w1"} == lost
    after = await dossiers.load(["w1", "w2"])
    assert ("winner", saves + 1) == (after["w1"].judged_under, after["w1"].version)
    assert 1 == after["w2"].version


LATER = NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param([a_column_look(LATER, days_ago(0))], id="another look at a page"),
        pytest.param(
            [a_column_look(LATER, days_ago(0), column="c3"), a_column_look(LATER, column="c4")], id="new pages"
        ),
        pytest.param([a_visit(LATER)], id="a visit"),
        pytest.param([a_board_look(LATER, a_letter("m1", asked_at=days_ago(100), replied_at=LATER))], id="a letter"),
        pytest.param([a_record(LATER, fields={"points": 1})], id="a record"),
        pytest.param([a_visit(LATER + timedelta(days=399))], id="most is forgotten"),
        pytest.param([], id="nothing"),
    ],
)
async def test_what_is_saved_again_comes_back_whole(store, more):
    """Whoever loads it, and whatever of it was written again."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1", *EVERYTHING, said=said(), number=1, judged_under="r")])
    (one,) = (await dossiers.load(["w1"])).values()
    grown = replace(one, dossier=folded(*more, onto=one.dossier), next_change_at=NOW, shown_at=LATER)

    assert set() == await dossiers.save([grown])

    another = dossiers if isinstance(dossiers, FakeDossiers) else await store("dossiers")
    assert {"w1": replace(grown, version=2)} == await another.load(["w1"])


async def test_of_many_saved_again_only_those_lose_that_another_has_saved(store):
    """The others are kept, and nothing of the losers."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1"), kept("w2")])
    loaded = await dossiers.load(["w1", "w2"])
    rival = dossiers if isinstance(dossiers, FakeDossiers) else await store("dossiers")
    await rival.save([replace((await rival.load(["w2"]))["w2"], judged_under="rival")])

    lost = await dossiers.save([replace(one, judged_under="mine") for one in loaded.values()])

    assert {"w2"} == lost
    after = await rival.load(["w1", "w2"])
    assert {"w1": ("mine", 2), "w2": ("rival", 2)} == {
        name: (one.judged_under, one.version) for name, one in after.items()
    }


@pytest.mark.parametrize(
    ("changed", "look"),
    [
        pytest.param({"unsaid": True}, lambda dossiers: dossiers.unsaid(10), id="not told"),
        pytest.param({"next_change_at": NOW}, lambda dossiers: dossiers.due(NOW, 10), id="due"),
        pytest.param({"judged_under": "r2"}, lambda dossiers: dossiers.judged_under(), id="under other rules"),
    ],
)
async def test_what_another_left_behind_is_loaded_as_it_left_it(store, changed, look):
    """Also by one who saved it before: the other may never come back to it."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1", said=said(), number=1)])
    (one,) = (await dossiers.load(["w1"])).values()
    another = dossiers if isinstance(dossiers, FakeDossiers) else await store("dossiers")
    left = replace(one, **changed)
    await another.save([left])

    assert "w1" in await look(dossiers)

    assert {"w1": replace(left, version=2)} == await dossiers.load(["w1"])


async def test_who_lost_loads_what_won(store):
    """Whatever it holds in memory."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1")])
    (mine,) = (await dossiers.load(["w1"])).values()
    rival = dossiers if isinstance(dossiers, FakeDossiers) else await store("dossiers")
    await rival.save([replace(mine, judged_under="rival")])

    assert {"w1"} == await dossiers.save([replace(mine, judged_under="mine")])

    assert "rival" == (await dossiers.load(["w1"]))["w1"].judged_under


async def test_saving_nothing_is_nothing(store):
    """An empty batch needs no server."""
    dossiers = await store("dossiers")

    assert set() == await dossiers.save([])
    await dossiers.settle([])


async def test_a_settled_verdict_is_no_longer_unsaid(store):
    """Settling leaves the version alone, so that nobody loses by it."""
    dossiers = await store("dossiers")
    one = kept("w1", said=said(), number=1, unsaid=True)
    await dossiers.save([one])

    assert ["w1"] == await dossiers.unsaid(10)
    await dossiers.settle([one])

    assert [] == await dossiers.unsaid(10)
    assert 1 == (await dossiers.load(["w1"]))["w1"].version


async def test_settling_an_older_verdict_leaves_the_newer_one_unsaid(store):
    """Another replica has gone on meanwhile."""
    dossiers = await store("dossiers")
    one = kept("w1", said=said(), number=1, unsaid=True)
    await dossiers.save([one])
    await dossiers.save([replace(one, version=1, number=2)])

    await dossiers.settle([one])

    assert ["w1"] == await dossiers.unsaid(10)


async def test_due_are_those_whose_moment_has_come_most_overdue_first(store):
    """At the moment itself it is due; without a moment never."""
    dossiers = await store("dossiers")
    moments = {"late": NOW - SECOND, "now": NOW, "soon": NOW + SECOND, "never": None, "latest": NOW - 2 * SECOND}
    await dossiers.save([kept(name, next_change_at=at) for name, at in moments.items()])

    assert ["latest", "late", "now"] == await dossiers.due(NOW, 10)
    assert ["latest"] == await dossiers.due(NOW, 1)


async def test_judged_under_tells_of_every_target(store):
    """Also of those that are not judged."""
    dossiers = await store("dossiers")
    await dossiers.save([kept("w1", judged_under="r1"), kept("w2")])

    assert {"w1": "r1", "w2": ""} == await dossiers.judged_under()


async def test_standing_counts_results_reasons_and_looks(store):
    """Of the targets asked for; what is overdue or unsaid counts whoever it is."""
    dossiers = await store("dossiers")
    verdict = said()
    await dossiers.save(
        [
            kept("w1", *EVERYTHING, said=verdict, number=1, unsaid=True, judged_under="r", next_change_at=NOW),
            kept("w2"),
            kept("w3", said=said("w3"), judged_under="r"),
        ]
    )

    standing = await dossiers.standing(["w1", "w2"], now=NOW, looked_since=days_ago(1))

    open_questions = [f.reason for f in verdict.verdict.findings if f.outcome is Outcome.UNDETERMINED]
    assert open_questions
    assert {"undetermined": 1, "none": 1} == standing.results
    assert {reason: open_questions.count(reason) for reason in open_questions} == standing.reasons
    assert (1, NOW, 1) == (standing.looked_at, standing.overdue_since, standing.unsaid)


async def test_standing_of_nobody_is_empty(store):
    """Before anything was imported."""
    dossiers = await store("dossiers")

    assert Standing() == await dossiers.standing([], now=NOW, looked_since=NOW)


# -- verdicts --------------------------------------------------------------------------------------------------------


async def test_a_verdict_is_written_whole_and_once(store):
    """Writing it again changes nothing, not even that it is published."""
    verdicts = await store("verdicts")
    one = kept("w1", said=said(), number=1)

    await verdicts.write([one])
    await verdicts.published([one.verdict.verdict_id])
    await verdicts.write([one])

    assert [(1, one.event, True)] == await verdicts.chain("w1")


async def test_the_chain_of_a_target_is_in_order(store):
    """Each verdict has its number and says which came before."""
    verdicts = await store("verdicts")
    first, second = said(at=days_ago(1)), said()
    second = second.model_copy(
        update={"previous_verdict_id": first.verdict.verdict_id, "previous_result": first.verdict.result}
    )

    await verdicts.write([kept("w1", said=second, number=2), kept("w2", said=said("w2"), number=1)])
    await verdicts.write([kept("w1", said=first, number=1)])

    assert [(1, first, False), (2, second, False)] == await verdicts.chain("w1")


async def test_the_newest_judgement_is_in_force(store):
    """An older one that comes late changes nothing; one that is hidden is gone."""
    verdicts = await store("verdicts")
    older, newer = said(at=days_ago(1)).verdict, said().verdict

    await verdicts.show([older, said("w2").verdict])
    await verdicts.show([newer])
    await verdicts.show([older])
    shown = await verdicts.in_force("w1")
    await verdicts.hide(["w1", "nobody"])

    assert newer == shown
    assert await verdicts.in_force("w1") is None
    assert await verdicts.in_force("w2") is not None


# -- observations ----------------------------------------------------------------------------------------------------


def seen(*events):
    return [(str(event.event_id()), event) for event in events]


async def histories(observations, *targets, **limits):
    return [piece async for piece in observations.histories(targets, **{"until": NOW, **limits})]


async def test_observations_come_back_by_target_in_the_order_of_time(store):
    """A target comes in pieces, one after the other, never mixed with another."""
    observations = await store("observations")
    probes = [a_visit(days_ago(n)) for n in range(7)]
    feed = a_feed_look(NOW, days_ago(1))
    await observations.add(seen(*probes[::2], feed, *probes[1::2]), received_at=NOW)

    found = await histories(observations, "a1", "w1", "nobody")

    pieces = [("a1", seen(feed))] + [("w1", seen(*probes[::-1][n : n + 3])) for n in (0, 3, 6)]
    assert pieces == found


async def test_every_kind_of_observation_comes_back_as_it_was(store):
    """Bodies are kept as they came."""
    observations = await store("observations")
    await observations.add(seen(*EVERYTHING), received_at=NOW)

    found = [one for _, piece in await histories(observations, "w1") for one in piece]

    assert sorted(seen(*EVERYTHING)) == sorted(found)


async def test_a_body_that_came_is_kept_as_it_came(store):
    """Read back it is the same observation, however it was written."""
    observations = await store("observations")
    known = seen(*EVERYTHING)
    bodies = {event_id: event.model_dump_json(indent=1).encode() for event_id, event in known[1:]}
    await observations.add(known, received_at=NOW, bodies=bodies)

    found = [one for _, piece in await histories(observations, "w1") for one in piece]

    assert sorted(known) == sorted(found)


async def test_what_is_kept_already_stays_as_it_is(store):
    """The moment of the first arrival counts; the new ones of the batch are kept."""
    observations = await store("observations")
    one, other = a_visit(days_ago(2)), a_visit(days_ago(1))
    await observations.add(seen(one), received_at=days_ago(2))
    await observations.add(seen(one, other, one), received_at=NOW)

    assert [("w1", seen(one))] == await histories(observations, "w1", known_by=days_ago(1))
    assert [("w1", seen(one, other))] == await histories(observations, "w1")


async def test_what_was_observed_at_the_moment_asked_for_counts(store):
    """A second later does not."""
    observations = await store("observations")
    before, at, after = a_visit(NOW - SECOND), a_visit(NOW), a_visit(NOW + SECOND)
    await observations.add(seen(before, at, after), received_at=NOW)

    assert [("w1", seen(before, at))] == await histories(observations, "w1")


async def test_what_people_enter_later_comes_last(store):
    """Up to its own moment, of targets that were observed and of others; what is seen later does not come."""
    observations = await store("observations")
    look, late_look = a_visit(days_ago(9)), a_visit(days_ago(1))
    early, late, too_late = (a_record(days_ago(n), record_id=f"t{n}") for n in (8, 2, 0.5))
    other = a_record(days_ago(2), target_id="w2", record_id="t3")
    first = a_record(days_ago(2), target_id="w0", record_id="t4")
    await observations.add(seen(late, look, late_look, early, other, too_late, first), received_at=NOW)

    found = await histories(observations, "w0", "w1", "w2", until=days_ago(7), recorded_until=days_ago(1))

    joined = [(name, one) for name, piece in found for one in piece]
    wanted = [("w0", first), ("w1", look), ("w1", early), ("w1", late), ("w2", other)]
    assert [(name, *seen(one)) for name, one in wanted] == joined
    assert [("w1", seen(look, early))] == await histories(observations, "w0", "w1", "w2", until=days_ago(7))


# -- assessments -----------------------------------------------------------------------------------------------------


def an_assessment(request="r1", target="a1", **fields):
    return Assessment(
        request_id=request,
        target_kind=TargetKind.ACCOUNT,
        target_id=target,
        verdict=a_verdict(an_account(id=target)),
        months={"2026-10": "合格"},
        publications=(Publication(id=target, name="甲", category="account", unit_id="u1", count=3),),
        letters=Letters(open=1, answer_days=(0.5, 3.0)),
        **fields,
    )


def a_summary(request="r1", **fields):
    known = {
        "request_id": request,
        "pack_id": "national",
        "pack_version": "1",
        "as_of": NOW,
        "period_from": days_ago(90).date(),
        "period_to": NOW.date(),
        "events": 3,
        "digest": "d",
        "registry_version": 1,
        "targets": 1,
        "notes": ("某",),
        "report_rules": {"rounding": "half_up", "groups": ["甲"]},
        "answered_at": NOW,
    }
    return AssessmentSummary(**{**known, **fields})


async def test_assessments_come_back_and_doing_it_again_replaces_them(store):
    """One for each request and target."""
    assessments = await store("assessments")
    await assessments.write([an_assessment(), an_assessment(target="a2")], expires_at=NOW)
    await assessments.write([an_assessment(checked=False), an_assessment("r2")], expires_at=None)

    assert [an_assessment(checked=False), an_assessment(target="a2")] == await assessments.of("r1")
    assert [an_assessment("r2")] == await assessments.of("r2")


async def test_a_request_is_answered_once_its_summary_is_kept(store):
    """Before that it is not."""
    assessments = await store("assessments")

    before = await assessments.finished("r1")
    await assessments.finish(a_summary(), expires_at=NOW + YEAR)

    assert before is None
    assert a_summary() == await assessments.finished("r1")


# -- subjects --------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "mongodb"])
async def subjects(request):
    """Makes the subjects of a registry, or of none."""
    if request.param == "memory":

        async def fake(registry=None):
            return FakeSubjects(FixedRegistry(registry))

        yield fake
        return
    database = connect(request.getfixturevalue("mongo_url"), request.getfixturevalue("mongo_database"))

    async def real(registry=None):
        if registry:
            await put_in_force(database, registry)
        return RegistrySubjects(database, CurrentRegistry(database, Clock()))

    yield real
    database.client.close()


async def test_without_a_registry_nobody_is_judged(subjects):
    """What is observed meanwhile is kept; a request for a day cannot be answered."""
    found = await subjects()

    assert {} == (await found.current()).subjects
    with pytest.raises(BadInput, match="还没有导入名录"):
        await found.on(NOW.date())


async def test_websites_and_accounts_are_subjects_with_all_that_rules_ask(subjects):
    """A website brings its columns and boards."""
    roll = await (await subjects(a_registry())).current()

    assert ["w1", "a1"] == list(roll.subjects)
    website, account = roll.subjects.values()
    assert (["c1"], ["b1"]) == ([c.id for c in website.columns], [b.id for b in website.boards])
    assert ("wechat_subscription", "active", "U1") == (account.platform, account.status, account.unit_id)


async def test_the_roll_is_the_same_until_another_registry_is_in_force(subjects):
    """So that nothing is judged again without need."""
    found = await subjects(a_registry())

    assert await found.current() is await found.current()
    assert (await found.current()).words == (await found.on(NOW.date())).words


# -- MongoDB alone ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


async def test_the_retention_follows_the_settings(database):
    """A changed one changes the index that is there."""
    for days in (400, 30):
        await MongoObservations(database, kept_for=timedelta(days=days)).prepare()

    indexes = await database[OBSERVATIONS].index_information()

    assert 30 * 86400 == indexes["expiry"]["expireAfterSeconds"]


async def test_what_is_asked_for_often_is_found_by_an_index(database):
    """No query of the running system reads a whole collection."""
    dossiers = MongoDossiers(database)
    await dossiers.prepare()
    await MongoVerdicts(database).prepare()
    plans = [
        await database.dossiers.find({"next_change_at": {"$lte": NOW}}).sort("next_change_at", 1).explain(),
        await database.dossiers.find({"unsaid": True}).explain(),
        await database.verdicts.find({"target_id": "w1"}).sort([("as_of", -1), ("number", -1)]).explain(),
    ]

    assert all("IXSCAN" in str(plan["queryPlanner"]["winningPlan"]) for plan in plans)
