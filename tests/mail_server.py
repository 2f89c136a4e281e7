"""A real SMTP server in the test's own event loop, which can be told to misbehave."""

import asyncio
import email
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Mailbox:
    """What arrived, and how the server is to behave. Answers are SMTP lines; None: as it should."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.sessions: list[Session] = []
        self.mail_answer: str | None = None
        self.rcpt_answer: str | None = None
        self.data_answer: str | None = None
        self.cut_after_data = False
        """Keep the mail, then drop the connection without a word."""
        self.cut_at_data = False
        """Drop the connection without having kept anything."""
        self.stalled: asyncio.Event | None = None
        """Keep the mail, then say nothing until this is set."""
        self.arrived = asyncio.Event()
        self.port = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or answer as told."""
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or answer as told."""
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail and say so, or misbehave as told."""
        self.sessions.append(session)
        if self.data_answer:
            return self.data_answer
        if self.cut_at_data:
            server.transport.abort()
            return "250 nobody hears this"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails.append(email.message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        self.recipients.extend(envelope.rcpt_tos)
        self.arrived.set()
        if self.cut_after_data:
            server.transport.abort()
        if self.stalled:
            await self.stalled.wait()
        return f"250 kept as {len(self.mails)}"

    def texts(self) -> list[str]:
        """The plain text of every mail."""
        bodies = (mail.get_body(("plain",)) for mail in self.mails)
        return [body.get_content().replace("\r\n", "\n") for body in bodies if body is not None]


@asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False, login: tuple[str, str] | None = None
) -> AsyncIterator[Mailbox]:
    """A server on a free loopback port: plain, STARTTLS, or TLS from the start (`implicit`); with a login or not."""
    mailbox = Mailbox()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        known = login is not None and (data.login, data.password) == tuple(part.encode() for part in login)
        # handled=False on failure: otherwise the server never answers and the client waits out its time
        return AuthResult(success=known, handled=known)

    def session() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.test.example",
            tls_context=None if implicit else tls,
            require_starttls=tls is not None and not implicit,
            authenticator=authenticate,
            auth_required=login is not None and not implicit,
            auth_require_tls=tls is not None and not implicit,
            enable_SMTPUTF8=True,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=tls if implicit else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        if mailbox.stalled:
            mailbox.stalled.set()
        server.close()
        await server.wait_closed()


def closed_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
