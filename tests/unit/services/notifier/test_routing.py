"""Whom a finding concerns."""

from services.notifier.routing import faulty_items, near_items, route
from shared.contracts.target import Outcome
from tests.warning_builders import (
    MET,
    NOON,
    NOT_MET,
    UNDETERMINED,
    a_finding,
    a_verdict,
    an_item,
    columns,
    near_miss,
)


def test_a_finding_without_items_concerns_the_targets_unit_only():
    """The unit that answers for the target is told as a whole."""
    shares = list(route(a_verdict(a_finding())))

    assert [("u1", True)] == [(share.unit_id, share.whole) for share in shares]


def test_items_of_another_unit_go_to_that_unit():
    """Each unit gets its own things; the target's unit learns how many are elsewhere, and where."""
    finding = columns(
        an_item("c1"), an_item("c2", unit_id="u2"), an_item("c3", unit_id="u3"), an_item("c4", unit_id="u2")
    )

    own, second, third = route(a_verdict(finding))

    assert ["c1"] == [item.id for item in own.finding.items]
    assert (("u2", "u3"), 3) == (own.elsewhere, own.elsewhere_count)
    assert ("u2", ["c2", "c4"], False) == (second.unit_id, [i.id for i in second.finding.items], second.whole)
    assert ("u3", ["c3"]) == (third.unit_id, [i.id for i in third.finding.items])


def test_the_targets_unit_is_told_though_every_thing_is_anothers():
    """The website fails as a whole, whoever must mend its columns."""
    own, other = route(a_verdict(columns(an_item("c1", unit_id="u2"))))

    assert ("u1", NOT_MET, ()) == (own.unit_id, own.finding.outcome, own.finding.items)
    assert ("u2", NOT_MET) == (other.unit_id, other.finding.outcome)


def test_a_unit_whose_things_are_well_has_no_fault_in_it():
    """A failing finding is no fault of the unit whose columns are all in order."""
    own, other = route(a_verdict(columns(an_item("c1"), an_item("c2", MET, unit_id="u2"))))

    assert (NOT_MET, MET) == (own.finding.outcome, other.finding.outcome)


def test_a_unit_whose_things_could_not_be_seen_is_not_accused():
    """Undetermined things are undetermined for their unit, though the finding fails without them."""
    _, other = route(a_verdict(columns(an_item("c1"), an_item("c2", UNDETERMINED, unit_id="u2"))))

    assert Outcome.UNDETERMINED is other.finding.outcome


def test_an_item_that_names_the_targets_own_unit_stays_there():
    """Naming the unit twice makes no second share."""
    assert 1 == len(list(route(a_verdict(columns(an_item("c1", unit_id="u1"))))))


def test_an_early_warning_goes_to_others_only_for_their_own_things():
    """A unit with nothing near its limit gets no early warning out of another's."""
    soon = an_item("m1", MET, kind="message", due_at=NOON, unit_id="u2")
    unseen = an_item("m2", UNDETERMINED, kind="message", unit_id="u3")
    _, second, third = route(a_verdict(near_miss(items=(soon, unseen))))

    assert second.finding.near is not None
    assert third.finding.near is None


def test_items_of_a_fault_and_of_an_early_warning():
    """A fault is about what is bad, an early warning also about what is near its limit, neither about guesses."""
    bad, soon, unseen = an_item("a"), an_item("b", MET, due_at=NOON), an_item("c", UNDETERMINED)
    finding = near_miss(items=(bad, soon, unseen))

    assert ["a"] == [item.id for item in faulty_items(finding)]
    assert ["a", "b"] == [item.id for item in near_items(finding)]
