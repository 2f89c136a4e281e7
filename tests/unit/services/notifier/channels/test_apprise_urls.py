"""Everything else, by a library that may not be there."""

import pytest

from services.notifier.channel import Outcome
from services.notifier.channels.apprise_urls import AppriseUrls
from tests.posting_world import Handing, Post
from tests.provider_server import answering, serving
from tests.warning_builders import an_entry

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated and slated for removal:DeprecationWarning")
"""What the library imports is not ours to mend."""


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


# -- with the library itself, and a server that is asked by it ---------------------------------------------------------


async def really(provider, path="/", **letter):
    """The receipt of a message that the real library posts as JSON, and what was posted."""
    pytest.importorskip("apprise", reason="the library Apprise is not installed: pip install xunjian[apprise]")
    async with serving(provider):
        post = Post(f"apprise+json://127.0.0.1:{provider.port}{path}")
        receipt = await post.deliver(post.entry(**letter))
    return receipt, provider.asked


async def test_the_real_library_posts_the_whole_text():
    """Line breaks, markup and four-byte characters arrive as they were written."""
    text = "某局：\n\n　　“<b>要闻</b>” & *𠮷* 已 20 天未更新。\n" * 40
    receipt, [asked] = await really(answering(200, {}), text=text)

    assert Outcome.ACCEPTED is receipt.outcome
    assert ("【巡检提醒】某局", text.strip()) == (asked.json["title"], asked.json["message"].strip())


@pytest.mark.parametrize("status", [400, 404, 500, 503])
async def test_what_the_real_library_could_not_send_is_unclear(status):
    """It does not say whether the other side has it: shown, and not offered again by itself; asked once."""
    receipt, asked = await really(answering(status, {}))

    assert (Outcome.UNKNOWN, False) == (receipt.outcome, receipt.contact_invalid)
    assert 1 == len(asked)


async def test_a_cut_connection_is_unclear_with_the_real_library():
    """The other side has it and never answered."""
    provider = answering(200, {})
    provider.accident = "cut"
    receipt, _ = await really(provider)

    assert Outcome.UNKNOWN is receipt.outcome


async def test_an_address_the_real_library_does_not_know_is_refused():
    """Nothing was sent, and the contact is used no more."""
    pytest.importorskip("apprise", reason="the library Apprise is not installed: pip install xunjian[apprise]")
    post = Post("apprise+nosuchservice://x/y")
    receipt = await post.deliver()

    assert (Outcome.REFUSED, True) == (receipt.outcome, receipt.contact_invalid)
