"""Mail on a real SMTP server, well-behaved and not."""

import asyncio
import ssl

import pytest

from services.notifier.channel import LeaseLost, Outcome
from services.notifier.channels.smtp import Server, Smtp, from_settings, read_url
from services.notifier.settings import Settings
from shared.errors import BadInput
from tests.certificate import write_certificate
from tests.mail_server import closed_port, mail_server
from tests.warning_builders import an_entry

SENDER = "巡检系统 <xunjian@office.example>"


class HandOver:
    """Notes that the point of no return was passed."""

    def __init__(self, *, lost=False):
        self.passed = False
        self.lost = lost

    async def __call__(self):
        if self.lost:
            raise LeaseLost
        self.passed = True


async def deliver(port, *, entry=None, hand_over=None, patience=5.0, trust=None, **server):
    """One attempt at the server on that port: the receipt, and whether the mail was handed over."""
    over = hand_over or HandOver()
    known = {"host": "127.0.0.1", "port": port, **server}
    channel = Smtp(Server(**known), SENDER, timeout=patience, trust=trust)
    receipt = await channel.deliver(entry or an_entry(), over)
    return receipt, over.passed


async def test_a_mail_arrives_with_its_recipient():
    """One mail, one recipient, the server's own words for an answer."""
    async with mail_server() as mailbox:
        receipt, handed_over = await deliver(mailbox.port)

    assert (Outcome.ACCEPTED, "250 kept as 1", True) == (receipt.outcome, receipt.answer, handed_over)
    assert ["office@bureau.example"] == mailbox.recipients
    assert ["某局：\n\n正文。\n"] == mailbox.texts()
    assert "<e1@xunjian.example>" == mailbox.mails[0]["Message-ID"]


async def test_a_line_that_begins_with_a_dot_arrives_whole():
    """SMTP's own end mark in a text does not cut it off."""
    letter = an_entry().letter.model_copy(update={"text": "上\n.\n..下\n"})
    async with mail_server() as mailbox:
        await deliver(mailbox.port, entry=an_entry(letter=letter))

    assert ["上\n.\n..下\n"] == mailbox.texts()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate and its key."""
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trust(certificate):
    return ssl.create_default_context(cafile=certificate[0])


LOGIN = ("巡检", "口令 with spaces")


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "TLS from the start"])
async def test_encrypted_and_logged_in(server_tls, trust, implicit):
    """The way most mail servers want it, with a login that is not ASCII."""
    ways = {"tls": True} if implicit else {"starttls": True}
    async with mail_server(tls=server_tls, implicit=implicit, login=LOGIN) as mailbox:
        receipt, _ = await deliver(mailbox.port, trust=trust, user=LOGIN[0], password=LOGIN[1], **ways)

    assert Outcome.ACCEPTED is receipt.outcome
    assert mailbox.sessions[0].authenticated


async def test_a_certificate_nobody_knows_gets_no_mail(server_tls):
    """An untrusted server is told nothing, and the mail waits."""
    async with mail_server(tls=server_tls) as mailbox:
        receipt, handed_over = await deliver(mailbox.port, starttls=True)

    assert (Outcome.NOT_NOW, False, []) == (receipt.outcome, handed_over, mailbox.mails)


async def test_a_server_without_starttls_gets_no_mail():
    """Where encryption was asked for, nothing is sent without it."""
    async with mail_server() as mailbox:
        receipt, handed_over = await deliver(mailbox.port, starttls=True)

    assert (Outcome.NOT_NOW, False, []) == (receipt.outcome, handed_over, mailbox.mails)


async def test_a_wrong_password_makes_the_mail_wait(server_tls, trust):
    """Our login is wrong, not the recipient: the mail is not given up."""
    async with mail_server(tls=server_tls, login=LOGIN) as mailbox:
        receipt, handed_over = await deliver(mailbox.port, starttls=True, trust=trust, user="x", password="y")

    assert (Outcome.NOT_NOW, False) == (receipt.outcome, handed_over)
    assert "535" in receipt.answer
    assert "y" not in receipt.answer.split()


async def test_a_server_that_is_away():
    """Nobody listens: provably not sent."""
    receipt, handed_over = await deliver(closed_port())

    assert (Outcome.NOT_NOW, False) == (receipt.outcome, handed_over)


ANSWERS = {
    "sender, try again": ("mail_answer", "451 later", Outcome.NOT_NOW, False),
    "sender, never": ("mail_answer", "550 who are you", Outcome.NOT_NOW, False),
    "recipient, try again": ("rcpt_answer", "450 mailbox busy", Outcome.NOT_NOW, False),
    "recipient, never": ("rcpt_answer", "550 no such user", Outcome.REFUSED, False),
    "recipient, log in first": ("rcpt_answer", "530 authentication required", Outcome.NOT_NOW, False),
    "text, try again": ("data_answer", "452 disk full", Outcome.NOT_NOW, True),
    "text, never": ("data_answer", "554 looks like spam", Outcome.REFUSED, True),
}


@pytest.mark.parametrize(("where", "answer", "outcome", "handed_over"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_refusal_is_provably_no_delivery(where, answer, outcome, handed_over):
    """4xx waits, 5xx about recipient or text is for good, 5xx about ourselves is not the recipient's end."""
    async with mail_server() as mailbox:
        setattr(mailbox, where, answer)
        receipt, passed = await deliver(mailbox.port)

    assert (outcome, handed_over, []) == (receipt.outcome, passed, mailbox.mails)
    assert answer[:3] in receipt.answer


