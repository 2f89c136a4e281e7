"""Feishu robots (飞书): `feishu://TOKEN?secret=…`, a body of 20 KB at most, answered by `code`."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from services.notifier.channel import Receipt
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit
from services.notifier.posting import Answer, Parcel, Post, Poster, Unusable, code_receipt, json_post
from services.notifier.splitting import split

_BYTES = 9_000
"""Of text: in JSON a character may take twice its bytes, and the whole body must stay under 20 KB."""


@dataclass(frozen=True)
class Feishu:
    """The provider: a JSON post with the token in the path and the signature in the body."""

    base: str
    limits: Sequence[Limit] = (
        Limit(count=5, period=timedelta(seconds=1.2)),
        Limit(count=95, period=timedelta(seconds=62)),
    )
    knows_by_key: bool = False

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """The text. `<` is escaped, because `<at user_id="all">` would call everybody."""
        return split(parcel.letter.text.replace("<", "＜"), _BYTES)

    def post(self, parcel: Parcel) -> Post:
        """One part, signed at this moment."""
        parts = urlsplit(parcel.address)
        if not parts.netloc:
            raise Unusable("缺少令牌，应为 feishu://TOKEN?secret=…")
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": parcel.text}}
        if secret := dict(parse_qsl(parts.query)).get("secret"):
            timestamp = str(int(parcel.now.timestamp()))
            body |= {"timestamp": timestamp, "sign": sign(timestamp, secret)}
        return json_post(f"{self.base}/open-apis/bot/v2/hook/{quote(parts.netloc, safe='')}", body)

    def judge(self, answer: Answer) -> Receipt:
        """Zero is delivered; 9499 and 11232 are too often, 19001 a token, 19021 a signature that is not valid."""
        return code_receipt(
            answer,
            "code",
            busy={9499: timedelta(seconds=62), 11232: timedelta(seconds=62), 11233: timedelta(seconds=62)},
            invalid={19001, 19021, 19022, 19024},
            refused={9002, 230025},
        )


def sign(timestamp: str, secret: str) -> str:
    """HMAC-SHA256 of nothing, with time and secret for a key, in base64: the provider's own way."""
    signature = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(signature).decode()


def make(outfit: Outfit) -> Poster:
    """The channel of this process."""
    return Poster(Feishu(outfit.settings.notifier_feishu_url), outfit)
