"""The recorded week of the demo."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

from console.recorded import read_line
from deploy.demo.province import SITES, home_url
from deploy.demo.recorded import week_until
from shared.contracts import PageVisited
from shared.contracts.target import LookOutcome

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOMES = {site.id: home_url(site, 8080) for site in SITES}
VISITS = [read_line(line).event for line in week_until(NOW, HOMES).splitlines()]


def test_every_line_can_be_replayed_and_points_at_the_websites_of_this_run():
    """The addresses are those of the port that is free just now."""
    assert all(isinstance(visit, PageVisited) and visit.url == HOMES[visit.website_id] for visit in VISITS)


def test_the_week_ends_now_and_is_dense_enough_to_be_judged():
    """On each of the seven days before now, each website has at least the twenty visits that the standard asks for."""
    days = Counter((visit.website_id, (NOW - visit.observed_at) // timedelta(days=1)) for visit in VISITS)

    assert max(visit.observed_at for visit in VISITS) < NOW
    assert all(days[website_id, day] >= 20 for website_id in ("W01", "W02", "W03", "W04") for day in range(7))


def test_only_one_website_could_not_be_opened():
    """Its failures are well above the limit; nobody else has any."""
    failed = Counter(visit.website_id for visit in VISITS if visit.outcome is LookOutcome.FAILED)

    assert {"W04"} == set(failed)
    assert failed["W04"] > 0.1 * sum(visit.website_id == "W04" for visit in VISITS)


def test_times_stand_in_the_envelope_too():
    """As in any recording."""
    event = json.loads(week_until(NOW, HOMES).splitlines()[0])

    assert event["time"] == event["data"]["observed_at"]
