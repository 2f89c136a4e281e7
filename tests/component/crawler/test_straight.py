"""Requests over kept connections: each answer is its own, whatever the connection went through before."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from services.crawler.adapters.quick_fetch import QuickFetcher
from services.crawler.fetching.fetch import Problem

ANSWERS = {
    "/": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhome",
    "/none": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/same": b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
    "/head": b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n",
    "/early": b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate",
    "/pieces": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n",
    "/open": b"HTTP/1.1 200 OK\r\n\r\nto the end",
    "/more": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmoreHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad",
    "/moved": b"HTTP/1.1 301 Moved\r\nLocation: /pieces\r\nContent-Length: 2\r\n\r\n..",
    "/lost": b"",
}


class Kept:
    """A server that keeps its connections, unless it is told to close the next one before it answers."""

    def __init__(self) -> None:
        self.connections = self.port = self.closing = 0
        self.asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                self.asked.append(request)
                path = request.split(b" ")[1].decode()
                if self.closing or path in {"/lost", "/open"}:
                    self.closing -= bool(self.closing)
                    writer.write(ANSWERS[path] if path == "/open" else b"")
                    break
                writer.write(ANSWERS[path])
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@asynccontextmanager
async def a_kept_web():
    web = Kept()
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    async with QuickFetcher(user_agent="test", allow_private=True) as fetcher:
        yield web, fetcher
    server.close()


async def test_one_connection_carries_answers_of_every_kind():
    """Without a body, in pieces, after a hint, behind a redirect: none leaves anything for the next."""
    expected = {"/": b"home", "/none": b"", "/same": b"", "/early": b"late", "/pieces": b"abcd", "/moved": b"abcd"}
    async with a_kept_web() as (web, fetcher):
        for _ in range(2):
            assert 200 == (await fetcher.head(web.url("/head"))).status
            for path, body in expected.items():
                answer = await fetcher.get(web.url(path))
                assert (None, body, "127.0.0.1") == (answer.problem, answer.body, answer.peer)

        assert 1 == web.connections


@pytest.mark.parametrize("path", ["/open", "/more"])
async def test_a_connection_that_is_spent_is_not_used_again(path):
    """One that ended with the body, or has bytes nobody asked for."""
    async with a_kept_web() as (web, fetcher):
        first = await fetcher.get(web.url(path))
        second = await fetcher.get(web.url("/"))

        assert first.problem is None
        assert b"home" == second.body
        assert 2 == web.connections


async def test_a_connection_closed_meanwhile_is_replaced_once():
    """Servers close what is kept when they like; one that never answers is told apart."""
    async with a_kept_web() as (web, fetcher):
        await fetcher.get(web.url("/"))
        web.closing = 1
        again = await fetcher.get(web.url("/"))
        lost = await fetcher.get(web.url("/lost"))

        assert (None, b"home") == (again.problem, again.body)
        assert Problem.DISCONNECTED == lost.problem
        assert 2 == sum(b"GET /lost " in asked for asked in web.asked)


async def test_a_header_cannot_smuggle_another():
    """What a server called a page by is sent back to it, but never as more than one line."""
    async with a_kept_web() as (web, fetcher):
        answer = await fetcher.get(web.url("/"), headers={"If-None-Match": "x\r\nCookie: a"})

        assert Problem.BAD_RESPONSE == answer.problem
        assert [] == web.asked
