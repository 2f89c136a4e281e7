"""Folding observations into a dossier: in any order, in any groups, any number of times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from services.evaluator.dossier import (
    FEED,
    HOME,
    START,
    Dossier,
    Observation,
    board_key,
    column_key,
    guide_key,
    links_key,
)
from services.evaluator.facts.letter import letter_of
from services.evaluator.facts.look import Look, later
from services.evaluator.facts.looks import Dated, Looks, Numbers, Shown
from services.evaluator.facts.page import FUTURE_SLACK, Page
from services.evaluator.facts.record import record_of
from services.evaluator.facts.said import (
    Said,
    article_of,
    elements_of,
    last_seen,
    latest,
    links_of,
    newest,
)
from services.evaluator.facts.visits import FAILED, Visits, code_of
from services.evaluator.latest_look import put_in
from services.evaluator.observed import UNREAD, look_of, said_by, said_of, unread_because
from services.evaluator.pruning import pruned
from shared.contracts.observations import Entry, Message, PageVisited, Post, PostListed, Recorded
from shared.contracts.records import MessageExport, RecordKind
from shared.contracts.target import LookOutcome, Purpose

_NO_PAGE = Page()


def with_visits(visits: Visits, events: Iterable[tuple[str, Observation]]) -> Visits:
    """The visits with those among more events: none is forgotten."""
    draft = _Draft(Dossier(""), Numbers())
    for event_id, event in events:
        if isinstance(event, PageVisited) and event.purpose in {Purpose.HOME, Purpose.PROBE}:
            draft.visit(look_of(event_id, event), event)
    return visits.join(*draft.visited) if draft.visited[0] else visits


def absorb(dossier: Dossier, event_id: str, event: Observation) -> Dossier:
    """The dossier with one more event; the same one if it knew it already."""
    return absorb_all(dossier, [(event_id, event)])


def absorb_all(dossier: Dossier, events: Iterable[tuple[str, Observation]]) -> Dossier:
    """The dossier with more events; their order, grouping and repetition make no difference."""
    return absorbed(dossier, list(events)).dossier


def absorb_later(dossier: Dossier, events: Iterable[tuple[str, Observation]]) -> Dossier:
    """The dossier of an earlier moment with what came after it: nothing grows old by it, so that nothing is forgotten.

    For an earlier moment is judged by all that is known of it, and what people enter of a year comes in the next one.
    """
    draft = _Draft(dossier, Numbers())
    for event_id, event in events:
        draft.add(event_id, event)
    return replace(draft.grown(), seen_until=dossier.seen_until)


class Folded(NamedTuple):
    """A dossier with more events."""

    dossier: Dossier
    again: frozenset[str]
    """The pages of which the looks showed nothing but what the look before them had shown."""
    only: str = ""
    """The page, where nothing came but what one look at its list showed."""


def absorbed(dossier: Dossier, events: Sequence[tuple[str, Observation]]) -> Folded:
    """The dossier with more events, and where they showed again what was known."""
    numbers = Numbers()
    if len(events) == 1 and (found := put_in(dossier, *events[0], numbers)):
        more, key, is_again = found
        is_only = more.visits is dossier.visits and more.pages[key].said is dossier.pages[key].said
        return Folded(more, frozenset([key] if is_again else ()), only=key if is_only else "")
    draft = _Draft(dossier, numbers)
    for event_id, event in events:
        draft.add(event_id, event)
    return Folded(draft.finished(), frozenset(draft.again))


class _Draft:
    """A dossier while a batch is folded into it."""

    def __init__(self, dossier: Dossier, numbers: Numbers) -> None:
        self._dossier = dossier
        self.numbers = numbers
        self.again: set[str] = set()
        """The pages of which nothing but what was known was shown again."""
        self._seen_until = dossier.seen_until
        self._pages = dict(dossier.pages)
        self._looks: dict[str, Looks] = {}
        self._letters = dossier.letters
        self._records = dict(dossier.records)
        self._visits: list[tuple[datetime, int]] = []
        self._failures: list[Look] = []
        self._articles = dict(dossier.articles)
        self._archived = dict(dossier.archived)

    def add(self, event_id: str, event: Observation) -> None:
        self._seen_until = max(self._seen_until, event.occurred_at)
        match event:
            case PageVisited():
                self._add_page(event_id, event)
            case PostListed():
                self._add_feed(event_id, event)
            case Recorded(kind=RecordKind.EXPORT):
                self._add_export(event_id, event)
            case Recorded():
                record = record_of(event_id, event)
                known = self._records.get(record.key)
                self._records[record.key] = record.join(known) if known else record

    def _add_page(self, event_id: str, event: PageVisited) -> None:
        base = look_of(event_id, event)
        match event.purpose:
            case Purpose.HOME | Purpose.PROBE:
                self.visit(base, event)
                if event.purpose is Purpose.HOME:
                    self._look(HOME, base, event.entries, unread_because(event))
            case Purpose.COLUMN if event.page_id:
                self._look(column_key(event.page_id), base, event.entries, unread_because(event))
            case Purpose.BOARD if event.page_id:
                self._board(event.page_id, base, event)
            case Purpose.GUIDE if event.page_id:
                self._guide(guide_key(event.page_id), base, event)
            case Purpose.ARTICLE if event.article and base.reason is None:
                self._article(base, event.article, event)
            case _:
                pass
        self._add_said(base, event)

    def _article(self, base: Look, article: Mapping[str, Any], event: PageVisited) -> None:
        key, facts = article_of(article, event.marks, url=event.url, seen_at=base.at)
        said = said_by(base, facts)
        self._articles[key] = latest(self._articles.get(key), said) or said
        if facts.get("archived"):
            self._archived[event.url] = latest(self._archived.get(event.url), said) or said

    def _add_said(self, base: Look, event: PageVisited) -> None:
        """What the page says of itself, unless it was not understood: a footer nobody could read lacks nothing."""
        if base.reason is not None:
            return
        is_column = event.purpose is Purpose.COLUMN and event.page_id
        if (event.purpose is Purpose.HOME or is_column) and (said := said_of(base, event)):
            self._say(column_key(event.page_id) if event.page_id and is_column else HOME, said)
        if event.links:
            home = event.url if event.purpose is not Purpose.COLUMN else ""
            key = f"{event.purpose.value}:{event.page_id}" if event.page_id else HOME
            self._say(links_key(key), said_by(base, links_of(event.links, home)))

    def _add_feed(self, event_id: str, event: PostListed) -> None:
        base = look_of(event_id, event)
        self._look(FEED, base, event.posts)
        if base.reason is not None:
            return
        if said := said_of(base, event):
            self._say(FEED, said)
        if event.links:
            self._say(links_key(FEED), said_by(base, links_of(event.links, event.url or "")))
        own = [post for post in event.posts if post.original is not None]
        if own:
            published = (post.published_at for post in own if post.original)
            page = self._pages.get(FEED, Page()).join_originals(filter(None, published), base.at)
            self._pages[FEED] = page

    def _guide(self, key: str, base: Look, event: PageVisited) -> None:
        page = self._pages.get(key, Page())
        if event.guide is None or base.reason is not None:
            self._pages[key] = page.join_bad(base._replace(reason=base.reason or unread_because(event)))
            return
        self._pages[key] = replace(page, good=later(page.good, base)).join_said(said_by(base, elements_of(event.guide)))

    def _say(self, key: str, said: Said) -> None:
        self._pages[key] = self._pages.get(key, Page()).join_said(said)

    @property
    def visited(self) -> tuple[list[tuple[datetime, int]], list[Look]]:
        """The visits so far, and the latest of them that failed."""
        return self._visits, self._failures

    def visit(self, base: Look, event: PageVisited) -> None:
        if event.outcome is LookOutcome.OK:
            self._visits.append((base.at, code_of(event.elapsed_ms)))
        elif event.outcome is LookOutcome.FAILED:
            self._visits.append((base.at, FAILED))
            self._failures.append(base)

    def _add_export(self, event_id: str, event: Recorded) -> None:
        """What the owner of a board handed over is a look at the board."""
        export = MessageExport.model_validate(event.fields)
        since = START if export.whole else export.complete_since
        base = Look(at=export.exported_at, event_id=event_id, complete_since=since)
        self._letters_seen(export.board_id, base, export.messages, "")

    def _board(self, board_id: str, base: Look, event: PageVisited) -> None:
        self._letters_seen(board_id, base, event.messages if base.reason is None else None, unread_because(event))

    def _letters_seen(self, board_id: str, base: Look, letters: tuple[Message, ...] | None, unread: str) -> None:
        entries = None if letters is None else [Entry(title=m.title, published_at=m.asked_at) for m in letters]
        self._look(board_key(board_id), base, entries, unread)
        if letters:
            seen = (letter_of(m, board_id=board_id, seen_at=base.at, event_id=base.event_id) for m in letters)
            self._letters = self._letters.join(seen)

    def _look(self, key: str, base: Look, entries: Iterable[Entry | Post] | None, unread: str = UNREAD) -> None:
        if base.reason is not None:
            self._pages[key] = self._pages.get(key, Page()).join_bad(base)
        elif entries is None:
            # The server answered, but no list was read: that is our blindness, not an empty list.
            self._pages[key] = self._pages.get(key, Page()).join_bad(base._replace(reason=unread))
        else:
            self._list(key, base, list(entries))

    def _list(self, key: str, base: Look, entries: list[Entry | Post]) -> None:
        """One more look at a list; the looks of a batch are joined to its page together, at the end."""
        if self._seen_again(key, base, entries):
            self.again.add(key)
            return
        self.again.discard(key)
        horizon = base.at + FUTURE_SLACK
        dated: list[Dated] = [(at, entry) for entry in entries if (at := entry.published_at)]
        ahead = [one for one in dated if one[0] > horizon]
        if ahead:
            dated = [one for one in dated if one[0] <= horizon]
        self._looks.setdefault(key, Looks()).add(Shown(base, dated, entries, self.numbers))
        if ahead:
            furthest = Shown(base, ahead, [entry for _, entry in ahead], self.numbers).look()._replace(dated=0)
            self._pages[key] = self._pages.get(key, Page()).join_ahead(furthest)

    def _seen_again(self, key: str, base: Look, entries: list[Entry | Post]) -> bool:
        """Whether the look showed what the latest one had shown; then it is joined."""
        page = self._pages.get(key)
        if page is None or not page.listed or key in self._looks:
            return False
        listed = self.numbers.of(base.event_id, entries)
        if page.listed != listed:
            return False
        again = page.join_again(base, listed)
        if again is None:
            return False
        self._pages[key] = again
        return True

    def finished(self) -> Dossier:
        """Without what is too old by now."""
        return pruned(self.grown(), self._dossier, self.again)

    def grown(self) -> Dossier:
        """With everything it was given."""
        known = self._dossier
        for key, looks in self._looks.items():
            self._pages[key] = self._pages.get(key, Page()).join_looks(looks)
        self._looks = {}
        return Dossier(
            known.target_id,
            seen_until=self._seen_until,
            pages=self._pages,
            visits=known.visits.join(self._visits, self._failures) if self._visits else known.visits,
            letters=self._letters,
            records=self._records if self._records != known.records else known.records,
            articles=newest(self._articles) if self._articles != known.articles else known.articles,
            archived=last_seen(self._archived) if self._archived != known.archived else known.archived,
        )
