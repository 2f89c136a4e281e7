"""From a request to a finished report, whatever is delivered twice or goes wrong on the way."""

import json
from datetime import UTC, date, datetime

import pytest

from services.reporter.ports import State
from shared.contracts import NoticeSent
from shared.errors import Permanent, Transient
from tests.component.reporter.world import NOW, OUT, World, a_plan, a_ready, a_request


async def test_a_request_asks_for_the_judgements_of_its_period():
    """To be kept for good, under the pack of the regime, as of the period's last moment."""
    world = World()
    await world.request(a_request())

    (asked,) = world.asked()
    assert ("report-r1", "national", True) == (asked.request_id, asked.pack, asked.keep)
    assert (date(2023, 8, 1), date(2023, 10, 31)) == (asked.period_from, asked.period_to)
    assert datetime(2023, 10, 31, 15, 59, 59, 999000, tzinfo=UTC) == asked.as_of


async def test_a_period_that_is_not_over_is_judged_as_of_now():
    """Nobody is judged by a future nobody has seen."""
    world = World()
    await world.request(a_request(period_to=date(2023, 12, 31)))

    assert [NOW] == [asked.as_of for asked in world.asked()]


async def test_a_period_that_has_not_begun_is_refused():
    """Nobody is asked to judge it, and the answer says when it is."""
    world = World()
    await world.request(a_request(period_from=date(2023, 11, 24), period_to=date(2023, 12, 31)))

    (answer,) = world.answers()
    assert [] == world.asked()
    assert "还没有开始，今天是 2023-11-23" in answer.problem


async def test_a_period_that_begins_today_may_be_written():
    """It is marked as not over."""
    world = World()
    await world.request(a_request(period_from=date(2023, 11, 23), period_to=date(2023, 12, 31)))

    assert (1, []) == (len(world.asked()), world.answers())


async def test_a_report_is_written_and_announced():
    """All files, the dataset's digest, no problem."""
    world = World()
    answer = await world.whole()

    names = ["report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf"]
    assert [str(OUT / name) for name in names] == list(answer.files[:5])
    assert (None, "r1") == (answer.problem, answer.report_id)
    dataset = json.loads(world.folder.files[OUT / "report.json"])
    assert ("2023Q4", 4) == (dataset["period"]["label"], dataset["websites"]["registered"])
    assert State.WRITTEN is (await world.orders.get("r1")).state


async def test_every_event_delivered_again_changes_nothing():
    """One request to the evaluator, one rendering, one answer."""
    world = World()
    await world.request(a_request())
    await world.request(a_request(), delivered=2)
    await world.judge()
    await world.ready(a_ready())
    files = dict(world.folder.files)
    await world.ready(a_ready(), delivered=2)
    await world.request(a_request(), delivered=3)

    assert (1, 1, 1) == (len(world.asked()), world.press.made, len(world.answers()))
    assert files == world.folder.files


async def test_delivered_to_two_replicas_at_once_one_answer_is_given():
    """Both write the same bytes; what the first said stands."""
    world = World()
    await world.request(a_request())
    await world.judge()
    waiting = await world.orders.get("r1")
    await world.ready(a_ready())
    real, world.orders.get = world.orders.get, lambda _report_id: _value(waiting)
    await world.ready(a_ready())
    world.orders.get = real

    assert (2, 1) == (world.press.made, len(world.answers()))


async def _value(value):
    return value


async def test_a_problem_of_the_evaluator_is_the_answer():
    """In its own words; asked again, the same answer comes."""
    world = World()
    await world.request(a_request())
    await world.ready(a_ready(problem="没有名为“某地”的指标体系；可用的有 national"))
    await world.request(a_request())

    (answer,) = world.answers()
    assert "没有名为“某地”的指标体系；可用的有 national" == answer.problem
    assert () == answer.files
    assert State.FAILED is (await world.orders.get("r1")).state


async def test_a_mistake_in_the_rules_is_told():
    """With its field."""
    world = World()
    await world.request(a_request())
    await world.judge(report_rules={"decimals": "many"})
    await world.ready(a_ready())

    (answer,) = world.answers()
    assert "[report] 一节有错" in answer.problem
    assert "decimals" in answer.problem


async def test_rules_nobody_knows_are_noted_not_refused():
    """A pack may be newer than the reporter."""
    world = World()
    await world.request(a_request())
    await world.judge(report_rules={"ink": "blue"})
    await world.ready(a_ready())

    assert "ink" in str(json.loads(world.folder.files[OUT / "report.json"])["notes"])


async def test_a_folder_that_cannot_be_written_to_is_told():
    """Where, why and what to do."""
    world = World()
    world.folder.is_readonly = True
    answer = await world.whole()

    assert "不能写入 /out：Permission denied" in answer.problem
    assert "--out" in answer.problem


