"""All letters of a website."""

from datetime import date, datetime, timedelta
from typing import Any

from bson import decode, encode
from bson.codec_options import CodecOptions
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluator.facts.letter import Letter, letter_of
from services.evaluator.facts.letter_digest import Digest
from services.evaluator.facts.letters import Letters
from services.evaluator.window import day_in_china
from shared.contracts.observations import Message
from tests.builders import NOW, a_letter, days_ago

ASKED = days_ago(50)
CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
BOARDS = ("b1", "b2")
SPAN = 90
DAYS = st.integers(0, SPAN)
"""Over six fortnights, so that most letters lie in one of their own and many spans begin inside one."""


def seen(message: Message, days: float = 0) -> Letter:
    return letter_of(message, board_id="b1", seen_at=days_ago(days), event_id=f"e{days}")


def test_a_letter_once_answered_stays_answered() -> None:
    """A late, old look that showed it open changes nothing."""
    opened, answered = seen(a_letter(asked_at=ASKED), 5), seen(a_letter(asked_at=ASKED, replied_at=days_ago(3)), 2)

    one = Letters().join([opened]).join([answered])
    other = Letters().join([answered]).join([opened])

    assert one == other
    assert {} == one.open
    assert ["m1"] == [letter.id for letter in one.answered.values()]


def test_a_letter_answered_under_another_time_of_asking_is_answered() -> None:
    """The list shows a day, the letter's page the minute: it is one letter."""
    opened = seen(a_letter(asked_at=ASKED), 5)
    answered = seen(a_letter(asked_at=ASKED + timedelta(hours=9), replied_at=days_ago(3)), 2)

    one = Letters().join([opened]).join([answered])
    other = Letters().join([answered]).join([opened])

    assert one == other
    assert [] == list(one.open_at(NOW))
    assert [] == list(Letters.read(other.document()).join([opened]).open_at(NOW))


def test_an_earlier_moment_sees_the_letter_open() -> None:
    """An answer given since does not excuse the moment before it."""
    letters = Letters([seen(a_letter(asked_at=ASKED, replied_at=days_ago(3)), 2)])

    assert ["m1"] == [letter.id for letter in letters.open_at(days_ago(4))]
    assert [] == list(letters.open_at(NOW))


def test_the_database_gets_back_what_it_kept() -> None:
    """Reading a document gives the same letters, answered ones still packed until asked for."""
    letters = Letters([seen(a_letter(asked_at=ASKED, missing=("答复单位",))), seen(a_letter("m2", replied_at=NOW))])

    again = Letters.read(letters.document())

    assert letters == again
    assert again.document() == letters.document()


def test_old_letters_are_forgotten() -> None:
    """A letter asked before the floor is gone, answered or not; one without a time goes when it was last shown."""
    letters = Letters([seen(a_letter(asked_at=ASKED)), seen(a_letter("m2"), 30), seen(a_letter("m3"), 10)])

    assert ["m3"] == [letter.id for letter in letters.since(days_ago(20))]


def test_one_more_look_leaves_the_letters_it_grew_from_as_they_were() -> None:
    """Facts are never changed in place."""
    known = Letters().join([seen(a_letter("m1", asked_at=ASKED), 5)])

    grown = known.join([seen(a_letter("m1", asked_at=ASKED, replied_at=days_ago(3)), 2)])

    assert ["m1"] == [letter.id for letter in known.open.values()]
    assert [] == list(known.answered)
    assert [] == list(grown.open)


def test_letters_of_which_none_is_too_old_are_the_same() -> None:
    """Itself, not a copy: nothing is to be written then."""
    known = Letters().join([seen(a_letter(asked_at=ASKED, replied_at=days_ago(3)), 2)])

    assert known is known.since(ASKED)
    assert Letters() == known.since(ASKED + timedelta(seconds=1))


# -- against letters that are looked at one by one -------------------------------------------------------------------


@st.composite
def looks(draw: st.DrawFn) -> list[Letter]:
    """What one look at a board showed of some of its letters."""
    seen_ago, board_id = draw(DAYS), draw(st.sampled_from(BOARDS))
    found = []
    for name in draw(st.lists(st.sampled_from("mnopq"), max_size=4, unique=True)):
        asked_ago = draw(st.none() | st.sampled_from((seen_ago, seen_ago + 13, seen_ago + 14, seen_ago + 15, 80)))
        message = a_letter(
            name,
            title=draw(st.sampled_from("甲乙")),
            asked_at=None if asked_ago is None else days_ago(asked_ago),
            replied_at=draw(st.none() | st.just(days_ago(seen_ago + 1))),
            status=draw(st.sampled_from([None, "已办结"])),
            missing=draw(st.sampled_from([(), ("答复单位",), ("答复时间", "答复单位")])),
        )
        found.append(letter_of(message, board_id=board_id, seen_at=days_ago(seen_ago), event_id=f"e{seen_ago}"))
    return found


