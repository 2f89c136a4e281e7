"""Posts that were there and are gone, and those that only seem so."""

from datetime import timedelta

from services.crawler.account_looker import AccountLooker
from services.crawler.facts import Facts
from services.crawler.fetching.outcome import OK
from services.crawler.sighting import Sighting, observation
from services.crawler.vanishing import followed, vanished
from shared.contracts.observations import Post
from shared.contracts.target import Purpose
from tests.crawler_builders import NOW, a_watch
from tests.fakes.crawler_stores import FakeMemory

HOUR = timedelta(hours=1)


def a_post(name, days_ago=1.0, title=""):
    return Post(id=name, title=title or f"第{name}条", published_at=NOW - timedelta(days=days_ago))


OLD, A, B = a_post("old", 9), a_post("a", 2), a_post("b", 1)


def looks(*lists, step=HOUR, since=NOW - timedelta(days=9)):
    known, at = {}, NOW
    for posts in lists:
        known = followed(known, posts, complete_since=since, now=at)
        at += step
    return known


def test_a_post_missed_by_two_looks_has_vanished():
    """With when it was first and last seen."""
    [gone] = vanished(looks([B, A, OLD], [B, A, OLD], [B, OLD], [B, OLD]))

    assert ("a", NOW, NOW + HOUR) == (gone.id, gone.first_seen, gone.last_seen)


def test_one_look_is_not_enough():
    """The source may be in the middle of an update."""
    assert () == vanished(looks([B, A], [B]))
    assert () == vanished(looks([B, A], [B], [B], step=timedelta(minutes=5)))


def test_a_post_that_comes_back_was_never_gone():
    """And one that was forgotten after two months is told no more."""
    known = looks([B, A], [B], [B], [B, A])
    assert () == vanished(known)

    gone = looks([B, A], [B], [B])
    assert () == vanished(followed(gone, [B], complete_since=NOW, now=NOW + timedelta(days=70)))


def test_a_post_beyond_the_end_of_the_list_has_not_vanished():
    """The list is only so long, or says nothing of how far it reaches."""
    assert () == vanished(looks([B, A, OLD], [B, A], [B, A], [B, A]))
    assert () == vanished(looks([B, A], [B], [B], since=None))


def test_a_post_under_a_new_name_is_the_same():
    """Bridges name posts anew."""
    again = a_post("a2", 2, title=A.title)

    assert () == vanished(looks([B, A], [B, again], [B, again], [B, again]))


async def test_an_account_tells_which_posts_are_gone():
    """Look after look, in the event."""
    memory, watch = FakeMemory(), a_watch(Purpose.FEED)
    lists = [[B, A], [B], [B]]

    class Pages:
        async def visit(self, _watch):
            at = NOW + HOUR * (3 - len(lists))
            facts = Facts(posts=tuple(lists.pop(0)), complete_since=NOW - timedelta(days=9))
            return Sighting(verdict=OK, observed_at=at, facts=facts)

    looker = AccountLooker(Pages(), memory)
    events = [observation(watch, await looker.visit(watch), visit_id="v", evidence_id=None) for _ in range(3)]

    assert [[], [], ["a"]] == [[one.id for one in event.vanished] for event in events]
