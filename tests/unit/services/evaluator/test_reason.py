"""Reasons."""

import pytest

from services.evaluator.reason import Reason, blind_reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_and_a_group(reason: Reason) -> None:
    """People read Chinese; the group says whether a change of reason is news."""
    assert reason.words
    assert reason.group


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("blocked", Reason.BLOCKED),
        ("blocked: 412", Reason.BLOCKED),
        ("own_network", Reason.OWN_NETWORK),
        ("bridge_login", Reason.BRIDGE_BROKEN),
        ("list_not_recognised", Reason.UNREADABLE),
        ("something new", Reason.BLIND),
        ("", Reason.BLIND),
    ],
)
def test_what_a_look_says_of_itself_becomes_one_of_ours(told: str, expected: Reason) -> None:
    """Reasons nobody knows stay blindness, so that metrics have bounded labels."""
    assert expected is blind_reason(told)
