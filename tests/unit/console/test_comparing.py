"""What two rule packs say of the same past."""

from console.comparing import compared, counts
from services.evaluator.evaluate import evaluate
from services.evaluator.indicators import INDICATORS
from shared.contracts.assessment import Assessment
from tests.builders import NOW, a_case, a_feed_look, an_account, days_ago, rules

ONE_MONTH = '[account.veto.stale_2w]\nwindow = "1 month"\nwarn_after = "20 days"\n'


def assessments(**by_account):
    """One for each account, by how many days it has been silent; judged under a pack."""
    pack = by_account.pop("pack", None) or rules()
    found = []
    for name, days in by_account.items():
        look = a_feed_look(NOW, days_ago(days), account_id=name, complete_since=days_ago(90))
        evaluation = evaluate(a_case(an_account(id=name), look, rules=pack), INDICATORS)
        found.append(Assessment(request_id="r", target_kind="account", target_id=name, verdict=evaluation.verdict))
    return found


def test_the_same_pack_says_the_same():
    """No difference, no line."""
    assert [] == compared(assessments(a1=3, a2=20), assessments(a1=3, a2=20))


def test_a_longer_limit_acquits():
    """The target, both results, and the finding that differs with both sides."""
    lenient = rules(overlay=ONE_MONTH)

    (change,) = compared(assessments(a1=3, a2=20), assessments(a1=3, a2=20, pack=lenient))

    facts = change.facts()
    assert ("a2", "unqualified", "qualified") == (
        facts["target_id"],
        facts["before"]["result"],
        facts["after"]["result"],
    )
    assert [("account.veto.stale_2w", "not_met", "met")] == [
        (one["indicator"], one["before"]["outcome"], one["after"]["outcome"]) for one in facts["findings"]
    ]


def test_an_indicator_that_is_asked_no_more_is_a_difference():
    """It stands with an empty side."""
    silent = rules(overlay="[account.veto.stale_2w]\non = false\n")

    changes = compared(assessments(a1=20), assessments(a1=20, pack=silent))

    assert [None] == [one["after"] for one in changes[0].facts()["findings"]]


def test_targets_with_another_result_come_first():
    """They are what somebody asks for."""
    lenient = rules(overlay=ONE_MONTH)
    before, after = assessments(a1=12, a2=20), assessments(a1=12, a2=20, pack=lenient)

    changes = compared(before, after)

    assert ["a2", "a1"] == [change.verdict.target_id for change in changes]
    assert [True, False] == [change.result_differs for change in changes]


def test_results_are_counted():
    """For the head of the page."""
    assert {"qualified": 1, "unqualified": 1} == counts(assessments(a1=3, a2=20))
