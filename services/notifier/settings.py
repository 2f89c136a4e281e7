"""What the notifier reads from the environment."""

import json
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator

from services.notifier.mime import address
from shared import settings

LINK_KEY_LENGTH = 32
"""Characters a key that signs links has at least."""


class Settings(settings.Settings):
    """The notifier's own settings, `XUNJIAN_NOTIFIER_…`."""

    notifier_group_wait: float = Field(default=30.0, ge=0)
    """Seconds in which all findings of a unit are collected into one message."""
    notifier_gather: float = Field(default=300.0, ge=0)
    """Seconds in which all that goes up to one superior unit is collected into one message."""
    notifier_policy: Path | None = None
    """A file like `policies/default.toml`: deadlines, reminders, retries."""
    notifier_templates: Path | None = None
    """A directory whose templates take the place of those of the same name in `templates/`."""
    notifier_office: str = "政府网站与政务新媒体巡检系统"
    """Who signs the messages."""
    notifier_office_contact: str = ""
    """How a unit reaches that office, such as a telephone number."""
    notifier_senders: int = Field(default=16, ge=1, le=64)
    """Messages of one channel that are under way at a time, in this process: being sent, or being written down."""
    notifier_smtp_connections: int = Field(default=8, ge=1, le=64)
    """Connections to the mail server at a time, in this process."""
    notifier_lease: float = Field(default=180.0, ge=1)
    """Seconds a sender may hold a message; after that it is known to have vanished."""
    notifier_smtp_timeout: float = Field(default=30.0, gt=0)
    """Seconds to wait for each answer of the mail server."""
    notifier_smtp_ca: Path | None = None
    """A file of certificates that mail servers may be signed with, where the system's do not know them."""

    notifier_smtp_confirm: bool = False
    """Ask mail servers that can (DSN) to report arrival too, not only failure: one more mail for each message."""
    notifier_attach_evidence: Path | None = None
    """The crawler's directory of evidence; what a finding rests on is then attached to its mail."""
    notifier_http_timeout: float = Field(default=10.0, gt=0)
    """Seconds to wait for a bot, a webhook or a gateway."""
    notifier_http_proxy: str | None = None
    """A proxy for bots, webhooks and gateways, such as `http://proxy:3128`."""
    notifier_wecom_url: str = "https://qyapi.weixin.qq.com"
    """Where WeCom (企业微信) is; another address for a deployment of one's own."""
    notifier_dingtalk_url: str = "https://oapi.dingtalk.com"
    """Where DingTalk (钉钉) is; another address for 专有钉钉."""
    notifier_feishu_url: str = "https://open.feishu.cn"
    """Where Feishu (飞书) is."""
    notifier_webhook_key: SecretStr | None = None
    """Signs messages to webhooks whose address brings no `secret`."""
    notifier_sms_body: str = '{"to": "{to}", "text": "{text}", "id": "{id}"}'
    """What the text message gateway wants, as JSON; `{to}`, `{text}` and `{id}` are whole values that are filled in."""
    notifier_sms_success: str = "code=0"
    """The field of the gateway's answer, and its value, that mean taken; a dot leads inside: `result.status=ok`."""
    notifier_sms_authorization: SecretStr | None = None
    """The Authorization header for the gateway."""
    notifier_sms_by_key: bool = False
    """The gateway takes a message once for each Idempotency-Key: then one whose answer was lost is offered again."""
    notifier_operations: str = ""
    """Who looks after the system itself: mail addresses and channel URLs, separated by `;`. Told what is unseen."""
    notifier_regulator: str = ""
    """The regulator's office: mail addresses and channel URLs, separated by `;`. Gets the daily digest."""
    notifier_link_url: str = ""
    """Where units reach the reply page from outside, such as `https://xunjian.example.gov.cn`; empty: no links."""
    notifier_link_key: SecretStr | None = None
    """Signs the links; 32 characters at least. Another key ends all links."""
    notifier_web_host: str = "127.0.0.1"
    """Where the reply page and the bounce webhook listen."""
    notifier_web_port: int = Field(default=0, ge=0, le=65535)
    """The port of the reply page and the bounce webhook; 0: any free port while one of them is set up."""
    notifier_bounces: Path | None = None
    """A Maildir into which the mail server delivers what comes back to the sender's address."""
    notifier_bounce_key: SecretStr | None = None
    """The bearer token of `POST /bounces`, where a mail system hands in what came back; none: closed."""

    @field_validator("notifier_sms_body")
    @classmethod
    def _is_json(cls, text: str) -> str:
        try:
            json.loads(text)
        except ValueError as error:
            raise ValueError(f"expected JSON with {{to}} and {{text}}, got {text[:80]!r}: {error}") from error
        return text

    @field_validator("notifier_sms_success")
    @classmethod
    def _names_a_value(cls, text: str) -> str:
        if not all(text.partition("=")):
            raise ValueError(f"expected field=value such as code=0, got {text!r}")
        return text

    @field_validator("notifier_link_key")
    @classmethod
    def _is_long(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < LINK_KEY_LENGTH:
            raise ValueError(f"expected {LINK_KEY_LENGTH} characters or more; for example from openssl rand -hex 32")
        return key

    @model_validator(mode="after")
    def _links_are_signed(self) -> Self:
        if self.notifier_link_url and self.notifier_link_key is None:
            raise ValueError("XUNJIAN_NOTIFIER_LINK_URL needs XUNJIAN_NOTIFIER_LINK_KEY, which signs the links")
        return self

    @field_validator("mail_from")
    @classmethod
    def _is_address(cls, text: str) -> str:
        address(text)
        return text

    @property
    def mail_domain(self) -> str:
        """The domain messages come from: the right side of their Message-IDs."""
        return address(self.mail_from).domain
