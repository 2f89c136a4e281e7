"""Text messages through an HTTP gateway, `sms+https://gateway/path?to=13800000000`, whose fields the operator names."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.notifier.channel import Outcome, Receipt
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit
from services.notifier.posting import Answer, Parcel, Post, Poster, Unusable, status_receipt
from services.notifier.settings import Settings
from services.notifier.splitting import shorten
from services.notifier.web_address import without
from services.notifier.wording import one_line

_BYTES = 420
"""Of text: about 140 characters, two text messages on the bill. The mail says the rest."""


@dataclass(frozen=True)
class Sms:
    """A gateway: a JSON body with the operator's fields, believed when the operator's field says success."""

    body: str
    """JSON in which `{to}`, `{text}` and `{id}` stand for number, text and the message's key."""
    success: str
    """`field=value` of the answer that means taken, such as `code=0`; a dot leads inside."""
    authorization: str | None = None
    knows_by_key: bool = False
    """The gateway takes one message a key."""
    limits: Sequence[Limit] = (Limit(count=5, period=timedelta(minutes=10)),)
    """A telephone is not flooded."""

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """What the mail is headed, on one line."""
        subject = one_line(parcel.letter.subject, 200)
        return (shorten(f"{subject}。编号{parcel.entry.id[:8]}，详情请查看邮件或联系主管部门。", _BYTES),)

    def post(self, parcel: Parcel) -> Post:
        """The operator's body with its places filled in; what is filled in cannot leave its place."""
        url, to = without(parcel.address.removeprefix("sms+"), "to")
        if not to:
            raise Unusable("缺少手机号码，应为 sms+https://网关地址?to=号码")
        places = {"{to}": to, "{text}": parcel.text, "{id}": parcel.entry.id}
        body = json.dumps(_filled(json.loads(self.body), places), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": parcel.entry.id}
        return Post(url, body, headers | ({"Authorization": self.authorization} if self.authorization else {}))

    def judge(self, answer: Answer) -> Receipt:
        """Only the operator's sign of success is a success; another value there is a refusal that may pass."""
        if receipt := status_receipt(answer):
            return receipt
        path, _, wanted = self.success.partition("=")
        found = answer.json()
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if found is None:
            return Receipt(outcome=Outcome.UNKNOWN, answer=f"答复中没有 {path}：{answer.said()}")
        if str(found) == wanted:
            return Receipt(outcome=Outcome.ACCEPTED, answer=answer.said())
        return Receipt(outcome=Outcome.NOT_NOW, answer=answer.said())


def _filled(value: object, places: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {name: _filled(inner, places) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, places) for inner in value]
    return places.get(value, value) if isinstance(value, str) else value


def from_settings(settings: Settings) -> Sms:
    """The gateway as the settings describe it."""
    key = settings.notifier_sms_authorization
    return Sms(
        body=settings.notifier_sms_body,
        success=settings.notifier_sms_success,
        authorization=key.get_secret_value() if key else None,
        knows_by_key=settings.notifier_sms_by_key,
    )


def make(outfit: Outfit) -> Poster:
    """The channel of this process."""
    return Poster(from_settings(outfit.settings), outfit)
