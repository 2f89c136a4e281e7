"""Ways to a unit."""

from services.notifier.contact import UNREACHABLE, contacts_of, of_url


def test_every_way_once_mailboxes_first():
    """Addresses and channels, each once, in the order given."""
    contacts = contacts_of(["a@x.example", " b@x.example ", "a@x.example"], ["wecom://KEY"])

    assert ["smtp", "smtp", "wecom"] == [contact.channel for contact in contacts]
    assert ["a@x.example", "b@x.example"] == [contact.key for contact in contacts[:2]]


def test_a_unit_without_contacts_is_unreachable():
    """What cannot be told is recorded under a contact of its own."""
    assert (UNREACHABLE,) == contacts_of([" "], [""])


def test_the_key_of_a_bot_never_shows():
    """A channel URL carries a secret: the ledger gets its fingerprint."""
    contact = of_url("dingtalk://TOKEN?secret=SECRET")

    assert "dingtalk" == contact.channel
    assert not {"TOKEN", "SECRET"} & set(contact.key.split(":"))
    assert "TOKEN" not in contact.key


def test_a_webhook_is_the_channel_webhook():
    """`webhook+https` names the way it is reached, too."""
    assert "webhook" == of_url("webhook+https://x.example/hook").channel
