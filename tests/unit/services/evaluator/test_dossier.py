"""Folding observations into a dossier, in any order and any number of times."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from bson import decode, encode
from bson.codec_options import CodecOptions
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluator.dossier import HISTORY_DAYS, HOME, Dossier, Observation, column_key
from services.evaluator.facts import record, said
from services.evaluator.folding import absorb, absorb_all
from shared.contracts.observations import (
    BrokenLink,
    Entry,
    Guide,
    Links,
    Message,
    PageVisited,
    Post,
    PostListed,
    Profile,
    Recorded,
)
from shared.contracts.records import RecordKind
from shared.contracts.target import LookOutcome, Purpose, TargetKind
from tests.builders import (
    NOW,
    a_board_look,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_letter,
    a_record,
    a_visit,
    days_ago,
    folded,
)

CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
MOMENTS = st.integers(-900 * 96, 0).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
MAYBE = st.none() | MOMENTS
OUTCOMES = st.sampled_from([(LookOutcome.OK, None), (LookOutcome.FAILED, "timeout"), (LookOutcome.BLIND, "blocked")])
LINES = st.builds(Entry, title=st.sampled_from("甲乙"), url=st.sampled_from(["", "https://x/4"]), published_at=MAYBE)
ENTRIES = st.none() | st.lists(LINES, max_size=3).map(tuple)
LETTERS = st.none() | st.lists(
    st.builds(
        Message,
        id=st.sampled_from("mno"),
        title=st.sampled_from("丙丁"),
        asked_at=MAYBE,
        replied_at=MAYBE,
        reply_excerpt=st.sampled_from([None, "您好"]),
        status=st.sampled_from([None, "办理中", "已办结"]),
        missing=st.sampled_from([(), ("答复单位",), ("答复时间", "答复单位")]),
    ),
    max_size=3,
).map(tuple)


TAGS = st.dictionaries(st.sampled_from(["SiteName", "ColumnName"]), st.sampled_from(["", "子"]), max_size=2)
MARKS = st.dictionaries(st.sampled_from(["icp", "unread"]), st.sampled_from("庚辛"), max_size=2) | st.builds(
    lambda tags: {"tags": tags}, TAGS
)
BROKEN = Links(checked=2, broken=(BrokenLink(url="https://x/3", status=404),))
DAYS = MOMENTS.map(lambda moment: moment.isoformat())
FURTHER = (Purpose.GUIDE, Purpose.ARTICLE)


ARTICLES = st.fixed_dictionaries(
    {"title": st.sampled_from("戊己"), "published_at": DAYS}, optional={"archived": st.just(True)}
)


@st.composite
def page_visits(draw: st.DrawFn) -> PageVisited:
    outcome, reason = draw(OUTCOMES)
    return PageVisited(
        website_id="w1",
        purpose=draw(
            st.sampled_from([Purpose.HOME, Purpose.PROBE, Purpose.COLUMN, Purpose.BOARD, Purpose.LINK, *FURTHER])
        ),
        page_id=draw(st.sampled_from(["p1", "p2"])),
        observed_at=draw(MOMENTS),
        outcome=outcome,
        reason=reason,
        elapsed_ms=draw(st.none() | st.integers(0, 30_000)),
        entries=draw(ENTRIES),
        complete_since=draw(MAYBE),
        messages=draw(LETTERS),
        whole_list=draw(st.booleans()),
        url=draw(st.sampled_from(["", "https://x/1", "https://x/2"])),
        marks=draw(MARKS),
        guide=draw(st.none() | st.just(Guide(elements={"办理地点": "missing"}))),
        links=draw(st.none() | st.just(BROKEN)),
        evidence_id=draw(st.sampled_from([None, "v1"])),
        article=draw(st.none() | ARTICLES),
    )


@st.composite
def feed_looks(draw: st.DrawFn) -> PostListed:
    outcome, reason = draw(OUTCOMES)
    own = st.none() | st.booleans()
    posts = draw(
        st.lists(st.builds(Post, id=st.sampled_from("pq"), published_at=MAYBE, original=own), max_size=3).map(tuple)
    )
    since = draw(MAYBE)
    return PostListed(
        account_id="w1",
        observed_at=draw(MOMENTS),
        outcome=outcome,
        reason=reason,
        posts=posts,
        complete_since=since,
        profile=draw(st.none() | st.builds(Profile, name=st.sampled_from("壬癸"))),
        marks=draw(MARKS),
        url=draw(st.sampled_from([None, "https://x/5"])),
        links=draw(st.none() | st.just(BROKEN)),
    )


@st.composite
def exports(draw: st.DrawFn) -> Recorded:
    """What the owner of a board handed over: a look at it, entered by a person."""
    exported_at = draw(MOMENTS)
    letters = [letter.model_dump(mode="json") for letter in draw(LETTERS) or ()]
    since = draw(MAYBE)
    return Recorded(
        kind=RecordKind.EXPORT,
        target_kind=TargetKind.WEBSITE,
        target_id="w1",
        record_id=draw(st.sampled_from("xy")),
        recorded_at=exported_at + timedelta(minutes=draw(st.integers(0, 5_000))),
        fields={
            "board_id": draw(st.sampled_from(["p1", "p2"])),
            "exported_at": exported_at.isoformat(),
            "messages": letters,
            "whole": draw(st.booleans()),
            "complete_since": since.isoformat() if since else None,
        },
    )


RECORDS = st.builds(
    Recorded,
    kind=st.sampled_from([kind for kind in RecordKind if kind is not RecordKind.EXPORT]),
    target_kind=st.just(TargetKind.WEBSITE),
    target_id=st.just("w1"),
    record_id=st.sampled_from("xy"),
    recorded_at=MOMENTS,
    fields=st.dictionaries(st.sampled_from("kv"), st.integers(0, 3), max_size=2),
)
EVENTS = st.lists(page_visits() | feed_looks() | RECORDS | exports(), max_size=12)


def told(events: list[Observation]) -> list[tuple[str, Observation]]:
    return [(str(event.event_id()), event) for event in events]


@settings(max_examples=100, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_repetition_and_batches_change_nothing(events: list[Observation], chance: Any, size: int) -> None:
    """Any permutation with any repetitions in any batches gives the same dossier, pruning and full lists included."""
    with patch.object(said, "MOST_ARTICLES", 2), patch.object(record, "MOST_HINTS", 2):
        expected = absorb_all(Dossier("w1"), told(events))
        again = [*events, *(event for event in events if chance.random() < 0.4)]
        chance.shuffle(again)
        dossier = Dossier("w1")
        for start in range(0, len(again), size):
            dossier = absorb_all(dossier, told(again[start : start + size]))
            if chance.random() < 0.3:
                dossier = Dossier.read("w1", decode(encode(dossier.document()), codec_options=CODEC))

        assert expected == dossier


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_the_database_gets_back_what_it_kept(events: list[Observation]) -> None:
    """A dossier written as BSON and read again is the same dossier."""
    dossier = absorb_all(Dossier("w1"), told(events))

    assert dossier == Dossier.read("w1", decode(encode(dossier.document()), codec_options=CODEC))


def test_absorbing_one_event_twice_is_absorbing_it_once() -> None:
    """Redelivery is harmless."""
    event = a_home_look(NOW, days_ago(1))
    once = absorb(Dossier("w1"), "e1", event)

    assert once == absorb(once, "e1", event)


def test_a_year_later_the_dossier_is_hardly_larger() -> None:
    """The size after a year is that after some weeks: the cost of one more event does not grow."""

    def document_size(days: int) -> int:
        dossier = Dossier("w1")
        for day in range(days):
            now = NOW - timedelta(days=400) + timedelta(days=day)
            looks = [a_visit(now + timedelta(minutes=60 * n)) for n in range(24)]
            columns = [a_column_look(now, *(now - timedelta(days=n) for n in range(20)), column=c) for c in "abcd"]
            dossier = folded(a_home_look(now, now), *looks, *columns, onto=dossier)
        return len(encode(dossier.document()))

    month, year = document_size(30), document_size(365)

    assert year < 8_000
    assert year - month < 4_000


def test_what_is_older_than_the_history_is_gone() -> None:
    """A page nobody has looked at for 400 days leaves no trace, whenever its old event arrives."""
    old = a_column_look(days_ago(HISTORY_DAYS + 2), days_ago(HISTORY_DAYS + 3))
    new = a_home_look(NOW, days_ago(1))

    assert folded(new) == folded(old, new)
    assert folded(new) == folded(new, old)


def test_a_date_in_the_future_is_no_update() -> None:
    """发布日期超前: more than a day ahead of the look proves nothing; a day is a matter of clocks."""
    page = folded(a_home_look(NOW, NOW + timedelta(days=1), NOW + timedelta(days=1, minutes=1))).page(HOME)

    assert page is not None
    assert page.good is not None
    assert (2, 1) == (page.good.shown, page.good.dated)
    assert page.days.total(NOW.date(), (NOW + timedelta(days=5)).date()) == 1


def test_a_look_without_a_list_is_blindness() -> None:
    """The server answered, but nothing was read: not an empty list."""
    page = folded(a_column_look(NOW, entries=None)).page(column_key("c1"))

    assert page is not None
    assert page.good is None
    assert page.bad is not None
    assert page.bad.reason == "unreadable"


def test_a_page_that_answered_says_why_it_was_not_read() -> None:
    """The crawler's word for it is kept as the reason."""
    page = folded(a_home_look(NOW, entries=None, marks={"unread": "needs_browser"})).page(HOME)

    assert page is not None
    assert page.bad is not None
    assert page.bad.reason == "needs_browser"


