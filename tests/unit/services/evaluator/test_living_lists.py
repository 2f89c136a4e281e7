"""Lists that grow, lose lines and get late ones: what is judged by what is remembered is what is judged by it all."""

import random
from datetime import datetime, timedelta

import pytest

from services.evaluator.bench import bench_of
from services.evaluator.dossier import Dossier
from services.evaluator.facts.minutes import minute_of
from services.evaluator.folding import absorb, absorb_all
from services.evaluator.indicators.account.gov import delete_often
from services.evaluator.kept import KeptDossier
from services.evaluator.memo import Memo
from services.evaluator.ports import Roll
from shared.contracts.observations import BrokenLink, Entry, Links, Post
from shared.contracts.target import Outcome
from tests.builders import (
    NOW,
    a_column,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_website,
    an_account,
    days_ago,
    rules,
)

MINUTE = timedelta(minutes=1)
SUBJECTS = {"w1": a_website(columns=(a_column("c1"),)), "a1": an_account()}
KINDS = ("feed", "column", "home")


class LivingList:
    """What one list shows as time passes."""

    def __init__(self, chance: random.Random, at: datetime) -> None:
        self._chance = chance
        self._next = 40
        self._lines = {n: at - timedelta(hours=9 * n) for n in range(40)}
        self._gone: dict[int, datetime] = {}

    def live(self, at: datetime) -> None:
        """Something may happen to it: something new, something late, something that goes, something that comes back."""
        what = self._chance.random()
        if what < 0.4:
            self._add(at - self._chance.choice([timedelta(0), MINUTE, timedelta(hours=23)]))
        elif what < 0.5:
            self._add(at - timedelta(days=self._chance.choice([1, 2, 8, 59, 61])))
        elif what < 0.6:
            number = self._chance.choice(sorted(self._lines)[-12:])
            self._gone[number] = self._lines.pop(number)
        elif what < 0.65 and self._gone:
            number, published = self._gone.popitem()
            self._lines[number] = published

    def _add(self, published: datetime) -> None:
        self._lines[self._next] = published
        self._next += 1

    def shown(self, most: int) -> list[tuple[str, datetime]]:
        """Its newest lines, by what names each, newest first."""
        newest = sorted(self._lines.items(), key=lambda line: (line[1], line[0]), reverse=True)[:most]
        return [(f"https://www.example.gov.cn/{number}.html", published) for number, published in newest]


def a_look(kind, at, lines, chance):
    """One look at the list, which may say how far it reaches, what the page says of itself, and be one of its links."""
    reach = lines[-1][1] if lines and chance.random() < 0.8 else None
    known = {"complete_since": reach} | ({"marks": {"tags": {"ColumnName": "1"}}} if chance.random() < 0.2 else {})
    if chance.random() < 0.1:
        known["links"] = Links(checked=2, broken=(BrokenLink(url="https://www.example.gov.cn/x", status=404),))
    if kind == "feed":
        return a_feed_look(at, posts=[Post(id=url, title="", url=url, published_at=on) for url, on in lines], **known)
    listed = tuple(Entry(title="通知", url=url, published_at=on) for url, on in lines)
    maker = a_home_look if kind == "home" else a_column_look
    return maker(at, entries=listed, **known)


def history(seed):
    """Looks at one list, mostly later than all before, some late."""
    chance = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    at = NOW - timedelta(days=20)
    living, most = LivingList(chance, at), chance.choice([5, 15, 30])
    before = living.shown(most)
    for _ in range(60):
        at += chance.choice([MINUTE / 3, 7 * MINUTE, timedelta(hours=2), timedelta(hours=2), timedelta(days=1)])
        if chance.random() < 0.5:
            before = living.shown(most)
            living.live(at)
        if chance.random() < 0.08:
            yield at, a_look(kind, at - chance.choice([MINUTE, timedelta(hours=3), timedelta(days=2)]), before, chance)
        yield at, a_look(kind, at, living.shown(most), chance)


def told(kept):
    verdict = kept.verdict
    return verdict and (kept.number, [(f.indicator, f.outcome, f.reason, f.review) for f in verdict.findings])


@pytest.mark.parametrize("seed", range(12))
def test_what_is_remembered_of_a_living_list_changes_nothing(seed):
    """The same facts in one batch, one by one, and with the memo; the same verdicts at the same looks."""
    judges = bench_of(Roll(SUBJECTS, {name: repr(one) for name, one in SUBJECTS.items()}, 1), rules())
    name = "a1" if KINDS[seed % len(KINDS)] == "feed" else "w1"
    kept = plain = KeptDossier(dossier=Dossier(name))
    all_seen = []
    for at, event in history(seed):
        seen = [(str(event.event_id()), event)]
        all_seen += seen
        kept = judges.advanced(kept, seen, at).kept
        plain = plain.grown(plain.dossier, Memo())
        plain = judges.advanced(plain, seen, at).kept

        assert plain.dossier == kept.dossier
        assert told(plain) == told(kept)
    whole = absorb_all(Dossier(name), all_seen)
    assert whole == kept.dossier
    assert Dossier.read(name, whole.document()) == whole


def test_posts_that_go_are_counted_at_the_look_that_misses_them():
    """Though nothing was asked while the list only grew."""
    judges = bench_of(Roll(SUBJECTS, {name: repr(one) for name, one in SUBJECTS.items()}, 1), rules())
    posts = [Post(id=str(n), title="", published_at=NOW - timedelta(hours=n)) for n in range(1, 12)]
    kept = KeptDossier(dossier=Dossier("a1"))
    outcomes = []
    for n, shown in enumerate([posts[1:], posts, posts[:1] + posts[5:]]):
        look = a_feed_look(NOW + n * timedelta(hours=2), posts=shown, complete_since=days_ago(1))
        kept = judges.advanced(kept, [(str(n), look)], look.observed_at).kept
        found = {f.indicator: f.outcome for f in kept.verdict.findings}
        outcomes.append(found.get(delete_often.ID, Outcome.MET))

    assert [Outcome.MET, Outcome.MET, Outcome.NOT_MET] == outcomes


@pytest.mark.parametrize("later", [MINUTE, timedelta(hours=8)], ids=["within six hours", "after them"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_look_that_repeats_is_folded_as_if_it_did_not(kind, later):
    """With what the page says of itself, and the visit that a look at a home page is."""
    chance = random.Random(1)
    lines = LivingList(chance, NOW).shown(15)
    looks = [a_look(kind, at, lines, random.Random(3)) for at in (NOW, NOW + later)]
    marked = [look.model_copy(update={"links": None, "marks": {"icp": "辽ICP备1号"}}) for look in looks]
    seen = [(str(look.event_id()), look) for look in marked]

    one_by_one = absorb(absorb(Dossier("x"), *seen[0]), *seen[1])

    assert absorb_all(Dossier("x"), seen) == one_by_one
    (page,) = one_by_one.pages.values()
    assert minute_of(NOW + later) == page.sightings.latest
    assert NOW + later == page.said.at


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_looks_that_a_sender_gave_one_id_are_told_apart(batch):
    """A list shown under an id that was another list's in the same batch is not taken for that one."""
    looks = [a_home_look(NOW + n * timedelta(hours=2), days_ago(shown)) for n, shown in enumerate([3, 9, 3])]
    seen = list(zip(["same", "same", "other"], looks, strict=True))
    known = Dossier("w1")
    for n in range(0, len(seen), batch):
        known = absorb_all(known, seen[n : n + batch])

    assert days_ago(3) == known.page("home").good.newest_at
