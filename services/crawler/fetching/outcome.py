"""How one answer is to be taken: seen, not answered as it must, or not seen by us."""

from dataclasses import dataclass

from services.crawler.fetching import blocked
from services.crawler.fetching.blocked import Reason
from services.crawler.fetching.fetch import Answer
from shared.contracts.target import LookOutcome, Purpose

_PLAIN = frozenset({400, 404, 408, 409, 410, 411, 413, 414, 415, 416, 417, 422, 423, 424, 426, 428, 431})
"""Statuses from 400 to 499 that a website itself gives. Firewalls invent others."""
_HIDDEN = frozenset({Reason.BLOCKED, Reason.RATE_LIMITED, Reason.CAPTCHA, Reason.LOGIN_REQUIRED})
_ANSWERS_WITHOUT_A_LIST = frozenset({Reason.NEEDS_BROWSER})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a look and, if it is not ok, why: a word, and after a colon what it was."""

    outcome: LookOutcome
    reason: str | None = None
    may_be_ours: bool = False
    """A fault of our own network would look the same."""

    @property
    def ok(self) -> bool:
        """Whether the page was seen."""
        return self.outcome is LookOutcome.OK

    @property
    def failed(self) -> bool:
        """Whether the target did not answer as it must."""
        return self.outcome is LookOutcome.FAILED


OK = Verdict(LookOutcome.OK)
OWN_NETWORK = Verdict(LookOutcome.BLIND, "own_network")
OVERLOADED = Verdict(LookOutcome.BLIND, "own_overload")
ROBOTS = Verdict(LookOutcome.BLIND, "robots")
BUDGET = Verdict(LookOutcome.BLIND, "budget")


def verdict_of(answer: Answer, purpose: Purpose) -> Verdict:
    """How an answer is to be taken, before anything is read from it."""
    if answer.problem is not None:
        return Verdict(answer.problem.outcome, answer.problem.value, answer.problem.may_be_ours)
    if answer.status == 304:
        return OK
    if answer.status is not None and (answer.status >= 400 or answer.status < 200):
        return _by_status(answer, answer.status)
    if answer.status is None or 300 <= answer.status < 400:
        return Verdict(LookOutcome.FAILED, f"http_{answer.status}")
    if purpose is Purpose.FEED:  # what a feed says is for its collector to judge
        return OK if answer.body.strip() else Verdict(LookOutcome.BLIND, "bridge_broken: empty_body")
    return _by_body(answer)


def _by_status(answer: Answer, status: int) -> Verdict:
    reason = blocked.reason_of(status, answer.header_map, answer.body)
    unusual = 400 < status < 500 and status not in _PLAIN
    if reason in _HIDDEN or unusual or (status == 503 and answer.header("retry-after")):
        return Verdict(LookOutcome.BLIND, f"blocked: {status}")
    return Verdict(LookOutcome.FAILED, f"http_{status}")


def _by_body(answer: Answer) -> Verdict:
    if not answer.body.strip():
        return Verdict(LookOutcome.FAILED, "empty_body")
    reason = blocked.reason_of(answer.status, answer.header_map, answer.body)
    if reason is None or reason in _ANSWERS_WITHOUT_A_LIST:
        return OK
    if reason in _HIDDEN:
        return Verdict(LookOutcome.BLIND, f"blocked: {reason.value}")
    return Verdict(reason.outcome, reason.value)


def feed_verdict(verdict: Verdict) -> Verdict:
    """A feed is our bridge, not the account: when it does not answer, it is we who are blind."""
    if not verdict.failed:
        return verdict
    return Verdict(LookOutcome.BLIND, f"bridge_broken: {verdict.reason}", verdict.may_be_ours)
