"""What does a mail that came back say? RFC 3464 reports, and those that only look like one; never guessed."""

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import default
from enum import StrEnum

from services.notifier.invalid import is_invalid_address
from shared.contracts.event import Fact

LARGEST = 10 * 1024 * 1024
"""Bytes of a report that are read; the beginning is what counts."""

_ID = r"([0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b(5\d\d)[ -]")


class Result(StrEnum):
    """What a report says of one message."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNCLEAR = "unclear"
    """It names one of our messages, and does not say plainly what became of it."""


class Bounce(Fact):
    """One message of ours, and what became of it."""

    entry_id: str
    result: Result
    status: str = ""
    detail: str = ""
    address_invalid: bool = False
    """The mailbox does not exist."""


_ACTIONS = {
    "failed": Result.FAILED,
    "delayed": Result.DELAYED,
    "delivered": Result.DELIVERED,
    "relayed": Result.UNCLEAR,
    "expanded": Result.UNCLEAR,
}


def read(raw: bytes, *, domain: str) -> Bounce | None:
    """What the mail says of a message of ours; None if it is about none."""
    try:
        mail = email.message_from_bytes(raw[:LARGEST], policy=default)
    except (MessageError, ValueError, LookupError):
        return None
    entry_id = _about(mail, raw[:LARGEST], domain)
    if entry_id is None:
        return None
    return _report(mail, entry_id) or _plain(mail, entry_id)


def _about(mail: Message, raw: bytes, domain: str) -> str | None:
    """Our message: from the returned headers, the envelope's id, or wherever its Message-ID is quoted."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if found := re.fullmatch(_ID, str(block.get("Original-Envelope-Id", "")).strip()):
                    return found[1]
    quoted = re.compile(rf"<{_ID}@{re.escape(domain)}>")
    text = "\n".join((raw.decode("utf-8", "replace"), *_texts(mail)))
    own = re.search(r"^Message-ID:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    found_ids = [match[1] for match in quoted.finditer(text) if own is None or match[0] != own[1] or _returned(mail)]
    return found_ids[0] if found_ids else None


def _returned(mail: Message) -> bool:
    """Whether the mail is not one of ours itself: what we send never comes from a mailer daemon."""
    return str(mail.get("X-Xunjian-Warning", "")) == ""


def _report(mail: Message, entry_id: str) -> Bounce | None:
    """What a delivery report says: the gravest of its recipients, since our mails have one."""
    told = [bounce for part in mail.walk() for bounce in _statuses(part, entry_id)]
    order = (Result.FAILED, Result.DELIVERED, Result.DELAYED, Result.UNCLEAR)
    return min(told, key=lambda bounce: order.index(bounce.result), default=None)


def _statuses(part: Message, entry_id: str) -> Iterator[Bounce]:
    if part.get_content_type() != "message/delivery-status":
        return
    for block in _blocks(part):
        action = str(block.get("Action", "")).strip().lower()
        if action not in _ACTIONS:
            continue
        status = str(block.get("Status", "")).split()[0:1]
        diagnostic = " ".join(str(block.get("Diagnostic-Code", "")).split())
        code = status[0] if status else ""
        result = _ACTIONS[action]
        if result is Result.FAILED and code.startswith(("2", "4")):
            result = Result.UNCLEAR if code.startswith("2") else Result.FAILED
        yield Bounce(
            entry_id=entry_id,
            result=result,
            status=code,
            detail=" ".join(filter(None, (code, diagnostic)))[:500],
            address_invalid=result is Result.FAILED and is_invalid_address(f"{code} {diagnostic}"),
        )


def _plain(mail: Message, entry_id: str) -> Bounce:
    """A letter from a mailer that writes no reports: believed only where it quotes a permanent code."""
    sender = f"{mail.get('From', '')} {mail.get('Return-Path', '')}".lower()
    daemon = any(word in sender for word in ("mailer-daemon", "postmaster", "<>"))
    text = "\n".join(_texts(mail))
    lines = [line for line in text.splitlines() if _permanent(line)]
    if daemon and lines:
        line = " ".join(lines[0].split())[:500]
        return Bounce(
            entry_id=entry_id, result=Result.FAILED, detail=line, address_invalid=is_invalid_address(" ".join(lines))
        )
    return Bounce(entry_id=entry_id, result=Result.UNCLEAR, detail=" ".join(text.split())[:500])


def _permanent(line: str) -> bool:
    status = _STATUS.search(line)
    if status:
        return status[1] == "5"
    return _CODE.search(line) is not None


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _texts(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_maintype() != "text" or not isinstance(part, EmailMessage):
            continue
        try:
            yield str(part.get_content())
        except (LookupError, ValueError, KeyError):
            payload = part.get_payload(decode=True)
            yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
