"""Reviews: each step, what it does to a finding, and that order and repetition make no difference."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts.record import record_of
from services.evaluator.review import LASTS, next_state, points_of, possible_steps, reviewed, state_after, steps_on
from shared.contracts.records import ReviewStep
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, Item, ReviewState
from tests.builders import NOW, a_record

HOUR = timedelta(hours=1)
P, C = ReviewState.PENDING, ReviewState.CONFIRMED


def an_item(id_="i1", outcome=Outcome.NOT_MET, **fields):
    return Item(**{"id": id_, "name": f"“{id_}”", "kind": "word", "outcome": outcome, **fields})


def a_finding(*items, review=P, **fields):
    known = {
        "indicator": "website.info.wording",
        "title": "疑似错别字",
        "clause": "",
        "kind": IndicatorKind.DEDUCTION,
        "outcome": Outcome.NOT_MET,
        "text": "疑似错别字",
        "review": review,
        "items": items,
    }
    return Finding(**{**known, **fields})


def a_step(finding, step, *, item=None, at=NOW, why="核对原文", **fields):
    """The record a console makes of a step."""
    point = next(point for point, found in points_of(finding) if found is None or item in {None, found.id})
    values = {
        "indicator": point.indicator,
        "step": step,
        "item_id": point.item_id,
        "signature": point.signature,
        "why": why,
        **fields,
    }
    return a_record(at, kind="review", record_id=f"{step}-{item}-{at.timestamp()}", fields=values)


def an_appeal(at=NOW, **fields):
    values = {"indicator": "website.info.wording", "text": "引自古籍", **fields}
    return a_record(at, kind="appeal", record_id=f"appeal-{at.timestamp()}", fields=values)


def after(finding, *records, as_of=NOW + 10 * HOUR):
    kept = [record_of(str(record.event_id()), record) for record in records]
    return reviewed(finding, {record.key: record for record in kept}, as_of)


def test_what_nobody_looked_at_does_not_count():
    """Pending: neither told nor counted."""
    found = after(a_finding(an_item()))

    assert (Outcome.NOT_MET, P, False) == (found.outcome, found.review, found.counts)
    assert [Outcome.UNDETERMINED] == [item.outcome for item in found.items]


def test_what_was_confirmed_counts():
    """A person has looked."""
    finding = a_finding(an_item())

    found = after(finding, a_step(finding, "confirm"))

    assert (C, True) == (found.review, found.counts)
    assert [Outcome.NOT_MET] == [item.outcome for item in found.items]


def test_a_false_alarm_is_no_fault():
    """It says why, and who reads it sees that it was looked at."""
    finding = a_finding(an_item())

    found = after(finding, a_step(finding, "dismiss", why="人名"))

    assert (Outcome.MET, ReviewState.DISMISSED, False) == (found.outcome, found.review, found.counts)
    assert "误报" in found.text
    assert "人名" in found.text


def test_a_false_alarm_stays_one_while_its_evidence_is_the_same():
    """New words around the same thing are no new evidence."""
    finding = a_finding(an_item(text="已 3 天"))
    step = a_step(finding, "dismiss")

    again = after(a_finding(an_item(text="已 4 天"), text="别的说法"), step)

    assert ReviewState.DISMISSED is again.review


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"name": "另一标题"}, id="another-title"),
        pytest.param({"url": "https://www.example.gov.cn/b.html"}, id="another-page"),
        pytest.param({"due_at": NOW - 9 * HOUR}, id="another-limit-crossed"),
    ],
)
def test_other_evidence_brings_it_back(other):
    """It is another fault."""
    step = a_step(a_finding(an_item()), "dismiss")

    assert P is after(a_finding(an_item(**other)), step).review


def test_one_false_alarm_leaves_the_others():
    """Each thing is looked at by itself."""
    finding = a_finding(an_item("i1"), an_item("i2"), an_item("i3"), points=3.0)

    found = after(finding, a_step(finding, "dismiss", item="i1"), a_step(finding, "confirm", item="i2"))

    assert (C, True, 1.0) == (found.review, found.counts, found.points)
    assert [ReviewState.DISMISSED, C, P] == [item.review for item in found.items]
    assert [Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED] == [item.outcome for item in found.items]


def test_an_automatic_finding_counts_while_it_is_appealed():
    """Shown as contested, until somebody decides."""
    finding = a_finding(an_item(), review=None)

    found = after(finding, an_appeal())

    assert (ReviewState.APPEALED, True) == (found.review, found.counts)
    assert "申诉中" in found.text


def test_an_appeal_granted_takes_the_finding_away():
    """核减."""
    finding = a_finding(an_item(), review=None, points=2.0)

    found = after(finding, an_appeal(), a_step(finding, "reduce", at=NOW + HOUR, why="属实"))

    assert (Outcome.MET, ReviewState.REDUCED, 0.0) == (found.outcome, found.review, found.points)


def test_an_appeal_granted_in_part_leaves_some_points():
    """What is left still counts."""
    finding = a_finding(an_item(), review=None, points=2.0)

    found = after(finding, an_appeal(), a_step(finding, "reduce", at=NOW + HOUR, why="减半", points=1.0))

    assert (True, 1.0) == (found.counts, found.points)


def test_an_appeal_refused_leaves_everything():
    """维持."""
    finding = a_finding(an_item(), review=None, points=2.0)

    found = after(finding, an_appeal(), a_step(finding, "uphold", at=NOW + HOUR, why="证据充分"))

    assert (ReviewState.UPHELD, True, 2.0) == (found.review, found.counts, found.points)


def test_an_appeal_says_nothing_of_what_came_later():
    """A column that falls silent again is another fault."""
    finding = a_finding(an_item(due_at=NOW + HOUR), review=None)

    assert after(finding, an_appeal()).review is None


def test_an_appeal_names_its_things():
    """The others stay as they are."""
    finding = a_finding(an_item("i1"), an_item("i2"), review=None)

    found = after(finding, an_appeal(item_ids=["i2"]))

    assert [None, ReviewState.APPEALED] == [item.review for item in found.items]


def test_a_closed_finding_of_a_person_is_over():
    """确认 → 整改 → 销号."""
    finding = a_finding(an_item())
    steps = [a_step(finding, step, at=NOW + n * HOUR) for n, step in enumerate(("confirm", "mend", "close"))]

    assert (Outcome.MET, ReviewState.CLOSED) == (after(finding, *steps).outcome, after(finding, *steps).review)


def test_mending_counts_from_its_own_time():
    """At the end of the period the fault was there, though it was mended since."""
    finding = a_finding(an_item())
    steps = [a_step(finding, step, at=NOW + n * HOUR) for n, step in enumerate(("confirm", "mend", "close"))]

    assert C is after(finding, *steps, as_of=NOW).review


def test_a_decision_counts_whenever_it_was_taken():
    """Confirmed after the period, it was a fault in it."""
    finding = a_finding(an_item())

    assert C is after(finding, a_step(finding, "confirm", at=NOW + 9 * HOUR), as_of=NOW).review


def test_what_the_machine_still_sees_is_not_closed_by_a_word():
    """It is there for everybody to see."""
    finding = a_finding(an_item(), review=None)
    steps = [a_step(finding, step, at=NOW + n * HOUR) for n, step in enumerate(("mend", "close"))]

    assert after(finding, *steps).counts


def test_a_decision_without_things_does_not_last_for_ever():
    """Next year's outage is another one."""
    finding = a_finding(review=None, evidence=(Evidence(text="打不开", url="https://www.example.gov.cn/"),))
    step = a_step(finding, "dismiss", why="机房断电，已报备")

    assert ReviewState.DISMISSED is after(finding, step, as_of=NOW + LASTS).review
    assert after(finding, step, as_of=NOW + LASTS + HOUR).review is None


