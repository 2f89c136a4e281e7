"""What people entered joins what the machine found, on any indicator."""

from datetime import datetime

import pytest

from services.evaluator.evaluate import evaluate
from services.evaluator.indicators import INDICATORS
from shared.clock import CHINA
from shared.contracts.target import Outcome, Result
from tests.builders import NOW, a_case, a_feed_look, a_record, an_account, days_ago

INDICATOR = "account.veto.stale_2w"


def entered(**fields):
    known = {"indicator": INDICATOR, "found_at": days_ago(1).isoformat(), "text": "账号被冒用"}
    return a_record(NOW, kind="finding", target_kind="account", target_id="a1", fields={**known, **fields})


def judged(*events, as_of=NOW):
    return evaluate(a_case(an_account(), *events, as_of=as_of), INDICATORS)


def the_finding(*events):
    return next(one for one in judged(*events).verdict.findings if one.indicator == INDICATOR)


def fresh():
    return a_feed_look(NOW, days_ago(1), complete_since=days_ago(60))


def stale():
    return a_feed_look(NOW, days_ago(20), complete_since=days_ago(60))


def test_a_person_finds_what_the_machine_did_not_see():
    """It counts like any other fault, with the person's words."""
    found = the_finding(fresh(), entered())

    assert (Outcome.NOT_MET, True) == (found.outcome, found.counts)
    assert "账号被冒用" in found.text
    assert Result.UNQUALIFIED is judged(fresh(), entered()).verdict.result


def test_both_stand_beside_each_other():
    """The machine's words and things are kept."""
    found = the_finding(stale(), entered())

    assert "账号被冒用" in found.text
    assert the_finding(stale()).text in found.text


def test_a_person_may_answer_what_the_machine_could_not_see():
    """A look of a person is proof."""
    found = the_finding(entered(outcome="met", text="当日已更新"))

    assert (Outcome.MET, None) == (found.outcome, found.reason)
    assert "当日已更新" in found.text


def test_a_person_cannot_wave_away_what_the_machine_saw():
    """That is what a review is for."""
    assert Outcome.NOT_MET is the_finding(stale(), entered(outcome="met", text="已更新")).outcome


@pytest.mark.parametrize(
    ("fields", "boundary"),
    [
        pytest.param({"last_day": "2026-11-22"}, datetime(2026, 11, 23, tzinfo=CHINA), id="after-its-last-day"),
        pytest.param({"first_day": "2026-11-22"}, datetime(2026, 11, 22, tzinfo=CHINA), id="on-its-first-day"),
    ],
)
def test_time_alone_ends_and_begins_what_was_entered(fields, boundary):
    """The verdict is judged again when it does."""
    assert boundary == judged(fresh(), entered(**fields)).next_change_at
