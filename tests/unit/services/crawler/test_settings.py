"""The crawler's settings."""

import pytest

from services.crawler.app import robots_token
from services.crawler.settings import CrawlerSettings
from shared.errors import BadInput


def test_the_crawler_says_who_it_is(monkeypatch):
    """With an address to complain to."""
    monkeypatch.setenv("XUNJIAN_MAIL_FROM", "office@example.gov.cn")
    settings = CrawlerSettings.from_environment()

    assert "Mozilla/5.0 (compatible; Xunjian/1.0; government website inspection; +mailto:office@example.gov.cn)" == (
        settings.user_agent
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("XUNJIAN_CRAWLER_USER_AGENT", "a\nb"),
        ("XUNJIAN_CRAWLER_REFERENCES", "example.com"),
        ("XUNJIAN_CRAWLER_WORKERS", "0"),
    ],
)
def test_what_cannot_work_is_refused_by_name(monkeypatch, variable, value):
    """The variable is named."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput, match=variable):
        CrawlerSettings.from_environment()


def test_references_are_hosts_with_ports(monkeypatch):
    """IPv6 too; none at all is allowed."""
    monkeypatch.setenv("XUNJIAN_CRAWLER_REFERENCES", "a.example:80 [2001:db8::1]:53")
    assert (("a.example", 80), ("2001:db8::1", 53)) == CrawlerSettings.from_environment().references

    monkeypatch.setenv("XUNJIAN_CRAWLER_REFERENCES", "")
    assert () == CrawlerSettings.from_environment().references


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (compatible; Xunjian/1.0; +mailto:a@b)", "Xunjian"),
        ("CountyInspector/2.0", "CountyInspector"),
        ("", "Xunjian"),
    ],
)
def test_robots_know_us_by_the_name_we_use(user_agent, expected):
    """Not by Mozilla."""
    assert expected == robots_token(user_agent)
