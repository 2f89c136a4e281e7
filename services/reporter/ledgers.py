"""What only people know, summed up: 找错 tickets and test letters."""

from collections.abc import Iterable

from services.reporter.standing import Standing
from services.reporter.tally import LetterTests, Tickets
from shared.contracts.assessment import LetterTestCounts


def ticket_counts(standings: Iterable[Standing]) -> Tickets:
    """The tickets of all targets, and who has overdue ones."""
    found = [(each.target.name, each.assessment.tickets) for each in standings if each.assessment]
    tickets = [(name, counts) for name, counts in found if counts]
    return Tickets(
        received=sum(counts.received for _, counts in tickets),
        valid=sum(counts.valid for _, counts in tickets),
        overdue=sum(counts.overdue for _, counts in tickets),
        overdue_names=tuple(name for name, counts in tickets if counts.overdue),
    )


def letter_tests(standings: Iterable[Standing]) -> LetterTests:
    """How many websites stood the letter test how. A website counts once, by the worst that became of its letters."""
    found = [(each.target.name, each.assessment.letter_tests) for each in standings if each.assessment]
    tests = [(name, counts) for name, counts in found if counts and counts.sent]
    names: dict[str, list[str]] = {"broken": [], "never": [], "late": [], "in_time": []}
    for name, counts in tests:
        names[_worst(counts)].append(name)
    return LetterTests(
        tested=len(tests),
        in_time=len(names["in_time"]),
        late=len(names["late"]),
        never=len(names["never"]),
        broken=len(names["broken"]),
        same_day=tuple(name for name, counts in tests if counts.same_day == counts.sent),
        in_time_names=tuple(names["in_time"]),
        late_names=tuple(names["late"]),
        never_names=tuple(names["never"]),
        broken_names=tuple(names["broken"]),
    )


def _worst(counts: LetterTestCounts) -> str:
    return next((end for end in ("broken", "never", "late") if getattr(counts, end)), "in_time")
