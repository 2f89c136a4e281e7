"""From a line on a list to a finding people decide on: through the same intake as everything else."""

from datetime import timedelta

import pytest

from services.evaluator.hints.wording import read_lexicon
from services.evaluator.metrics import DECIDED, FALSE_ALARMS
from services.evaluator.review import points_of
from services.evaluator.text_reader import TextReader
from shared.contracts.observations import Entry
from shared.contracts.records import RecordKind
from shared.contracts.target import Outcome, Purpose
from shared.contracts.verdicts import ReviewState
from shared.errors import Permanent
from tests.builders import NOW, a_column_look, a_record, a_visit, days_ago
from tests.evaluator_world import World, a_registry, received
from tests.fakes.evaluator_reprints import FakeReprints
from tests.registry_builders import a_website as a_registered

MINUTE = timedelta(minutes=1)
REPRINTED = "国务院办公厅关于进一步做好有关工作的通知"
WORDING = "website.info.hints.wording"
LEXICON = read_lexicon([("a.txt", "布署 = 部署\n按排 = 安排\n")])


class FakeTexts:
    """Names and prints in memory."""

    def __init__(self):
        self.names, self.prints = set(), {}

    async def unread(self, names):
        return {name for name in names if name not in self.names}

    async def read(self, names):
        self.names |= set(names)

    async def alike(self, prints):
        return {one.id: [two for two in self.prints.values() if set(one.keys) & set(two.keys)] for one in prints}

    async def keep(self, prints):
        self.prints |= {one.id: one for one in prints if one.id not in self.prints}


def a_reader(world, texts, edition="1", reprints=None):
    benches = world.evaluator().benches
    return TextReader(
        texts,
        world.publisher,
        benches,
        reprints=reprints or FakeReprints(),
        lexicon=lambda: (edition, LEXICON),
        clock=world.clock,
    )


def a_look(*titles, at=NOW):
    entries = tuple(
        Entry(title=title, url=f"https://www.example.gov.cn/{n}", published_at=days_ago(1))
        for n, title in enumerate(titles)
    )
    return a_column_look(at, entries=entries)


def hints(world):
    return [event for event in world.publisher.kept.values() if getattr(event, "kind", "") == RecordKind.HINT]


async def the_finding(world):
    (*_, (_, said, _)) = await world.chain()
    return next((f for f in said.verdict.findings if f.indicator == WORDING), None)


async def suspected(*titles):
    """A world in which the hints on these titles have been judged."""
    world = World()
    look = a_look(*titles)
    await world.take(look)
    await a_reader(world, FakeTexts()).read([look])
    world.clock.forward(MINUTE)
    await world.take(*hints(world))
    return world


def a_step(finding, step, *, at, name="", why="核对原文"):
    point = next(point for point, item in points_of(finding) if name in item.name)
    fields = {
        "indicator": finding.indicator,
        "step": step,
        "item_id": point.item_id,
        "signature": point.signature,
        "why": why,
    }
    return a_record(at, kind="review", record_id=f"{step}{name}", fields=fields)


async def test_a_suspected_word_waits_for_a_person():
    """It is told as pending, and does not count."""
    finding = await the_finding(await suspected("关于布署工作的通知"))

    assert (ReviewState.PENDING, False) == (finding.review, finding.counts)
    assert ["关于布署工作的通知"] == [item.name for item in finding.items]


async def test_an_ordinary_list_gives_no_finding():
    """Silence where there is nothing to look at."""
    assert await the_finding(await suspected("关于部署工作的通知")) is None


async def test_a_text_is_read_once():
    """However often the list is seen, by whichever replica."""
    world, texts = World(), FakeTexts()
    for hour in range(3):
        await a_reader(world, texts).read([a_look("关于布署工作的通知", at=NOW + hour * timedelta(hours=1))])

    assert 1 == len(hints(world))


async def test_another_edition_of_the_lists_reads_again():
    """A word that was added finds what stands there already; the record stays one."""
    world, texts = World(), FakeTexts()
    await a_reader(world, texts).read([a_look("关于布署工作的通知")])
    await a_reader(world, texts, edition="2").read([a_look("关于布署工作的通知", at=NOW + MINUTE)])

    assert 1 == len({event.record_id for event in hints(world)})


async def test_reading_that_is_cut_off_is_done_again():
    """Told before it is noted as read."""
    world, texts = World(), FakeTexts()
    look = a_look("关于布署工作的通知")
    await a_reader(world, texts).read([look])
    texts.names.clear()

    await a_reader(world, texts).read([look])

    assert 1 == len(hints(world))