async def test_without_a_registry_it_is_told():
    """With the command that mends it."""
    world = World(registry=False)
    answer = await world.whole()

    assert "xunjian registry import" in answer.problem


async def test_judgements_that_are_late_are_waited_for():
    """The event is tried again; nothing is announced meanwhile."""
    world = World()
    await world.request(a_request())
    with pytest.raises(Transient):
        await world.ready(a_ready(), delivered=9)
    await world.judge()
    await world.ready(a_ready(), delivered=10)

    assert [None] == [answer.problem for answer in world.answers()]


@pytest.mark.parametrize(
    "failure", [Transient("the press was killed"), ValueError("a mistake of ours")], ids=["killed", "a mistake"]
)
async def test_what_went_wrong_once_is_tried_again(failure):
    """And then the report is written."""
    world = World(failures=[failure])
    await world.request(a_request())
    await world.judge()
    with pytest.raises(type(failure)):
        await world.ready(a_ready())
    await world.ready(a_ready(), delivered=2)

    assert [None] == [answer.problem for answer in world.answers()]


async def test_a_mistake_of_ours_is_told_with_the_last_try():
    """Nobody waits for an answer that never comes; the event goes to the dead letters."""
    world = World(failures=[ValueError("a mistake of ours")])
    await world.request(a_request())
    await world.judge()
    with pytest.raises(ValueError, match="of ours"):
        await world.ready(a_ready(), delivered=3)

    (answer,) = world.answers()
    assert "程序出错" in answer.problem


async def test_a_template_that_cannot_be_used_is_told():
    """It is the person who wrote it who can mend it."""
    world = World(failures=[Permanent("模板 x.docx 第3段：未知的占位符 foo")])
    answer = await world.whole()

    assert "未知的占位符 foo" in answer.problem


async def test_answers_to_others_are_none_of_its_business():
    """The console asks the evaluator too; and a report nobody ordered is not written."""
    world = World()
    await world.ready(a_ready("unknown"))
    await world.ready(a_ready().model_copy(update={"request_id": "verdicts-1"}))

    assert [] == world.answers()


async def test_what_units_were_told_is_counted_once():
    """The same notice delivered twice; one outside of the period is not counted."""
    world = World()
    sent = NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="fault", at=datetime(2023, 10, 5, tzinfo=UTC))
    for notice in (sent, sent, sent.model_copy(update={"warning_id": "n2", "at": NOW})):
        await world.notice(notice)
    await world.whole()

    told = json.loads(world.folder.files[OUT / "report.json"])["warnings"]
    assert (1, 1) == (told["sent"], told["units"])


async def test_the_same_judgements_again_are_the_same_version():
    """Byte for byte, though it is another order."""
    world = World()
    await world.whole("r1")
    first = dict(world.folder.files)
    await world.whole("r2")

    assert first == world.folder.files
    assert [1, 1] == [order.version for order in world.orders.orders.values()]
    assert 1 == len({answer.digest for answer in world.answers()})


async def test_other_judgements_make_the_next_version():
    """It names the version it corrects, and what is different."""
    world = World()
    await world.whole("r1")
    kept = [each for each in world.material.assessments if each.target_id != "w1"]
    world.material = world.material.model_copy(update={"assessments": tuple(kept)})
    await world.whole("r2")
    again = await world.whole("r3")

    dataset = json.loads(world.folder.files[OUT / "report.json"])
    assert (2, 1) == (dataset["version"], dataset["corrects"]["version"])
    assert world.answers()[0].digest == dataset["corrects"]["digest"]
    assert "政府网站不合格：1改为0" in dataset["corrects"]["lines"]
    assert "不合格名单删去：州生态环境局" in dataset["corrects"]["lines"]
    assert [1, 2, 2] == [order.version for order in world.orders.orders.values()]
    assert again.digest == world.answers()[1].digest


async def test_only_those_drawn_are_inspected():
    """The plan of this very period; who was not drawn is registered and nothing more."""
    world = World()
    await world.plans.draw(a_plan(("w1", "w2", "a1", "a2")))
    await world.whole()

    dataset = json.loads(world.folder.files[OUT / "report.json"])
    counts = [(dataset[kind]["registered"], dataset[kind]["planned"]) for kind in ("websites", "accounts")]
    assert [(4, 2), (4, 2)] == counts


async def test_the_next_period_is_compared_with_the_one_before():
    """Who still fails, and the trend."""
    world = World()
    await world.whole("r1")
    await world.whole("r2", label="2024Q1", period_from=date(2023, 11, 1), period_to=date(2024, 1, 31))

    dataset = json.loads(world.folder.files[OUT / "report.json"])
    assert "2023Q4" == dataset["changes_since_last"]["previous"]
    assert ["w1", "a1"] == [each["id"] for each in dataset["changes_since_last"]["still"]]
    assert ["2023Q4", "2024Q1"] == [each["label"] for each in dataset["trend"]]
