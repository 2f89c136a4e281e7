"""Results are to be published by a day of the quarter's second month: shown in time, warned of when near."""

from datetime import UTC, date, datetime

import pytest
from structlog.testing import capture_logs

from services.reporter.deadlines import DeadlineWatch, next_deadlines
from services.reporter.material import publication_deadline
from shared.metrics import REGISTRY
from tests.component.reporter.world import World


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2020, 4, 7), date(2020, 5, 20), id="the first month"),
        pytest.param(date(2020, 5, 20), date(2020, 5, 20), id="the day itself"),
        pytest.param(date(2020, 5, 21), date(2020, 8, 20), id="a day late"),
        pytest.param(date(2020, 12, 31), date(2021, 2, 20), id="over the turn of the year"),
        pytest.param(date(2020, 11, 20), date(2020, 11, 20), id="the last quarter"),
    ],
)
def test_the_next_deadline_is_in_a_second_month(day, expected):
    """The 20th of February, May, August or November."""
    assert expected == publication_deadline(day, 20)


@pytest.mark.parametrize(
    ("today", "newest", "prepared"),
    [
        pytest.param(date(2020, 5, 1), date(2020, 5, 20), True, id="written"),
        pytest.param(date(2020, 8, 1), date(2020, 5, 20), False, id="the one before is written"),
    ],
)
def test_a_deadline_is_prepared_when_its_report_is_written(today, newest, prepared):
    """An older report does not count."""
    (deadline,) = next_deadlines({"shaanxi": newest}, today)

    assert prepared == deadline.is_prepared


async def test_a_report_that_is_missing_is_warned_of_a_week_before():
    """And its deadline is a metric, at the end of the day in China."""
    world = World()
    await world.whole("r1", regime="shaanxi")
    watch = DeadlineWatch(world.orders, lambda: world.now)
    warned = []
    for now in (datetime(2024, 2, 10, tzinfo=UTC), datetime(2024, 2, 15, tzinfo=UTC)):
        world.now = now
        with capture_logs() as logs:
            await watch.look()
        warned.append([line["by"] for line in logs if line["event"] == "report.publication_due"])

    assert [[], ["2024-02-20"]] == warned
    value = REGISTRY.get_sample_value("xunjian_report_publication_due_timestamp_seconds", {"regime": "shaanxi"})
    assert datetime(2024, 2, 20, 16, tzinfo=UTC).timestamp() == value
    assert 0 == REGISTRY.get_sample_value("xunjian_report_publication_prepared", {"regime": "shaanxi"})


async def test_the_watch_looks_at_once_and_ends_when_told():
    """Nothing is left running."""
    world = World()
    looked = []

    class Orders:
        async def publish_by(self):
            looked.append(1)
            ended.set()
            return {}

    import asyncio

    ended = asyncio.Event()
    watch = DeadlineWatch(Orders(), lambda: world.now)
    watch.start()
    await asyncio.wait_for(ended.wait(), 5)
    await watch.stop()

    assert [1] == looked
