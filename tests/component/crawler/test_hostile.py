"""Servers that mean harm: each is bounded, each is told apart, and none stops the others."""

import asyncio
import gzip
import socket
import ssl
import time
import zlib
from datetime import timedelta

import pytest
import zstandard

from services.crawler.adapters.http_fetch import Limits
from services.crawler.adapters.quick_fetch import QuickFetcher
from services.crawler.fetching.fetch import Problem
from services.crawler.reading import read
from shared.contracts.target import Purpose
from tests.certificate import write_certificate
from tests.local_web import a_redirect, a_web, an_answer

LIMITS = Limits(total=timedelta(seconds=1.5), connect=timedelta(seconds=1), max_bytes=200_000, max_redirects=5)
BOMB = b"0" * 30_000_000


def a_fetcher(*, allow_private=True, lookup=None, limits=LIMITS):
    options = {"lookup": lookup} if lookup else {}
    return QuickFetcher(user_agent="Xunjian-test/1", limits=limits, allow_private=allow_private, **options)


async def endless(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>more</p>" * 2_000)
        await writer.drain()


async def drip(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def drip_headers(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silence(_request, _writer):
    await asyncio.sleep(60)


async def hang_up(_request, writer):
    writer.close()


async def reset(_request, writer):
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


async def many_headers(_request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\nbody")


PAGES = {
    "/fine": an_answer("<html>fine</html>"),
    "/endless": endless,
    "/drip": drip,
    "/drip-headers": drip_headers,
    "/silence": silence,
    "/hang-up": hang_up,
    "/reset": reset,
    "/many-headers": many_headers,
    "/large": an_answer(b"x" * 200_001),
    "/largest": an_answer(b"x" * 200_000),
    "/gzip-bomb": an_answer(gzip.compress(BOMB), Content_Encoding="gzip"),
    "/deflate-bomb": an_answer(zlib.compress(BOMB), Content_Encoding="deflate"),
    "/zstd-bomb": an_answer(zstandard.ZstdCompressor().compress(BOMB), Content_Encoding="zstd"),
    "/brotli": an_answer(b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
    "/cut": an_answer(b"half", length=100),
    "/nonsense": b"SSH-2.0-OpenSSH_9.2\r\n",
    "/loop": a_redirect("/loop"),
    "/ping": a_redirect("/pong"),
    "/pong": a_redirect("/ping"),
    "/to-file": a_redirect("file:///etc/passwd"),
    "/to-nowhere": a_redirect("http://[::1"),
    "/to-metadata": a_redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-long": a_redirect("/" + "a" * 5_000),
    "/found": a_redirect("/fine"),
    "/cookie": a_redirect("/needs-cookie", Set_Cookie="pass=1; Path=/"),
}


async def needs_cookie(request, writer):
    ok = "pass=1" in request.headers.get("cookie", "")
    writer.write(an_answer("in") if ok else a_redirect("/cookie"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/endless", Problem.TOO_LARGE),
        ("/drip", Problem.TIMEOUT),
        ("/drip-headers", Problem.TIMEOUT),
        ("/silence", Problem.TIMEOUT),
        ("/hang-up", Problem.DISCONNECTED),
        ("/reset", Problem.RESET),
        ("/many-headers", Problem.BAD_RESPONSE),
        ("/large", Problem.TOO_LARGE),
        ("/largest", None),
        ("/gzip-bomb", Problem.TOO_LARGE),
        ("/deflate-bomb", Problem.TOO_LARGE),
        ("/zstd-bomb", Problem.TOO_LARGE),
        ("/brotli", Problem.ENCODING),
        ("/cut", Problem.TRUNCATED),
        ("/nonsense", Problem.BAD_RESPONSE),
        ("/loop", Problem.REDIRECT_LOOP),
        ("/ping", Problem.REDIRECT_LOOP),
        ("/to-file", Problem.BAD_REDIRECT),
        ("/to-nowhere", Problem.BAD_REDIRECT),
        ("/to-metadata", Problem.ADDRESS_REFUSED),
        ("/to-long", Problem.BAD_REDIRECT),
        ("/found", None),
    ],
)
async def test_every_trick_has_its_name_and_its_end(path, expected):
    """Within the time of one fetch, and without an exception."""
    started = time.perf_counter()
    async with a_web(dict(PAGES)) as web, a_fetcher() as fetcher:
        answer = await fetcher.get(web.url(path))

    assert expected == answer.problem, answer.detail
    assert time.perf_counter() - started < 4


async def test_nobody_stops_the_others():
    """All of them at once, and a page that is fine between them."""
    async with a_web(dict(PAGES)) as web, a_fetcher() as fetcher:
        paths = [*PAGES, "/fine"] * 3
        started = time.perf_counter()
        answers = await asyncio.gather(*(fetcher.get(web.url(path)) for path in paths))

    fine = [answer for path, answer in zip(paths, answers, strict=True) if path == "/fine"]
    assert [b"<html>fine</html>"] * 6 == [answer.body for answer in fine]
    assert time.perf_counter() - started < 10


async def test_redirects_end_after_so_many():
    """Though every address is new."""

    async def on(request, writer):
        writer.write(a_redirect(request.path + "x"))

    pages = {f"/{'x' * n}": on for n in range(20)}
    async with a_web(pages) as web, a_fetcher() as fetcher:
        answer = await fetcher.get(web.url("/"))

    assert Problem.TOO_MANY_REDIRECTS == answer.problem
    assert 6 == len(answer.hops)


async def test_a_site_that_gives_a_cookie_gets_it_back():
    """Within one visit; the next begins without."""
    async with a_web({**PAGES, "/needs-cookie": needs_cookie}) as web, a_fetcher() as fetcher:
        answer = await fetcher.get(web.url("/cookie"))
        again = await fetcher.get(web.url("/fine"))

    assert b"in" == answer.body
    assert again.problem is None
    assert "cookie" not in web.requests[-1].headers


async def test_a_fetch_says_where_it_went():
    """Address by address, with the peer, the headers and the time."""
    async with a_web(dict(PAGES)) as web, a_fetcher() as fetcher:
        answer = await fetcher.get(web.url("/found"), headers={"If-None-Match": '"1"'})

    assert (web.url("/found"), web.url("/fine"), (web.url("/found"),)) == (answer.url, answer.final_url, answer.hops)
    assert ("127.0.0.1", 200, "text/html; charset=utf-8") == (answer.peer, answer.status, answer.header("content-type"))
    assert ("Xunjian-test/1", '"1"') == (
        web.requests[0].headers["user-agent"],
        web.requests[0].headers["if-none-match"],
    )


# -- addresses ---------------------------------------------------------------------------------------------------------


def resolving(**names):
    """A resolver of the test's own; a name with several lists gives one after the other."""
    asked = []

    def lookup(host, port, _family):
        asked.append(host)
        found = names.get(host.partition(".")[0])
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        addresses = found.pop(0) if isinstance(found[0], list) and len(found) > 1 else found
        addresses = addresses[0] if isinstance(addresses[0], list) else addresses
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses
        ]

    lookup.asked = asked
    return lookup


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/fine",
        "http://localhost:{port}/fine",
        "http://0x7f.1:{port}/fine",
        "http://127.1:{port}/fine",
        "http://[::ffff:127.0.0.1]:{port}/fine",
        "http://inside.example:{port}/fine",
    ],
)
async def test_the_neighbourhood_is_not_visited(url):
    """However it is spelt, and whoever's name points there: no connection is made."""
    lookup = resolving(inside=["10.0.0.7"], localhost=["127.0.0.1"], **{"0x7f": ["127.0.0.1"], "127": ["127.0.0.1"]})
    async with a_web(dict(PAGES)) as web, a_fetcher(allow_private=False, lookup=lookup) as fetcher:
        answer = await fetcher.get(url.format(port=web.port))

    assert answer.problem in {Problem.ADDRESS_REFUSED, Problem.BAD_URL}
    assert [] == web.requests


async def test_a_name_that_changes_its_address_gains_nothing():
    """The check stands where the socket is made: what is looked up later is checked later."""
    lookup = resolving(rebind=[["127.0.0.1"], ["127.0.0.1"]])
    async with a_web(dict(PAGES)) as web, a_fetcher(allow_private=False, lookup=lookup) as fetcher:
        transport = fetcher._verifying
        answer = await fetcher.get(f"http://rebind.example:{web.port}/fine")
        with pytest.raises(OSError, match="refused"):
            transport._socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", web.port)))

    assert Problem.ADDRESS_REFUSED == answer.problem
    assert [] == web.requests


async def test_of_several_addresses_only_allowed_ones_are_tried():
    """A public name with a private address beside it is visited at the public one, or not at all."""
    lookup = resolving(mixed=["169.254.169.254", "127.0.0.1"])
    async with a_web(dict(PAGES)) as web, a_fetcher(lookup=lookup) as fetcher:
        answer = await fetcher.get(f"http://mixed.example:{web.port}/fine")

    assert ("127.0.0.1", None) == (answer.peer, answer.problem)


async def test_a_redirect_into_the_neighbourhood_is_refused():
    """A public site may not send us there."""
    lookup = resolving(public=["127.0.0.1"], inside=["169.254.1.1"])
    async with a_web() as web, a_fetcher(lookup=lookup) as fetcher:
        web.pages["/"] = a_redirect(f"http://inside.example:{web.port}/")
        answer = await fetcher.get(f"http://public.example:{web.port}/")

    assert Problem.ADDRESS_REFUSED == answer.problem
    assert 1 == len(web.requests)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://missing.example/", Problem.DNS),
        ("http://" + "a" * 80 + ".example/", Problem.DNS),
        ("ftp://a.example/", Problem.BAD_URL),
        ("http://", Problem.BAD_URL),
        ("not an address", Problem.BAD_URL),
        ("http://a.example:99999/", Problem.BAD_URL),
        ("http://a b.example/", Problem.BAD_URL),
        ("http://a.example/" + "x" * 3_000, Problem.BAD_URL),
    ],
)
async def test_addresses_that_lead_nowhere(url, expected):
    """A name nobody knows is the site's failure; nonsense in the registry is ours."""
    async with a_fetcher(lookup=resolving()) as fetcher:
        assert expected == (await fetcher.get(url)).problem


