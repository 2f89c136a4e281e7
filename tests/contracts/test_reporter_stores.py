"""What every store of the reporter promises, in memory and in MongoDB alike."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest

from services.reporter.adapters.disk_folder import SUMS, DiskFolder
from services.reporter.adapters.mongo_judgements import MongoJudgements, MongoPlans, MongoRegistries
from services.reporter.adapters.mongo_orders import MongoOrders
from services.reporter.adapters.mongo_told import MongoTold
from services.reporter.compose import compose
from services.reporter.ports import State
from shared.contracts import ContactDisabled, NoticeFailed, NoticeSent, ReportRequested
from shared.contracts.assessment import UnitScore
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS
from shared.errors import BadInput, Transient
from shared.mongo import connect
from shared.registry.model import Registry
from shared.registry.store import import_registry
from tests import registry_builders as registry
from tests.component.reporter.world import a_plan
from tests.fakes.reporter_stores import FakeFolder, FakeJudgements, FakeOrders, FakePlans, FakeRegistries, FakeTold
from tests.report_builders import a_material, a_prefecture, a_summary, an_edition

NOW = datetime(2023, 11, 23, 1, tzinfo=UTC)


def a_request(report_id="r1", **given):
    fields = {"label": "2023Q4", "regime": "national", "out": "/out", "requested_at": NOW}
    fields |= {"period_from": date(2023, 10, 1), "period_to": date(2023, 12, 31)}
    return ReportRequested(report_id=report_id, **fields | given)


def a_report(label="2023Q4", **given):
    return compose(a_material(edition=an_edition(label=label, **given)))


class JudgementsToFill(MongoJudgements):
    """Filled as the evaluator fills it."""

    async def leave(self, summary, assessments):
        for each in assessments:
            await self._assessments.insert_one({**each.model_dump(mode="python"), "expires_at": None})
        run = {"_id": summary.request_id, **summary.model_dump(mode="json"), "expires_at": None}
        await self._runs.insert_one(run)


class PlansToDraw(MongoPlans):
    """Drawn as the console draws them."""

    async def draw(self, plan):
        await self._plans.insert_one({"_id": plan.key, **plan.model_dump(mode="json")})


@pytest.fixture(params=["memory", "mongodb"])
async def store(request):
    """Makes the store of the test's kind: a fake, or the adapter on a database of its own."""
    if request.param == "memory":
        fakes = {"orders": FakeOrders, "told": FakeTold, "judgements": FakeJudgements, "plans": FakePlans}
        yield lambda kind: _made(fakes[kind]())
        return
    database = connect(request.getfixturevalue("mongo_url"), request.getfixturevalue("mongo_database"))
    adapters = {"orders": MongoOrders, "told": MongoTold, "judgements": JudgementsToFill, "plans": PlansToDraw}
    yield lambda kind: _made(adapters[kind](database))
    database.client.close()


async def _made(made):
    if hasattr(made, "prepare"):
        await made.prepare()
        await made.prepare()
    return made


async def written(orders, report_id="r1", report=None, *, at=NOW, **given):
    """An order that was opened and finished with this report."""
    report = report or a_report()
    order = await orders.open(a_request(report_id, **given))
    update = {"state": State.WRITTEN, "digest": report.digest, "version": report.version, "finished_at": at}
    return await orders.finish(order.model_copy(update=update), report)


# -- orders ----------------------------------------------------------------------------------------------------------


async def test_an_order_is_opened_once(store):
    """The same request again is the same order, also after it was finished."""
    orders = await store("orders")

    first = await orders.open(a_request())
    again = await orders.open(a_request())
    done = await written(orders)

    assert first == again
    assert State.REQUESTED is first.state
    assert done == await orders.open(a_request())
    assert done == await orders.get("r1")


async def test_an_order_nobody_placed_is_none(store):
    """And not an error."""
    orders = await store("orders")

    assert await orders.get("unknown") is None


async def test_the_first_to_finish_wins(store):
    """Who comes second gets what stands, and changes nothing."""
    orders = await store("orders")
    first = await written(orders)

    second = await written(orders, at=NOW + timedelta(hours=1))
    failed = await orders.finish(first.model_copy(update={"state": State.FAILED, "problem": "x"}), None)

    assert first == second == failed == await orders.get("r1")


async def test_the_previous_report_is_the_newest_of_the_latest_period_before(store):
    """Of the same regime, ended before this one began; a correction counts, a failure does not."""
    orders = await store("orders")
    q2 = {"period_from": date(2023, 4, 1), "period_to": date(2023, 6, 30)}
    q3 = {"period_from": date(2023, 7, 1), "period_to": date(2023, 9, 30)}
    corrected = a_report("2023Q3").model_copy(update={"version": 2})
    await written(orders, "q3-2", corrected, at=NOW - timedelta(days=1), **q3)
    await written(orders, "q3-1", a_report("2023Q3"), **q3)
    await written(orders, "q2", a_report("2023Q2"), **q2)
    await written(orders, "other", a_report("other"), **q3, regime="liaoning")
    await written(orders, "overlapping", a_report("late"), period_from=date(2023, 9, 30), period_to=date(2023, 10, 1))
    failed = await orders.open(a_request("failed", period_from=date(2023, 9, 1), period_to=date(2023, 9, 30)))
    await orders.finish(failed.model_copy(update={"state": State.FAILED, "finished_at": NOW}), None)

    assert corrected == await orders.previous(a_request())
    assert await orders.previous(a_request(**q2)) is None


