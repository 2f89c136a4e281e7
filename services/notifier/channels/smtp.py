"""Mail by SMTP, plain or TLS, with STARTTLS and login; sent is what the server answered 250 to, recipient and text."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from services.notifier.attaching import EvidenceFiles
from services.notifier.channel import HandOver, Outcome, Receipt
from services.notifier.invalid import is_invalid_address
from services.notifier.ledger import Entry
from services.notifier.mime import address, as_mail
from services.notifier.outfit import Outfit
from services.notifier.settings import Settings
from shared.errors import BadInput

_OURS = frozenset({421, 454, 530, 534, 535, 538})
"""Codes that blame our login, our encryption or the server's day: never the recipient, so the message waits."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    """TLS from the first byte (smtps)."""
    starttls: bool = False
    """Upgrade a plain connection, and never send without it."""


def read_url(url: str) -> Server:
    """The server of `smtp[s]://user:password@host:port?starttls=1`.

    Raises:
        BadInput: the URL is something else; the password is not repeated.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    mistakes = _mistakes(parts, options)
    if mistakes:
        raise BadInput("XUNJIAN_SMTP_URL 有误", mistakes)
    tls = parts.scheme == "smtps"
    starttls = options.get("starttls") == "1"
    return Server(
        host=parts.hostname or "",
        port=parts.port or (465 if tls else 587 if starttls else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        starttls=starttls,
    )


def _mistakes(parts: SplitResult, options: dict[str, str]) -> list[str]:
    mistakes = []
    if parts.scheme not in {"smtp", "smtps"}:
        mistakes.append(f"应以 smtp:// 或 smtps:// 开头，实为 {parts.scheme or '空'}")
    if not parts.hostname:
        mistakes.append("没有写主机")
    try:
        _ = parts.port
    except ValueError as error:
        mistakes.append(f"端口不对：{error}")
    mistakes += [f"不认识的选项 {name!r}；可用的有 starttls" for name in options if name != "starttls"]
    if options.get("starttls", "0") not in {"0", "1"}:
        mistakes.append(f"starttls：应为 0 或 1，实为 {options['starttls']!r}")
    if parts.scheme == "smtps" and options.get("starttls") == "1":
        mistakes.append("smtps 一开始就加密，不能再写 starttls=1")
    return mistakes


KEPT_FOR = 20.0
"""Seconds an idle connection is kept; servers end them after a minute or more."""
UNLIMITED = 2**16
MAILS = 100
"""Mails on one connection: many servers take no more."""


@dataclass
class _Line:
    """An open connection that waits for its next mail."""

    client: SMTP
    mails: int
    idle_since: float


@dataclass(frozen=True)
class Smtp:
    """Hands in mails, each in a transaction of its own; a connection that ended well is used again for the next."""

    server: Server
    sender: str
    timeout: float = 30.0
    """Seconds for each answer of the server."""
    trust: ssl.SSLContext | None = None
    """Whose certificates are believed; None: the system's."""
    keep: int = 0
    """Connections at a time, kept open for the next mail; 0: as many as are asked for, and none is kept."""
    confirm: bool = False
    """Ask servers that can to report arrival too."""
    files: EvidenceFiles | None = None
    """Where evidence comes from, where it is wished."""
    _idle: list[_Line] = field(default_factory=list, repr=False, compare=False)
    _free: asyncio.Semaphore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_free", asyncio.Semaphore(self.keep or UNLIMITED))

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """One SMTP transaction with one recipient. Up to DATA every failure is provably no delivery."""
        try:
            attachments = await asyncio.to_thread(self.files.of, entry) if self.files and entry.evidence else ()
            mail = as_mail(entry, sender=self.sender, attachments=attachments)
            recipient = address(entry.contact).addr_spec
        except ValueError as error:
            return Receipt(outcome=Outcome.REFUSED, answer=f"邮件地址不可用：{error}")
        try:
            async with self._session() as client:
                if refused := await self._envelope(client, recipient, entry.id):
                    return refused
                await hand_over()
                return await self._data(client, mail)
        except SMTPResponseException as error:
            return Receipt(outcome=Outcome.NOT_NOW, answer=_answer(error))
        except (SMTPException, OSError, ssl.SSLError) as error:
            return Receipt(outcome=Outcome.NOT_NOW, answer=f"未能连接邮件服务器：{error or type(error).__name__}")

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[SMTP]:
        """A connection that is greeted, encrypted and logged in: one that is left over, or a new one.

        After a transaction that went wrong it is closed; the next mail finds nothing of it.
        """
        async with self._free:
            line = await self._left_over() or _Line(await self._connected(), 0, 0.0)
            well = False
            try:
                yield line.client
                well = True
            finally:
                line.mails += 1
                line.idle_since = monotonic()
                keeps = well and line.client.is_connected and line.mails < MAILS and len(self._idle) < self.keep
                if keeps:
                    self._idle.append(line)
                else:
                    await _leave(line.client)

    async def _left_over(self) -> _Line | None:
        """An idle connection that still answers."""
        while self._idle:
            line = self._idle.pop()
            try:
                if monotonic() - line.idle_since < KEPT_FOR:
                    await line.client.rset(timeout=5)
                    return line
            except (SMTPException, OSError):
                line.client.close()
            else:
                await _leave(line.client)
        return None

    async def _connected(self) -> SMTP:
        client = SMTP(
            hostname=self.server.host,
            port=self.server.port,
            username=self.server.user,
            password=self.server.password,
            use_tls=self.server.tls,
            start_tls=self.server.starttls,
            tls_context=self.trust,
            local_hostname=address(self.sender).domain,
            timeout=self.timeout,
        )
        await client.connect()
        return client

    async def close(self) -> None:
        """Leave the connections that are left over."""
        while self._idle:
            await _leave(self._idle.pop().client)

    async def _envelope(self, client: SMTP, recipient: str, entry_id: str) -> Receipt | None:
        """Name sender and recipient. A refusal of the recipient is theirs, everything before it is ours."""
        reports = client.supports_extension("dsn")
        events = "SUCCESS,FAILURE,DELAY" if self.confirm else "FAILURE,DELAY"
        await client.mail(
            address(self.sender).addr_spec, options=["RET=HDRS", f"ENVID={entry_id}"] if reports else None
        )
        try:
            await client.rcpt(recipient, options=[f"NOTIFY={events}"] if reports else None)
        except SMTPResponseException as error:
            refused = _refusal(error)
            invalid = refused.outcome is Outcome.REFUSED and is_invalid_address(refused.answer)
            return refused.model_copy(update={"contact_invalid": invalid})
        return None

    async def _data(self, client: SMTP, mail: bytes) -> Receipt:
        """Give the text. Without an answer nobody knows whether the server has it."""
        try:
            response = await client.data(mail)
        except SMTPResponseException as error:
            return _refusal(error)
        except (SMTPException, OSError) as error:
            reason = str(error) or type(error).__name__
            return Receipt(outcome=Outcome.UNKNOWN, answer=f"邮件内容已发出，服务器未答复：{reason}")
        return Receipt(outcome=Outcome.ACCEPTED, answer=f"{response.code} {response.message}")


