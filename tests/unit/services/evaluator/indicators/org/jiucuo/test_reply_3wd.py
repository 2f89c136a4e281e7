"""找错留言."""

from services.evaluator.indicators.org.jiucuo.reply_3wd import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.tally import TicketFact
from shared.contracts.target import Outcome
from tests.regulator_builders import a_tally, asked


def test_each_such_ticket_is_a_thing() -> None:
    """With the website it is about."""
    bad = TicketFact("t1", "错字", closed=False, close_late=False, reply_late=True)

    answer = asked(INDICATOR, a_tally(tickets=(bad,)))

    assert (Outcome.NOT_MET, ["w1/t1"]) == (answer.outcome, [item.id for item in answer.items])


def test_other_tickets_are_not() -> None:
    """What became of them is another matter."""
    assert (
        Outcome.MET
        is asked(
            INDICATOR, a_tally(tickets=(TicketFact("t1", "错字", closed=True, close_late=True, reply_late=False),))
        ).outcome
    )


def test_without_tickets_there_is_nothing_to_judge() -> None:
    """Not applicable."""
    assert Reason.NOT_APPLICABLE is asked(INDICATOR, a_tally()).reason
