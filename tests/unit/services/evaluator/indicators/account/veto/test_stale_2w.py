"""内容不更新."""

from datetime import date, timedelta

import pytest

from services.evaluator.indicators.account.veto.stale_2w import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_feed_look, an_account, days_ago, judged, looks_every, rules

FAR = days_ago(60)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [(date(2026, 11, 6), Outcome.MET), (date(2026, 11, 5), Outcome.NOT_MET)],
    ids=["exactly at the limit", "a day beyond"],
)
def test_two_weeks_are_allowed(newest: date, expected: Outcome) -> None:
    """The fourteenth day still counts."""
    look = a_feed_look(NOW, midnight(newest), FAR, complete_since=FAR)

    assert expected is judged(INDICATOR, an_account(), look).outcome


def test_the_finding_uses_the_words_of_the_notices() -> None:
    """监测时间点前2周内无更新."""
    judgement = judged(INDICATOR, an_account(), a_feed_look(NOW, days_ago(23), complete_since=FAR))

    assert "监测时间点前2周内无更新：已 23 天未更新，最近更新 2026-10-28" == judgement.text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"outcome": LookOutcome.BLIND, "reason": "bridge_broken"}, Reason.BRIDGE_BROKEN),
        ({"outcome": LookOutcome.BLIND, "reason": "own_network"}, Reason.OWN_NETWORK),
        ({"outcome": LookOutcome.FAILED, "reason": "not_found"}, Reason.TARGET_FAILED),
    ],
)
def test_a_broken_bridge_is_not_a_silent_account(fields: dict[str, object], reason: Reason) -> None:
    """A feed that stopped because we lost it is undetermined."""
    events = [a_feed_look(days_ago(20), days_ago(21)), a_feed_look(NOW, **fields)]

    judgement = judged(INDICATOR, an_account(), *events)

    assert (Outcome.UNDETERMINED, reason) == (judgement.outcome, judgement.reason)


def test_a_feed_that_is_suddenly_empty_is_a_question() -> None:
    """Where posts were and none are, the bridge is the first suspect."""
    looks = [a_feed_look(at, days_ago(40)) for at in looks_every(timedelta(days=1), days_ago(30), days_ago(1))]

    assert Reason.LIST_VANISHED is judged(INDICATOR, an_account(), *looks, a_feed_look(NOW)).reason


def test_an_account_that_never_posted_is_silent() -> None:
    """开通至今未发布: watched for two weeks, nothing ever seen."""
    looks = [a_feed_look(at) for at in looks_every(timedelta(days=1), days_ago(16), NOW)]

    assert Outcome.NOT_MET is judged(INDICATOR, an_account(), *looks).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, an_account(), looks[-1]).outcome


def test_a_post_that_lost_its_date_is_no_silence() -> None:
    """Platforms date their posts: one without a date was lost on the way to us, unless a dated one is enough."""
    silent = a_feed_look(NOW, days_ago(23), None, complete_since=FAR)
    fresh = a_feed_look(NOW, days_ago(3), None, complete_since=FAR)

    assert Reason.NO_DATES is judged(INDICATOR, an_account(), silent).reason
    assert Outcome.MET is judged(INDICATOR, an_account(), fresh).outcome


@pytest.mark.parametrize("platform", ["app", "mini_program"])
def test_only_publishing_accounts_are_asked(platform: str) -> None:
    """发布类 accounts only."""
    look = a_feed_look(NOW, days_ago(23), complete_since=FAR)

    assert Reason.NOT_APPLICABLE is judged(INDICATOR, an_account(platform=platform), look).reason


def test_a_suspended_account_is_judged_as_the_pack_says() -> None:
    """Exempt nationally; a regime may ask it to keep posting until it is closed."""
    account = an_account(status="suspended")
    look = a_feed_look(NOW, days_ago(23), complete_since=FAR)
    strict = rules(overlay='[accounts]\nsuspended = "judged"\n')

    assert Reason.NOT_APPLICABLE is judged(INDICATOR, account, look).reason
    assert Outcome.NOT_MET is judged(INDICATOR, account, look, rules=strict).outcome


@pytest.mark.parametrize(("silent", "warns"), [(9, False), (10, True)])
def test_it_warns_from_ten_days_on(silent: int, warns: bool) -> None:
    """已 10 天未更新（上限 2周）."""
    near = judged(INDICATOR, an_account(), a_feed_look(NOW, days_ago(silent), complete_since=FAR)).near

    assert near is not None
    assert warns is near.warn


def test_an_unwatched_silence_is_no_warning() -> None:
    """The bridge may have missed what came between."""
    near = judged(INDICATOR, an_account(), a_feed_look(NOW, days_ago(12))).near

    assert near is not None
    assert not near.warn
