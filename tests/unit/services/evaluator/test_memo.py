"""The memo saves work and changes nothing."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.evaluator.bench import bench_of
from services.evaluator.columns import judge_blank, judge_updates
from services.evaluator.dossier import Dossier
from services.evaluator.indicator import Indicator, Stands
from services.evaluator.indicators.account.veto import stale_2w
from services.evaluator.indicators.account.veto.security import illegal_content
from services.evaluator.indicators.guide import msg_7_15
from services.evaluator.indicators.website.deduct.interact import msg_fresh
from services.evaluator.indicators.website.veto.interact import unanswered_3m
from services.evaluator.kept import KeptDossier
from services.evaluator.memo import LONGEST, Memo, holds_until, reading
from services.evaluator.parts import changed_parts
from services.evaluator.ports import Roll
from services.evaluator.review import points_of
from services.evaluator.staleness import State
from services.evaluator.window import Window, day_in_china, midnight
from shared.contracts.observations import BrokenLink, Links, Recorded
from shared.contracts.target import LookOutcome, Outcome
from shared.workdays import UnknownYear
from tests.builders import (
    NOW,
    a_board,
    a_board_look,
    a_case,
    a_column,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_letter,
    a_record,
    a_visit,
    a_website,
    an_account,
    days_ago,
    folded,
    rules,
    spaced_visits,
)
from tests.evaluator_findings import an_article

MINUTE = timedelta(minutes=1)
COLUMNS = tuple(
    a_column(f"c{n}", category=category) for n, category in enumerate(("news", "notice", "policy", "other"))
)
SUBJECTS = {
    "w1": a_website(website_kind="portal", columns=COLUMNS, boards=(a_board(),)),
    "a1": an_account(),
}


PACKS = ("national", "qiandongnan", "ezhou", "liaoning", "shaanxi", "huangmei")


def bench(seed):
    """Every pack in turn; some home pages are only an entry."""
    subjects = SUBJECTS | {"w1": replace(SUBJECTS["w1"], navigation_home=seed % 4 == 0)}
    roll = Roll(subjects, {name: repr(one) for name, one in subjects.items()}, 1)
    return bench_of(roll, rules(PACKS[seed % len(PACKS)]))


def a_random_event(chance, at):
    """Anything that may be observed, good or bad, fresh or old."""
    published = [at - timedelta(days=chance.choice([0, 1, 5, 9, 10, 13, 14, 15, 40, 200])) for _ in range(3)]
    published = chance.choice([published, published[:1], [*published, None], [None], []])
    blind = {"outcome": LookOutcome.BLIND, "reason": chance.choice(["blocked", "own_network", "bridge_broken"])}
    failed = {"outcome": LookOutcome.FAILED, "reason": "timeout"}
    how = chance.choice([{}, {}, {}, {"complete_since": at - timedelta(days=60)}, blind, failed])
    column = chance.choice(COLUMNS).id
    letters = [
        a_letter(f"m{n}", asked_at=at - timedelta(days=days), replied_at=chance.choice([None, None, at]))
        for n, days in enumerate((1, 60, 80, 100))
    ]
    makers = [
        lambda: a_visit(at, **(blind if how is blind else failed if how is failed else {})),
        lambda: a_home_look(at, *published, **how),
        lambda: a_column_look(at, *published, column=column, **how),
        lambda: a_column_look(at, *published, column=column, **how),
        lambda: a_board_look(at, *letters, **{k: v for k, v in how.items() if k != "complete_since"}),
        lambda: a_feed_look(at, *published, **how),
        lambda: a_feed_look(at, *published, **how),
        lambda: an_archived(at, chance),
        lambda: a_home_look(at, at, marks=some_marks(chance)),
        lambda: a_record(at, record_id=str(chance.randrange(3))),
    ]
    return chance.choice(makers)()


def an_archived(at, chance):
    """A page that says it is archived, or no more, or a round of links that finds it dead."""
    url = f"https://www.example.gov.cn/{chance.randrange(2)}.html"
    if chance.random() < 0.3:
        return a_home_look(at, at, links=Links(checked=2, broken=(BrokenLink(url=url, status=404),)))
    label = chance.choice([{}, {"archived": True}, {"archived": True, "archived_on": "2023-05-01"}])
    return an_article(at, url=url, published_at=chance.choice(["2016-03-01", "2026-10-01"]), **label)


def some_marks(chance):
    """What a home page says of itself: what leads out, what it offers, what needs an old browser."""
    leaving = chance.choice([{"outside": 0}, {"outside": 2, "unread": 0}, {"outside": 2, "unread": 1}])
    offered = chance.choice([{}, {"mobile": "手机版"}, {"mobile": "手机版", "search": "智能搜索"}])
    compat = chance.choice([[], [{"what": "flash", "text": "a.swf"}]])
    service = chance.choice([{}, {"menu": True}, {"words": "办事服务", "classes": ["个人办事", "法人办事"]}])
    return {"icp": "辽ICP备1号", "leaving": leaving, "functions": offered, "compat": compat, "service": service}


def without_memo(kept):
    return replace(kept, memo=Memo())


def news(kept):
    verdict = kept.verdict
    return verdict and (kept.number, verdict.result, [(f.indicator, f.outcome, f.reason) for f in verdict.findings])


@pytest.mark.parametrize("seed", [*range(20), 42, 54])
def test_judging_with_the_memo_says_what_judging_without_it_says(seed):
    """Whatever is observed, in whatever order, at whatever pace: the same verdicts at the same events."""
    chance = random.Random(seed)
    judges = bench(seed)
    start = NOW - timedelta(days=30)
    known = folded(*spaced_visits(start - timedelta(days=8), days=8)) if seed % 2 else Dossier("w1")
    with_memo = {"w1": KeptDossier(dossier=known), "a1": KeptDossier(dossier=Dossier("a1"))}
    plain = dict(with_memo)
    at = start
    shown = []
    for _ in range(40):
        at += chance.choice([timedelta(seconds=1), MINUTE, 10 * MINUTE, 59 * MINUTE, timedelta(hours=30)])
        if chance.random() < 0.15:
            # Now and then the next day has just begun: what time alone changes, it changes there.
            at = midnight(day_in_china(at) + timedelta(days=1)) + chance.choice([timedelta(0), MINUTE])
        seen_at = at - chance.choice([timedelta(0), MINUTE, timedelta(days=3)])
        event = a_random_event(chance, seen_at)
        if shown and chance.random() < 0.5:
            # The same once more: mostly of what was shown last, for that is what a list does.
            event = chance.choice(shown[-3:]).model_copy(update={"observed_at": at})
        if chance.random() < 0.1:
            for known in (with_memo, plain):
                known["w1"] = judges.advanced(known["w1"], (), at).kept
        if not isinstance(event, Recorded):
            shown.append(event)
        seen = [(str(event.event_id()), event)]
        name = event.target
        with_memo[name] = judges.advanced(with_memo[name], seen, at).kept
        plain[name] = without_memo(judges.advanced(without_memo(plain[name]), seen, at).kept)

        assert plain[name].dossier == with_memo[name].dossier
        assert news(plain[name]) == news(with_memo[name])
        if with_memo[name].next_change_at != plain[name].next_change_at:
            # What was remembered may change a little earlier than what is said now: judging once more does no harm.
            assert with_memo[name].next_change_at is not None
            assert with_memo[name].next_change_at <= (plain[name].next_change_at or with_memo[name].next_change_at)


def counted(indicator):
    """The indicator, and how often it was asked."""
    asked = []

    def judge(case, numbers):
        asked.append(case.as_of)
        return indicator.judge(case, numbers)

    return replace(indicator, judge=judge), asked


NOTHING = Dossier("a1")


def ask(indicator: Indicator, dossier, memo, at=NOW, then=NOTHING, subject=SUBJECTS["a1"]):
    """Ask where it may be another answer; returns whether it is news, and the memo for the next time."""
    changed = changed_parts(then, dossier)
    case, read = reading(a_case(subject, dossier=dossier, as_of=at), memo, changed)
    read.asked_again([indicator], case)
    return read.is_news, read.memo()


FRESH = folded(a_feed_look(NOW, days_ago(1), complete_since=days_ago(60)))


def test_the_same_facts_are_not_judged_twice():
    """The first answer is given again, and is no news."""
    indicator, asked = counted(stale_2w.INDICATOR)

    was_news, memo = ask(indicator, FRESH, Memo("r"))
    is_news, _ = ask(indicator, FRESH, memo, NOW + MINUTE, then=FRESH)

    assert (True, False, 1) == (was_news, is_news, len(asked))


def test_facts_an_indicator_does_not_read_do_not_make_it_judge_again():
    """A ticket is nothing to the updates of a feed."""
    indicator, asked = counted(stale_2w.INDICATOR)
    _, memo = ask(indicator, FRESH, Memo("r"))

    ask(indicator, folded(a_record(NOW, target_id="a1"), onto=FRESH), memo, NOW + MINUTE, then=FRESH)

    assert 1 == len(asked)


NO_ALERTS = folded(a_feed_look(NOW, days_ago(1), complete_since=days_ago(60), marks={"alerts": []}))


def test_a_look_asks_only_what_rests_on_what_it_changed():
    """What an account says of itself is the same after one more look at its posts."""
    indicator, asked = counted(illegal_content.INDICATOR)
    _, memo = ask(indicator, NO_ALERTS, Memo("r"))

    ask(
        indicator,
        folded(a_feed_look(NOW + MINUTE, days_ago(0)), onto=NO_ALERTS),
        memo,
        NOW + 2 * MINUTE,
        then=NO_ALERTS,
    )

    assert 1 == len(asked)


def test_a_look_asks_again_what_rests_on_what_it_changed():
    """The same page says something else of itself."""
    indicator, asked = counted(illegal_content.INDICATOR)
    _, memo = ask(indicator, NO_ALERTS, Memo("r"))
    alert = {"alerts": [{"kind": "illegal", "text": "x", "url": ""}]}

    ask(
        indicator,
        folded(a_feed_look(NOW + MINUTE, marks=alert), onto=NO_ALERTS),
        memo,
        NOW + 2 * MINUTE,
        then=NO_ALERTS,
    )

    assert 2 == len(asked)


def test_what_is_said_again_asks_nobody_again():
    """It is what an account says of itself that counts, not when it was last read."""
    indicator, asked = counted(illegal_content.INDICATOR)
    _, memo = ask(indicator, NO_ALERTS, Memo("r"))
    again = folded(a_feed_look(NOW + MINUTE, days_ago(1), marks={"alerts": []}), onto=NO_ALERTS)

    ask(indicator, again, memo, NOW + 2 * MINUTE, then=NO_ALERTS)

    assert 1 == len(asked)


def test_what_was_said_too_long_ago_is_asked_again_once_it_is_said_again():
    """Then it counts again."""
    indicator, asked = counted(illegal_content.INDICATOR)
    late = NOW + timedelta(days=8)
    _, memo = ask(indicator, NO_ALERTS, Memo("r"), late)
    again = folded(a_feed_look(late, days_ago(1), marks={"alerts": []}), onto=NO_ALERTS)

    ask(indicator, again, memo, late + MINUTE, then=NO_ALERTS)

    assert 2 == len(asked)


def test_a_page_that_becomes_known_is_asked_about():
    """That nothing was known is a fact too."""
    indicator, asked = counted(illegal_content.INDICATOR)
    _, memo = ask(indicator, Dossier("a1"), Memo("r"))

    ask(indicator, NO_ALERTS, memo, NOW + MINUTE)

    assert 2 == len(asked)


def test_an_answer_about_a_page_is_forgotten_with_what_it_rests_on():
    """Also where nobody asked when the page became another: the next one to ask gets no old answer."""
    column = a_column("c1")
    known = folded(a_column_look(NOW, column="c1"), onto=Dossier("w1"))
    grown = folded(a_column_look(NOW + MINUTE, days_ago(0), column="c1"), onto=known)
    case, read = reading(a_case(a_website(columns=(column,)), dossier=known), Memo("r"))
    judge_blank(case, column)
    grown_case = a_case(a_website(columns=(column,)), dossier=grown, as_of=NOW + 2 * MINUTE)
    _, unasked = reading(grown_case, read.memo(), changed_parts(known, grown))
    case, _ = reading(a_case(a_website(columns=(column,)), dossier=grown, as_of=NOW + 3 * MINUTE), unasked.memo())

    assert State.FRESH is judge_blank(case, column).state


@pytest.mark.parametrize(
    ("as_of", "until"),
    [
        pytest.param("2026-11-02T08:00+08:00", "2026-11-02T14:00+08:00", id="so long within a day"),
        pytest.param("2026-11-02T18:00+08:00", "2026-11-03T00:00+08:00", id="as long as the day"),
        pytest.param("2026-11-02T18:00:01+08:00", "2026-11-03T00:00+08:00", id="a second less"),
        pytest.param("2026-11-03T00:00+08:00", "2026-11-03T06:00+08:00", id="from the beginning of a day"),
    ],
)
def test_a_judgement_holds_for_a_while_and_never_into_another_day(as_of, until):
    """Days are counted as China has them."""
    assert datetime.fromisoformat(until) == holds_until(datetime.fromisoformat(as_of))


NEAR = folded(a_feed_look(NOW, days_ago(12), complete_since=days_ago(60)))


@pytest.mark.parametrize(
    ("dossier", "at"),
    [
        (folded(a_feed_look(NOW + MINUTE, days_ago(12), complete_since=days_ago(60)), onto=NEAR), NOW + 2 * MINUTE),
        (NEAR, NOW + LONGEST),
        (NEAR, NOW - MINUTE),
    ],
    ids=["another look", "a while later", "an earlier moment"],
)
def test_what_can_have_changed_is_judged_again(dossier, at):
    """A part it read, or the time."""
    indicator, asked = counted(stale_2w.INDICATOR)
    _, memo = ask(indicator, NEAR, Memo("r"))

    ask(indicator, dossier, memo, at, then=NEAR)

    assert 2 == len(asked)


@pytest.mark.parametrize("published", [days_ago(0), days_ago(1)], ids=["something new", "the same list"])
def test_an_account_far_from_its_limit_stays_so_whatever_is_seen_of_it(published):
    """What came inside the window stays there; only time moves it."""
    indicator, asked = counted(stale_2w.INDICATOR)
    _, memo = ask(indicator, FRESH, Memo("r"))
    seen = folded(a_feed_look(NOW + MINUTE, published, complete_since=days_ago(60)), onto=FRESH)

    ask(indicator, seen, memo, NOW + 2 * MINUTE, then=FRESH)

    assert 1 == len(asked)


def test_what_changes_by_itself_is_judged_again_at_that_moment():
    """Not only after an hour."""
    indicator, asked = counted(stale_2w.INDICATOR)
    silent = folded(a_feed_look(NOW, days_ago(14), complete_since=days_ago(60)))
    _, memo = ask(indicator, silent, Memo("r"))
    changes_at = memo.said[indicator.id].changes_at
    _, memo = ask(indicator, silent, Memo("r"), changes_at - MINUTE)

    ask(indicator, silent, memo, changes_at, then=silent)

    assert 3 == len(asked)


@pytest.mark.parametrize(("later", "times"), [(timedelta(0), 1), (timedelta(seconds=1), 2)], ids=["still", "too old"])
def test_what_rests_on_a_look_is_judged_again_when_the_look_is_too_old(later, times):
    """Up to and including its age it says the same; then it says nothing any more."""
    indicator, asked = counted(illegal_content.INDICATOR)
    _, memo = ask(indicator, NO_ALERTS, Memo("r"), NOW + timedelta(days=7) - MINUTE)

    ask(indicator, NO_ALERTS, memo, NOW + timedelta(days=7) + later, then=NO_ALERTS)

    assert times == len(asked)


def test_a_memo_is_never_changed():
    """Whoever loses the race for a dossier leaves no trace in it."""
    _, memo = ask(stale_2w.INDICATOR, FRESH, Memo("r"))
    before = dict(memo.said)

    ask(stale_2w.INDICATOR, folded(a_feed_look(NOW + MINUTE, days_ago(0)), onto=FRESH), memo, NOW + 2 * MINUTE)

    assert before == memo.said


BOARDS = a_website(boards=(a_board(),))
TOO_OLD = rules().sight.board.max_age.about + timedelta(seconds=1)


@pytest.mark.parametrize(
    "indicator", [msg_fresh.INDICATOR, msg_7_15.INDICATOR, unanswered_3m.INDICATOR], ids=lambda i: i.id
)
@pytest.mark.parametrize(("later", "times"), [(-timedelta(seconds=1), 1), (timedelta(0), 2)], ids=["still", "too old"])
def test_what_rests_on_a_look_at_a_board_is_judged_again_when_the_look_is_too_old(indicator, later, times):
    """Nobody knows any more then what stands on it."""
    indicator, asked = counted(indicator)
    board = folded(a_board_look(NOW, a_letter(asked_at=days_ago(300))))
    _, memo = ask(indicator, board, Memo("r"), NOW + TOO_OLD - MINUTE, subject=BOARDS)

    ask(indicator, board, memo, NOW + TOO_OLD + later, then=board, subject=BOARDS)

    assert times == len(asked)


@pytest.mark.parametrize(("later", "times"), [(-timedelta(seconds=1), 1), (timedelta(0), 2)], ids=["still", "too old"])
def test_a_letter_that_is_shown_no_more_presses_until_its_own_last_look_is_too_old(later, times):
    """Though the board is looked at still."""
    indicator, asked = counted(unanswered_3m.INDICATOR)
    first, second = a_letter("m1", asked_at=days_ago(80)), a_letter("m2", asked_at=days_ago(3))
    board = folded(a_board_look(NOW, first), a_board_look(NOW + timedelta(days=2), second))
    _, memo = ask(indicator, board, Memo("r"), NOW + TOO_OLD - MINUTE, subject=BOARDS)

    ask(indicator, board, memo, NOW + TOO_OLD + later, then=board, subject=BOARDS)

    assert times == len(asked)


def test_what_cannot_be_answered_leaves_nothing_to_remember():
    """Or what was answered before would pass for what is said."""
    dossier = folded(a_feed_look(NOW + MINUTE, days_ago(12), complete_since=days_ago(60)), onto=NEAR)
    _, memo = ask(stale_2w.INDICATOR, NEAR, Memo("r"))

    def judge(case, numbers):
        raise UnknownYear(2099)

    unknown = replace(stale_2w.INDICATOR, judge=judge)
    case, read = reading(a_case(an_account(), dossier=dossier, as_of=NOW + MINUTE), memo, changed_parts(NEAR, dossier))
    with pytest.raises(UnknownYear):
        read.asked_again([unknown], case)

    assert unknown.id not in read.memo().said


def said_step_by_step(subject, known, *steps):
    """What is said of a target after each step, with the memo and without."""
    judges = bench_of(Roll({subject.id: subject}, {subject.id: repr(subject)}, 1), rules())
    with_memo = plain = KeptDossier(dossier=known)
    for at, *events in steps:
        seen = [(str(event.event_id()), event) for event in events]
        with_memo = judges.advanced(with_memo, seen, at).kept
        plain = judges.advanced(without_memo(plain), seen, at).kept
        yield news(with_memo), news(plain), plain


def outcome(kept, indicator):
    return next((f.outcome for f in kept.verdict.findings if f.indicator == indicator), None)


def test_what_people_decided_is_told_anew_where_the_fault_is_another():
    """A dismissal names the fault by its beginning: one that began later is none they spoke of."""
    subject, id_ = a_website(), "website.veto.homepage_stale"
    stale = folded(a_home_look(NOW, days_ago(40), complete_since=days_ago(60)))
    ((_, _, kept),) = said_step_by_step(subject, stale, (NOW + MINUTE, a_visit(NOW + MINUTE)))
    (point, _) = points_of(next(f for f in kept.verdict.findings if f.indicator == id_))[0]
    named = {"indicator": id_, "item_id": point.item_id, "signature": point.signature}
    dismissed = a_record(NOW + 2 * MINUTE, kind="review", fields={**named, "step": "dismiss", "why": "x"})
    other = a_home_look(NOW + 3 * MINUTE, days_ago(20), days_ago(40), complete_since=days_ago(60))
    steps = [(NOW + MINUTE, a_visit(NOW + MINUTE)), (NOW + 2 * MINUTE, dismissed), (NOW + 3 * MINUTE, other)]

    told = list(said_step_by_step(subject, stale, *steps))

    assert [Outcome.NOT_MET, Outcome.MET, Outcome.NOT_MET] == [outcome(kept, id_) for _, _, kept in told]
    assert all(with_memo == plain for with_memo, plain, _ in told)


def test_what_a_new_day_makes_too_old_to_be_kept_is_asked_about_at_once():
    """Also where the first observation of the day comes late: a column with content once may be a blank one now."""
    subject = a_website(website_kind="portal", columns=(a_column("c1", category="other"),))
    midnight_ago = datetime.fromisoformat("2026-11-20T00:00+08:00")
    last = midnight_ago - timedelta(days=401) + timedelta(hours=12)
    empty = [a_column_look(midnight_ago - timedelta(hours=6 * n + 1), column="c1") for n in range(4)]
    known = folded(a_column_look(last, None, column="c1"), *empty)
    at = midnight_ago + timedelta(hours=9)
    steps = [(at, a_visit(midnight_ago - MINUTE)), (at + MINUTE, a_column_look(at, column="c1"))]

    told = list(said_step_by_step(subject, known, *steps))

    assert all(with_memo == plain for with_memo, plain, _ in told)
    id_ = "website.deduct.publish.other_columns"
    assert [Outcome.MET, Outcome.NOT_MET] == [outcome(kept, id_) for _, _, kept in told]


COLUMN = a_column("c1")


@pytest.mark.parametrize(
    ("before", "stands"),
    [(MINUTE, Stands.WHATEVER_COMES), (timedelta(0), Stands.AS_READ)],
    ids=["inside its window", "its window ran out unseen"],
)
def test_an_update_stands_whatever_comes_only_inside_its_window(before, stands):
    """After that the next look shows whether anything came."""
    dossier = folded(a_column_look(NOW, days_ago(14), column="c1", complete_since=days_ago(60)))
    as_of = datetime.fromisoformat("2026-11-21T00:00+08:00") - before

    told = judge_updates(
        a_case(a_website(columns=(COLUMN,)), dossier=dossier, as_of=as_of), COLUMN, Window(14), edge_inclusive=True
    )

    assert (State.FRESH, stands) == (told.state, told.stands)


def test_a_blank_column_is_none_any_more_when_the_look_is_too_old():
    """Which time alone makes it."""
    looks = [a_column_look(NOW - timedelta(days=n), column="c1") for n in range(10)]
    case = a_case(a_website(columns=(COLUMN,)), *looks)

    told = judge_updates(case, COLUMN, Window(14), edge_inclusive=True)

    assert State.STALE is told.state
    assert judge_blank(case, COLUMN).changes_at == told.changes_at is not None
