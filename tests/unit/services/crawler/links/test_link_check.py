"""Dead, blocked, or not to be told: what one answer says about a link."""

import pytest

from services.crawler.fetching.fetch import Problem
from services.crawler.links.link_check import standing_of
from tests.crawler_builders import a_problem, an_answer

PAGE = ("<title>通知</title>" + "<p><a href=x>一条</a></p>" * 40).encode()
CHALLENGE = b"<html><script>$_ts=1</script></html>"


@pytest.mark.parametrize("status", [404, 410, 500, 505], ids=str)
def test_a_server_that_says_so_makes_a_link_dead(status):
    """Not there, gone, or broken."""
    assert status == standing_of(an_answer(b"no", status)).dead


@pytest.mark.parametrize("status", [401, 403, 405, 412, 418, 429, 502, 503, 504, 521, 304, 204], ids=str)
def test_blocked_busy_and_odd_is_not_dead(status):
    """Somebody stood in the way, or it may come back."""
    assert standing_of(an_answer(b"", status)).dead is None


def test_a_challenge_in_the_clothes_of_a_404_is_not_dead():
    """A firewall answered, not the site."""
    assert standing_of(an_answer(CHALLENGE, 404)).dead is None


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>404</title><p>not here</p></html>",
        "<p>您访问的页面不存在</p>".encode(),
        b"<title>404 Not Found</title>" + PAGE,
    ],
    ids=["title", "words", "rich page"],
)
def test_a_page_that_says_it_is_not_there_is_dead(body):
    """Whatever the status says."""
    assert "soft_404" == standing_of(an_answer(body)).dead


def test_a_page_is_a_page():
    """It can be read."""
    assert (None, True) == (standing_of(an_answer(PAGE)).dead, standing_of(an_answer(PAGE)).page)


def test_a_file_is_no_page():
    """It lives, and is not read."""
    found = standing_of(an_answer(b"%PDF-1.4", headers=(("Content-Type", "application/pdf"),)))

    assert (None, False) == (found.dead, found.page)


@pytest.mark.parametrize(
    ("problem", "dead", "ours"),
    [
        (Problem.DNS, "dns", True),
        (Problem.CONNECT_REFUSED, "connect_refused", False),
        (Problem.TIMEOUT, "timeout", True),
        (Problem.REDIRECT_LOOP, "redirect_loop", False),
        (Problem.TOO_LARGE, None, False),
        (Problem.ADDRESS_REFUSED, None, False),
    ],
    ids=str,
)
def test_a_problem_says_whether_the_link_is_dead_and_whether_it_may_be_us(problem, dead, ours):
    """What we could not read is not dead."""
    found = standing_of(a_problem(problem))

    assert (dead, ours) == (found.dead, found.may_be_ours)


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://gone.some.gov.cn/", True), ("http://gone.invalid/", False)],
    ids=["a name somebody may have", "a name nobody can have"],
)
def test_a_name_that_is_denied_needs_one_that_is_known(url, expected):
    """Name servers that know only their own names deny all others: then it is not the link that is dead."""
    found = standing_of(a_problem(Problem.DNS, url=url))

    assert ("dns", expected) == (found.dead, found.by_name)
