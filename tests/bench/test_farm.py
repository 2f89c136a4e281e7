"""The crawl bench judges by the truth of its farm: that truth must be one."""

import http.client
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from deploy.embedded import free_port
from tests.bench.compare_crawlers import Run, mistakes, table, told
from tests.bench.farm import ALIVE, NO_ANSWER, Farm, Served, path


@pytest.fixture(scope="module")
def farm() -> Farm:
    return Farm(sites=2, pages=30, seed=7, port=8090)


def _links(url: str, page: bytes) -> set[str]:
    nodes = LexborHTMLParser(page).css("a[href],img[src],link[href],script[src]")
    spelt = [node.attributes.get("href") or node.attributes.get("src") or "" for node in nodes]
    return {urljoin(url, href).partition("#")[0] for href in spelt if not href.startswith(("mailto", "java", "tel"))}


def _answered(farm: Farm, url: str) -> Served | None:
    """What the farm answers, redirects followed; None where nobody listens."""
    parts = urlsplit(url)
    if parts.hostname == "127.0.1.250":
        return None
    served = farm.answer(parts.hostname or "", parts.path)
    return _answered(farm, urljoin(url, served.location)) if served.location else served


def _is_dead(served: Served | None) -> bool:
    if (
        served is None
        or served.status == NO_ANSWER
        or (served.status == 200 and "不存在".encode() in served.body[:200])
    ):
        return True
    return served.status >= 400 and served.status not in ALIVE.values()


def test_what_is_dead_is_what_the_truth_says(farm: Farm) -> None:
    """Every link of every page is asked for: the dead ones are those of the truth, and each page can be reached."""
    pages = {f"{site.origin}{path(number)}" for site in farm.sites for number in range(farm.pages)}
    answers = {url: _answered(farm, url) for url in pages}
    found = set().union(*(_links(url, served.body) for url, served in answers.items() if served))
    assert {url for url in found if _is_dead(_answered(farm, url))} == farm.dead
    assert pages <= found
    assert all(served and 20_000 <= len(served.body) <= 60_000 for served in answers.values())
    assert {url for url, served in answers.items() if served and "发布时间".encode() in served.body} == set(
        farm.articles
    )


def test_the_same_seed_makes_the_same_farm(farm: Farm) -> None:
    """And another seed another one."""
    again, other = Farm(sites=2, pages=30, seed=7, port=8090), Farm(sites=2, pages=30, seed=8, port=8090)
    assert again.answer("127.0.1.2", path(5)) == farm.answer("127.0.1.2", path(5)) != other.answer("127.0.1.2", path(5))
    assert again.dead == farm.dead


def test_it_is_served_as_it_is() -> None:
    """By a process of its own, over connections that stay open, heads without bodies; it ends with its input."""
    farm = Farm(sites=1, pages=3, seed=1, port=free_port())
    words = (sys.executable, "-m", "tests.bench.farm_server", "1", "3", "1", str(farm.port))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        connection = http.client.HTTPConnection("127.0.1.1", farm.port, timeout=10)
        for method, target in (("GET", path(1)), ("HEAD", path(2)), ("GET", "/gone/n0.html")):
            connection.request(method, target)
            answer, served = connection.getresponse(), farm.answer("127.0.1.1", target)
            assert (answer.status, answer.read()) == (served.status, b"" if method == "HEAD" else served.body)
        connection.request("GET", "/cut/n0.html")
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            connection.getresponse()
        connection.close()
        server.communicate(timeout=10)
    assert server.returncode == 0


def test_ours_must_find_everything_and_call_nothing_dead_that_lives(farm: Farm) -> None:
    """Of the peers it is only shown."""
    right = {
        "pages": 60,
        "acknowledged": 60,
        "published": {url: day.isoformat() for url, day in farm.articles.items()},
    }
    assert mistakes(farm, right) == []
    assert mistakes(farm, {**right, "acknowledged": 59})
    assert mistakes(farm, {**right, "published": {}})
    assert told(Run(60, 1.0, 1.0, 1.0, missed=0, false=0), "ours") == []
    assert told(Run(60, 1.0, 1.0, 1.0, missed=1, false=1), "ours") == [
        "1 dead links missed",
        "1 links falsely called dead",
    ]
    assert told(Run(60, 1.0, 1.0, 1.0, missed=1, false=1), "Scrapy") == []


def test_ratios_are_taken_within_each_round() -> None:
    """A machine that is slower in one round weighs on both sides."""
    ours = [Run(100, 1.0, cpu, 1.0, 0, 0) for cpu in (1.0, 10.0, 1.0)]
    theirs = [Run(100, 2.0, cpu, 1.0, 1, 2) for cpu in (8.0, 80.0, 8.0)]
    assert "| Scrapy | 80.00 | 8.00 × | 2.0 | 2.00 × | 1 | 9/10 | 2 |" in table({"ours": ours, "Scrapy": theirs}, 10)
