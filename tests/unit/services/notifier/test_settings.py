"""What the notifier reads from the environment."""

import pytest

from services.notifier.settings import Settings
from shared.errors import BadInput


def test_the_domain_of_message_ids_is_the_senders():
    """Message-IDs end in the domain mail comes from."""
    assert "office.example" == Settings(mail_from="巡检 <x@office.example>").mail_domain


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAIL_FROM", "nobody"), ("NOTIFIER_SENDERS", "0"), ("NOTIFIER_GROUP_WAIT", "-1")],
    ids=str,
)
def test_what_nobody_understands_is_refused_by_name(monkeypatch, name, value):
    """The variable is named."""
    monkeypatch.setenv(f"XUNJIAN_{name}", value)

    with pytest.raises(BadInput, match=f"XUNJIAN_{name}"):
        Settings.from_environment()
