"""The crawler as a process whose visits come back soon when it is killed: `python -m tests.crawler_process`."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from services.crawler.app import build
from services.crawler.settings import CrawlerSettings
from shared.service import main
from shared.streams import CRAWLER_VISITS

CONSUMER = replace(CRAWLER_VISITS, ack_wait=timedelta(seconds=2))

if __name__ == "__main__":
    main("crawler", CrawlerSettings, partial(build, consumer=CONSUMER))
