"""Concerns that are kept packed."""

import pytest
from pydantic import ValidationError

from services.notifier.concerns import Concerns, pack
from services.notifier.docket import Docket
from tests.warning_builders import a_concern, a_verdict, an_item, columns, mended, near_miss

SOME = [a_concern(columns(an_item("c1"), an_item("c2"))), a_concern(near_miss(), blind=True), mended(a_concern())]


def test_they_are_what_was_packed_in_its_order():
    """Walked over, by number, from the end and in part."""
    kept = Concerns(SOME)

    assert (SOME, SOME[1], SOME[-1], SOME[1:]) == (list(kept), kept[1], kept[-1], kept[1:])
    assert 3 == len(kept)
    assert kept == Concerns.of_packed(map(pack, SOME))
    assert hash(kept) == hash(Concerns(SOME))
    assert kept != Concerns(SOME[:2])
    assert kept != SOME


def test_a_docket_takes_them_as_they_are_or_packs_them():
    """Objects, dictionaries, or packed; what is no concern is refused."""
    empty = Docket.empty(a_verdict())
    plain = {**empty.model_dump(), "concerns": [concern.model_dump() for concern in SOME]}

    assert Concerns(SOME) == Docket.model_validate(plain).concerns
    assert plain["concerns"] == Docket.model_validate(plain).model_dump()["concerns"]
    assert Docket.model_validate(plain) == empty.model_copy(update={"concerns": Concerns(SOME)})
    with pytest.raises(ValidationError):
        Docket.model_validate({**plain, "concerns": [{"id": "x"}]})
