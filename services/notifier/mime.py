"""A message as mail: the same entry makes the same bytes, so that it can be exported and compared later.

The bytes are put together here, because the form is always the same: the library's way, which parses every header it
sets, costs half of what a mail costs in all.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.charset import BASE64, Charset
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from services.notifier.attaching import Attachment
from services.notifier.contact import MAIL
from services.notifier.ledger import Entry, Letter
from services.notifier.wording import one_line
from shared.clock import local

_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64
"""Our own: a library that changes the one of the whole process (Apprise does) changes no byte of a mail."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_IN_NAMES = re.compile(r"[^\w.@ -]", re.ASCII)


def as_mail(entry: Entry, *, sender: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The mail of an entry that has its letter: plain text and HTML, UTF-8, and evidence as plain files.

    Raises:
        ValueError: the contact or the sender is no mail address.
    """
    if entry.letter is None:
        raise ValueError(f"warning {entry.id} was read without its letter")
    kind, content = _alternatives(entry.letter, f"xunjian-{entry.id}")
    if attachments:
        inner = _part(kind, content)
        files = [_file(attachment) for attachment in attachments]
        kind, content = _multipart("mixed", f"xunjian-files-{entry.id}", [inner, *files])
    head = "\r\n".join(f"{name}: {value}" for name, value in (*_headers(entry, sender), ("Content-Type", kind)))
    return f"{head}\r\n\r\n{content}".encode("ascii")


def _headers(entry: Entry, sender: str) -> Iterable[tuple[str, str]]:
    subject = one_line(entry.letter.subject, 200) if entry.letter else ""
    yield "From", _header_of(address(sender))
    if entry.channel == MAIL:
        yield "To", _header_of(address(entry.contact))
    else:  # exported as proof: what went another way, or no way at all, has no recipient
        yield "X-Xunjian-Contact", one_line(f"{entry.channel} {entry.contact}", 200)
    yield "Subject", Header(subject, _UTF8, header_name="Subject").encode(linesep="\r\n")
    yield "Date", _date(entry.queued_at)
    yield "Message-ID", entry.message_id
    if entry.references:
        yield "In-Reply-To", entry.references[-1]
        yield "References", "\r\n ".join(entry.references)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Xunjian-Warning", entry.id
    yield "MIME-Version", "1.0"


def _header_of(mailbox: Address) -> str:
    return formataddr((mailbox.display_name, mailbox.addr_spec), _UTF8)


def _alternatives(letter: Letter, boundary: str) -> tuple[str, str]:
    texts = (("plain", letter.text), ("html", letter.html))
    parts = [_encoded(f'text/{kind}; charset="utf-8"', _LINE_END.sub("\r\n", text).encode()) for kind, text in texts]
    return _multipart("alternative", boundary, parts)


def _file(attachment: Attachment) -> str:
    name = _NOT_IN_NAMES.sub("_", attachment.name)
    return _encoded("application/octet-stream", attachment.content, f'attachment; filename="{name}"')


def _multipart(kind: str, boundary: str, parts: Iterable[str]) -> tuple[str, str]:
    """The type and the content. What stands in the parts is in base64, so that no line of it can be the boundary."""
    content = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'multipart/{kind}; boundary="{boundary}"', f"{content}--{boundary}--\r\n"


def _encoded(kind: str, content: bytes, disposition: str = "") -> str:
    lines = base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")
    more = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    return _part(kind, lines, f"Content-Transfer-Encoding: base64\r\n{more}")


def _part(kind: str, content: str, more: str = "") -> str:
    return f"Content-Type: {kind}\r\n{more}\r\n{content}"


@lru_cache(maxsize=8192)
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