async def test_an_interim_report_is_no_previous_one(store):
    """What was written while its period ran is compared with nothing and part of nothing; it can be corrected."""
    orders = await store("orders")
    q3 = {"period_from": date(2023, 7, 1), "period_to": date(2023, 9, 30)}
    report = a_report("2023Q3")
    order = await orders.open(a_request("interim", **q3))
    update = {"state": State.WRITTEN, "digest": report.digest, "finished_at": NOW, "is_provisional": True}
    await orders.finish(order.model_copy(update=update), report)

    assert await orders.previous(a_request()) is None
    assert () == await orders.within(a_request(period_from=date(2023, 1, 1), period_to=date(2023, 12, 31)))
    assert report == await orders.corrected(a_request(**q3))


async def test_the_corrected_report_is_the_newest_of_the_very_same_days(store):
    """An order is not its own predecessor."""
    orders = await store("orders")
    second = a_report().model_copy(update={"version": 2})
    await written(orders, "first")
    await written(orders, "second", second)
    await written(orders, "month", a_report("2023-10"), period_to=date(2023, 10, 31))

    assert second == await orders.corrected(a_request("third"))
    assert a_report() == await orders.corrected(a_request("second"))
    assert await orders.corrected(a_request("x", regime="liaoning")) is None


async def test_the_reports_within_are_those_of_shorter_periods(store):
    """Each once, in their order, without the period itself."""
    orders = await store("orders")
    year = {"period_from": date(2023, 1, 1), "period_to": date(2023, 12, 31)}
    first = {"first": date(2023, 1, 1), "last": date(2023, 3, 31)}
    last = {"first": date(2023, 10, 1), "last": date(2023, 12, 31)}
    await written(orders, "q4", a_report("2023Q4", **last))
    await written(orders, "q1", a_report("2023Q1", **first), period_from=first["first"], period_to=first["last"])
    await written(orders, "year", a_report("2023"), **year)
    await written(orders, "before", a_report("2022Q4"), period_from=date(2022, 10, 1), period_to=date(2022, 12, 31))

    assert ["2023Q1", "2023Q4"] == [each.period.label for each in await orders.within(a_request("year-2", **year))]


async def test_the_deadline_of_a_regime_is_that_of_its_newest_report(store):
    """Regimes without one are not named; the latest period counts, not the latest day of writing."""
    orders = await store("orders")
    q3 = {"period_from": date(2023, 7, 1), "period_to": date(2023, 9, 30)}
    for report_id, regime, day, days in (
        ("q4", "shaanxi", date(2024, 2, 20), {}),
        ("q3", "shaanxi", date(2023, 11, 20), q3),
        ("other", "national", None, {}),
    ):
        order = await orders.open(a_request(report_id, regime=regime, **days))
        update = {"state": State.WRITTEN, "digest": "x", "finished_at": NOW, "publish_by": day}
        await orders.finish(order.model_copy(update=update), a_report())

    assert {"shaanxi": date(2024, 2, 20)} == await orders.publish_by()


async def test_a_large_dataset_is_kept_whole(store):
    """With everything a report can say."""
    orders = await store("orders")
    report = compose(a_prefecture())
    await written(orders, "r1", report)

    kept = await orders.corrected(a_request("r2"))

    assert report.canonical() == kept.canonical()


# -- told ------------------------------------------------------------------------------------------------------------


async def test_a_notice_is_noted_once(store):
    """Every kind, in order of time, the moments at both ends included."""
    told = await store("told")
    sent = NoticeSent(warning_id="w1", unit_id="u1", channel="smtp", step="fault", at=NOW)
    failed = NoticeFailed(warning_id="w2", unit_id="u1", channel="smtp", step="fault", at=NOW - timedelta(hours=1))
    late = sent.model_copy(update={"at": NOW + timedelta(milliseconds=1)})
    gone = ContactDisabled(unit_id="u1", channel="smtp", contact="x@x.example", at=failed.at + timedelta(minutes=1))
    for event_id, notice in (("e1", sent), ("e2", failed), ("e1", sent), ("e3", late), ("e4", gone)):
        await told.note(event_id, notice)

    assert (failed, gone, sent) == await told.between(failed.at, NOW)


# -- judgements ------------------------------------------------------------------------------------------------------


async def test_judgements_come_as_the_evaluator_left_them(store):
    """By target; fields that are the evaluator's own are not in the way."""
    judgements = await store("judgements")
    material = a_prefecture()
    summary = a_summary(unit_scores=(UnitScore(unit_id="u1", score=97.9),))
    await judgements.leave(summary, material.assessments)

    assert (summary, tuple(sorted(material.assessments, key=lambda each: each.target_id))) == await judgements.of("r1")


