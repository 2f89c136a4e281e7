"""Every reason a look can give stands in docs/crawler.md."""

import re
from pathlib import Path

import pytest

from services.crawler.fetching import outcome
from services.crawler.fetching.blocked import Reason
from services.crawler.fetching.fetch import Problem

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "crawler.md").read_text(encoding="utf-8")
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "services" / "crawler").rglob("*.py"))
INNER = {"not_found", "server_error", "client_error", "unavailable"}
"""Told by their status instead: http_404."""


def _written() -> set[str]:
    """Reasons as the readers write them down, those of feeds without the bridge they come from."""
    words = re.findall(r"(?:reason=|blind\(|Posts\(reason=)\s*\"([a-z_]+)\"", SOURCE)
    return {word.removeprefix("bridge_") for word in words} - {"no_dates"}


@pytest.mark.parametrize(
    "word",
    sorted(
        {problem.value for problem in Problem}
        | ({reason.value for reason in Reason} - INNER)
        | {
            verdict.reason or ""
            for verdict in (outcome.OWN_NETWORK, outcome.OVERLOADED, outcome.ROBOTS, outcome.BUDGET)
        }
        | _written()
    ),
)
def test_the_reason_is_documented(word: str) -> None:
    """In code letters, as it is told."""
    assert f"`{word}`" in PAGE, word
