"""What a verdict does to what is open."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.concern import Closing, Standing
from services.notifier.concerns import Concerns
from services.notifier.docket import KEPT, Docket, Reason, absorb, compare
from services.notifier.muting import mute
from services.notifier.routing import route
from tests.warning_builders import (
    MET,
    NOON,
    POLICY,
    UNDETERMINED,
    a_finding,
    a_verdict,
    an_item,
    columns,
    near_miss,
)


def after(*verdicts, docket=None, retired=False):
    """The docket after these verdicts in this order, and the units the last one moved."""
    units = frozenset()
    for verdict in verdicts:

        def muted(share, is_open):
            return mute(share, is_open=is_open, retired=retired, policy=POLICY.mute)

        absorbed = absorb(docket, verdict, route(verdict), mute=muted)
        docket, units = absorbed.docket, absorbed.units
    return docket, units


def day(n, *findings, **fields):
    """The verdict n days after noon."""
    return a_verdict(*findings, at=NOON + timedelta(days=n), **fields)


def test_a_fault_opens_a_concern():
    """The first verdict that fails opens one concern of the unit."""
    docket, units = after(day(0, a_finding()))

    assert [("u1", Standing.FAULT, True)] == [(c.unit_id, c.standing, c.is_open) for c in docket.concerns]
    assert {"u1"} == units


def test_a_first_verdict_without_fault_opens_nothing():
    """All is well: there is nothing to say."""
    assert (Concerns(), frozenset()) == (after(day(0, a_finding(MET)))[0].concerns, after(day(0, a_finding(MET)))[1])


def test_a_fault_that_stands_moves_nobody():
    """The same fault a day later is renewed in its wording, and not said again."""
    docket, units = after(day(0, a_finding()), day(1, a_finding(text="首页已连续 21 天未更新。")))

    assert ["首页已连续 21 天未更新。"] == [c.share.finding.text for c in docket.concerns]
    assert frozenset() == units


def test_an_early_warning_becomes_a_fault_of_the_same_episode():
    """One concern goes from early to fault; it is not a second one."""
    docket, units = after(day(0, near_miss()), day(4, a_finding()))

    assert [Standing.FAULT] == [c.standing for c in docket.concerns]
    assert NOON == docket.concerns[0].opened_at
    assert {"u1"} == units


def test_an_early_warning_that_recedes_ends_without_being_mended():
    """Nobody failed, so nobody has mended anything."""
    docket, _ = after(day(0, near_miss()), day(1, a_finding(MET)))

    assert [Closing.RECEDED] == [c.closing for c in docket.concerns]


def test_a_mended_fault_ends():
    """Seen to be met, the fault ends with the finding that shows it."""
    docket, units = after(day(0, a_finding()), day(1, a_finding(MET, text="首页今日更新。")))

    assert [(Closing.MENDED, "首页今日更新。")] == [(c.closing, c.last.text) for c in docket.concerns]
    assert {"u1"} == units


def test_undetermined_pauses_a_fault_and_does_not_mend_it():
    """Not seen is not mended: the fault stays open and rests; seen again, it goes on as the same one."""
    blind, _ = after(day(0, a_finding()), day(1, a_finding(UNDETERMINED)))
    again, units = after(day(2, a_finding()), docket=blind)

    assert [(True, True)] == [(c.is_open, c.blind) for c in blind.concerns]
    assert [(True, False)] == [(c.is_open, c.blind) for c in again.concerns]
    assert blind.concerns[0].id == again.concerns[0].id
    assert {"u1"} == units


def test_undetermined_to_met_is_a_recovery():
    """What could not be seen for a while and is then seen to be well has been mended."""
    docket, _ = after(day(0, a_finding()), day(1, a_finding(UNDETERMINED)), day(2, a_finding(MET)))

    assert [Closing.MENDED] == [c.closing for c in docket.concerns]


def test_undetermined_first_says_nothing():
    """What was never seen opens nothing, neither does seeing afterwards that all is well."""
    docket, _ = after(day(0, a_finding(UNDETERMINED)), day(1, a_finding(MET)))

    assert [] == list(docket.concerns)


def test_what_fails_again_is_a_new_episode():
    """After a recovery the same fault is another concern, so that it is told again."""
    docket, _ = after(day(0, a_finding()), day(1, a_finding(MET)), day(2, a_finding()))

    assert [False, True] == [c.is_open for c in docket.concerns]
    assert 2 == len({c.id for c in docket.concerns})


def test_a_fault_that_becomes_near_is_mended_and_warned_of():
    """From broken to nearly broken: the fault ended, and a new early warning began."""
    docket, _ = after(day(0, a_finding()), day(1, near_miss()))

    assert [(Standing.FAULT, Closing.MENDED), (Standing.EARLY, None)] == [
        (c.standing, c.closing) for c in docket.concerns
    ]


def test_a_new_item_moves_its_unit():
    """One more stale column is something to say; one less is not the end."""
    one, two = an_item("c1"), an_item("c2")
    docket, units = after(day(0, columns(one)), day(1, columns(one, two)))
    fewer, fewer_units = after(day(2, columns(two)), docket=docket)

    assert {"u1"} == units
    assert ["c2"] == [item.id for item in fewer.concerns[0].items]
    assert fewer.concerns[0].is_open
    assert {"u1"} == fewer_units


def test_another_units_items_end_for_it_alone():
    """The unit whose columns are in order again has mended its part while the website still fails."""
    mine, other = an_item("c1"), an_item("c2", unit_id="u2")
    docket, units = after(day(0, columns(mine, other)), day(1, columns(mine)))

    assert {"u1": None, "u2": Closing.MENDED} == {c.unit_id: c.closing for c in docket.concerns}
    assert "u2" in units


def test_a_target_that_moves_to_another_unit_is_no_recovery():
    """The old unit has not mended it, the new one is told of it."""
    docket, _ = after(day(0, a_finding()), day(1, a_finding(), unit_id="u2"))

    assert {"u1": Closing.MOVED, "u2": None} == {c.unit_id: c.closing for c in docket.concerns}


def test_an_item_that_moves_to_another_unit_is_no_recovery():
    """A column that now belongs to another unit has not been mended by the first."""
    docket, _ = after(
        day(0, columns(an_item("c1"), an_item("c2", unit_id="u2"))),
        day(1, columns(an_item("c1"), an_item("c2", unit_id="u3"))),
    )

    assert {"u1": None, "u2": Closing.MOVED, "u3": None} == {c.unit_id: c.closing for c in docket.concerns}


def test_a_finding_that_is_not_judged_any_more_is_not_mended():
    """An indicator that left the pack leaves its fault open and unspoken of."""
    docket, _ = after(day(0, a_finding()), day(1))

    assert [(True, True)] == [(c.is_open, c.blind) for c in docket.concerns]


def test_a_closed_target_opens_nothing():
    """What is closed is not told about."""
    assert [] == list(after(day(0, a_finding()), retired=True)[0].concerns)


def test_ended_concerns_leave_the_docket_after_a_while():
    """The docket stays small; the ledger remembers."""
    docket, _ = after(day(0, a_finding()), day(1, a_finding(MET)))
    kept, _ = after(day(1 + KEPT.days, a_finding(MET)), docket=docket)
    dropped, _ = after(day(2 + KEPT.days, a_finding(MET)), docket=docket)

    assert (1, 0) == (len(kept.concerns), len(dropped.concerns))


def resting_on(verdict_id, *, previous=None):
    return Docket.empty(a_verdict(verdict_id=verdict_id), previous)


COMPARED = {
    "nothing before": (None, a_verdict(), None, Reason.NEWER),
    "the same again": (resting_on("v"), a_verdict(verdict_id="v"), None, Reason.SAME),
    "a moment later": (resting_on("v"), day(0.001, verdict_id="w"), None, Reason.NEWER),
    "a moment earlier": (resting_on("v"), day(-0.001, verdict_id="w"), None, Reason.LATE),
    "same moment, names ours as its predecessor": (resting_on("v"), a_verdict(verdict_id="a"), "v", Reason.NEWER),
    "same moment, is our predecessor": (resting_on("v", previous="w"), a_verdict(verdict_id="w"), None, Reason.LATE),
    "same moment, strangers, greater id": (resting_on("v"), a_verdict(verdict_id="w"), None, Reason.NEWER),
    "same moment, strangers, smaller id": (resting_on("v"), a_verdict(verdict_id="u"), None, Reason.LATE),
}


@pytest.mark.parametrize(("docket", "verdict", "previous", "expected"), COMPARED.values(), ids=COMPARED.keys())
def test_compare(docket, verdict, previous, expected):
    """Only a newer verdict changes anything."""
    assert expected is compare(docket, verdict, previous)


def taken(docket, verdict):
    """What the intake does with one delivery."""
    return after(verdict, docket=docket)[0] if compare(docket, verdict, None) is Reason.NEWER else docket


STORIES = st.lists(
    st.sampled_from([a_finding(), a_finding(MET), a_finding(UNDETERMINED), near_miss()]), min_size=1, max_size=6
)


@given(STORIES, st.randoms(use_true_random=False))
def test_any_order_ends_where_the_newest_verdict_is(findings, chance):
    """However deliveries cross and repeat, the docket ends up resting on the newest, and says of it what it says."""
    verdicts = [day(n, finding) for n, finding in enumerate(findings)]
    deliveries = verdicts * 2
    chance.shuffle(deliveries)
    docket = None
    for verdict in deliveries:
        docket = taken(docket, verdict)

    assert verdicts[-1].verdict_id == docket.verdict_id
    open_faults = [c for c in docket.concerns if c.is_open and c.standing is Standing.FAULT and not c.blind]
    assert (findings[-1].outcome.value == "not_met") == bool(open_faults)
    assert 1 >= sum(c.is_open for c in docket.concerns)
