"""The regulator's own work in a period."""

from datetime import date, datetime
from typing import Any

import pytest

from services.evaluator.indicators import ORG_INDICATORS
from services.evaluator.regulator import judge_regulator
from services.evaluator.tally import Tally, TicketFact, tally_of
from shared.clock import CHINA
from shared.contracts.assessment import Assessment
from shared.contracts.observations import Recorded
from shared.contracts.records import Bonus, ManualFinding
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Finding
from tests.builders import NOW, a_case, a_column, a_column_look, a_period, a_record, a_verdict, a_website, rules
from tests.regulator_builders import QUARTER, a_tally


def told(*tallies: Tally, regime: str = "national", period: Any = QUARTER) -> dict[str, Finding]:
    found = judge_regulator(tallies, rules(regime), period=period, as_of=NOW, indicators=ORG_INDICATORS)
    return {finding.indicator.removeprefix("org."): finding for finding in found}


def test_both_sides_of_the_shares() -> None:
    """Exactly 30 % is enough; less is not."""
    websites = [a_tally(f"w{n}", checked=n < 3) for n in range(10)]
    accounts = [a_tally(f"a{n}", checked=n < 2) for n in range(10)]

    found = told(*websites, *accounts)

    assert Outcome.MET is found["check.site_ratio"].outcome
    assert Outcome.NOT_MET is found["check.acct_ratio"].outcome
    assert Outcome.NOT_MET is told(*websites, *accounts, regime="liaoning")["check.site_ratio"].outcome


def test_every_account_must_be_seen_once_a_year() -> None:
    """One that was not is told, whatever the share."""
    accounts = [a_tally("a1"), a_tally("a2", seen_within_a_year=False)]

    assert Outcome.NOT_MET is told(*accounts)["check.acct_ratio"].outcome


def test_tickets_cost_by_what_became_of_them() -> None:
    """Unfinished 3 each, finished late 2 each, answered late only told; in time nothing."""
    tickets = (
        TicketFact("t1", "错字", closed=False, close_late=True, reply_late=True),
        TicketFact("t2", "错链", closed=True, close_late=True, reply_late=False),
        TicketFact("t3", "错图", closed=True, close_late=True, reply_late=False),
        TicketFact("t4", "好了", closed=True, close_late=False, reply_late=False),
    )

    found = told(a_tally(tickets=tickets))

    assert (3, 4, None) == tuple(found[f"jiucuo.{name}"].points for name in ("unfinished", "late", "reply_3wd"))
    assert ["w1/t1"] == [item.id for item in found["jiucuo.unfinished"].items]


def test_without_tickets_nothing_is_said_of_them() -> None:
    """Nothing to judge."""
    assert not {name for name in told(a_tally()) if name.startswith("jiucuo")}


def test_yearly_reports_are_due_in_their_period_only() -> None:
    """By 31 January, or by the 20th in 辽宁; without such a column it is open."""
    first = a_period("2027-01-01", "2027-03-31")
    early = (("政府网站工作年度报表", (date(2027, 1, 25),)),)

    assert "annual.report_sites" not in told(a_tally(reports=early))
    assert Outcome.MET is told(a_tally(reports=early), period=first)["annual.report_sites"].outcome
    late = told(a_tally(reports=early), period=first, regime="liaoning")["annual.report_sites"]
    assert Outcome.NOT_MET is late.outcome
    assert Outcome.UNDETERMINED is told(a_tally(), period=first)["annual.report_sites"].outcome


def test_what_people_enter_of_the_regulator_is_told() -> None:
    """On any of its websites; points of a bonus never exceed the item's own."""
    at = datetime(2026, 11, 2, tzinfo=CHINA)
    fault = ManualFinding(indicator="org.check.publish_by", found_at=at, text="未在专栏公开")
    bonus = Bonus(indicator="org.bonus.intensive", given_at=at, points=9, why="全部集约")

    found = told(a_tally(faults=((fault.indicator, fault),), given=((bonus.indicator, bonus),)))

    assert Outcome.NOT_MET is found["check.publish_by"].outcome
    assert 5 == found["bonus.intensive"].points
    assert "veto.misstatement_multi" not in found


def test_a_tally_holds_what_is_needed_of_a_target() -> None:
    """Its tickets, its columns of yearly reports, and what was entered of the regulator."""
    site = a_website(website_kind="portal", columns=(a_column("r", name="政府网站工作年度报表", category="other"),))
    events = [
        a_column_look(NOW, datetime(2026, 11, 3, tzinfo=CHINA), column="r"),
        a_record(fields={"received_at": "2026-10-05T09:00:00+08:00", "title": "错字"}),
        Recorded(
            kind="finding",
            target_kind=TargetKind.WEBSITE,
            target_id="w1",
            record_id="o1",
            recorded_at=NOW,
            fields={"indicator": "org.check.publish_by", "found_at": NOW.isoformat(), "text": "未公开"},
        ),
    ]
    assessment = Assessment(
        request_id="r", target_kind=TargetKind.WEBSITE, target_id="w1", verdict=a_verdict(site, *events)
    )

    tally = tally_of(a_case(site, *events, period=QUARTER), assessment)

    assert ("政府网站工作年度报表", (date(2026, 11, 3),)) == tally.reports[0]
    assert ["错字"] == [ticket.title for ticket in tally.tickets]
    assert ["org.check.publish_by"] == [name for name, _ in tally.faults]
    assert tally.seen_within_a_year


@pytest.mark.parametrize(
    ("since", "unseen"),
    [(datetime(2026, 1, 1, tzinfo=CHINA), False), (datetime(2026, 1, 2, tzinfo=CHINA), True), (None, True)],
    ids=["seen since New Year", "a day later", "the newest lines alone"],
)
def test_a_tally_says_which_reports_were_not_seen_until_their_day(since: datetime | None, unseen: bool) -> None:
    """By a list that shows everything since then, whenever it was read."""
    name = "政府网站工作年度报表"
    site = a_website(website_kind="portal", columns=(a_column("r", name=name, category="other"),))
    look = a_column_look(NOW, datetime(2026, 11, 3, tzinfo=CHINA), column="r", complete_since=since)
    said = Assessment(request_id="r", target_kind=TargetKind.WEBSITE, target_id="w1", verdict=a_verdict(site, look))

    assert (name,) * unseen == tally_of(a_case(site, look, period=QUARTER), said).unseen_reports
