"""A real mail server that keeps what arrives, and takes mail only from those who log in."""

import asyncio
import contextlib
import logging
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from secrets import compare_digest, token_urlsafe

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER = "xunjian"


@dataclass(frozen=True)
class Mail:
    """One mail that arrived."""

    to: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        """Its subject, as people read it."""
        return str(self.message["Subject"] or "")

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"] or "").strip()

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body else ""


class PostOffice:
    """What arrived, and how to be told when more does."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.password = token_urlsafe(12)
        self.port = 0
        self.arrived = asyncio.Condition()

    @property
    def url(self) -> str:
        """What `XUNJIAN_SMTP_URL` must say."""
        return f"smtp://{USER}:{self.password}@127.0.0.1:{self.port}"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail, and say so."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=default)
        async with self.arrived:
            self.mails.append(Mail(tuple(envelope.rcpt_tos), message))
            self.arrived.notify_all()
        return f"250 kept as {len(self.mails)}"

    def authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: object) -> AuthResult:
        """Whether the login is right. A refused one is not `handled`, or the server would never answer."""
        known = (
            isinstance(data, LoginPassword)
            and data.login == USER.encode()
            and compare_digest(data.password, self.password.encode())
        )
        return AuthResult(success=known, handled=known)

    def protocol(self) -> SMTP:
        """The conversation with one client. Without TLS, which on the loopback of one machine protects nothing."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(
                self,
                hostname="mail.yunling.example",
                authenticator=self.authenticate,
                auth_required=True,
                auth_require_tls=False,
                enable_SMTPUTF8=True,
            )


@contextlib.asynccontextmanager
async def post_office() -> AsyncIterator[PostOffice]:
    """A mail server on a free loopback port."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    office = PostOffice()
    server = await asyncio.get_running_loop().create_server(office.protocol, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
