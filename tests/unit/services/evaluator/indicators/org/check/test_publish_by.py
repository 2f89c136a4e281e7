"""检查结果公开."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.evaluator.indicator import Judgement
from services.evaluator.indicators.org.check.publish_by import INDICATOR
from services.evaluator.notices import Notice, deadlines_in, notices_of
from services.evaluator.org_indicator import OrgCase
from services.evaluator.reason import Reason
from services.evaluator.regulator import judge_regulator
from shared.clock import CHINA
from shared.contracts.records import ManualFinding
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_case, a_column, a_column_look, a_period, a_website, rules
from tests.regulator_builders import QUARTER, a_tally

LATER = datetime(2026, 12, 1, 10, tzinfo=CHINA)
DUE = date(2026, 11, 20)
NAME = "政府网站与政务新媒体管理"
SEEN_SINCE = datetime(2026, 8, 21, tzinfo=CHINA)


def a_notice(published_on: date | None = None, *, seen: bool = True, name: str = NAME) -> Notice:
    return Notice(name, "https://www.example.gov.cn/jg/", DUE, published_on, seen)


def asked(*notices: Notice, as_of: datetime = LATER, period: Any = QUARTER) -> Judgement:
    case = OrgCase(tallies=[a_tally(notices=notices)], period=period, as_of=as_of)
    return INDICATOR.judge(case, rules().sections[INDICATOR.id])


def shown(*moments: datetime | None, name: str = NAME, **fields: Any) -> list[Notice]:
    """What a column showed that was looked at once, after the deadline, back to the one before."""
    site = a_website(columns=(a_column("n", name=name, category="other"),))
    look = a_column_look(LATER, *moments, column="n", **{"complete_since": SEEN_SINCE, **fields})
    return list(notices_of(a_case(site, look, period=QUARTER, as_of=LATER)))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (datetime(2026, 8, 20, 23, 59, tzinfo=CHINA), Outcome.NOT_MET),
        (datetime(2026, 8, 21, tzinfo=CHINA), Outcome.MET),
        (datetime(2026, 11, 20, 23, 59, tzinfo=CHINA), Outcome.MET),
        (datetime(2026, 11, 21, tzinfo=CHINA), Outcome.NOT_MET),
    ],
    ids=["for the deadline before", "right after it", "on the last day", "a day late"],
)
def test_both_sides_of_the_days(published: datetime, expected: Outcome) -> None:
    """From the day after the last deadline to the end of this one, in a column that was seen all along."""
    judgement = asked(*shown(published))

    assert expected is judgement.outcome
    assert ["https://www.example.gov.cn/n/"] == [one.url for one in judgement.evidence]
    assert [("due/2026-11-20", expected)] == [(item.id, item.outcome) for item in judgement.items]


@pytest.mark.parametrize(
    "notices",
    [
        shown(complete_since=SEEN_SINCE + timedelta(days=1)),
        shown(None),
        shown(outcome=LookOutcome.BLIND),
        list(notices_of(a_case(a_website(columns=(a_column("n", name=NAME),)), period=QUARTER, as_of=LATER))),
    ],
    ids=["a day not seen", "a line without a date", "blind", "never seen"],
)
def test_a_column_that_was_not_seen_all_along_proves_nothing(notices: list[Notice]) -> None:
    """It is open, and says why."""
    assert 1 == len(notices)
    judgement = asked(*notices)

    assert (Outcome.UNDETERMINED, Reason.WINDOW_NOT_COVERED) == (judgement.outcome, judgement.reason)


def test_one_column_that_shows_something_is_enough_and_one_unseen_leaves_it_open() -> None:
    """Of several columns."""
    empty, unseen = a_notice(), a_notice(seen=False, name="检查情况通报")

    assert Outcome.MET is asked(empty, a_notice(DUE, name="检查情况通报")).outcome
    assert Outcome.UNDETERMINED is asked(empty, unseen).outcome
    assert Outcome.NOT_MET is asked(empty).outcome


def test_without_a_column_an_empty_ledger_proves_nothing() -> None:
    """Nobody must enter a publication."""
    judgement = asked()

    assert (Outcome.UNDETERMINED, Reason.NO_COLUMNS) == (judgement.outcome, judgement.reason)
    assert [] == shown(name="通知公告")
    assert [] == shown(name="政府网站监管年度报表")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (datetime(2026, 11, 20, 23, 59, 59, tzinfo=CHINA), Reason.NOT_APPLICABLE),
        (datetime(2026, 11, 21, tzinfo=CHINA), None),
    ],
    ids=["the day is not over", "the day is over"],
)
def test_nothing_is_asked_before_the_day_is_over(as_of: datetime, expected: Reason | None) -> None:
    """The whole of the last day is in time."""
    assert expected is asked(a_notice(), as_of=as_of).reason


def test_a_period_without_a_deadline_asks_nothing() -> None:
    """One month may have none, a year has four."""
    december, year = a_period("2026-12-01", "2026-12-31"), a_period("2026-01-01", "2026-12-31")

    assert Reason.NOT_APPLICABLE is asked(a_notice(), period=december, as_of=datetime(2027, 1, 5, tzinfo=CHINA)).reason
    assert [2, 5, 8, 11] == [one.due.month for one in deadlines_in(year, 20)]
    assert date(2025, 11, 21) == deadlines_in(year, 20)[0].since


@pytest.mark.parametrize(
    ("outcome", "notices", "expected"),
    [
        (Outcome.MET, (), Outcome.MET),
        (Outcome.NOT_MET, (), Outcome.NOT_MET),
        (Outcome.MET, (a_notice(),), Outcome.NOT_MET),
        (Outcome.NOT_MET, (a_notice(DUE),), Outcome.NOT_MET),
    ],
    ids=["kept", "broken", "seen to be broken", "published without the results"],
)
def test_a_person_decides_what_was_not_seen(outcome: Outcome, notices: tuple[Notice, ...], expected: Outcome) -> None:
    """A record on a website of the regulator; what was seen stands, and a fault that a person found counts."""
    record = ManualFinding(indicator=INDICATOR.id, found_at=NOW, outcome=outcome, text="11月18日在专栏公开")
    tally = a_tally(faults=((INDICATOR.id, record),), notices=notices)

    (finding,) = judge_regulator([tally], rules(), period=QUARTER, as_of=LATER, indicators=[INDICATOR])

    assert expected is finding.outcome
    assert "无法判定" not in finding.text