async def test_a_closed_port_refuses_at_once():
    """It is no timeout."""
    async with a_web() as web:
        port = web.port
    async with a_fetcher() as fetcher:
        assert Problem.CONNECT_REFUSED == (await fetcher.get(f"http://127.0.0.1:{port}/")).problem


async def test_a_name_server_that_does_not_answer_holds_up_only_its_own_names(monkeypatch):
    """Others are looked up meanwhile."""
    monkeypatch.setattr("services.crawler.adapters.http_transport._DNS_SECONDS", 0.3)
    known = resolving(quick=["127.0.0.1"])

    def lookup(host, port, family):
        if host.startswith("slow"):
            time.sleep(0.6)
        return known(host, port, family)

    async with a_web(dict(PAGES)) as web, a_fetcher(lookup=lookup) as fetcher:
        slow = [asyncio.ensure_future(fetcher.get(f"http://slow{n}.example/")) for n in range(8)]
        quick = await fetcher.get(f"http://quick.example:{web.port}/fine")
        found = await asyncio.gather(*slow)

    assert quick.problem is None
    assert {Problem.DNS_SILENT} == {answer.problem for answer in found}


# -- certificates ------------------------------------------------------------------------------------------------------


async def a_tls_server(context, answer):
    async def serve(reader, writer):
        await reader.readline()
        writer.write(answer)
        await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)


