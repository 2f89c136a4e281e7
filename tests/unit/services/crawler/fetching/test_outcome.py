"""Seen, failed or blind: whose fault an answer is."""

import pytest

from services.crawler.fetching.fetch import Problem
from services.crawler.fetching.outcome import OK, feed_verdict, verdict_of
from shared.contracts.target import LookOutcome, Purpose
from tests.crawler_builders import a_problem, an_answer


def told(answer, purpose=Purpose.HOME):
    verdict = verdict_of(answer, purpose)
    return verdict.outcome.value, verdict.reason


PAGE = ("<html><title>某某人民政府</title><body>" + "欢迎访问本网站。" * 100 + "</body></html>").encode()


def test_a_page_is_seen():
    """Nothing is said against it."""
    assert OK == verdict_of(an_answer(PAGE), Purpose.HOME)


@pytest.mark.parametrize("status", [401, 403, 405, 412, 418, 429, 451, 468, 493, 444, 499, 521])
def test_a_firewall_is_not_the_site(status):
    """What it answers is blindness."""
    assert ("blind", f"blocked: {status}") == told(an_answer(b"no", status))


@pytest.mark.parametrize("status", [400, 404, 410, 500, 502, 504])
def test_an_error_status_is_a_failure(status):
    """The site itself says that it cannot show the page."""
    assert ("failed", f"http_{status}") == told(an_answer(b"<html>sorry</html>", status))


def test_a_busy_site_that_names_a_time_is_not_failed():
    """503 with Retry-After is asked again later; without it it is a failure."""
    later = an_answer(b"busy", 503, headers=(("Retry-After", "120"),))

    assert ("blind", "blocked: 503") == told(later)
    assert ("failed", "http_503") == told(an_answer(b"busy", 503))


def test_a_challenge_is_blindness_whatever_its_status():
    """A page that only sets a cookie and reloads is a firewall's."""
    challenge = b"<script>document.cookie='__jsl_clearance=1';location.reload()</script>"

    assert ("blind", "blocked: blocked") == told(an_answer(challenge))
    assert ("blind", "blocked: 503") == told(an_answer(challenge, 503))


@pytest.mark.parametrize("body", [b"", b" \r\n\t "], ids=["nothing", "blanks"])
def test_an_empty_page_is_a_failure(body):
    """It is not open, whatever the status says."""
    assert ("failed", "empty_body") == told(an_answer(body))


def test_a_redirect_without_a_place_is_a_failure():
    """There is nothing to see."""
    assert ("failed", "http_302") == told(an_answer(b"", 302))


@pytest.mark.parametrize("problem", list(Problem), ids=lambda problem: problem.value)
def test_every_problem_is_either_theirs_or_ours(problem):
    """And says which it is."""
    verdict = verdict_of(a_problem(problem), Purpose.HOME)

    assert (problem.outcome, problem.value) == (verdict.outcome, verdict.reason)
    assert not verdict.ok


def test_what_we_could_not_read_is_never_their_failure():
    """Too large, broken off, refused by ourselves: blind."""
    ours = {Problem.TOO_LARGE, Problem.TRUNCATED, Problem.ADDRESS_REFUSED, Problem.BAD_RESPONSE, Problem.ENCODING}

    assert {LookOutcome.BLIND} == {problem.outcome for problem in ours}


def test_a_refused_connection_cannot_be_our_network():
    """A refusal comes from the other side; a silence may be ours."""
    assert not verdict_of(a_problem(Problem.CONNECT_REFUSED), Purpose.HOME).may_be_ours
    assert verdict_of(a_problem(Problem.CONNECT_TIMEOUT), Purpose.HOME).may_be_ours


def test_a_feed_that_fails_is_a_broken_bridge():
    """It says nothing about the account."""
    verdict = feed_verdict(verdict_of(an_answer(b"", 500), Purpose.FEED))

    assert (LookOutcome.BLIND, "bridge_broken: http_500") == (verdict.outcome, verdict.reason)
    assert OK == feed_verdict(OK)


def test_an_empty_feed_is_a_broken_bridge():
    """A feed without a byte is no account without posts."""
    assert ("blind", "bridge_broken: empty_body") == told(an_answer(b""), Purpose.FEED)
