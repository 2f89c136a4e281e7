"""Posting to a provider over HTTP: paced, part by part, and believed only when its body says so."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, Protocol

import httpx

from services.notifier.channel import HandOver, Outcome, Receipt
from services.notifier.contact import Contact
from services.notifier.ledger import Entry, Letter
from services.notifier.outfit import Outfit
from services.notifier.pace import Limit

LONGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; no provider says more."""

PATIENCE = timedelta(seconds=2)
"""A slot that is this near is waited for in place."""

AWAY = timedelta(seconds=30)
"""A contact whose server is away is left alone this long, so that it does not keep the others waiting."""

_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
"""Failures before the first byte of the message left."""

_UNSURE = frozenset({502, 504})
"""A gateway lost its server: whether that has the message, nobody knows."""


@dataclass(frozen=True)
class Post:
    """One request, ready to be sent."""

    url: str
    body: bytes
    headers: dict[str, str]


class Parcel(NamedTuple):
    """A message on its way to an address, or one part of it."""

    entry: Entry
    address: str
    now: datetime
    text: str = ""

    @property
    def letter(self) -> Letter:
        """What the message says."""
        return self.entry.letter or Letter(subject="", text="", html="")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    retry_after: timedelta | None = None

    def json(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def said(self) -> str:
        """The beginning of the body on one line, for the ledger."""
        return f"HTTP {self.status} {' '.join(self.body.decode(errors='replace').split())[:300]}".strip()


class Unusable(Exception):
    """The contact's URL lacks what the channel needs; says what."""


class Unready(Exception):
    """A setting of ours is missing, which is no fault of the contact; says which."""


class Provider(Protocol):
    """What differs from provider to provider. Pure: the poster does the rest."""

    @property
    def limits(self) -> Sequence[Limit]:
        """How often one contact may be posted to."""
        ...

    @property
    def knows_by_key(self) -> bool:
        """It takes a message once, however often it is offered under the same key."""
        ...

    def parts(self, parcel: Parcel) -> tuple[str, ...]:
        """The texts to post, one after the other."""
        ...

    def post(self, parcel: Parcel) -> Post:
        """The request that carries the parcel's text.

        Raises:
            Unusable: the address is not what the channel needs.
        """
        ...

    def judge(self, answer: Answer) -> Receipt:
        """What an answer means; `retry_after` pauses the contact for all."""
        ...


class Poster:
    """A channel over HTTP."""

    def __init__(self, provider: Provider, outfit: Outfit) -> None:
        self._provider = provider
        self._outfit = outfit
        self._client = outfit.client()

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """Post the parts that are not with the provider yet."""
        address = await self._outfit.address_of(entry)
        if address is None:
            return Receipt(outcome=Outcome.REFUSED, answer="名录中已没有这一通知渠道")
        parcel = Parcel(entry, address, self._outfit.clock())
        try:
            texts = self._provider.parts(parcel)
            self._provider.post(parcel)
        except Unusable as error:
            return Receipt(outcome=Outcome.REFUSED, answer=f"通知渠道的地址不可用：{error}", contact_invalid=True)
        except Unready as error:
            return Receipt(outcome=Outcome.NOT_NOW, answer=f"尚不能发送：{error}")
        done, slot_at, said = entry.parts_done, entry.slot_at, "各段均已送达"
        for text in texts[done:]:
            if paced := await self._paced(entry, slot_at):
                return paced.model_copy(update={"parts_done": done})
            await hand_over(done)
            receipt = await self._offer(parcel._replace(text=text, now=self._outfit.clock()))
            if receipt.outcome is not Outcome.ACCEPTED:
                return receipt.model_copy(update={"parts_done": done})
            done, slot_at = done + 1, None
            said = receipt.answer
        answer = said if done <= 1 else f"{said}（共 {done} 段）"
        return Receipt(outcome=Outcome.ACCEPTED, answer=answer, parts_done=done)

    async def _offer(self, parcel: Parcel) -> Receipt:
        """Post it once; who is away or asks to wait is left alone by all for that long."""
        receipt = await self._send(self._provider.post(parcel))
        if receipt.outcome is Outcome.NOT_NOW and receipt.retry_after:
            until = self._outfit.clock() + receipt.retry_after
            await self._outfit.paces.hold(contact_of(parcel.entry), until=until)
        return receipt

    async def _paced(self, entry: Entry, slot_at: datetime | None) -> Receipt | None:
        """None when it may go now. A slot reserved before is used, unless the contact is held by now."""
        now, paces = self._outfit.clock(), self._outfit.paces
        held_until = await paces.held_until(contact_of(entry))
        if slot_at is not None and (held_until is None or held_until <= now):
            at = slot_at
        else:
            at = await paces.reserve(contact_of(entry), self._provider.limits, now=now)
        if at - now <= PATIENCE:
            await asyncio.sleep(max((at - now).total_seconds(), 0.0))
            return None
        return Receipt(outcome=Outcome.PACED, answer="按对方的频率限制排队等待", retry_after=at - now)

    async def _send(self, post: Post) -> Receipt:
        try:
            async with asyncio.timeout(self._outfit.settings.notifier_http_timeout * 3):
                answer = await self._exchange(post)
        except TimeoutError:
            return self._lost("内容已发出，对方迟迟没有答复完")
        except _BEFORE as error:
            return Receipt(outcome=Outcome.NOT_NOW, answer=f"未能连接：{_said(error)}", retry_after=AWAY)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return self._lost(f"内容已发出，对方未答复：{_said(error)}")
        if answer.status in _UNSURE:
            return self._lost(answer.said())
        return self._provider.judge(answer)

    def _lost(self, said: str) -> Receipt:
        """Nobody heard the answer. Who knows messages by their key may be asked again."""
        if self._provider.knows_by_key:
            return Receipt(outcome=Outcome.NOT_NOW, answer=f"{said}（对方按编号去重，将以同一编号重发）")
        return Receipt(outcome=Outcome.UNKNOWN, answer=said)

    async def _exchange(self, post: Post) -> Answer:
        request = self._client.build_request("POST", post.url, content=post.body, headers=post.headers)
        response = await self._client.send(request, stream=True)
        try:
            body = b""
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) >= LONGEST_ANSWER:
                    break
        finally:
            await response.aclose()
        waits = retry_after(response.headers.get("retry-after"), self._outfit.clock())
        return Answer(response.status_code, body[:LONGEST_ANSWER], waits)


