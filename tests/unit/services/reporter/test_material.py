"""What a report is made from: the regime's rules, the dates."""

from datetime import date, datetime

import pytest

from services.reporter.material import ReportRules, unknown_rules
from services.reporter.rounding import Rounding
from shared.clock import CHINA
from shared.errors import BadInput
from tests.report_builders import a_material, a_summary, an_edition


def test_a_pack_says_how_to_round():
    """Both spellings of the digits are read; what is not said is as the national pack does it."""
    rules = ReportRules.read({"rounding": "truncate", "rate_decimals": 1, "denominator": "checked"})

    assert (Rounding.TRUNCATE, 1, "") == (rules.rounding, rules.decimals, rules.template)
    assert ReportRules.read({"decimals": 0}).decimals == 0
    assert ReportRules.read({"groups": ["州直", "县市"]}).group_order == ("州直", "县市")
    assert [] == unknown_rules({"rate_decimals": 1, "denominator": "checked", "groups": [], "provenance": "notice"})


@pytest.mark.parametrize(
    "section",
    [
        pytest.param({"rounding": "up"}, id="no such mode"),
        pytest.param({"decimals": -1}, id="negative digits"),
        pytest.param({"template": "../secret"}, id="a path for a template"),
        pytest.param({"mend_within_days": 0}, id="no time to mend"),
        pytest.param({"denominator": "registered"}, id="a rate over those nobody checked"),
    ],
)
def test_impossible_rules_are_refused_with_their_field(section):
    """The mistake names the field and the value."""
    with pytest.raises(BadInput) as refused:
        ReportRules.read(section)

    assert next(iter(section)) in str(refused.value)


def test_the_notice_is_dated_by_the_judgement_unless_told():
    """Never by the clock, so that a report made again is the same; the deadline is counted from that date."""
    dated = a_material(rules=ReportRules(mend_within_days=5))
    undated = a_material(edition=an_edition(issued_on=None))

    assert (date(2023, 11, 23), date(2023, 11, 28)) == (dated.issued_on, dated.mend_by)
    assert undated.issued_on == date(2023, 11, 20)


def test_a_notice_is_not_dated_inside_its_period():
    """Judged as of the last moment of October, it is dated the first of November."""
    last_moment = datetime(2023, 10, 31, 23, 59, 59, 999_000, tzinfo=CHINA)
    material = a_material(summary=a_summary(as_of=last_moment), edition=an_edition(issued_on=None))

    assert material.issued_on == date(2023, 11, 1)
