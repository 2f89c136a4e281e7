"""OBSERVATIONS: what was seen, and what only people know."""

from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from shared.contracts.event import Event, Fact, Moment
from shared.contracts.target import LookOutcome, Purpose, TargetKind


class Entry(Fact):
    """One line of a list on a home or column page."""

    title: str
    url: str = ""
    published_at: Moment | None = None
    """None when the page shows no date for it: such an entry counts as not updated, never as today's."""


class Message(Fact):
    """One letter of a citizen on a public board."""

    id: str
    title: str = ""
    asked_at: Moment | None = None
    replied_at: Moment | None = None
    replying_unit: str | None = None
    reply_excerpt: str | None = None
    status: str | None = None
    """The board's own word for it, such as 处理完成. One that says answered counts as an answer without a time."""
    missing: tuple[str, ...] = ()
    """Required elements the board does not show (回复单位, 回复时间 …)."""


class Guide(Fact):
    """The elements of one service guide (办事指南): element name to `present`, `empty`, `missing` or `malformed`."""

    elements: dict[str, Any] = Field(default_factory=dict)


class BrokenLink(Fact):
    """A dead link and the page it stands on."""

    url: str
    status: int | str | None = None
    on: str | None = None


class Links(Fact):
    """One round of link checking on a website."""

    checked: int = 0
    broken: tuple[BrokenLink, ...] = ()


class PageVisited(Event):
    """One visit to one page of a website, and the facts read from it."""

    TYPE: ClassVar[str] = "page.visited"
    STREAM: ClassVar[str] = "OBSERVATIONS"

    website_id: str
    purpose: Purpose
    page_id: str | None = None
    url: str = ""
    observed_at: Moment
    outcome: LookOutcome
    reason: str | None = None
    status: int | None = None
    elapsed_ms: int | None = None
    entries: tuple[Entry, ...] | None = None
    """The list as read, newest first where the page does so; an empty one is a blank column; None: not read."""
    complete_since: Moment | None = None
    """The listing shows everything published since then, if known: the proof of sight."""
    messages: tuple[Message, ...] | None = None
    guide: Guide | None = None
    marks: dict[str, Any] = Field(default_factory=dict)
    """What the page says of itself: its footer, its `tags`, why it was not read (`unread`), `alerts`; a home page also
    what it offers (`functions`), what needs an old browser (`compat`), `leaving`, `service`, `search` and `ipv6`."""
    links: Links | None = None
    visit_id: str | None = None
    """The id of the visit.due event it answers."""
    evidence_id: str | None = None
    """The stored raw response, if it was kept."""
    article: dict[str, Any] | None = None
    """What an article page says of itself: title, published_at, date_origin, source, archived, archived_on …"""
    whole_list: bool = False
    """The list was read to its end: nothing older exists, so it shows everything there ever was."""

    @property
    def target(self) -> str:
        return self.website_id

    @property
    def occurred_at(self) -> datetime:
        return self.observed_at

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome is not LookOutcome.OK and not self.reason:
            raise ValueError(f"outcome 为 {self.outcome.value} 时须写明 reason（原因）")
        return self


class Post(Fact):
    """One post of an account."""

    id: str
    title: str = ""
    url: str = ""
    published_at: Moment | None = None
    original: bool | None = None
    """Written by the account itself (原创), not forwarded; None: the platform does not say."""


class Vanished(Fact):
    """A post that an account showed and shows no more, though its list reaches back to it."""

    id: str
    title: str = ""
    first_seen: Moment
    last_seen: Moment


class Profile(Fact):
    """What an account says of itself."""

    name: str | None = None
    owner: str | None = None
    interaction: bool | str | None = None
    """Whether people can write to it: `false` or `no` where they cannot."""
    status: str | None = None
    """`cancelled` where the platform says that the account is closed."""


class PostListed(Event):
    """One look at an account: its posts, and since when the list is complete."""

    TYPE: ClassVar[str] = "post.listed"
    STREAM: ClassVar[str] = "OBSERVATIONS"

    account_id: str
    observed_at: Moment
    outcome: LookOutcome
    reason: str | None = None
    posts: tuple[Post, ...] = ()
    complete_since: Moment | None = None
    profile: Profile | None = None
    url: str | None = None
    status: int | None = None
    elapsed_ms: int | None = None
    visit_id: str | None = None
    evidence_id: str | None = None
    links: Links | None = None
    """One round of checking the links of the account's menu."""
    marks: dict[str, Any] = Field(default_factory=dict)
    """What else was seen, such as `alerts` of another system: a list of `{kind, text, url}`."""
    vanished: tuple[Vanished, ...] = ()
    """Posts that were seen before and are gone, the latest first."""

    @property
    def target(self) -> str:
        return self.account_id

    @property
    def occurred_at(self) -> datetime:
        return self.observed_at

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome is not LookOutcome.OK and not self.reason:
            raise ValueError(f"outcome 为 {self.outcome.value} 时须写明 reason（原因）")
        return self


class Recorded(Event):
    """What only people know about one target: 找错 tickets, test letters, reviews, bonus points."""

    TYPE: ClassVar[str] = "record"
    STREAM: ClassVar[str] = "OBSERVATIONS"

    kind: str
    """`ticket`, `letter`, `finding`, `bonus`, `review`: lower case letters, digits and `_` only."""
    target_kind: TargetKind
    target_id: str
    record_id: str
    """Names the record; a later event with the same name replaces it."""
    recorded_at: Moment
    recorded_by: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)

    @property
    def target(self) -> str:
        return self.target_id

    @property
    def subject(self) -> str:
        return f"{self.TYPE}.{self.kind}.{self.target_id}"

    @property
    def occurred_at(self) -> datetime:
        return self.recorded_at
