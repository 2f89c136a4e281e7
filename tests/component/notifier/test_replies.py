"""The reply page over real HTTP: whoever holds the link answers, and nobody else."""

import re
from datetime import timedelta

import httpx
import pytest

from services.notifier.ledger import State
from services.notifier.links import Links
from services.notifier.replies import LARGEST_FORM
from tests.bounce_builders import a_report
from tests.component.notifier.world import World
from tests.warning_builders import NOON, a_change, a_finding

KEY = "k" * 32
SETTINGS = {"notifier_link_url": "https://reply.example", "notifier_link_key": KEY, "notifier_bounce_key": "bounce"}
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
async def page():
    """A told unit, the notifier's own web server, and a client of it."""
    world = World()
    world.notifier = world.start(**SETTINGS)
    await world.say(a_change(a_finding(text=HOSTILE), target_name=HOSTILE))
    port = await world.notifier.web.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield world, client, link_of(world)
    await world.notifier.web.stop()


def link_of(world):
    [entry] = world.entries(State.SENT)
    return re.search(r"https://reply\.example(/w/\S+)", entry.letter.text)[1]


def answers(world):
    return [e for e in world.publisher.published if e.TYPE == "notice.acknowledged"]


async def test_looking_changes_nothing_and_shows_the_message(page):
    """A mail scanner opens every link; what a website wrote stays text; the key does not leak."""
    world, client, link = page
    shown = [await client.get(link) for _ in range(2)]

    assert [200, 200] == [response.status_code for response in shown]
    assert "首页不更新" in shown[0].text
    assert "<script>" not in shown[0].text
    assert "/w/" not in shown[0].text
    assert ("no-store", "no-referrer") == tuple(shown[0].headers[n] for n in ("cache-control", "referrer-policy"))
    assert "default-src 'none'" in shown[0].headers["content-security-policy"]
    assert [] == answers(world)


ANSWERS = {
    "seen": ({"by": "张三", "kind": "seen"}, (None, "")),
    "a promise": ({"by": "张三", "kind": "promise", "promised_on": "2023-11-28"}, ("2023-11-28", "")),
    "an objection": ({"by": "张三", "kind": "appeal", "appeal": "已\n更名"}, (None, "已 更名")),
    "what was not chosen does not count": (
        {"by": "张三", "kind": "seen", "appeal": "x", "promised_on": "2023-11-28"},
        (None, ""),
    ),
}


