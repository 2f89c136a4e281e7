"""Real web servers for the sample province: every website on a loopback address of its own, all on one port."""

import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from deploy.demo.pages import FIREWALL, Served

NOT_FOUND = Served("页面不存在".encode(), status=404)

_TRIES = 20


class Site(ThreadingHTTPServer):
    """One website. What it serves may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, pages: Mapping[str, Served] | None) -> None:
        self.pages = dict(pages) if pages is not None else None
        """None: a firewall answers in place of every page."""
        self.hits = 0
        super().__init__((host, port), _Handler)

    def put(self, path: str, served: Served) -> None:
        """From now on this stands on the path."""
        assert self.pages is not None
        self.pages[path] = served

    def answer(self, path: str) -> Served:
        """What stands on a path."""
        self.hits += 1
        if self.pages is None:
            return FIREWALL
        return self.pages.get(path, NOT_FOUND)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        served = self.server.answer(urlsplit(self.path).path)
        self.send_response(served.status)
        self.send_header("Content-Type", served.content_type)
        self.send_header("Content-Length", str(len(served.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(served.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the demo has its own progress."""


class Web:
    """The websites of the province, served while this context is open."""

    def __init__(self, sites: Mapping[str, Mapping[str, Served] | None]) -> None:
        """`sites`: what each address serves by path; None for one that a firewall guards."""
        self._wanted = sites
        self.sites: dict[str, Site] = {}
        self.port = 0
        self._threads: list[threading.Thread] = []

    def open(self) -> int:
        """Listen; returns the port, the same on all addresses.

        Raises:
            OSError: there is no port that is free on all of them.
        """
        for last in (*[False] * (_TRIES - 1), True):
            try:
                self._listen()
            except OSError:
                self.close()
                if last:
                    raise
            else:
                return self.port
        raise AssertionError("unreachable")

    def _listen(self) -> None:
        self.port = _port()
        for host, pages in self._wanted.items():
            site = Site(host, self.port, pages)
            self.sites[host] = site
            thread = threading.Thread(target=site.serve_forever, args=(0.05,), name=f"web-{host}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Stop listening."""
        for site in self.sites.values():
            site.shutdown()
            site.server_close()
        for thread in self._threads:
            thread.join(timeout=5)
        self.sites.clear()
        self._threads.clear()

    @property
    def hits(self) -> int:
        """How many requests were answered."""
        return sum(site.hits for site in self.sites.values())

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
