"""All letters of a website."""

from datetime import timedelta

from services.evaluator.facts.letter import Letter, letter_of
from services.evaluator.facts.letters import Letters
from shared.contracts.observations import Message
from tests.builders import NOW, a_letter, days_ago

ASKED = days_ago(50)


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
    assert letters.last_answer_at == again.last_answer_at
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
