"""DingTalk robots (钉钉): `dingtalk://TOKEN?secret=SEC…`, signed; whoever is too fast is blocked for ten minutes."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from services.notifier.channel import Receipt
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit
from services.notifier.posting import Answer, Parcel, Post, Poster, Unusable, code_receipt, json_post
from services.notifier.splitting import split

_BYTES = 9_500
"""Of text; the provider takes 20 000 bytes of JSON, in which line ends and quotes count twice."""

BLOCKED = timedelta(minutes=10, seconds=5)
"""How long the provider refuses everything after one message too many."""


@dataclass(frozen=True)
class Dingtalk:
    """The provider: a JSON post with token, time and signature in the address, answered by `errcode`."""

    base: str
    limits: Sequence[Limit] = (Limit(count=18, period=timedelta(seconds=65)),)
    """20 a minute and robot; it is kept well below, because the punishment is ten minutes."""
    knows_by_key: bool = False

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """The text."""
        return split(parcel.letter.text, _BYTES)

    def post(self, parcel: Parcel) -> Post:
        """One part, signed at this moment: a signature is valid for an hour."""
        parts = urlsplit(parcel.address)
        if not parts.netloc:
            raise Unusable("缺少令牌，应为 dingtalk://TOKEN?secret=SEC…")
        query = {"access_token": parts.netloc}
        if secret := dict(parse_qsl(parts.query)).get("secret"):
            timestamp = str(int(parcel.now.timestamp() * 1000))
            query |= {"timestamp": timestamp, "sign": sign(timestamp, secret)}
        return json_post(
            f"{self.base}/robot/send?{urlencode(query)}", {"msgtype": "text", "text": {"content": parcel.text}}
        )

    def judge(self, answer: Answer) -> Receipt:
        """Zero is delivered; 130101 is too fast, 310000 a wrong signature, keyword or address, 300005 no such token."""
        return code_receipt(
            answer,
            "errcode",
            busy={130101: BLOCKED, 130102: BLOCKED, 410100: BLOCKED},
            invalid={300001, 300005, 310000, 400013, 400101, 400102},
            refused={40035, 400105, 430101, 430102, 430103, 430104},
        )


def sign(timestamp: str, secret: str) -> str:
    """HMAC-SHA256 of the time and the secret, in base64."""
    signature = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(signature).decode()


def make(outfit: Outfit) -> Poster:
    """The channel of this process."""
    return Poster(Dingtalk(outfit.settings.notifier_dingtalk_url), outfit)