@pytest.fixture(scope="module")
def server_context(tmp_path_factory):
    """What a server with a certificate that nobody signed offers."""
    certificate, key = write_certificate(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_nobody_trusts_is_a_finding_not_a_closed_door(server_context):
    """The page is read; what is wrong with the certificate is said."""
    server = await a_tls_server(server_context, an_answer("in"))
    async with server, a_fetcher() as fetcher:
        answer = await fetcher.get(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    assert (b"in", None) == (answer.body, answer.problem)
    assert "self-signed certificate" in answer.certificate["problem"]
    assert 64 == len(answer.certificate["sha256"])


async def test_a_server_that_speaks_no_tls_has_failed_at_that():
    """It is no timeout and no refusal."""

    async def plain(_reader, writer):
        writer.write(an_answer("plain"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server, a_fetcher() as fetcher:
        answer = await fetcher.get(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    assert Problem.TLS == answer.problem


async def test_the_door_for_bad_certificates_leads_nowhere_else(server_context):
    """The second try, without verification, is checked for its address as the first."""
    server = await a_tls_server(server_context, a_redirect("http://169.254.169.254/"))
    async with server, a_fetcher() as fetcher:
        answer = await fetcher.get(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    assert Problem.ADDRESS_REFUSED == answer.problem


# -- what is read of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 150_000,
        b"<table><tr><td>" * 40_000,
        b"<a href='x'>" * 60_000,
        b"<!--" * 200_000,
        b"<ul>" + b"<li><a href='/a.html'>2026-11-01</a>" * 20_000,
        b"&#" * 300_000,
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><rss>&b;</rss>",
        bytes(range(256)) * 2_000,
        b"\xff\xfe" + "<p>x</p>".encode("utf-16-le") * 20_000,
    ],
    ids=["divs", "tables", "links", "comments", "lines", "entities", "xml entities", "bytes", "utf-16"],
)
@pytest.mark.parametrize("purpose", [Purpose.COLUMN, Purpose.HOME, Purpose.BOARD, Purpose.FEED])
def test_giant_and_broken_pages_are_read_in_bounded_time(body, purpose):
    """Whatever comes out, it comes out."""
    started = time.perf_counter()
    read(body, url="http://a.example/", purpose=purpose)

    assert time.perf_counter() - started < 15


async def test_the_head_alone_is_asked_for_without_a_body():
    """One request; a redirect is followed the long way."""
    pages = {"/a.pdf": an_answer(length=1_000), "/old": a_redirect("/b"), "/b": an_answer("b")}
    async with a_web(pages) as web, a_fetcher() as fetcher:
        head = await fetcher.head(web.url("/a.pdf"))
        moved = await fetcher.head(web.url("/old"))

    assert (200, b"", None) == (head.status, head.body, head.problem)
    assert (web.url("/b"), 200) == (moved.final_url, moved.status)


async def test_cookies_set_by_a_redirect_are_sent_along_with_it():
    """Many challenges are no more than that."""
    async with a_web() as web, a_fetcher() as fetcher:
        web.pages = {"/": a_redirect("/in", Set_Cookie="seen=1; Path=/"), "/in": an_answer("<p>in</p>")}
        answer = await fetcher.get(web.url("/"))

    assert (web.url("/in"), (web.url("/"),)) == (answer.final_url, answer.hops)
    assert "seen=1" == web.requests[-1].headers["cookie"]