@pytest.mark.parametrize("kept", [True, False], ids=["the server kept it", "the server lost it"])
async def test_a_connection_cut_in_the_answer_to_data_is_unclear(kept):
    """Both look the same from here, so nobody may say sent, and nobody may send again."""
    async with mail_server() as mailbox:
        mailbox.cut_after_data, mailbox.cut_at_data = kept, not kept
        receipt, handed_over = await deliver(mailbox.port)

    assert (Outcome.UNKNOWN, True, int(kept)) == (receipt.outcome, handed_over, len(mailbox.mails))


async def test_a_server_that_never_answers_is_unclear():
    """After the text an answer that does not come in time proves nothing."""
    async with mail_server() as mailbox:
        mailbox.stalled = asyncio.Event()
        receipt, handed_over = await deliver(mailbox.port, patience=0.3)
        mailbox.stalled.set()

    assert (Outcome.UNKNOWN, True) == (receipt.outcome, handed_over)


async def test_a_server_that_never_greets_has_nothing():
    """Before the text, silence is provably no delivery."""
    server = await asyncio.start_server(lambda _reader, writer: _held.append(writer), "127.0.0.1", 0)
    receipt, handed_over = await deliver(server.sockets[0].getsockname()[1], patience=0.3)
    for writer in _held:
        writer.close()
    server.close()
    await server.wait_closed()

    assert (Outcome.NOT_NOW, False) == (receipt.outcome, handed_over)


_held: list[asyncio.StreamWriter] = []


async def test_a_lost_lease_hands_nothing_over():
    """If another sender has the message by now, the transaction ends before the text."""
    async with mail_server() as mailbox:
        with pytest.raises(LeaseLost):
            await deliver(mailbox.port, hand_over=HandOver(lost=True))

    assert [] == mailbox.mails


@pytest.mark.parametrize("contact", ["nobody", "a@b.example\r\nDATA"], ids=["no host", "an injected command"])
async def test_an_unusable_address_is_refused_before_connecting(contact):
    """It will never work, and no command can be smuggled in by it."""
    receipt, handed_over = await deliver(closed_port(), entry=an_entry(contact=contact))

    assert (Outcome.REFUSED, False) == (receipt.outcome, handed_over)


URLS = {
    "plain": ("smtp://mail.example", Server("mail.example", 25)),
    "with STARTTLS": ("smtp://mail.example?starttls=1", Server("mail.example", 587, starttls=True)),
    "TLS": ("smtps://mail.example", Server("mail.example", 465, tls=True)),
    "everything": (
        "smtp://u%40x:p%2Fw%20@127.0.0.1:2525/?starttls=1",
        Server("127.0.0.1", 2525, user="u@x", password="p/w ", starttls=True),
    ),
}