def test_blind_visits_are_not_counted() -> None:
    """A firewall's page says nothing about whether the website can be opened."""
    dossier = folded(a_visit(NOW, outcome=LookOutcome.BLIND), a_visit(days_ago(0.1), outcome=LookOutcome.BLIND))

    assert dossier.visits.last_at(NOW) is None


@pytest.mark.parametrize("later_first", [False, True], ids=["in order", "out of order"])
def test_the_later_version_of_a_record_counts(later_first: bool) -> None:
    """A record is replaced by name."""
    events = [a_record(days_ago(2), fields={"closed": False}), a_record(NOW, fields={"closed": True})]

    dossier = folded(*(events[::-1] if later_first else events))

    assert {"closed": True} == dossier.records["ticket", "t1"].fields


def test_feeds_and_pages_do_not_mix() -> None:
    """An account's looks are kept under its feed."""
    dossier = folded(a_feed_look(NOW, days_ago(1)))

    assert ["feed"] == list(dossier.pages)


def test_the_latest_moment_is_remembered() -> None:
    """Everything is pruned relative to it."""
    moments: list[datetime] = [days_ago(3), NOW, days_ago(9)]

    assert NOW == folded(*(a_visit(moment) for moment in moments)).seen_until


def test_a_dossier_of_an_older_edition_is_read_as_it_is() -> None:
    """What it does not know yet comes with the next look; nothing is lost."""
    dossier = folded(a_home_look(NOW, days_ago(1)))
    document = dossier.document()
    old = {name: value for name, value in document.items() if name not in {"articles", "archived", "edition"}}
    old["pages"] = [[key, page[:7]] for key, page in document["pages"]]

    read = Dossier.read("w1", decode(encode(old), codec_options=CODEC))
    grown = folded(a_home_look(NOW + timedelta(hours=1), NOW, marks={"icp": "辽ICP备1号"}), onto=read)

    assert read.page(HOME) is not None
    assert grown.page(HOME).said is not None  # type: ignore[union-attr]
    assert NOW.date() - timedelta(days=1) == grown.page(HOME).days.newest(days_ago(1).date())  # type: ignore[union-attr]


def test_an_answer_older_than_all_history_leaves_no_trace_in_any_order() -> None:
    """Of a letter without a time of asking two looks show two times of answering, one of them too old to be kept."""
    looks = [
        a_board_look(days_ago(1), a_letter("m", replied_at=days_ago(900))),
        a_board_look(NOW, a_letter("m", replied_at=days_ago(2))),
    ]

    together, one_by_one = folded(*looks), folded(looks[1], onto=folded(looks[0]))

    assert together == one_by_one == folded(looks[0], onto=folded(looks[1]))
    assert [days_ago(2)] == [letter.replied_at for letter in together.letters]
