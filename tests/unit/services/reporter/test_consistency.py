"""The checks find what real notices got wrong."""

import pytest

from services.reporter.compose import compose
from services.reporter.consistency import internal_checks
from tests.report_builders import a_prefecture


def broken(update: dict) -> set[str]:
    report = compose(a_prefecture()).model_copy(update=update)
    return {check.id for check in internal_checks(report) if not check.holds}


REPORT = compose(a_prefecture())


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        pytest.param({}, set(), id="a sound report"),
        pytest.param(
            {"unqualified": REPORT.unqualified[1:]},
            {"websites.named"},
            id="13 named, 14 counted",
        ),
        pytest.param(
            {"unqualified": (*REPORT.unqualified, REPORT.unqualified[0])},
            {"websites.named_once"},
            id="one named twice",
        ),
        pytest.param(
            {"undetermined": ()},
            {"websites.unseen", "accounts.unseen"},
            id="undetermined dropped",
        ),
        pytest.param(
            {"websites": REPORT.websites.model_copy(update={"pass_rate": "99.96%"})},
            {"websites.rate"},
            id="wrong quotient",
        ),
        pytest.param(
            {"websites": REPORT.websites.model_copy(update={"pass_rate": "100%"})},
            {"websites.rate"},
            id="100 % with a failure",
        ),
        pytest.param(
            {"groups": REPORT.groups[1:]},
            {"groups.websites", "groups.accounts"},
            id="subtotals miss a group",
        ),
        pytest.param(
            {"publication": REPORT.publication.model_copy(update={"total": 1776})},
            {"publication.categories", "publication.units"},
            id="1009 + 707 printed as 1776",
        ),
    ],
)
def test_each_mistake_is_found(update, expected):
    """Named = counted, subtotals = total, rate = quotient."""
    assert expected == broken(update)


def test_more_checked_than_registered_is_found():
    """21 accounts, 28 checked."""
    counts = REPORT.accounts.model_copy(update={"checked": 28})

    assert "accounts.within" in broken({"accounts": counts})


def test_a_failure_without_evidence_is_found():
    """Nobody is accused without proof that can be shown."""
    first = REPORT.unqualified[0]
    bare = first.model_copy(update={"reasons": tuple(r.model_copy(update={"evidence": ()}) for r in first.reasons)})

    assert {"evidence"} == broken({"unqualified": (bare, *REPORT.unqualified[1:])})
    assert "reasons" in broken({"unqualified": (first.model_copy(update={"reasons": ()}), *REPORT.unqualified[1:])})