class Plain:
    """All letters in one heap, each question a walk through all of them."""

    def __init__(self) -> None:
        self.all: dict[Any, Letter] = {}

    def join(self, letters: list[Letter]) -> None:
        for one in letters:
            self.all[one.key] = self.all[one.key].join(one) if one.key in self.all else one

    def since(self, floor: datetime) -> None:
        self.all = {key: kept for key, one in self.all.items() if (kept := one.since(floor))}

    @property
    def open(self) -> dict[Any, Letter]:
        settled = {one.name for one in self.all.values() if one.answered}
        return {key: one for key, one in self.all.items() if one.name not in settled}

    def open_at(self, as_of: datetime) -> set[Any]:
        answered = (one for one in self.all.values() if one.answered)
        return {*self.open, *(one.key for one in answered if not one.answered_by(as_of))}

    def asked_in(self, board: str, first: date, last: date) -> list[Letter]:
        own = (one for one in self.all.values() if one.board_id == board)
        return [one for one in own if (day := one.asked_on()) and first <= day <= last]

    def undated(self, board: str, seen_since: datetime) -> set[Any]:
        own = (one for one in self.open.values() if one.board_id == board and one.asked_at is None)
        return {one.key for one in own if one.shown_at and one.shown_at >= seen_since}

    def newest_on(self, board: str, today: date) -> date | None:
        own = (one for one in self.all.values() if one.board_id == board)
        days = (day_in_china(at) for one in own for at in (one.asked_at, one.replied_at) if at)
        return max((day for day in days if day <= today), default=None)


def again(letters: Letters) -> Letters:
    return Letters.read(decode(encode({"letters": letters.document()}), codec_options=CODEC)["letters"])


def sums(digest: Digest) -> tuple[Any, ...]:
    """What letters without a time of asking have no part in."""
    return digest.dated, digest.first, digest.last, digest.slowest, digest.lacking


def assert_same(letters: Letters, plain: Plain, first: date, last: date) -> None:
    """The same letters, and the same answer to whatever is asked of them."""
    assert plain.all == {one.key: one for one in letters}
    assert plain.open == letters.open
    assert plain.open_at(days_ago(30)) == {one.key for one in letters.open_at(days_ago(30))}
    for board in BOARDS:
        asked = {one.key: one for one in plain.asked_in(board, first, last)}
        parts = [*letters.parts([board], first, last)]
        assert asked == {one.key: one for part in parts for one in part.letters()}
        assert all(sums(Digest.of(part.letters())) == sums(part.digest) for part in parts)
        assert all(Digest.of(part.letters()).unanswered <= part.digest.unanswered for part in parts)
        assert all(part.settled == (one.key in letters.answered) for part in parts for one in part.letters())
        assert plain.undated(board, days_ago(30)) == {one.key for one in letters.undated([board], days_ago(30))}
        assert plain.newest_on(board, last) == letters.newest_on(board, last)
        assert letters.any_on(board) == any(one.board_id == board for one in plain.all.values())


@settings(max_examples=120, deadline=None)
@given(st.lists(looks() | DAYS, max_size=14), st.data())
def test_letters_by_fortnight_are_the_letters(steps: list[list[Letter] | int], data: st.DataObject) -> None:
    """Looks, forgetting and storing in any order leave what one heap of them would hold, and say the same of it."""
    plain, letters = Plain(), Letters()
    for step in steps:
        if isinstance(step, int):
            plain.since(days_ago(step))
            letters = letters.since(days_ago(step))
        else:
            plain.join(step)
            letters = letters.join(step)
        letters = again(letters) if data.draw(st.booleans()) else letters
    last = data.draw(DAYS)
    first = data.draw(st.integers(last, SPAN + 15))

    assert_same(letters, plain, days_ago(first).date(), days_ago(last).date())


