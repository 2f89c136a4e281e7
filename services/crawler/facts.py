"""What a visit found, in the words of the contracts, put together from several pages, kept until they change."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from services.crawler.collector import Reading
from shared.contracts.event import Fact, Moment
from shared.contracts.observations import Entry, Links, Message, Post, Profile, Vanished
from shared.contracts.observations import Guide as GuideElements
from shared.contracts.target import LookOutcome

MOST_ENTRIES = 600
_LONGEST_TITLE = 200
_LONGEST_URL = 500
_WIDEST_GAP = timedelta(days=45)


class Facts(Fact):
    """The facts of one look: of one page, or of a list and its further pages."""

    entries: tuple[Entry, ...] | None = None
    complete_since: Moment | None = None
    messages: tuple[Message, ...] | None = None
    guide: GuideElements | None = None
    marks: dict[str, Any] = Field(default_factory=dict)
    article: dict[str, Any] | None = None
    posts: tuple[Post, ...] = ()
    profile: Profile | None = None
    links: Links | None = None
    vanished: tuple[Vanished, ...] = ()

    @property
    def dates(self) -> list[datetime]:
        """The dates of all lines that have one."""
        moments = [entry.published_at for entry in self.entries or () if entry.published_at]
        return moments + [message.asked_at for message in self.messages or () if message.asked_at]

    @property
    def oldest_at(self) -> datetime | None:
        """The date of the oldest line with a date."""
        return min(self.dates, default=None)


def facts_of(reading: Reading) -> Facts:
    """The facts of one reading."""
    marks = {key: value for key, value in reading.marks.items() if value not in (None, "", [], {})}
    if reading.navigation_only:
        marks["navigation_only"] = True
    return Facts(
        entries=reading.entries,
        complete_since=reading.complete_since,
        messages=reading.messages,
        guide=reading.guide,
        marks=marks,
        article=reading.article,
        posts=reading.posts,
        profile=reading.profile,
    )


def joined(known: Facts, more: Facts) -> Facts | None:
    """A list and its next page as one; None if the next page brings nothing new.

    The promise of completeness reaches back as far as the next page promises; if it does not, no further than before.
    """
    entries = _new(known.entries, more.entries, lambda entry: (entry.url, entry.title))
    messages = _new(known.messages, more.messages, lambda message: message.id)
    if not entries and not messages:
        return None
    since = known.complete_since
    if since and more.complete_since and more.complete_since < since and _goes_on(known, more):
        since = more.complete_since
    return known.model_copy(
        update={
            "entries": known.entries if known.entries is None else (*known.entries, *entries),
            "messages": known.messages if known.messages is None else (*known.messages, *messages),
            "complete_since": since,
        }
    )


def _goes_on(known: Facts, more: Facts) -> bool:
    """Whether the next page begins where the known ones end: a gap far wider than they are long is a skipped page."""
    dates, newer = more.dates, known.dates
    if not dates or not newer:
        return False
    return min(newer) - max(dates) <= max(_WIDEST_GAP, 3 * (max(newer) - min(newer)))


def _new(known: Iterable[Any] | None, more: Iterable[Any] | None, key: Any) -> list[Any]:
    if known is None or more is None:
        return []
    seen = {key(one) for one in known}
    return [one for one in more if key(one) not in seen]


def with_detail(message: Message, detail: Message) -> Message:
    """A letter of a list with what its own page adds; the list's words count where both speak."""
    added = {
        name: value
        for name, value in detail.model_dump().items()
        if name not in {"id", "missing"} and value and not getattr(message, name)
    }
    return message.model_copy(update={**added, "missing": detail.missing})


def with_known_replies(messages: Iterable[Message], known: Mapping[str, Message]) -> tuple[Message, ...]:
    """Letters with the answers that were read from their own pages before."""
    found = []
    for message in messages:
        before = known.get(message.id)
        answered = before is not None and (before.replied_at or before.reply_excerpt)
        same = before is not None and (message.asked_at is None or message.asked_at == before.asked_at)
        found.append(with_detail(message, before) if before and answered and same else message)
    return tuple(found)


def bounded(facts: Facts, *, most: int = MOST_ENTRIES) -> Facts:
    """The facts cut to so many lines, and their texts to a sane length. What is cut off is promised no longer."""
    entries, messages = facts.entries, facts.messages
    since = facts.complete_since if not facts.posts[most:] else None
    if entries is not None:
        since = _later(since, [entry.published_at for entry in entries[most:]])
        entries = tuple(_short(entry) for entry in entries[:most])
    if messages is not None:
        since = _later(since, [message.asked_at for message in messages[most // 2 :]])
        messages = tuple(_short(message) for message in messages[: most // 2])
    return facts.model_copy(
        update={
            "entries": entries,
            "messages": messages,
            "complete_since": since,
            "posts": tuple(_short(post) for post in facts.posts[:most]),
        }
    )


def _later(since: datetime | None, cut: list[datetime | None]) -> datetime | None:
    """The promise after lines were cut off: it begins after the newest of them, and ends if one has no date."""
    if since is None or not cut:
        return since
    moments = [moment for moment in cut if moment is not None]
    return max(since, *moments) if len(moments) == len(cut) else None


def _short(fact: Any) -> Any:
    update: dict[str, Any] = {"title": fact.title[:_LONGEST_TITLE]}
    if len(getattr(fact, "url", "")) > _LONGEST_URL:
        update["url"] = ""
    return fact.model_copy(update=update)


def is_seen(reading: Reading) -> bool:
    """Whether the reading read what was asked for."""
    return reading.outcome is LookOutcome.OK
