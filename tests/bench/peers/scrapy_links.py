"""Scrapy as a peer of the crawl bench: `python scrapy_links.py plain|tuned SEEDS OUT CONCURRENCY`.

It fetches and takes links out, and nothing else: follows those of the seeds' hosts, asks for the others. `plain` is
Scrapy as it comes, with its LinkExtractor and its filter of duplicates; `tuned` parses with selectolax, remembers
addresses in a set, and leaves out every middleware that the task does not need. What answers with an error, or not at
all, counts as dead. Stands alone: it runs in an environment that has Scrapy and not this project.
"""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from selectolax.lexbor import LexborHTMLParser

TAGS, ATTRIBUTES = ("a", "link", "img", "script"), ("href", "src")
COMMON = {
    "LOG_LEVEL": "ERROR",
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_TIMEOUT": 30,
    "ROBOTSTXT_OBEY": False,
    "HTTPERROR_ALLOW_ALL": True,
    "RETRY_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
}
WITHOUT = {
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    },
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    },
}


class Plain(scrapy.Spider):
    """As anybody would write it."""

    name = "plain"
    unfiltered = False
    seeds: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    pages: set[str] = set()  # noqa: RUF012 - one spider a process, read when it has ended
    dead: list[str] = []  # noqa: RUF012
    extractor = LinkExtractor(tags=TAGS, attrs=ATTRIBUTES, deny_extensions=[], canonicalize=False, unique=True)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.seeds:
            yield self.asked(url)

    def asked(self, url: str) -> scrapy.Request:
        return scrapy.Request(url, callback=self.parse, errback=self.failed, dont_filter=self.unfiltered)

    def failed(self, failure: Any) -> None:
        self.dead.append(failure.request.url)

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request]:
        if response.status >= 400:
            self.dead.append(response.meta.get("redirect_urls", [response.url])[0])
        elif isinstance(response, HtmlResponse) and urlsplit(response.url).netloc in self.hosts:
            self.pages.add(response.url)
            for url in self.links(response):
                yield self.asked(url)

    def links(self, response: Response) -> Iterator[str]:
        for link in self.extractor.extract_links(response):
            yield link.url


class Tuned(Plain):
    """With its expensive parts replaced."""

    name = "tuned"
    unfiltered = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.seen = set(self.seeds)

    def links(self, response: Response) -> Iterator[str]:
        for node in LexborHTMLParser(response.body).css("a[href],link[href],img[src],script[src]"):
            spelt = node.attributes.get("href") or node.attributes.get("src")
            if spelt:
                url = urljoin(response.url, spelt).partition("#")[0]
                if url.startswith("http") and url not in self.seen:
                    self.seen.add(url)
                    yield url


def main() -> None:
    """Crawl, and write what was found."""
    way, seeds, out, connections = sys.argv[1:5]
    spider = {"plain": Plain, "tuned": Tuned}[way]
    Plain.seeds = tuple(Path(seeds).read_text(encoding="utf-8").split())
    Plain.hosts = frozenset(urlsplit(seed).netloc for seed in Plain.seeds)
    limits = {"CONCURRENT_REQUESTS": int(connections), "CONCURRENT_REQUESTS_PER_DOMAIN": int(connections)}
    process = CrawlerProcess({**COMMON, **limits, **(WITHOUT if spider is Tuned else {})})
    process.crawl(spider)
    process.start()
    Path(out).write_text(json.dumps({"pages": len(Plain.pages), "dead": sorted(set(Plain.dead))}), encoding="utf-8")


if __name__ == "__main__":
    main()
