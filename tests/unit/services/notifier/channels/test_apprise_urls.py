"""Everything else, by a library that may not be there."""

import pytest

from services.notifier.channel import Outcome
from services.notifier.channels.apprise_urls import AppriseUrls
from tests.posting_world import Handing
from tests.warning_builders import an_entry


async def deliver(said, url="apprise+tgram://bot/chat"):
    sent = []

    def notify(address, subject, text):
        sent.append((address, subject))
        return said

    async def address_of(_):
        return url

    handing = Handing()
    receipt = await AppriseUrls(notify, address_of).deliver(an_entry(channel="apprise"), handing)
    return receipt, sent, handing.passed


@pytest.mark.parametrize(
    ("said", "outcome"),
    [(True, Outcome.ACCEPTED), (False, Outcome.UNKNOWN), (None, Outcome.REFUSED)],
    ids=["sent", "failed somewhere", "unknown address"],
)
async def test_what_the_library_says(said, outcome):
    """A failure it does not explain leaves the message unclear."""
    receipt, sent, passed = await deliver(said)

    assert (outcome, [0]) == (receipt.outcome, passed)
    assert [("tgram://bot/chat", "【巡检提醒】某局")] == sent


async def test_both_ways_to_write_the_address():
    """`apprise://tgram/bot/chat` means the same."""
    _, sent, _ = await deliver(True, "apprise://tgram/bot/chat")

    assert "tgram://bot/chat" == sent[0][0]
