"""What is asked for beside a home page."""

import asyncio
from datetime import timedelta

from services.crawler.facts import Facts
from services.crawler.further import asked_further
from tests.crawler_builders import NOW, an_answer

MARKS = {
    "service": {"words": "办事服务", "entry": "http://a.gov.cn/bsfw/"},
    "leaving": {"outside": 1, "scripts": ["http://a.gov.cn/quick.js", "http://a.gov.cn/slow.js"]},
}


NOTHING = ({"scripts": {}, "services": {}, "search": {}}, [])


class Web:
    """A host that lets one of its scripts hang."""

    def __init__(self, slow):
        self.slow = slow

    async def get(self, url, **_):
        if url.endswith(self.slow):
            await asyncio.Event().wait()
        return an_answer(b"<li>x</li>" if url.endswith("/") else b"var a = 1")


async def test_what_is_slow_is_given_up_and_the_rest_is_kept():
    """A script that was not read may hold anything."""
    found, answers = await asked_further(Web("slow.js"), Facts(marks=MARKS), {}, NOW, timedelta(milliseconds=20))

    assert {"http://a.gov.cn/quick.js": ""} == found["scripts"]
    assert "http://a.gov.cn/bsfw/" == found["services"]["entry"]
    assert 2 == len(answers)


async def test_a_host_that_answers_nothing_more_costs_the_home_page_nothing():
    """Nothing is known of what stands beside it."""
    assert NOTHING == await asked_further(Web("/"), Facts(marks=MARKS), {}, NOW, timedelta(milliseconds=20))
