"""The reply page: whoever holds a message's link sees it, acknowledges, promises a day or objects. And `/bounces`."""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from services.notifier.answer import latest_promise
from services.notifier.answering import LONGEST_APPEAL, LONGEST_NAME
from services.notifier.bounces import LARGEST
from services.notifier.bouncing import Bouncing
from services.notifier.ledger import Entry
from services.notifier.links import PATH, Links, Reason
from services.notifier.page import message_page, thanks_page, words_page
from services.notifier.policy import Policy
from services.notifier.ports import Publisher, Stores
from services.notifier.wording import one_line
from shared.clock import Clock, local
from shared.contracts.notices import NoticeAcknowledged
from shared.errors import Transient
from shared.logs import get_logger

log = get_logger(__name__)

LARGEST_FORM = 48 * 1024
"""Bytes of a form."""
FIELDS = 250
"""Fields of a form: one for each finding of the longest message, and a few."""

HEADERS = (
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
)
"""The link is the key: it must not stay in caches, leak in a referrer or be framed."""

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Response(NamedTuple):
    """What is answered."""

    status: int
    body: str


class TooLarge(Exception):
    """More was sent than anybody needs to say."""


class Replies:
    """An ASGI application. Looking at a message changes nothing: mail scanners open every link."""

    def __init__(
        self,
        *,
        stores: Stores,
        publisher: Publisher,
        policy: Policy,
        links: Links | None,
        bouncing: Bouncing,
        bounce_key: str | None,
        clock: Clock,
    ) -> None:
        self._ledger = stores.ledger
        self._publisher = publisher
        self._policy = policy
        self._links = links
        self._bouncing = bouncing
        self._bounce_key = bounce_key
        self._clock = clock

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(scope, receive)
        except TooLarge:
            response = Response(413, words_page("内容过长", "请缩短后重新提交。"))
        headers = [(b"content-type", b"text/html; charset=utf-8"), *HEADERS]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body.encode()})

    async def _answer(self, scope: Mapping[str, Any], receive: Receive) -> Response:
        path, method = str(scope["path"]), str(scope["method"])
        if path == "/bounces" and method == "POST":
            return await self._bounce(scope, receive)
        if not path.startswith(PATH) or self._links is None:
            return _NOT_FOUND
        opened = self._links.open(path.removeprefix(PATH), self._clock())
        if opened.reason is Reason.EXPIRED:
            return Response(410, words_page("链接已过期", "请使用最近一封提醒中的链接，或与主管部门联系。"))
        entry = await self._ledger.get(opened.entry_id) if opened.reason is Reason.VALID else None
        if entry is None:
            return _NOT_FOUND
        if method == "POST":
            return await self._take(entry, *_fields(await _body(receive, LARGEST_FORM)))
        return Response(200, message_page(entry, latest=self._latest(entry)))

    async def _take(self, entry: Entry, fields: Mapping[str, str], about: Sequence[str]) -> Response:
        event, mistake = self._event(entry, fields, about)
        if event is None:
            return Response(400, message_page(entry, latest=self._latest(entry), mistake=mistake))
        try:
            await self._publisher.publish(event)
        except Transient as error:
            log.warning("answer.not_published", warning_id=entry.id, error=str(error))
            return Response(503, words_page("暂时无法受理", "系统繁忙，您的答复没有保存，请稍后再试。"))
        return Response(200, thanks_page(event))

    def _event(
        self, entry: Entry, fields: Mapping[str, str], about: Sequence[str]
    ) -> tuple[NoticeAcknowledged | None, str]:
        """The answer in the form, or what is wrong with it."""
        by, appeal = one_line(fields.get("by", ""), LONGEST_NAME), one_line(fields.get("appeal", ""), LONGEST_APPEAL)
        kind, promised_on = fields.get("kind", ""), None
        if not by:
            return None, "请填写签收人姓名。"
        if kind == "appeal" and not appeal:
            return None, "请写明异议的理由。"
        if kind == "promise":
            promised_on, mistake = self._promised(fields.get("promised_on", ""), entry)
            if promised_on is None:
                return None, mistake
        if kind not in {"seen", "promise", "appeal"}:
            return None, "请选择一项答复。"
        told = {line.concern_id for line in entry.lines}
        if "choice" not in fields:
            about = sorted(told)
        if not told & set(about):
            return None, "请至少选择一项所答复的问题。"
        return NoticeAcknowledged(
            warning_id=entry.id,
            unit_id=entry.unit_id,
            at=self._clock(),
            by=by,
            promised_on=promised_on,
            appeal=appeal if kind == "appeal" else "",
            via="link",
            about=() if set(about) >= told else tuple(sorted(told & set(about))),
        ), ""

    def _promised(self, text: str, entry: Entry) -> tuple[date | None, str]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None, "请填写承诺整改的日期，例如 2026-03-01。"
        latest = self._latest(entry)
        if not local(self._clock()).date() <= day <= latest:
            return None, f"承诺日期应在今天至 {latest.isoformat()} 之间。"
        return day, ""

    def _latest(self, entry: Entry) -> date:
        today = local(self._clock()).date()
        return latest_promise(today, self._policy.acknowledge, self._policy.days_of(entry.unit_id))

    async def _bounce(self, scope: Mapping[str, Any], receive: Receive) -> Response:
        given = dict(scope["headers"]).get(b"authorization", b"")
        wanted = f"Bearer {self._bounce_key}".encode()
        if self._bounce_key is None or not hmac.compare_digest(given, wanted):
            return Response(401, words_page("未授权", "POST /bounces 需要 Authorization: Bearer 密钥。"))
        reason = await self._bouncing.take(await _body(receive, LARGEST))
        return Response(200, words_page("已收到", reason.value))


_NOT_FOUND = Response(404, words_page("链接无效", "请从邮件中完整复制链接。"))


async def _body(receive: Receive, largest: int) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > largest:
            raise TooLarge
        if not message.get("more_body"):
            return body


def _fields(body: bytes) -> tuple[dict[str, str], list[str]]:
    """The fields of the form, and which findings are ticked. A form nobody of ours made is an empty one."""
    try:
        pairs = parse_qs(body.decode("utf-8", "replace"), max_num_fields=FIELDS)
    except ValueError:
        pairs = {}
    return {name: values[-1] for name, values in pairs.items()}, pairs.get("about", [])
