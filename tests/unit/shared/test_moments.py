"""Moments of events: aware, in UTC, to the millisecond, whoever wrote them."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.event import Moment

MOMENT = TypeAdapter(Moment)
NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2026-10-01T04:00:00Z", NOON, id="as events write it"),
        pytest.param("2026-10-01T04:00:00.123Z", NOON.replace(microsecond=123_000), id="with milliseconds"),
        pytest.param("2026-10-01T04:00:00.123999Z", NOON.replace(microsecond=123_000), id="finer than is kept"),
        pytest.param("2026-10-01T12:00:00+08:00", NOON, id="with a zone"),
        pytest.param("2026-10-01T12:00:00", NOON, id="without one it is China's"),
        pytest.param("2026-10-01 04:00:00Z", NOON, id="with a blank"),
    ],
)
def test_a_moment_is_the_same_however_it_is_written(written: str, expected: datetime) -> None:
    """Read from JSON as from Python."""
    read = MOMENT.validate_json(f'"{written}"'), MOMENT.validate_python(written)

    assert (expected, expected) == read
    assert {UTC} == {one.tzinfo for one in read}


@pytest.mark.parametrize(
    "written", ["2026-13-01T04:00:00Z", "2026-W39-7T04:00:00Z", "2026-02-30T04:00:00.000Z", "", "一日"]
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    """Though it has the length of one."""
    with pytest.raises(ValidationError):
        MOMENT.validate_python(written)