def test_a_finding_nobody_touched_is_the_same_object():
    """It costs nothing."""
    finding = a_finding(an_item(), review=None)

    assert finding is after(finding)


def test_a_met_finding_has_nothing_to_review():
    """Steps of the past are left alone."""
    finding = a_finding(an_item())
    step = a_step(finding, "dismiss")
    mended = a_finding(review=None, outcome=Outcome.MET)

    assert mended is after(mended, step)


@pytest.mark.parametrize("state", [None, *ReviewState])
def test_every_state_can_be_left_or_is_settled(state):
    """No finding is stuck where a person could not correct an error."""
    assert possible_steps(state)


def test_a_step_that_cannot_be_taken_changes_nothing():
    """A second decision on what was not appealed is only noted."""
    assert next_state(P, ReviewStep.REDUCE) is None

    state, taken = state_after(P, steps_on_finding("reduce"))

    assert (P, []) == (state, taken)


def steps_on_finding(*steps):
    finding = a_finding(an_item())
    records = [a_step(finding, step, at=NOW + n * HOUR) for n, step in enumerate(steps)]
    point, _ = points_of(finding)[0]
    return steps_on(point, [record_of(str(one.event_id()), one) for one in records])


@given(
    steps=st.lists(st.sampled_from([step.value for step in ReviewStep]), max_size=8),
    seed=st.integers(0, 1000),
)
def test_the_order_in_which_steps_arrive_makes_no_difference(steps, seed):
    """Their own times order them; twice is once."""
    finding = a_finding(an_item())
    records = [a_step(finding, step, at=NOW + n * HOUR) for n, step in enumerate(steps)]
    shuffled = [*records, *records]
    random.Random(seed).shuffle(shuffled)

    assert after(finding, *records) == after(finding, *shuffled)


def test_the_id_of_a_point_is_the_same_before_and_after_its_review():
    """Who reads the stored finding names what the evaluator judged."""
    finding = a_finding(an_item("i1"), an_item("i2"))
    stored = after(finding, a_step(finding, "dismiss", item="i1"))

    assert [p.short_id("w1") for p, _ in points_of(finding)] == [p.short_id("w1") for p, _ in points_of(stored)]
