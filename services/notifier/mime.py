"""A message as mail: the same entry makes the same bytes, so that it can be exported and compared later."""

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notifier.attaching import Attachment
from services.notifier.ledger import Entry
from services.notifier.wording import one_line
from shared.clock import local


def as_mail(entry: Entry, *, sender: str, attachments: Sequence[Attachment] = ()) -> EmailMessage:
    """The mail of an entry that has its letter: plain text and HTML, UTF-8, and evidence as plain files.

    Raises:
        ValueError: the contact or the sender is no mail address.
    """
    if entry.letter is None:
        raise ValueError(f"warning {entry.id} was read without its letter")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address(sender)
    mail["To"] = address(entry.contact)
    mail["Subject"] = one_line(entry.letter.subject, 200)
    mail["Date"] = _date(entry.queued_at)
    mail["Message-ID"] = entry.message_id
    if entry.references:
        mail["In-Reply-To"] = entry.references[-1]
        mail["References"] = " ".join(entry.references)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Xunjian-Warning"] = entry.id
    mail.set_content(entry.letter.text, cte="base64")
    mail.add_alternative(entry.letter.html, subtype="html", cte="base64")
    mail.set_boundary(f"xunjian-{entry.id}")
    for attachment in attachments:
        mail.add_attachment(
            attachment.content, maintype="application", subtype="octet-stream", filename=attachment.name
        )
    if attachments:
        mail.set_boundary(f"xunjian-files-{entry.id}")
    return mail


def address(text: str) -> Address:
    """The address in `name@host` or `名称 <name@host>`.

    Raises:
        ValueError: there is none, or it holds line breaks.
    """
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text):
        raise ValueError("a mail address holds no control characters")
    name, spec = parseaddr(text)
    if "@" not in spec:
        raise ValueError(f"expected a mail address, got {text!r}")
    try:
        return Address(display_name=name, addr_spec=spec)
    except Exception as error:  # the header registry raises errors of its own kind for malformed addresses
        raise ValueError(f"expected a mail address, got {text!r}") from error


def _date(at: datetime) -> str:
    return format_datetime(local(at))
