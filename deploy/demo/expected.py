"""What must come out of the sample province: the demo succeeds only if exactly this really happened."""

from dataclasses import dataclass

from shared.contracts.target import Outcome, Result

UNREACHABLE = "website.veto.unreachable"
HOME_STALE = "website.veto.homepage_stale"
CORE_STALE = "website.veto.columns_stale.core"
BLANK = "website.veto.columns_stale.blank"
UNANSWERED = "website.veto.interact.unanswered_3m"
SILENT = "account.veto.stale_2w"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The verdict on one target, and the findings that must stand in it."""

    result: Result
    findings: tuple[tuple[str, Outcome], ...] = ()
    reasons: tuple[str, ...] = ()
    """Reasons of which at least one must be given for what is undetermined."""


def _broken(*indicators: str) -> Expected:
    return Expected(result=Result.UNQUALIFIED, findings=tuple((name, Outcome.NOT_MET) for name in indicators))


_WELL = Expected(result=Result.QUALIFIED)

VERDICTS = {
    "W01": Expected(result=Result.QUALIFIED, findings=((UNREACHABLE, Outcome.MET), (UNANSWERED, Outcome.MET))),
    "W02": _broken(HOME_STALE, CORE_STALE, UNANSWERED),
    "W03": _broken(BLANK),
    "W04": _broken(UNREACHABLE),
    "W05": Expected(result=Result.UNDETERMINED, findings=((HOME_STALE, Outcome.UNDETERMINED),), reasons=("blocked",)),
    "A01": _WELL,
    "A02": _WELL,
    "A03": _WELL,
    "A04": _broken(SILENT),
    "A05": Expected(result=Result.QUALIFIED, findings=((SILENT, Outcome.MET),)),
    "A06": Expected(result=Result.UNDETERMINED, findings=((SILENT, Outcome.UNDETERMINED),), reasons=("bridge_broken",)),
    "A07": _broken(SILENT),
    "A08": _WELL,
}
"""Before the mending."""

MENDED_VERDICTS = {**VERDICTS, "A07": _WELL}
"""After it."""


@dataclass(frozen=True, order=True)
class Told:
    """One thing a unit must be told, once."""

    unit_id: str
    target_id: str
    indicator: str
    step: str


_UNITS = frozenset(
    {
        Told("U02", "W01", UNANSWERED, "early"),
        Told("U03", "W02", HOME_STALE, "fault"),
        Told("U03", "W02", CORE_STALE, "fault"),
        Told("U03", "W02", UNANSWERED, "fault"),
        Told("U03", "A04", SILENT, "fault"),
        Told("U04", "W03", BLANK, "fault"),
        Told("U04", "A05", SILENT, "early"),
        Told("U05", "W04", UNREACHABLE, "fault"),
        Told("U05", "A07", SILENT, "fault"),
    }
)
_ABOVE = frozenset(Told("U02", one.target_id, one.indicator, "copy-1") for one in _UNITS if one.step == "fault")
"""Every fault here is a veto, and the city is told of those of its counties."""

TOLD = _UNITS | _ABOVE
"""Before the mending. Nobody is told of what is undetermined."""

RECOVERIES = frozenset({Told("U05", "A07", SILENT, "recovery"), Told("U02", "A07", SILENT, "recovery")})
"""To exactly those who were told of the fault."""

REPORT_FILES = ("report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf")

WEBSITES = {"registered": 5, "checked": 4, "qualified": 1, "unqualified": 3, "undetermined": 1}
"""What `report.json` must count after the mending."""

ACCOUNTS = {"registered": 8, "checked": 7, "qualified": 6, "unqualified": 1, "undetermined": 1}
