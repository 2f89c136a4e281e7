"""WeCom group robots (企业微信): `wecom://KEY`, text of 2048 bytes, or markdown of 4096 with `?as=markdown`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlsplit

from services.notifier.channel import Receipt
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit
from services.notifier.posting import Answer, Parcel, Post, Poster, Unusable, code_receipt, json_post
from services.notifier.splitting import split

_BYTES = {"text": 2048, "markdown": 4096}
_MARKUP = re.compile(r"([\\`*_\[\]<>#~|])")


@dataclass(frozen=True)
class Wecom:
    """The provider: a JSON post with the key in the address, answered by `errcode`."""

    base: str
    limits: Sequence[Limit] = (Limit(count=20, period=timedelta(seconds=62)),)
    """20 a minute and robot; two seconds more than a minute, for the way there."""
    knows_by_key: bool = False

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """The text; in markdown, whatever a page may have put into it stays text."""
        kind = _kind(parcel.address)
        text = parcel.letter.text
        return split(_MARKUP.sub(r"\\\1", text) if kind == "markdown" else text, _BYTES[kind])

    def post(self, parcel: Parcel) -> Post:
        """One part."""
        key = urlsplit(parcel.address).netloc
        if not key:
            raise Unusable("缺少密钥，应为 wecom://KEY")
        kind = _kind(parcel.address)
        return json_post(
            f"{self.base}/cgi-bin/webhook/send?key={quote(key, safe='')}",
            {"msgtype": kind, kind: {"content": parcel.text}},
        )

    def judge(self, answer: Answer) -> Receipt:
        """Zero is delivered; 45009 is too often, 93000 a key that is not valid, 40058 a text that is too long."""
        return code_receipt(
            answer,
            "errcode",
            busy={45009: timedelta(seconds=62), 45033: timedelta(seconds=10)},
            invalid={93000, 93004, 93008, 93017},
            refused={40008, 40058, 44004},
        )


def _kind(address: str) -> str:
    kind = dict(parse_qsl(urlsplit(address).query)).get("as", "text")
    return kind if kind in _BYTES else "text"


def make(outfit: Outfit) -> Poster:
    """The channel of this process."""
    return Poster(Wecom(outfit.settings.notifier_wecom_url), outfit)