async def _leave(client: SMTP) -> None:
    """Say goodbye if anybody listens; how that goes changes nothing about the mail."""
    try:
        if client.is_connected:
            await client.quit(timeout=5)
    except (SMTPException, OSError):
        client.close()


def _refusal(error: SMTPResponseException) -> Receipt:
    permanent = error.code >= 500 and error.code not in _OURS
    return Receipt(outcome=Outcome.REFUSED if permanent else Outcome.NOT_NOW, answer=_answer(error))


def _answer(error: SMTPResponseException) -> str:
    return f"{error.code} {error.message}"


def from_settings(settings: Settings) -> Smtp | None:
    """The channel of this process; None when no mail server is named.

    Raises:
        BadInput: XUNJIAN_SMTP_URL, XUNJIAN_MAIL_FROM or the certificate file is not usable.
    """
    url = settings.smtp_url.get_secret_value().strip() if settings.smtp_url else ""
    if not url:
        return None
    trust = ssl.create_default_context(cafile=settings.notifier_smtp_ca) if settings.notifier_smtp_ca else None
    return Smtp(
        server=read_url(url),
        sender=settings.mail_from,
        timeout=settings.notifier_smtp_timeout,
        trust=trust,
        keep=settings.notifier_smtp_connections,
        confirm=settings.notifier_smtp_confirm,
        files=EvidenceFiles(settings.notifier_attach_evidence) if settings.notifier_attach_evidence else None,
    )


def make(outfit: Outfit) -> Smtp | None:
    """The channel of this process, its connections closed with it; None when no mail server is named."""
    channel = from_settings(outfit.settings)
    if channel is not None:
        outfit.closing.push_async_callback(channel.close)
    return channel
