"""Tickets and test letters are summed up as the evaluator counted them."""

import pytest

from services.reporter.compose import compose
from shared.contracts.assessment import LetterTestCounts, TicketCounts
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Item
from tests.report_builders import a_finding, a_material, a_unit, a_website, an_assessment


def composed(*fields):
    sites = tuple(a_website(f"w{n}", unit_id=f"u{n}") for n in range(len(fields)))
    judged = (an_assessment(site, **given) for site, given in zip(sites, fields, strict=True))
    return compose(a_material(sites, tuple(judged)))


@pytest.mark.parametrize(
    ("counts", "end"),
    [
        pytest.param({"sent": 2, "in_time": 2, "same_day": 2}, "in_time", id="both in time"),
        pytest.param({"sent": 2, "in_time": 1, "late": 1}, "late", id="one late"),
        pytest.param({"sent": 2, "late": 1, "never": 1}, "never", id="one never"),
        pytest.param({"sent": 2, "never": 1, "broken": 1}, "broken", id="one could not be handed in"),
    ],
)
def test_a_website_counts_by_the_worst_of_its_letters(counts, end):
    """Once, and the ends sum up to the websites tested."""
    letters = composed({"letter_tests": LetterTestCounts(**counts)}).letters

    assert (1, 1) == (letters.tested, getattr(letters, end))
    assert 1 == letters.in_time + letters.late + letters.never + letters.broken
    assert (("网站w0",) if counts.get("same_day") else ()) == letters.same_day


def test_a_website_without_letters_was_not_tested():
    """Nor is one the ledger says nothing of."""
    assert 0 == composed({"letter_tests": LetterTestCounts()}, {}).letters.tested


def test_tickets_are_summed_and_the_late_named():
    """By the name of their website."""
    tickets = composed(
        {"tickets": TicketCounts(received=9, valid=5, overdue=2)}, {"tickets": TicketCounts(received=1, valid=1)}, {}
    ).tickets

    assert (10, 6, 2, ("网站w0",)) == (tickets.received, tickets.valid, tickets.overdue, tickets.overdue_names)


def test_overdue_letters_are_those_of_the_unit_responsible():
    """Of the board's unit, not of the website's; each letter once."""

    def letter(number, unit=None, outcome=Outcome.NOT_MET):
        return Item(id=f"m{number}", name="信", kind="message", outcome=outcome, unit_id=unit)

    items = (letter(1, "u2"), letter(2, "u2"), letter(3), letter(4, "u2", Outcome.MET))
    finding = a_finding("website.veto.interact.late", items=items)
    site = a_website("w1", unit_id="u1")
    units = (a_unit("u1", name="办公室"), a_unit("u2", name="交通局"))
    report = compose(a_material((site,), (an_assessment(site, Result.UNQUALIFIED, finding, finding),), units=units))

    assert [("交通局", 2), ("办公室", 1)] == [(each.unit, each.overdue) for each in report.messages.overdue_by_unit]
