"""What pages and profiles say of themselves, as far as it still says something of the moment judged."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.evaluator.dossier import HOME
from services.evaluator.facts.look import Look
from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case, Judgement, undetermined
from services.evaluator.phrases import moment_words
from services.evaluator.questions.ageing import still_says
from services.evaluator.reason import Reason
from services.evaluator.sight import why_blind
from services.evaluator.window import Window
from shared.contracts.verdicts import Evidence

_FOOTER = ("site_code", "icp", "psb", "psb_number", "badge", "sponsor", "contact", "report_entry")
"""Marks of a footer: a page on which none of them was found was most likely not read."""


class Heard(NamedTuple):
    """What was said, or why nothing is known."""

    said: Said | None
    reason: Reason

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was said; nothing where nothing is known."""
        return self.said.facts if self.said else {}

    def unknown(self) -> Judgement:
        """The answer where nothing is known."""
        return undetermined(self.reason)


def hear(case: Case, key: str, max_age: Window, *, timed: bool = False) -> Heard:
    """What a page says of itself, if that was read lately enough.

    `timed`: it matters when it was read, too. Else the same said again is nothing new to whoever remembers a judgement.
    """
    page = case.dossier.page(key)
    if page is None:
        return Heard(None, Reason.NEVER_SEEN)
    said = page.heard(lambda at: at <= case.as_of and still_says(case, at, max_age))
    if said:
        return Heard(page.said if timed else said, Reason.NOT_COLLECTED)
    said = page.said
    if said is None or said.at > case.as_of:
        return Heard(None, why_blind(page, None, case.as_of, Reason.NOT_COLLECTED))
    return Heard(None, why_blind(page, said.at, case.as_of, Reason.SIGHT_TOO_OLD))


def home_marks(case: Case) -> Heard:
    """The marks of the home page."""
    return hear(case, HOME, case.rules.sight.marks_max_age)


def footer_marks(case: Case) -> Heard:
    """The marks of the home page where its footer was read: something of it was found."""
    heard = home_marks(case)
    if heard.said and not any(heard.facts.get(name) for name in _FOOTER):
        return Heard(None, Reason.UNREADABLE)
    return heard


def alerts(facts: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """What another system warned of: those of `marks.alerts` that are of a kind."""
    told = facts.get("alerts")
    found = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return [one for one in found if one.get("kind") == kind]


def said_evidence(said: Said | None, text: str) -> tuple[Evidence, ...]:
    """The look that read it, as evidence."""
    if said is None:
        return ()
    return (
        Evidence(
            text=f"{moment_words(said.at)} 查看：{text}",
            url=said.url or None,
            observed_at=said.at,
            event_id=said.event_id,
            evidence_id=said.evidence_id,
        ),
    )


def look_text(look: Look) -> str:
    """The line a look is remembered for."""
    return f"“{look.newest_title}”" if look.newest_title else "（无标题）"
