"""What the store of reprints promises, in memory and in MongoDB alike."""

import pytest

from services.evaluator.adapters.mongo_reprints import MongoReprints
from services.evaluator.hints.line import Line
from services.evaluator.reprints import NEAR_DAYS, Reprint
from shared.contracts.target import TargetKind
from shared.mongo import connect
from tests.builders import NOW, days_ago
from tests.fakes.evaluator_reprints import FakeReprints

TITLE = "国务院办公厅关于进一步做好有关工作的通知"


def a_reprint(target="w1", days=1.0, *, title=TITLE, page="1"):
    url, at = f"https://{target}.gov.cn/{page}.html", days_ago(days)
    line = Line(
        target_kind=TargetKind.WEBSITE,
        target_id=target,
        page="article",
        title=title,
        url=url,
        published_at=at,
        seen_at=NOW,
    )
    return Reprint(line=line, published_at=at)


@pytest.fixture(params=["memory", "mongodb"])
async def store(request):
    """The fake, or the adapter on a database of its own."""
    if request.param == "memory":
        yield FakeReprints()
        return
    database = connect(request.getfixturevalue("mongo_url"), request.getfixturevalue("mongo_database"))
    reprints = MongoReprints(database, clock=lambda: NOW)
    await reprints.prepare()
    await reprints.prepare()
    yield reprints
    database.client.close()


async def test_the_first_of_all_and_the_websites_own_are_found(store):
    """Nothing else of the text, and nothing of another."""
    own, other = a_reprint("w3", 1), a_reprint("w3", 2, page="2")
    await store.keep([a_reprint("w1", 5), a_reprint("w2", 4), own, other, a_reprint("w4", 9, title=TITLE * 2)])

    found = await store.beside(own)

    assert [a_reprint("w1", 5), other, own] == found


async def test_the_first_one_finds_all(store):
    """They may be late, now that it is known; the order is that of their dates."""
    first, later = a_reprint("w9", 6), [a_reprint(f"w{n}", 5 - n) for n in range(3)]
    await store.keep(later)
    await store.keep([first])

    assert [first, *later] == await store.beside(first)


async def test_what_is_there_stays_as_it_is(store):
    """Reading a text again changes nothing."""
    one = a_reprint()
    await store.keep([one])
    await store.keep([one, one])
    await store.keep([])

    assert [one] == await store.beside(one)


@pytest.mark.parametrize(("days", "found"), [(NEAR_DAYS, 1), (NEAR_DAYS + 1, 0)], ids=["near", "a day too far"])
async def test_only_those_about_that_time_are_found(store, days, found):
    """What has the same title a season later is another matter."""
    await store.keep([a_reprint("w1", 1 + days)])

    assert found == len(await store.beside(a_reprint("w2", 1)))


async def test_nothing_is_found_of_an_unknown_text(store):
    """Nobody reprinted it."""
    assert [] == await store.beside(a_reprint())