@pytest.mark.parametrize(("url", "expected"), URLS.values(), ids=URLS.keys())
def test_read_url(url, expected):
    """Ports follow the way it is encrypted; names and passwords are unquoted."""
    assert expected == read_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://u:secret@mail.example",
        "smtp://u:secret@",
        "smtp://u:secret@mail.example:99999",
        "smtp://u:secret@mail.example?tls=1",
        "smtp://u:secret@mail.example?starttls=yes",
        "smtps://u:secret@mail.example?starttls=1",
    ],
    ids=["scheme", "no host", "port", "unknown option", "not 0 or 1", "both ways"],
)
def test_an_unusable_url_is_refused_without_its_password(url):
    """What is wrong is named; the secret is not."""
    with pytest.raises(BadInput) as refused:
        read_url(url)

    assert "XUNJIAN_SMTP_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_server_never_shows_its_password():
    """Not in a repr, so not in a log."""
    assert "secret" not in repr(read_url("smtp://u:secret@mail.example"))


@pytest.mark.parametrize("url", [None, "", " "], ids=["none", "empty", "blank"])
def test_without_a_mail_server_there_is_no_channel(url):
    """Mail is known, but not set up: messages wait."""
    assert from_settings(Settings(smtp_url=url)) is None


def a_channel(mailbox, **fields):
    return Smtp(Server("127.0.0.1", mailbox.port), SENDER, timeout=5.0, **({"keep": 1} | fields))


async def test_a_connection_is_used_again():
    """Ten mails on one connection, each with its own transaction; then it is left."""
    async with mail_server() as mailbox:
        channel = a_channel(mailbox)
        receipts = [await channel.deliver(an_entry(f"e{n}"), HandOver()) for n in range(10)]
        await channel.close()

    assert {Outcome.ACCEPTED} == {receipt.outcome for receipt in receipts}
    assert 1 == len({id(session) for session in mailbox.sessions})
    assert [f"<e{n}@xunjian.example>" for n in range(10)] == [mail["Message-ID"] for mail in mailbox.mails]


async def test_a_refused_mail_spoils_nothing_for_the_next():
    """The next transaction on the connection begins anew."""
    async with mail_server() as mailbox:
        channel = a_channel(mailbox)
        mailbox.rcpt_answer = "550 5.1.1 no such user"
        refused = await channel.deliver(an_entry("e1"), HandOver())
        mailbox.rcpt_answer = None
        accepted = await channel.deliver(an_entry("e2"), HandOver())
        await channel.close()

    assert [Outcome.REFUSED, Outcome.ACCEPTED] == [refused.outcome, accepted.outcome]
    assert refused.contact_invalid
    assert ["<e2@xunjian.example>"] == [mail["Message-ID"] for mail in mailbox.mails]


async def test_a_kept_connection_that_is_dead_is_replaced():
    """The server was restarted in between: found out before anything is handed over."""
    async with mail_server() as mailbox:
        channel = a_channel(mailbox)
        await channel.deliver(an_entry("e1"), HandOver())
        channel._idle[0].client.transport.abort()
        receipt = await channel.deliver(an_entry("e2"), HandOver())
        await channel.close()

    assert Outcome.ACCEPTED is receipt.outcome
    assert 2 == len(mailbox.mails)


async def test_an_unclear_end_closes_the_connection():
    """Nothing more is said on a connection of which nobody knows what it heard."""
    async with mail_server() as mailbox:
        channel = a_channel(mailbox)
        mailbox.cut_after_data = True
        unclear = await channel.deliver(an_entry("e1"), HandOver())
        mailbox.cut_after_data = False
        accepted = await channel.deliver(an_entry("e2"), HandOver())
        await channel.close()

    assert [Outcome.UNKNOWN, Outcome.ACCEPTED] == [unclear.outcome, accepted.outcome]
    assert 2 == len({id(session) for session in mailbox.sessions})


@pytest.mark.parametrize(
    ("answer", "invalid"),
    [
        ("550 5.1.1 unknown", True),
        ("550 no such user", True),
        ("550 5.7.1 blocked", False),
        ("550 Ip frequency limited", False),
    ],
)
async def test_only_a_missing_mailbox_disables_the_contact(answer, invalid):
    """A policy that refuses us today is not the mailbox's fault."""
    async with mail_server() as mailbox:
        mailbox.rcpt_answer = answer
        receipt, _ = await deliver(mailbox.port)

    assert (Outcome.REFUSED, invalid) == (receipt.outcome, receipt.contact_invalid)
