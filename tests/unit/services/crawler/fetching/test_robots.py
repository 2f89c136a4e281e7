"""robots.txt, as RFC 9309 has it and as websites write it."""

from datetime import timedelta

import pytest

from services.crawler.fetching.robots import EVERYTHING, fits, read_robots

SITE = "http://www.example.gov.cn"


def may(text, path, token="Xunjian"):
    return read_robots(text.encode(), token).allows(SITE + path)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /admin", "/adm", True),
        ("User-agent: *\nDisallow: /admin", "/admin/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.jsp$", "/x/y.jsp", False),
        ("User-agent: *\nDisallow: /*.jsp$", "/x/y.jsp?z", True),
        ("User-agent: *\nDisallow: /*?", "/x?y=1", False),
        ("User-agent: Baiduspider\nDisallow: /", "/", True),
        ("User-agent: Baiduspider\nUser-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: XUNJIAN/2\nAllow: /", "/", True),
        ("User-agent: Xunjianer\nDisallow: /", "/", True),
        ("# 注释\nUSER-AGENT : * # all\nDISALLOW : /x # not here", "/x", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /政务", "/%E6%94%BF%E5%8A%A1/", False),
        ("<html><body>404 not found: Disallow: /</body></html>", "/", True),
    ],
)
def test_the_longest_rule_that_fits_decides(text, path, expected):
    """For the group of our name, or else of everybody."""
    assert expected == may(text, path)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("2", timedelta(seconds=2)), ("0.5", timedelta(seconds=0.5)), ("99999", timedelta(seconds=30)), ("x", None)],
)
def test_a_pause_is_kept_within_reason(line, expected):
    """Half a minute at most; nonsense is none."""
    assert expected == read_robots(f"User-agent: *\nCrawl-delay: {line}".encode(), "Xunjian").delay


def test_a_pattern_full_of_stars_costs_no_more_than_a_short_one():
    """Matching is linear, so nobody can hold us up with it."""
    assert not fits("/" + "*a" * 5_000 + "b", "/" + "a" * 5_000)


def test_a_giant_file_is_read_in_part():
    """Rules beyond the first thousands are not kept."""
    text = "User-agent: *\n" + "".join(f"Disallow: /{number}\n" for number in range(100_000))

    assert len(read_robots(text.encode(), "Xunjian").rules) <= 2_000


def test_without_rules_everything_is_allowed():
    """The usual case."""
    assert EVERYTHING.allows(SITE)
