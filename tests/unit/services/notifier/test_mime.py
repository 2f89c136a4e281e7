"""A message as mail."""

import email
from email import charset
from email.policy import default

import pytest

from services.notifier.ledger import Letter
from services.notifier.mime import address, as_mail
from tests.warning_builders import an_entry

SENDER = "巡检系统 <xunjian@office.example>"


def read(entry):
    """The mail as a receiver's program reads it."""
    return email.message_from_bytes(as_mail(entry, sender=SENDER), policy=default)


def test_a_mail_reads_as_it_was_written():
    """Subject, sender, both bodies and the Message-ID survive the way."""
    mail = read(an_entry())

    assert "【巡检提醒】某局" == mail["Subject"]
    assert ("巡检系统", "xunjian@office.example") == (
        mail["From"].addresses[0].display_name,
        mail["From"].addresses[0].addr_spec,
    )
    assert "office@bureau.example" == mail["To"]
    assert "<e1@xunjian.example>" == mail["Message-ID"]
    assert "某局：\n\n正文。\n" == mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "<p>正文。</p>" in mail.get_body(("html",)).get_content()
    assert "auto-generated" == mail["Auto-Submitted"]


def test_a_long_subject_is_folded_and_read_whole():
    """No character is cut in two at a fold, and no header line is longer than allowed."""
    subject = "【巡检提醒】" + "某某县自然资源和规划局" * 12
    letter = Letter(subject=subject, text="x", html="x")
    raw = as_mail(an_entry(letter=letter), sender=SENDER)

    assert subject == email.message_from_bytes(raw, policy=default)["Subject"]
    assert 998 > max(len(line) for line in raw.split(b"\r\n"))
    assert raw.isascii()


def test_a_subject_cannot_add_headers():
    """A line break in a subject is a space."""
    letter = Letter(subject="通知\r\nBcc: all@evil.example", text="x", html="x")
    mail = read(an_entry(letter=letter))

    assert mail["Bcc"] is None
    assert "通知 Bcc: all@evil.example" == mail["Subject"]


def test_the_same_message_is_the_same_bytes():
    """It can be exported later and compared with what was sent."""
    assert as_mail(an_entry(), sender=SENDER) == as_mail(an_entry(), sender=SENDER)


def test_what_a_library_does_to_the_whole_process_changes_no_byte(monkeypatch):
    """Apprise makes quoted-printable the way of UTF-8 for everybody; what is exported elsewhere must be the same."""
    letter = Letter(subject="【巡检提醒】某局" * 9, text="正文", html="<p>")
    before = as_mail(an_entry(letter=letter), sender=SENDER)
    monkeypatch.setitem(charset.CHARSETS, "utf-8", (charset.QP, charset.QP, "utf-8"))

    assert before == as_mail(an_entry(letter=letter), sender=SENDER)


def test_a_thread_of_many_messages_keeps_its_lines_short():
    """Every earlier Message-ID on a line of its own, read back as they were."""
    earlier = tuple(f"<{n}{'e' * 36}@xunjian.example>" for n in range(10))
    raw = as_mail(an_entry(references=earlier), sender=SENDER)
    mail = email.message_from_bytes(raw, policy=default)

    assert earlier == tuple(mail["References"].split())
    assert earlier[-1] == mail["In-Reply-To"]
    assert 78 >= max(len(line) for line in raw.split(b"\r\n"))


def test_nothing_in_a_text_can_end_its_part():
    """A text that holds the boundary, or a lone dot, comes out as it was written."""
    text = "--xunjian-e1--\r\n.\r\n\r\nContent-Type: text/html\n𠮷\x00"
    mail = read(an_entry(letter=Letter(subject="x", text=text, html="<p>")))

    assert text.replace("\r\n", "\n") == mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert ["text/plain", "text/html"] == [part.get_content_type() for part in mail.iter_parts()]


@pytest.mark.parametrize(
    "text",
    ["", "nobody", "a@b\r\nRCPT TO:<x@y>", "a b@c.example", "a@", "<>"],
    ids=["empty", "no host", "a command", "a space", "no domain", "angle brackets"],
)
def test_what_is_no_address_is_refused(text):
    """Nothing but one address comes through."""
    with pytest.raises(ValueError, match=r"mail address|control"):
        address(text)


def test_a_message_without_its_letter_is_not_mailed():
    """What was read for its course only cannot be sent by accident."""
    with pytest.raises(ValueError, match="without its letter"):
        as_mail(an_entry(letter=None), sender=SENDER)
