"""What came back: reports as the standard has them, letters that only look like one, and everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.bounces import Result, read
from services.notifier.invalid import is_invalid_address
from tests.bounce_builders import a_letter, a_report

ID = "2a1f0c7e-3b4d-5c6e-8f90-a1b2c3d4e5f6"
MESSAGE_ID = f"<{ID}@xunjian.example>"


def told(raw):
    bounce = read(raw, domain="xunjian.example")
    return bounce and (bounce.entry_id, bounce.result, bounce.address_invalid)


REPORTS = {
    "no such mailbox": (a_report(MESSAGE_ID), Result.FAILED, True),
    "full": (a_report(MESSAGE_ID, status="5.2.2"), Result.FAILED, False),
    "full, given up": (a_report(MESSAGE_ID, status="4.2.2"), Result.FAILED, False),
    "policy": (a_report(MESSAGE_ID, status="5.7.1", diagnostic="smtp; 550 5.7.1 user unknown?"), Result.FAILED, False),
    "delayed": (a_report(MESSAGE_ID, action="delayed", status="4.4.1"), Result.DELAYED, False),
    "arrived": (a_report(MESSAGE_ID, action="delivered", status="2.1.5"), Result.DELIVERED, False),
    "handed on": (a_report(MESSAGE_ID, action="relayed", status="2.0.0"), Result.UNCLEAR, False),
    "a contradiction": (a_report(MESSAGE_ID, action="failed", status="2.0.0"), Result.UNCLEAR, False),
    "named by its envelope only": (a_report("<other@x>", Original_Envelope_Id=ID), Result.FAILED, True),
}


@pytest.mark.parametrize(("raw", "result", "invalid"), REPORTS.values(), ids=REPORTS.keys())
def test_a_report(raw, result, invalid):
    """What it says, and whether it blames the address."""
    assert (ID, result, invalid) == told(raw)


LETTERS = {
    "user unknown": (f"550 User not found\n{MESSAGE_ID}", {}, Result.FAILED, True),
    "in Chinese": (f"收件人：550 邮箱不存在\nMessage-ID: {MESSAGE_ID}", {"charset": "gb18030"}, Result.FAILED, True),
    "refused as spam": (f"554 5.7.1 spam\n{MESSAGE_ID}", {}, Result.FAILED, False),
    "for now": (f"451 4.3.0 later\n{MESSAGE_ID}", {}, Result.UNCLEAR, False),
    "not from a mailer": (f"550 User not found\n{MESSAGE_ID}", {"sender": "clerk@x.example"}, Result.UNCLEAR, False),
    "on holiday": (f"您好，我正在休假。\n{MESSAGE_ID}", {"sender": "clerk@x.example"}, Result.UNCLEAR, False),
}


@pytest.mark.parametrize(("text", "made", "result", "invalid"), LETTERS.values(), ids=LETTERS.keys())
def test_a_letter_without_a_report(text, made, result, invalid):
    """Believed where a mailer quotes a permanent code, and nowhere else."""
    assert (ID, result, invalid) == told(a_letter(text, **made))


@pytest.mark.parametrize(
    "raw",
    [a_report("<other@elsewhere.example>"), a_letter(f"550 no\n<{ID}@elsewhere.example>"), b"", b"\xff\xfe garbage"],
    ids=["another's mail", "another domain", "nothing", "no mail"],
)
def test_what_is_about_none_of_ours(raw):
    """Spam arrives at that address too."""
    assert told(raw) is None


@given(st.binary(max_size=300))
def test_nothing_breaks_it(noise):
    """Whatever somebody sends there."""
    read(noise, domain="x.example")
    read(a_report(MESSAGE_ID) + noise, domain="xunjian.example")
    read(a_report(MESSAGE_ID).replace(b"failed", noise), domain="xunjian.example")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 <a@x>: Recipient address rejected", True),
        ("550 Mailbox not found", True),
        ("550 No such user here", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.7.1 Recipient unknown to policy", False),
        ("550 Ip frequency limited", False),
        ("550 Mail content denied", False),
        ("552 5.2.2 mailbox full", False),
        ("554 spam", False),
    ],
)
def test_which_refusals_blame_the_address(answer, expected):
    """A mailbox is given up only where the server plainly says that there is none."""
    assert expected is is_invalid_address(answer)
