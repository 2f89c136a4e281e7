"""Links by which a unit answers a message without an account: signed, ending, and not to be guessed."""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

PATH = "/w/"


class Reason(StrEnum):
    """What a token is worth."""

    VALID = "valid"
    FORGED = "forged"
    """Not signed by us, or cut off on the way."""
    EXPIRED = "expired"


class Opened(NamedTuple):
    """What a token opens."""

    reason: Reason
    entry_id: str = ""


class Links:
    """Makes and reads the tokens. The same message has the same link, so that it is the same message."""

    def __init__(self, base: str, key: str) -> None:
        self._base = base.rstrip("/")
        self._key = hashlib.sha256(b"xunjian reply link\n" + key.encode()).digest()

    def make(self, entry_id: str, now: datetime, *, days: int) -> str:
        """The address at which the message is answered, for so many days."""
        ends = int((now + timedelta(days=days)).timestamp())
        return f"{self._base}{PATH}{self.token(entry_id, ends)}"

    def token(self, entry_id: str, ends: int) -> str:
        """Names message and end, signed."""
        said = f"{entry_id}.{ends}"
        return f"{_text(said.encode())}.{_text(self._signature(said))}"

    def open(self, token: str, now: datetime) -> Opened:
        """The message a token opens. Nothing of it is believed before its signature is."""
        try:
            said_text, signature_text = token.split(".")
            said, signature = _bytes(said_text).decode(), _bytes(signature_text)
        except (ValueError, binascii.Error):
            return Opened(Reason.FORGED)
        if not hmac.compare_digest(signature, self._signature(said)):
            return Opened(Reason.FORGED)
        entry_id, _, ends = said.rpartition(".")
        if datetime.fromtimestamp(int(ends), UTC) <= now:
            return Opened(Reason.EXPIRED, entry_id)
        return Opened(Reason.VALID, entry_id)

    def _signature(self, said: str) -> bytes:
        return hmac.new(self._key, said.encode(), hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
