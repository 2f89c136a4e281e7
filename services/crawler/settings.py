"""What the crawler reads from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from shared import settings
from shared.contracts.target import Purpose
from shared.registry.vocabulary import Category

DEFAULT_USER_AGENT = "Mozilla/5.0 (compatible; Xunjian/1.0; government website inspection; +mailto:{contact})"


class CrawlerSettings(settings.Settings):
    """The crawler's own settings, `XUNJIAN_CRAWLER_…`. Times are seconds."""

    crawler_allow_private: bool = False
    """Whether loopback and private addresses may be fetched. Link-local and metadata addresses never are."""
    crawler_user_agent: str = ""
    """Who we say we are; empty: Xunjian, with the sender's mail address to write to."""
    crawler_workers: int = Field(default=32, ge=1, le=512)
    """Visits under way at a time, in this process."""
    crawler_scheduler: bool = True
    """Whether this process also schedules; every replica may, none visits twice."""
    crawler_tick: float = Field(default=5.0, gt=0)
    """Pause between two looks at the timetable."""

    crawler_timeout: float = Field(default=20.0, gt=0)
    """One page, redirects included. The standard counts a site as not open from 15 seconds on."""
    crawler_connect_timeout: float = Field(default=16.0, gt=0)
    crawler_max_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    """The largest page, before and after decompression."""
    crawler_max_redirects: int = Field(default=10, ge=0)
    crawler_max_pages: int = Field(default=8, ge=1)
    """Pages of one list that a visit reads at most."""
    crawler_max_details: int = Field(default=15, ge=0)
    """Letters of one board whose own page a visit opens at most."""
    crawler_visit_timeout: float = Field(default=300.0, gt=0)
    """One visit, all its pages and waiting included."""
    crawler_lease: float = Field(default=45.0, gt=0)
    """A visit whose worker is not heard of for this long is taken over by another."""

    crawler_home_interval: float = Field(default=3600.0, gt=0)
    """Home pages; the standard asks for 20 spaced visits a day."""
    crawler_news_interval: float = Field(default=6 * 3600.0, gt=0)
    """Columns of news."""
    crawler_column_interval: float = Field(default=12 * 3600.0, gt=0)
    """Columns of notices, policies, interpretations and others that change by the day."""
    crawler_slow_column_interval: float = Field(default=24 * 3600.0, gt=0)
    """Columns of personnel and planning."""
    crawler_board_interval: float = Field(default=12 * 3600.0, gt=0)
    crawler_guide_interval: float = Field(default=7 * 24 * 3600.0, gt=0)
    crawler_feed_interval: float = Field(default=4 * 3600.0, gt=0)
    crawler_link_interval: float = Field(default=7 * 24 * 3600.0, ge=0)
    """Rounds of link checking over each website; 0: only when somebody asks for one."""
    crawler_link_pages: int = Field(default=500, ge=1)
    """Pages of a website that a round reads at most."""
    crawler_link_addresses: int = Field(default=5_000, ge=1)
    """Links that a round checks at most."""
    crawler_link_depth: int = Field(default=4, ge=1)
    """Clicks from the home page that a round follows."""
    crawler_link_step: float = Field(default=120.0, gt=0)
    """Seconds a round works before it lets other visits pass."""
    crawler_link_recheck: float = Field(default=300.0, ge=0)
    """A link that seemed dead is asked for a second time after this, before it counts."""

    crawler_compare_after: float = Field(default=24 * 3600.0, ge=0)
    """A home page is also asked for as somebody from a search engine would, and over IPv6, this often; 0: never."""
    crawler_retry_delay: float = Field(default=60.0, ge=0)
    """A failed visit is repeated once after this, before it counts."""
    crawler_full_after: float = Field(default=24 * 3600.0, ge=0)
    """A page that says it is unchanged is read in full at least this often."""
    crawler_deep_after: float = Field(default=7 * 24 * 3600.0, ge=0)
    """A list is read back over its whole window at least this often."""

    crawler_host_interval: float = Field(default=0.5, ge=0)
    """Seconds between two requests to one host, over all replicas; robots.txt may ask for more."""
    crawler_host_burst: int = Field(default=4, ge=1)
    """Requests to a rested host that need not wait."""
    crawler_host_connections: int = Field(default=2, ge=1)
    """Requests to one host under way at a time, in this process."""
    crawler_host_patience: float = Field(default=30.0, ge=0)
    """How long a visit waits for its turn at a host before it is put back into the queue."""
    crawler_host_budget: int = Field(default=20_000, ge=1)
    """Requests to one host in a day."""
    crawler_robots: Literal["obey", "ignore"] = "obey"
    """`ignore` where the inspecting office has the right to see every page."""

    crawler_references: str = "223.5.5.5:53 119.29.29.29:53 www.gov.cn:443 www.baidu.com:443"
    """Unrelated `host:port` addresses, tried before a site is called failed: does our own network work?"""
    crawler_evidence_dir: Path | None = None
    """Where raw responses are kept; replicas share it. None: `evidence` in the home."""

    @field_validator("crawler_user_agent")
    @classmethod
    def _one_line(cls, text: str) -> str:
        if text and (not text.isascii() or not text.isprintable()):
            raise ValueError(f"expected printable ASCII characters, got {text!r}")
        return text

    @field_validator("crawler_references")
    @classmethod
    def _addresses(cls, text: str) -> str:
        for word in text.split():
            host, _, port = word.rpartition(":")
            if not host or not port.isdigit():
                raise ValueError(f"expected addresses such as 223.5.5.5:53, got {word!r}")
        return text

    @property
    def user_agent(self) -> str:
        """How requests introduce themselves."""
        return self.crawler_user_agent or DEFAULT_USER_AGENT.format(contact=self.mail_from)

    @property
    def evidence_dir(self) -> Path:
        """Where raw responses are kept."""
        return self.crawler_evidence_dir or self.home / "evidence"

    @property
    def references(self) -> tuple[tuple[str, int], ...]:
        """The addresses that tell whether our own network works."""
        pairs = (word.rpartition(":") for word in self.crawler_references.split())
        return tuple((host.strip("[]"), int(port)) for host, _, port in pairs)

    def interval(self, purpose: Purpose, category: Category | None = None) -> timedelta:
        """How often a page of this kind is visited."""
        if purpose is Purpose.COLUMN:
            return timedelta(seconds=self._column_interval(category))
        seconds = {
            Purpose.BOARD: self.crawler_board_interval,
            Purpose.GUIDE: self.crawler_guide_interval,
            Purpose.FEED: self.crawler_feed_interval,
            Purpose.LINK: self.crawler_link_interval,
        }
        return timedelta(seconds=seconds.get(purpose, self.crawler_home_interval))

    def _column_interval(self, category: Category | None) -> float:
        if category is Category.NEWS:
            return self.crawler_news_interval
        if category in {Category.PERSONNEL, Category.PLANNING}:
            return self.crawler_slow_column_interval
        return self.crawler_column_interval