@settings(max_examples=60, deadline=None)
@given(st.lists(looks(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_looks_makes_no_difference(shown: list[list[Letter]], chance: Any) -> None:
    """Nor does seeing them twice; what is written is the same to the byte."""
    shuffled = [*shown, *(look for look in shown if chance.random() < 0.4)]
    chance.shuffle(shuffled)
    one, other = Letters(), Letters()
    for look in shown:
        one = one.join(look)
    for look in shuffled:
        other = again(other.join(look)) if chance.random() < 0.3 else other.join(look)

    assert one == other
    assert one.document() == other.document()


# -- as they are stored ----------------------------------------------------------------------------------------------


def a_year_of_letters(days: int = 360) -> list[Letter]:
    found = (a_letter(f"m{n}", asked_at=days_ago(n), replied_at=days_ago(n - 0.5)) for n in range(1, days))
    return [seen(message) for message in found]


def changed(before: Letters, after: Letters) -> list[str]:
    """The fortnights of which something is to be written."""
    one, other = before.document(), after.document()
    return [f"{name} {at}" for name in one for at in other[name] if other[name][at] is not one[name].get(at)]


def test_what_a_look_did_not_show_is_the_very_same_bytes() -> None:
    """So that only what changed need be written, and only its fortnight be unpacked."""
    known = again(Letters([*a_year_of_letters(), *(seen(a_letter(f"o{n}", asked_at=days_ago(n))) for n in range(300))]))

    waiting = known.join([seen(a_letter("o9", asked_at=days_ago(9)), -1)])
    answered = known.join([seen(a_letter("m3", asked_at=days_ago(3), replied_at=days_ago(2.5)), -1)])

    assert (1, 1) == (len(changed(known, waiting)), len(changed(known, answered)))
    assert changed(known, waiting)[0].startswith("open")
    assert changed(known, answered)[0].startswith("settled")


def test_a_look_that_shows_nothing_new_changes_nothing() -> None:
    """The same event once more: itself, so that nobody judges or writes anything."""
    look = a_year_of_letters(40)
    known = Letters(look)

    assert known is known.join(look)


def test_fortnights_are_bounded() -> None:
    """What a look at thirty letters unpacks is as much after a year as after some weeks."""
    sizes = [len(packed) for packed in Letters(a_year_of_letters()).document()["settled"].values()]

    assert 26 <= len(sizes) <= 27
    assert max(sizes) < 4_000


def test_letters_of_the_third_edition_are_read_without_loss() -> None:
    """They were kept as the open ones, the answered ones in one string, and the moment of the last answer."""
    opened = seen(a_letter("m1", asked_at=days_ago(9)), 1)
    answered = [seen(a_letter(f"m{n}", asked_at=days_ago(n), replied_at=days_ago(n - 1)), 1) for n in (20, 35, 50)]
    undated = seen(a_letter("m9", replied_at=days_ago(2), missing=("答复单位",)), 1)
    row = (
        '["b1","{}",{},null,{},{},"路灯不亮",[],"e1"]'.format(one.id, *(at.timestamp() for at in moments))
        for one in answered
        if (moments := [at for at in (one.asked_at, one.answered_at, one.replied_at) if at])
    )
    rest = f'["b1","m9",null,null,{days_ago(1).timestamp()},{days_ago(2).timestamp()},"路灯不亮",["答复单位"],"e1"]'
    packed = f"[{','.join(row)},{rest}]".encode()
    stored = decode(encode({"letters": [[opened.document()], packed, days_ago(1)]}), codec_options=CODEC)

    read = Letters.read(stored["letters"])

    assert Letters([opened, *answered, undated]) == read
    assert ["m1"] == [letter.id for letter in read.open.values()]
    assert again(read) == read


def test_boards_that_show_no_time_of_asking_do_not_gather_in_one_place() -> None:
    """They lie where they were shown last, and go on to where they are shown again."""
    old = [seen(a_letter(f"m{n}", replied_at=days_ago(n + 1)), n) for n in range(0, 90, 2)]
    known = again(Letters(old))

    grown = known.join([seen(a_letter("m88", replied_at=days_ago(89)))])

    assert len(known.document()["settled"]) > 5
    assert [days_ago(0)] == [one.answered_at for one in grown if one.id == "m88"]
    assert len(old) == len([*grown])


def test_a_letter_whose_answer_is_forgotten_waits_again() -> None:
    """What is too old leaves no trace: the other time of asking is as if it had been heard of alone."""
    answered, other = seen(a_letter(asked_at=days_ago(50), replied_at=days_ago(40))), seen(a_letter(asked_at=ASKED))
    younger = seen(a_letter(asked_at=days_ago(20)))

    kept = again(Letters([answered, other, younger])).since(days_ago(30))

    assert [younger] == [*kept.open.values()]
    assert Letters([younger]) == kept