@pytest.mark.parametrize(("form", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_an_answer_is_published(page, form, expected):
    """With the name that was given, by link."""
    world, client, link = page
    response = await client.post(link, data=form)
    [event] = answers(world)

    assert 200 == response.status_code
    assert expected == (event.promised_on.isoformat() if event.promised_on else None, event.appeal)
    assert ("张三", "link", "u1") == (event.by, event.via, event.unit_id)


MISTAKES = {
    "no name": {"kind": "seen"},
    "nothing chosen": {"by": "张三"},
    "an objection without reason": {"by": "张三", "kind": "appeal"},
    "no date": {"by": "张三", "kind": "promise"},
    "yesterday": {"by": "张三", "kind": "promise", "promised_on": "2023-11-20"},
    "a day too far": {"by": "张三", "kind": "promise", "promised_on": "2023-12-20"},
}


@pytest.mark.parametrize("form", MISTAKES.values(), ids=MISTAKES.keys())
async def test_a_form_that_is_not_right_is_shown_again(page, form):
    """What is wrong is said, and nothing is recorded."""
    world, client, link = page
    response = await client.post(link, data=form)

    assert (400, []) == (response.status_code, answers(world))
    assert 'class="mistake"' in response.text


@pytest.mark.parametrize("day", ["2023-11-21", "2023-12-19"], ids=["today", "the last possible day"])
async def test_promises_at_the_limits(page, day):
    """Both ends are included."""
    world, client, link = page
    await client.post(link, data={"by": "张三", "kind": "promise", "promised_on": day})

    assert [day] == [event.promised_on.isoformat() for event in answers(world)]


async def test_a_link_that_is_not_ours(page):
    """Altered, cut off, signed with another key, or of a message that is not there: all the same to a stranger."""
    world, client, link = page
    entry_id = world.entries()[0].id
    ends = int((NOON + timedelta(days=9)).timestamp())
    other = Links("", "x" * 32).token(entry_id, ends)
    strange = Links("", KEY).token("00000000-0000-0000-0000-000000000000", ends)
    wrong = [link[:-1], link.replace(".", "", 1), "/w/", f"/w/{other}", f"/w/{strange}", "/w/%00.%ff", "/", "/w/a.b"]
    responses = [await client.post(path, data={"by": "x", "kind": "seen"}) for path in wrong]

    assert {404} == {response.status_code for response in responses}
    assert 1 == len({response.text for response in responses})
    assert [] == answers(world)


async def test_a_link_ends(page):
    """After thirty days to the second."""
    world, client, link = page
    world.clock.at = world.entries()[0].queued_at + timedelta(days=30) - timedelta(seconds=1)
    before = await client.get(link)
    world.clock.forward(seconds=1)
    after = await client.get(link)

    assert (200, 410) == (before.status_code, after.status_code)


async def test_while_the_bus_is_away_nothing_is_pretended(page):
    """The reader is told that it was not saved."""
    world, client, link = page
    world.publisher.down = True
    response = await client.post(link, data={"by": "张三", "kind": "seen"})

    assert 503 == response.status_code
    assert "没有保存" in response.text


@pytest.fixture
async def two():
    """A unit that was told of two faults in one message."""
    world = World()
    world.notifier = world.start(**SETTINGS)
    stale = a_finding(indicator="website.veto.columns_stale.core", title="<b>栏目</b>不更新")
    await world.say(a_change(a_finding(), stale))
    port = await world.notifier.web.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield world, client, link_of(world)
    await world.notifier.web.stop()


async def test_an_objection_to_one_finding_leaves_the_other_as_it_is(two):
    """Only that one goes to the review, and only that one is not reminded of."""
    world, client, link = two
    shown = (await client.get(link)).text
    ids = re.findall(r'name="about" value="([^"]+)" checked', shown)
    response = await client.post(
        link, data={"by": "张三", "kind": "appeal", "appeal": "已更名", "choice": "1", "about": ids[1]}
    )
    [event] = answers(world)
    await world.notifier.answering.take(event)
    records = [e for e in world.publisher.published if e.TYPE == "record"]
    await world.wait(days=3)
    reminder = world.provider.kept[-1]

    assert 200 == response.status_code
    assert "&lt;b&gt;栏目" in shown
    assert [line.concern_id for line in reminder.lines if line.step == "reminder-1"] == [ids[0]]
    assert 1 == len(records)
    assert (ids[1],) == event.about


@pytest.mark.parametrize(
    ("form", "status", "about"),
    [
        ({"choice": "1"}, 400, None),
        ({"choice": "1", "about": ["nonsense"]}, 400, None),
        ({}, 200, ()),
        ({"about": [f"x{n}" for n in range(300)]}, 400, None),
    ],
    ids=["none ticked", "none of ours", "a page from before there was a choice", "too many fields"],
)
async def test_what_an_answer_is_about(two, form, status, about):
    """At least one finding of the message; all of them where nothing is said."""
    world, client, link = two
    response = await client.post(link, data={"by": "张三", "kind": "seen", **form})

    assert status == response.status_code
    assert [about] * (status == 200) == [event.about for event in answers(world)]


async def test_a_form_is_not_endless(page):
    """Refused before it is read to its end."""
    _, client, link = page

    assert 413 == (await client.post(link, content=b"x" * (LARGEST_FORM + 1))).status_code


async def test_a_mail_system_hands_in_what_came_back(page):
    """With its key only."""
    world, client, _ = page
    report = a_report(world.entries()[0].message_id)
    refused = await client.post("/bounces", content=report)
    wrong = await client.post("/bounces", content=report, headers={"Authorization": "Bearer other"})
    taken = await client.post("/bounces", content=report, headers={"Authorization": "Bearer bounce"})

    assert [401, 401, 200] == [response.status_code for response in (refused, wrong, taken)]
    assert [State.DEAD] == [entry.state for entry in world.entries()]


async def test_the_same_message_has_the_same_link():
    """Composed anew after a crash it is still the same message, to the byte."""
    links = Links("https://x.example/", KEY)

    assert links.make("e1", NOON, days=30) == links.make("e1", NOON, days=30)
    assert links.make("e1", NOON, days=30) != links.make("e2", NOON, days=30)
