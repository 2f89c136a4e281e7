"""原创信息."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.evaluator.indicator import Judgement
from services.evaluator.indicators.account.veto.original_posts import INDICATOR
from shared.clock import CHINA
from shared.contracts.observations import Post, PostListed
from shared.contracts.target import Outcome
from tests.builders import NOW, a_feed_look, a_period, an_account, days_ago, judged, rules

NUMBERS = """
[account.veto.original_posts]
limit = "每月原创信息不少于{posts}条"
posts = 2
warn_before = "5 days"
"""
FAR = days_ago(90)
OCTOBER = datetime(2026, 10, 10, tzinfo=CHINA)


def look(*own: datetime, at: datetime = NOW, forwarded: datetime | None = OCTOBER) -> PostListed:
    posts = [Post(id=f"o{n}", published_at=moment, original=True) for n, moment in enumerate(own)]
    posts += [Post(id="f", published_at=forwarded, original=False)] if forwarded else []
    return a_feed_look(at, posts=tuple(posts), complete_since=FAR)


def asked(*events: PostListed, **fields: Any) -> Judgement:
    return judged(INDICATOR, an_account(), *events, rules=rules("national", NUMBERS), **fields)


@pytest.mark.parametrize(("count", "expected"), [(2, Outcome.MET), (1, Outcome.NOT_MET)])
def test_both_sides_of_the_number(count: int, expected: Outcome) -> None:
    """Last month; forwarded posts do not count."""
    own = [OCTOBER + timedelta(days=n) for n in range(count)]
    seen = look(*own, at=datetime(2026, 10, 30, tzinfo=CHINA))

    assert expected is asked(seen, look(*own)).outcome


def test_every_whole_month_of_a_period_is_judged() -> None:
    """September had none."""
    own = [OCTOBER, OCTOBER + timedelta(days=1)]
    looks = [
        look(*own, at=moment) for moment in (datetime(2026, 9, 20, tzinfo=CHINA), OCTOBER + timedelta(days=9), NOW)
    ]

    answer = asked(*looks, period=a_period("2026-09-01", "2026-10-31"))

    assert (Outcome.NOT_MET, True) == (answer.outcome, "2026年9月" in answer.text)


def test_posts_that_say_nothing_of_it_leave_it_open() -> None:
    """Most platforms do not tell."""
    assert Outcome.UNDETERMINED is asked(a_feed_look(NOW, OCTOBER, complete_since=FAR)).outcome


def test_it_warns_before_the_month_ends() -> None:
    """Five days before; not earlier."""
    own = [OCTOBER, OCTOBER + timedelta(days=1)]
    late = datetime(2026, 11, 27, tzinfo=CHINA)

    warned, calm = asked(look(*own, at=late), as_of=late).near, asked(look(*own)).near

    assert warned is not None
    assert warned.warn
    assert calm is not None
    assert not calm.warn
