"""Any HTTP receiver: `webhook+https://host/path?secret=…` gets a CloudEvent, signed; every 2xx is delivered."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.notifier.channel import Outcome, Receipt
from services.notifier.ledger import Entry
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit
from services.notifier.posting import Answer, Parcel, Post, Poster, Unready, json_post, status_receipt
from services.notifier.web_address import without
from shared.clock import local

SIGNATURE = "X-Xunjian-Signature"
"""`t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>` with the shared secret."""


@dataclass(frozen=True)
class Webhook:
    """The receiver: knows a message by source and id, as CloudEvents asks, so it may be offered again when in doubt."""

    source: str
    secret: str | None = None
    """For addresses that bring none."""
    limits: Sequence[Limit] = (Limit(count=50, period=timedelta(seconds=1)),)
    knows_by_key: bool = True

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """One: programs have no limit of length."""
        return (parcel.letter.text,)

    def post(self, parcel: Parcel) -> Post:
        """A CloudEvent in structured mode; the secret is taken off the address."""
        url, secret = without(parcel.address.removeprefix("webhook+"), "secret")
        key = secret or self.secret
        if not key:
            raise Unready("缺少签名密钥：在地址后加 ?secret=… 或设置 XUNJIAN_NOTIFIER_WEBHOOK_KEY")
        plain = json_post(url, _event(parcel.entry, parcel.text, self.source))
        seconds = str(int(parcel.now.timestamp()))
        headers = {
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "Idempotency-Key": parcel.entry.id,
            SIGNATURE: f"t={seconds},v1={sign(seconds, plain.body, key)}",
        }
        return Post(url, plain.body, headers)

    def judge(self, answer: Answer) -> Receipt:
        """A receiver of one's own says by its status whether it has the message."""
        return status_receipt(answer) or Receipt(outcome=Outcome.ACCEPTED, answer=answer.said())


def sign(seconds: str, body: bytes, secret: str) -> str:
    """HMAC-SHA256 over time and body, in hexadecimal digits."""
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()


def _event(entry: Entry, text: str, source: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": entry.id,
        "source": source,
        "type": "xunjian.warning",
        "subject": entry.unit_id,
        "time": local(entry.queued_at).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "unit_id": entry.unit_id,
            "unit": entry.unit_name,
            "step": entry.step,
            "subject": entry.letter.subject if entry.letter else "",
            "text": text,
            "findings": [line.model_dump(mode="json") for line in entry.lines],
        },
    }


def make(outfit: Outfit) -> Poster:
    """The channel of this process."""
    key = outfit.settings.notifier_webhook_key
    source = f"xunjian://{outfit.settings.mail_domain}/notifier"
    return Poster(Webhook(source, key.get_secret_value() if key else None), outfit)
