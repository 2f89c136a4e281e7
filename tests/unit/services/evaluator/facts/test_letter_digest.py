"""What many letters come to."""

from datetime import timedelta

from services.evaluator.facts.letter import Letter, letter_of
from services.evaluator.facts.letter_digest import Digest
from tests.builders import NOW, a_letter, days_ago


def seen(
    id_: str = "m1", asked: float | None = 10, replied: float | None = None, missing: tuple[str, ...] = ()
) -> Letter:
    asked_at = None if asked is None else days_ago(asked)
    message = a_letter(
        id_,
        asked_at=asked_at,
        replied_at=None if replied is None else days_ago(replied),
        missing=missing,
        title=f"信{id_}",
    )
    return letter_of(message, board_id="b1", seen_at=NOW, event_id="e1")


def test_sums_and_ends() -> None:
    """The first and the last day, the slowest answer, and what is newest."""
    digest = Digest.of([seen("m1", 30, 25), seen("m2", 10, 3), seen("m3", 5)])

    assert (3, 1, 7) == (digest.dated, digest.unanswered, digest.slowest)
    assert (days_ago(30).toordinal(), days_ago(5).toordinal()) == (digest.first, digest.last)
    assert days_ago(3).timestamp() == digest.newest
    assert NOW.timestamp() == digest.done == digest.seen_open


def test_one_without_an_answer_is_as_slow_as_it_was_seen_open() -> None:
    """To the day; after that nobody knows."""
    assert 10 == Digest.of([seen("m1", 10), seen("m2", 30, 25)]).slowest


def test_what_no_look_showed_lately_is_out_of_sight() -> None:
    """At the very moment of the look it was in sight; answered letters wait for nobody."""
    digest, moment = Digest.of([seen("m1", 10)]), timedelta(milliseconds=1)

    assert not digest.out_of_sight(NOW)
    assert digest.out_of_sight(NOW + moment)
    assert Digest.of([seen("m1", 10, 9)]).out_of_sight(days_ago(400))


def test_an_answer_was_not_there_before_it_was_given_or_seen() -> None:
    """At the moment of the look it was."""
    digest = Digest.of([seen("m1", 10, 9)])

    assert not digest.may_be_open(NOW)
    assert digest.may_be_open(days_ago(0.01))


def test_what_is_missing_is_counted_and_the_first_is_named() -> None:
    """By board and id, in whatever order they are joined."""
    first, second = seen("m1", missing=("答复单位",)), seen("m2", missing=("答复单位", "答复时间"))

    lacking = Digest.of([second, first]).lacking

    assert {"答复单位": (2, "b1", "m1", "信m1"), "答复时间": (1, "b1", "m2", "信m2")} == lacking
    assert Digest.of([first, second]).lacking == lacking


def test_letters_without_a_time_of_asking_are_in_no_sum() -> None:
    """But their answers are seen, and they may wait."""
    digest = Digest.of([seen("m1", None, 2), seen("m2", None, missing=("答复单位",)), seen("m3", 9)])

    assert (1, {}, 9, 2) == (digest.dated, digest.lacking, digest.slowest, digest.unanswered)
    assert days_ago(2).timestamp() == digest.newest


def test_digests_join_to_that_of_all() -> None:
    """However the letters are grouped."""
    letters = [seen("m1", 40, 20, ("答复单位",)), seen("m2", None, 1), seen("m3", 7, 6), seen("m4", 2)]

    joined = Digest.joined([Digest.of(letters[:1]), Digest.joined([]), Digest.of(letters[1:])])

    assert Digest.of(letters) == joined
    assert Digest.read(joined.document()) == joined


def test_a_span_meets_or_holds_it_at_both_ends() -> None:
    """Both ends are included; without a dated letter there is nothing to meet."""
    digest, day = Digest.of([seen("m1", 10), seen("m2", 5)]), timedelta(days=1)
    first, last = days_ago(10).toordinal(), days_ago(5).toordinal()

    assert digest.lies_in(first, last)
    assert not digest.lies_in(first + day.days, last)
    assert not digest.lies_in(first, last - day.days)
    assert digest.meets(last, last + 9)
    assert digest.meets(first - 9, first)
    assert not digest.meets(last + 1, last + 9)
    assert not digest.meets(first - 9, first - 1)
    assert not Digest.of([seen("m1", None)]).meets(first, last)
