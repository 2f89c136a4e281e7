"""The channels, one file each; a new one is a file here and a line in the table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from services.notifier.channel import Channel
from services.notifier.channels import apprise_urls, dingtalk, feishu, sms, smtp, webhook, wecom
from services.notifier.contact import MAIL
from services.notifier.outfit import Outfit

CHANNELS: Mapping[str, Callable[[Outfit], Channel | None]] = MappingProxyType(
    {
        MAIL: smtp.make,
        "wecom": wecom.make,
        "dingtalk": dingtalk.make,
        "feishu": feishu.make,
        "webhook": webhook.make,
        "sms": sms.make,
        "apprise": apprise_urls.make,
    }
)
"""Each channel this edition speaks, by the scheme of its contacts. None from its maker: known, but not set up, so its
messages wait."""

REMEDIES: Mapping[str, str] = MappingProxyType({MAIL: "XUNJIAN_SMTP_URL", "apprise": "pip install xunjian[apprise]"})
"""What sets up a channel that is not."""
