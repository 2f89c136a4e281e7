"""The tests' mail server in a thread of its own, for tests that wait for other processes."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.certificate import write_certificate
from tests.mail_server import Mailbox, mail_server

LOGIN = ("xunjian", "p@ss:word")


@contextmanager
def mail_thread(folder: Path) -> Iterator[Mailbox]:
    """A mail server that takes mail after STARTTLS and a login only. Its certificate is `certificate.pem` there."""
    certificate, key = write_certificate(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    ready = threading.Event()
    found: list[Mailbox] = []
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with mail_server(tls=tls, login=LOGIN) as mailbox:
            found.append(mailbox)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), name="mail")
    thread.start()
    try:
        assert ready.wait(10), "the mail server did not start"
        yield found[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()