def contact_of(entry: Entry) -> Contact:
    """Where the message goes."""
    return Contact(channel=entry.channel, key=entry.contact)


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks us to wait, in seconds or as a date; at most an hour, None for nothing."""
    if not text:
        return None
    wait = None
    with suppress(ValueError, OverflowError):
        wait = timedelta(seconds=int(text))
    if wait is None:
        with suppress(ValueError, TypeError):
            at = parsedate_to_datetime(text)
            wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return None if wait is None else min(max(wait, timedelta(seconds=1)), timedelta(hours=1))


def status_receipt(answer: Answer) -> Receipt | None:
    """What the HTTP status alone proves; None where the body decides.

    5xx other than a gateway's, 408, 425 and 429 say that it was not taken; 404 and 410 that nobody is there.
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    if status in {408, 425, 429} or status >= 500:
        wait = answer.retry_after or (timedelta(minutes=1) if status in {429, 503} else AWAY)
        return Receipt(outcome=Outcome.NOT_NOW, answer=answer.said(), retry_after=wait)
    if status in {401, 403, 407}:
        return Receipt(outcome=Outcome.NOT_NOW, answer=answer.said(), retry_after=timedelta(minutes=10))
    return Receipt(outcome=Outcome.REFUSED, answer=answer.said(), contact_invalid=status in {404, 410})


def code_receipt(
    answer: Answer, field: str, *, busy: Mapping[int, timedelta], invalid: Collection[int], refused: Collection[int]
) -> Receipt:
    """What a provider means that answers 200 with a code of its own: zero is success, and nothing else is.

    A code nobody knows is a refusal that may pass; an answer without a code proves nothing.
    """
    if receipt := status_receipt(answer):
        return receipt
    body = answer.json()
    code = body.get(field) if isinstance(body, dict) else None
    if not isinstance(code, int) or isinstance(code, bool):
        return Receipt(outcome=Outcome.UNKNOWN, answer=f"答复中没有 {field}：{answer.said()}")
    if code == 0:
        return Receipt(outcome=Outcome.ACCEPTED, answer=answer.said())
    if code in invalid or code in refused:
        return Receipt(outcome=Outcome.REFUSED, answer=answer.said(), contact_invalid=code in invalid)
    wait = answer.retry_after or busy.get(code)
    return Receipt(outcome=Outcome.NOT_NOW, answer=answer.said(), retry_after=wait)


def json_post(url: str, body: Any, **headers: str) -> Post:
    """A post of compact JSON in UTF-8."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Post(url, content, {"Content-Type": "application/json; charset=utf-8", **headers})


def _said(error: Exception) -> str:
    """The error without the URL, which may carry a key."""
    return type(error).__name__
