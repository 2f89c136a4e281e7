"""What the notifier reads from the environment."""

from pathlib import Path

from pydantic import Field, field_validator

from services.notifier.mime import address
from shared import settings


class Settings(settings.Settings):
    """The notifier's own settings, `XUNJIAN_NOTIFIER_…`."""

    notifier_group_wait: float = Field(default=30.0, ge=0)
    """Seconds in which all findings of a unit are collected into one message."""
    notifier_policy: Path | None = None
    """A file like `policies/default.toml`: deadlines, reminders, retries."""
    notifier_templates: Path | None = None
    """A directory whose templates take the place of those of the same name in `templates/`."""
    notifier_office: str = "政府网站与政务新媒体巡检系统"
    """Who signs the messages."""
    notifier_office_contact: str = ""
    """How a unit reaches that office, such as a telephone number."""
    notifier_senders: int = Field(default=4, ge=1, le=64)
    """Messages of one channel that are under way at a time, in this process."""
    notifier_lease: float = Field(default=180.0, ge=1)
    """Seconds a sender may hold a message; after that it is known to have vanished."""
    notifier_smtp_timeout: float = Field(default=30.0, gt=0)
    """Seconds to wait for each answer of the mail server."""
    notifier_smtp_ca: Path | None = None
    """A file of certificates that mail servers may be signed with, where the system's do not know them."""

    @field_validator("mail_from")
    @classmethod
    def _is_address(cls, text: str) -> str:
        address(text)
        return text

    @property
    def mail_domain(self) -> str:
        """The domain messages come from: the right side of their Message-IDs."""
        return address(self.mail_from).domain