async def test_judgements_that_are_not_there_may_still_come(store):
    """So the event that announces them is tried again."""
    judgements = await store("judgements")

    with pytest.raises(Transient):
        await judgements.of("r1")


# -- plans ------------------------------------------------------------------------------------------------------------


async def test_a_plan_is_that_of_its_regime_and_period(store):
    """Of another period, or of none, everybody is meant."""
    plans = await store("plans")
    await plans.draw(a_plan(("w1", "a1"), first=date(2023, 10, 1), last=date(2023, 12, 31)))

    assert frozenset({"w1", "a1"}) == await plans.of(a_request())
    assert await plans.of(a_request(regime="liaoning")) is None
    assert await plans.of(a_request(period_to=date(2023, 12, 30))) is None


# -- registries ------------------------------------------------------------------------------------------------------


async def test_without_a_registry_a_person_must_act(mongo_url, mongo_database):
    """It says so; afterwards the registry of the day is taken."""
    database = connect(mongo_url, mongo_database)
    registries = MongoRegistries(database)
    for empty in (registries, FakeRegistries()):
        with pytest.raises(BadInput, match="registry import"):
            await empty.on(date(2023, 12, 31))
    rows = Registry.of([registry.a_unit(), registry.a_website(), registry.a_column(), registry.an_account()])
    await import_registry(database, rows, effective_from=date(2023, 1, 1), imported_at=NOW, source="test")

    found = await registries.on(date(2023, 12, 31))
    database.client.close()

    assert ["W1", "A1"] == [target.id for target in found.targets]
    assert found.units[0].is_government


# -- folders ---------------------------------------------------------------------------------------------------------

FILES = (("report.json", b'{"version": 1}'), ("notice.docx", b"one"), ("units/u1.xlsx", b"sheet"))
NEWER = (("report.json", b'{"version": 2}'), ("notice.docx", b"two"))


@pytest.mark.parametrize("folder", [FakeFolder(), DiskFolder()], ids=["memory", "disk"])
def test_files_are_named_in_the_order_they_came(folder, tmp_path):
    """Below the folder, which is made."""
    made = folder.write(tmp_path / "deep" / "out", FILES)

    assert [tmp_path / "deep" / "out" / name for name, _ in FILES] == list(made)


def test_written_again_nothing_is_new(tmp_path):
    """The same files, no drafts, no versions; the list of sums names them all."""
    for _ in range(2):
        DiskFolder().write(tmp_path, FILES)

    assert sorted([*(name for name, _ in FILES), SUMS]) == below(tmp_path)
    assert 3 == len((tmp_path / SUMS).read_text().splitlines())


def test_an_earlier_version_is_kept(tmp_path):
    """All its files, under its version; what the new one has not is not left beside it."""
    DiskFolder().write(tmp_path, FILES)
    DiskFolder().write(tmp_path, NEWER)

    kept = {name: (tmp_path / "versions/1" / name).read_bytes() for name, _ in FILES}
    assert dict(FILES) == kept
    assert {"notice.docx", "report.json", SUMS} == {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert {"version": 2} == json.loads((tmp_path / "report.json").read_text())


def test_what_a_person_edited_is_kept(tmp_path):
    """The official changed the notice and had the report written again."""
    DiskFolder().write(tmp_path, FILES)
    (tmp_path / "notice.docx").write_bytes(b"edited")
    DiskFolder().write(tmp_path, FILES)
    (tmp_path / "notice.docx").write_bytes(b"edited again")
    for _ in range(2):
        DiskFolder().write(tmp_path, FILES)

    assert b"edited" == (tmp_path / "versions/1/notice.docx").read_bytes()
    assert b"edited again" == (tmp_path / "versions/1.2/notice.docx").read_bytes()
    assert b"one" == (tmp_path / "notice.docx").read_bytes()
    assert not (tmp_path / "versions/1.3").exists()


def test_what_does_not_belong_to_the_report_is_left_alone(tmp_path):
    """A file of the user beside it; a list that names something outside."""
    (tmp_path / "my.txt").write_text("mine")
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.write_text("theirs")
    DiskFolder().write(tmp_path, FILES)
    with (tmp_path / SUMS).open("a") as sums:
        sums.write(f"{'0' * 64}  ../{outside.name}\n")
    DiskFolder().write(tmp_path, NEWER)

    assert "mine" == (tmp_path / "my.txt").read_text()
    assert "theirs" == outside.read_text()


def test_a_file_in_the_way_is_told(tmp_path):
    """In Chinese, with the remedy; nothing of the report is there."""
    (tmp_path / "out").write_text("a file")

    with pytest.raises(BadInput, match=r"不能写入 .*--out"):
        DiskFolder().write(tmp_path / "out", FILES)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path):
    """The same way."""
    (tmp_path / "out").mkdir(mode=0o500)

    with pytest.raises(BadInput, match="Permission denied"):
        DiskFolder().write(tmp_path / "out", FILES)


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_collections_are_those_of_the_contract():
    """What is read here is what the evaluator writes."""
    assert ("assessments", "assessment_runs") == (ASSESSMENTS, ASSESSMENT_RUNS)
