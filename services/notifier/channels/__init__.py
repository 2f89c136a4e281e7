"""The channels, one file each; a new one is a file here and a line in the table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from services.notifier.channel import Channel
from services.notifier.channels import smtp
from services.notifier.contact import MAIL
from services.notifier.settings import Settings

CHANNELS: Mapping[str, Callable[[Settings], Channel | None]] = MappingProxyType(
    {
        MAIL: smtp.from_settings,
    }
)
"""Each channel this edition speaks, by the scheme of its contacts. None from its maker: known, but not set up, so its
messages wait."""
