"""Posts that were there and are gone: first seen, last seen, missed by two looks that must have shown them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.contracts.event import Fact, Moment
from shared.contracts.observations import Post, Vanished

APART = timedelta(hours=1)
"""Two looks this far apart must both miss a post: a source may be in the middle of an update."""
KEPT = timedelta(days=60)
_MOST = 500


class Followed(Fact):
    """One post as it is followed."""

    title: str = ""
    published_at: Moment | None = None
    first_seen: Moment
    last_seen: Moment
    missed_at: Moment | None = None
    """The first look that missed it."""
    gone: bool = False


def followed(
    known: Mapping[str, Followed], posts: Iterable[Post], *, complete_since: datetime | None, now: datetime
) -> dict[str, Followed]:
    """What is known of the posts after one more look."""
    listed = list(posts)
    found = {post.id: _seen(known.get(post.id), post, now) for post in listed}
    again = {_twin(post.title, post.published_at) for post in listed}
    for name, one in known.items():
        if name in found or now - one.last_seen > KEPT or _twin(one.title, one.published_at) in again:
            continue
        found[name] = _missed(one, now) if _must_show(one, complete_since) else one
    newest = sorted(found.items(), key=lambda pair: pair[1].last_seen, reverse=True)
    return dict(newest[:_MOST])


def vanished(known: Mapping[str, Followed]) -> tuple[Vanished, ...]:
    """The posts that are gone, the latest first."""
    gone = [
        Vanished(id=name, title=one.title, first_seen=one.first_seen, last_seen=one.last_seen)
        for name, one in known.items()
        if one.gone
    ]
    return tuple(sorted(gone, key=lambda one: (one.last_seen, one.id), reverse=True))


def _seen(known: Followed | None, post: Post, now: datetime) -> Followed:
    first = known.first_seen if known else now
    return Followed(title=post.title, published_at=post.published_at, first_seen=first, last_seen=now)


def _missed(one: Followed, now: datetime) -> Followed:
    since = one.missed_at or now
    return one.model_copy(update={"missed_at": since, "gone": one.gone or now - since >= APART})


def _must_show(one: Followed, complete_since: datetime | None) -> bool:
    """Whether the list would show the post, were it there: it lies within what the list says is complete."""
    return complete_since is not None and one.published_at is not None and one.published_at > complete_since


def _twin(title: str, at: datetime | None) -> tuple[str, datetime | None]:
    """A bridge that names a post anew still tells its title and time."""
    return " ".join(title.split()), at