def a_reprint(target, at, **article):
    told = {"title": REPRINTED, "published_at": at, "source": "中国政府网", **article}
    url = f"https://{target}.gov.cn/1.html"
    return a_visit(NOW, website_id=target, purpose=Purpose.ARTICLE, url=url, article=told)


@pytest.mark.parametrize("order", [1, -1], ids=["the first one first", "the late one first"])
async def test_a_late_reprint_waits_for_a_person(order):
    """Whichever website is read first; the text reader tells it, the indicator shows it."""
    world = World(a_registry(a_registered("w1"), a_registered("w2")))
    reader = a_reader(world, FakeTexts())
    looks = [a_reprint("w2", "2026-11-10T09:00:00+08:00"), a_reprint("w1", "2026-11-12T09:00:00+08:00")][::order]
    for look in looks:
        await reader.read([look])

    assert [("w1", "guide.reprint_24h")] == [(one.target_id, one.fields["indicator"]) for one in hints(world)]
    await world.take(*looks, *hints(world))
    said = [f for *_, (_, said, _) in [await world.chain("w1")] for f in said.verdict.findings]
    assert [ReviewState.PENDING] == [f.review for f in said if f.indicator == "guide.reprint_24h"]


async def test_an_article_is_read_though_its_line_was():
    """The line on a list tells neither its source nor its text."""
    world, texts = World(), FakeTexts()
    line = a_look("关于做好汛期工作的通知（附件）")
    article = {"title": "关于做好汛期工作的通知（附件）", "published_at": days_ago(1).isoformat()}
    look = a_visit(NOW, purpose=Purpose.ARTICLE, url="https://www.example.gov.cn/0", article=article)
    await a_reader(world, texts).read([line])
    assert [] == hints(world)

    await a_reader(world, texts).read([look])

    assert ["website.info.hints.missing_attachment"] == [one.fields["indicator"] for one in hints(world)]


async def test_strangers_are_not_read():
    """What the registry does not list is nobody's."""
    world = World()
    await a_reader(world, FakeTexts()).read([a_look("布署").model_copy(update={"website_id": "w9"})])

    assert [] == hints(world)


async def test_a_person_confirms_one_and_dismisses_another():
    """Each by itself; the finding tells what is left."""
    world = await suspected("关于布署工作的通知", "按排表")
    finding = await the_finding(world)
    for n, step in enumerate(
        (a_step(finding, "confirm", at=NOW, name="布署"), a_step(finding, "dismiss", at=NOW, name="按排"))
    ):
        world.clock.forward(MINUTE * (n + 1))
        await world.take(step)

    after = await the_finding(world)

    assert (ReviewState.CONFIRMED, True) == (after.review, after.counts)
    assert {"关于布署工作的通知": Outcome.NOT_MET, "按排表": Outcome.MET} == {i.name: i.outcome for i in after.items}


async def test_false_alarms_are_measured():
    """Two decided, one of them wrong: a half."""
    world = await suspected("关于布署工作的通知", "按排表")
    finding = await the_finding(world)
    world.clock.forward(MINUTE)
    await world.take(a_step(finding, "confirm", at=NOW, name="布署"), a_step(finding, "dismiss", at=NOW, name="按排"))

    await world.evaluator().tick.step(world.clock.now)

    assert 0.5 == FALSE_ALARMS.labels(WORDING)._value.get()
    assert 1 == DECIDED.labels(WORDING, "dismiss")._value.get()


async def test_the_steps_of_a_review_outlive_the_years():
    """What was dismissed does not come back of itself."""
    world = await suspected("按排表")
    finding = await the_finding(world)
    await world.take(a_step(finding, "dismiss", at=NOW, name="按排"))

    world.clock.now = NOW + timedelta(days=500)
    await world.take(a_look("别的", at=world.clock.now))

    kinds = {kind for kind, _ in world.dossiers.kept["w1"].dossier.records}
    assert {"review"} == kinds


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"kind": "gossip"}, "expected one of", id="unknown-kind"),
        pytest.param({"fields": {}}, "received_at", id="missing-field"),
        pytest.param({"fields": {"received_at": NOW.isoformat(), "colour": "red"}}, "colour", id="unknown-field"),
        pytest.param({"fields": {"received_at": (NOW + timedelta(days=365)).isoformat()}}, "year", id="future"),
        pytest.param({"target_kind": "account", "target_id": "a1"}, "about a website", id="wrong-kind-of-target"),
    ],
)
async def test_a_record_that_cannot_be_true_is_refused_with_its_reason(fields, reason):
    """It lies among the dead letters, not in a verdict."""
    with pytest.raises(Permanent, match=reason):
        await World().evaluator().intake.on_observations(received(a_record(NOW, **fields)))
