"""What becomes of a visit to a page that answered and could not be read."""

from dataclasses import replace

from services.crawler.collector import Reading
from services.crawler.facts import Facts, facts_of
from services.crawler.fetching.outcome import Verdict, feed_verdict
from services.crawler.sighting import Sighting
from services.crawler.watch import Watch
from shared.contracts.target import LookOutcome, Purpose

_NOT_REACHED = frozenset({"blocked", "rate_limited", "captcha", "login_required"})
_UNREADABLE = ("selector", "list_", "board_", "bad_selector", "not_", "redirect")


def unread(watch: Watch, base: Sighting, reading: Reading) -> Sighting:
    """A page that answered and could not be read. The home page was reached all the same: only its list is unseen."""
    facts = facts_of(replace(reading, entries=None, messages=None, complete_since=None))
    if watch.purpose is Purpose.HOME and reading.outcome is LookOutcome.BLIND and reading.reason not in _NOT_REACHED:
        return replace(base, unread=reading.reason, facts=facts)
    verdict = Verdict(reading.outcome, blind_word(watch, reading.reason or "unreadable"))
    if watch.purpose is Purpose.FEED:
        verdict = feed_verdict(verdict)
    return replace(base, verdict=verdict, facts=Facts(marks=facts.marks))


def blind_word(watch: Watch, reason: str) -> str:
    """A reader's reason under the word others know it by."""
    if watch.purpose is Purpose.FEED and reason.startswith("bridge_"):
        return f"bridge_broken: {reason.removeprefix('bridge_')}"
    if reason in _NOT_REACHED:
        return reason if reason == "blocked" else f"blocked: {reason}"
    return f"unreadable: {reason}" if reason.startswith(_UNREADABLE) else reason
