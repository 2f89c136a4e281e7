"""What is watched: every page and feed of the registry that is worth a visit, with what a visit must know of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.contracts.target import Purpose, TargetKind
from shared.contracts.visits import VisitDue
from shared.registry.model import Account, AccountStatus, Board, Column, Guide, Registry, Website, WebsiteStatus
from shared.registry.vocabulary import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One page or feed, visited for one purpose."""

    kind: TargetKind
    target_id: str
    purpose: Purpose
    url: str
    page_id: str | None = None
    category: Category | None = None
    list_selector: str = ""
    date_selector: str = ""

    @property
    def key(self) -> str:
        """Names it among all watches, on every machine."""
        return f"{self.target_id}/{self.purpose.value}/{self.page_id or ''}"


def watches(registry: Registry) -> Iterator[Watch]:
    """Everything to be visited. Closed websites, accounts that are not active and those without a feed are left out."""
    for website in registry.websites.values():
        if website.status is WebsiteStatus.RUNNING:
            yield _home(website)
            yield _round(website)
            yield from map(_column, registry.columns_of(website.id))
            for board in registry.boards_of(website.id):
                yield _page(board, Purpose.BOARD)
            for guide in registry.guides_of(website.id):
                yield _page(guide, Purpose.GUIDE)
    yield from filter(None, map(_feed, registry.accounts.values()))


def watch_of(registry: Registry, visit: VisitDue) -> Watch | None:
    """What a visit is about, as the registry has it now; None if it is watched no more."""
    found = _found(registry, visit)
    if found is None or visit.purpose not in {Purpose.PROBE, Purpose.ARTICLE, Purpose.LINK}:
        return found
    return Watch(kind=visit.kind, target_id=visit.target_id, purpose=visit.purpose, url=visit.url or found.url)


def _found(registry: Registry, visit: VisitDue) -> Watch | None:
    if visit.kind is TargetKind.ACCOUNT:
        account = registry.accounts.get(visit.target_id)
        return _feed(account) if account else None
    website = registry.websites.get(visit.target_id)
    if website is None or website.status is not WebsiteStatus.RUNNING:
        return None
    match visit.purpose:
        case Purpose.COLUMN:
            column = registry.columns.get(visit.page_id or "")
            return _column(column) if column and column.website_id == website.id else None
        case Purpose.BOARD | Purpose.GUIDE:
            pages = registry.boards if visit.purpose is Purpose.BOARD else registry.guides
            page = pages.get(visit.page_id or "")
            return _page(page, visit.purpose) if page and page.website_id == website.id else None
        case _:
            return _home(website)


def _home(website: Website) -> Watch:
    return Watch(kind=TargetKind.WEBSITE, target_id=website.id, purpose=Purpose.HOME, url=website.url)


def _round(website: Website) -> Watch:
    return Watch(kind=TargetKind.WEBSITE, target_id=website.id, purpose=Purpose.LINK, url=website.url)


def _column(column: Column) -> Watch:
    return Watch(
        kind=TargetKind.WEBSITE,
        target_id=column.website_id,
        purpose=Purpose.COLUMN,
        url=column.url,
        page_id=column.id,
        category=column.category,
        list_selector=column.list_selector,
        date_selector=column.date_selector,
    )


def _page(page: Board | Guide, purpose: Purpose) -> Watch:
    return Watch(kind=TargetKind.WEBSITE, target_id=page.website_id, purpose=purpose, url=page.url, page_id=page.id)


def _feed(account: Account) -> Watch | None:
    if account.status is not AccountStatus.ACTIVE or not account.feed_url:
        return None
    return Watch(kind=TargetKind.ACCOUNT, target_id=account.id, purpose=Purpose.FEED, url=account.feed_url)
