"""无咨询建言渠道."""

import pytest

from services.evaluator.indicators.website.veto.interact.no_channel import INDICATOR
from services.evaluator.subject import Subject
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_board, a_board_look, a_website, days_ago, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

SITE = a_website(boards=(a_board("b1"), a_board("b2")))
SHUT = {"outcome": LookOutcome.FAILED, "reason": "http_404"}


def test_all_channels_shut_waits_for_a_person() -> None:
    """The machine cannot know of a channel that is not registered."""
    looks = [a_board_look(NOW, board="b1", **SHUT), a_board_look(NOW, board="b2", **SHUT)]

    assert_waits_for_a_person(finding_of(INDICATOR, *looks, subject=SITE))


def test_one_open_channel_is_enough() -> None:
    """At its latest look."""
    looks = [
        a_board_look(days_ago(1), board="b1", **SHUT),
        a_board_look(NOW, board="b1"),
        a_board_look(board="b2", **SHUT),
    ]

    assert Outcome.MET is judged(INDICATOR, SITE, *looks).outcome


@pytest.mark.parametrize("site", [SITE, a_website()], ids=["nobody looked", "none registered"])
def test_what_was_not_seen_is_open(site: Subject) -> None:
    """Then nothing is told: only people can say that there is none."""
    blind = a_board_look(NOW, board="b1", outcome=LookOutcome.BLIND, reason="blocked")

    assert Outcome.UNDETERMINED is judged(INDICATOR, site, blind).outcome
    assert finding_of(INDICATOR, blind, subject=site) is None
