"""Is a link dead? Blocked, busy and unreadable is not dead, and neither is what we could not see."""

from dataclasses import dataclass

from services.crawler.fetching.blocked import Reason, reason_of
from services.crawler.fetching.fetch import Answer, Problem, is_about_names
from shared.contracts.target import LookOutcome


@dataclass(frozen=True, slots=True)
class Standing:
    """How a link stands after one asking."""

    dead: int | str | None = None
    """What says that it is dead: a status, a problem, `soft_404`; None for one that lives or cannot be told."""
    page: bool = False
    """It answered with a page that can be read."""
    may_be_ours: bool = False
    """A fault of our own network would look the same."""
    by_name: bool = False
    """It is the name servers that keep silent, or say that there is no such name: ours may be to blame."""


_LIVES = Standing()
_PAGE = Standing(page=True)


def standing_of(answer: Answer) -> Standing:
    """How the link stands that got this answer."""
    if answer.problem is not None:
        return _by_problem(answer.problem, answer.url)
    status = answer.status or 0
    if status >= 400:
        reason = reason_of(status, answer.header_map, answer.body)
        return Standing(dead=status) if reason is not None and reason.dead_link else _LIVES
    if status != 200 or not is_html(answer):
        return _LIVES
    reason = reason_of(status, {}, answer.body)
    if reason is Reason.SOFT_NOT_FOUND:
        return Standing(dead="soft_404")
    return _PAGE if reason is None or reason is Reason.NEEDS_BROWSER else _LIVES


def is_html(answer: Answer) -> bool:
    """Whether the answer is a page, by what the server calls it, or by its first character if it says nothing."""
    kind = answer.header("content-type").lower()
    return "html" in kind if kind else answer.body[:200].lstrip()[:1] == b"<"


def _by_problem(problem: Problem, url: str) -> Standing:
    if problem.outcome is not LookOutcome.FAILED:
        return _LIVES
    return Standing(dead=problem.value, may_be_ours=problem.may_be_ours, by_name=is_about_names(problem, url))
