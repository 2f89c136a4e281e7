"""What do citizens ask on this board, and what was answered when and by whom?"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from services.crawler import board_words as words
from services.crawler.dating.witness import Certainty
from services.crawler.labels import labelled
from services.crawler.letters import fields_in, id_of, message_of, moment_of, unit_of
from services.crawler.lists.emptiness import Emptiness, emptiness_of, has_own_scripts, says_empty
from services.crawler.lists.listings import Lists
from services.crawler.lists.main_list import list_by_script, never_main
from services.crawler.lists.paging import NO_PAGING, Paging, paging_of
from services.crawler.parsing.anchors import LINKS_PER_RECORD, Anchors
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page
from shared.contracts.observations import Message

_STATUS = re.compile(f"(?:{'|'.join([*words.ANSWERED, *words.OPEN])})")
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Board:
    """The messages of one page of a board. `blank` only if the board itself says that it has none."""

    messages: tuple[Message, ...] = ()
    details: tuple[str, ...] = ()
    """Addresses of detail pages, in the order of the messages; empty where a row has none."""
    complete_since: datetime | None = None
    blank: bool = False
    reason: str = ""
    certainty: Certainty = Certainty.LOW
    paging: Paging = NO_PAGING


def read_board(page: Page, *, observed_at: datetime | None = None) -> Board:
    """The messages a board lists: from a table with a head, from lines, or from question-and-answer blocks."""
    paging = paging_of(page)
    for rows in (_from_tables(page), _from_cards(page), _from_blocks(page), _from_lines(page, observed_at)):
        if rows:
            messages = tuple(message for message, _ in rows)
            return Board(
                messages, tuple(url for _, url in rows), _since(messages), certainty=Certainty.MEDIUM, paging=paging
            )
    kind = emptiness_of(page)
    if kind is Emptiness.SAID or paging.total == 0:
        return Board(blank=True, certainty=Certainty.HIGH, paging=paging)
    if kind is not Emptiness.SCRIPT and _has_head(page):
        if has_own_scripts(page):
            return Board(reason="needs_browser", paging=paging)
        return Board(blank=True, certainty=Certainty.MEDIUM, paging=paging)
    return Board(reason="needs_browser" if kind is Emptiness.SCRIPT else "board_not_recognised", paging=paging)


def _from_tables(page: Page) -> list[tuple[Message, str]]:
    """Rows below a head that names at least a title and a time; a statistics table beside it has no such head."""
    outline = page.outline
    rows = [index for index, element in enumerate(outline.elements) if element.tag == "tr"]
    head: dict[int, str] = {}
    table = -1
    found: list[tuple[Message, str]] = []
    for row in rows:
        cells = [child for child in outline.children(row) if outline.elements[child].tag in _CELLS]
        names = _head(outline, cells)
        if names:
            head, table = names, outline.elements[row].parent
        elif head and outline.elements[row].parent in {table, outline.elements[table].parent} | _bodies(outline, table):
            message = _row(page, cells, head)
            found += [message] if message else []
    return found


def _head(outline: Outline, cells: list[int]) -> dict[int, str]:
    """Which field stands in which place, if these cells are the head of a table of letters."""
    names = {place: name for place, cell in enumerate(cells) if (name := words.HEADS.get(_label(outline, cell)))}
    wanted = set(names.values())
    return names if "title" in wanted and wanted & {"asked_at", "status"} else {}


def _has_head(page: Page) -> bool:
    """Whether the table of letters is there, with no letter below its head."""
    outline = page.outline
    rows = (index for index, element in enumerate(outline.elements) if element.tag == "tr")
    return any(
        _head(outline, [child for child in outline.children(row) if outline.elements[child].tag in _CELLS])
        for row in rows
    )


def _bodies(outline: Outline, head_parent: int) -> set[int]:
    """The table sections beside the one that holds the head."""
    table = outline.elements[head_parent].parent
    return (
        {child for child in outline.children(table) if outline.elements[child].tag == "tbody"} if table >= 0 else set()
    )


def _label(outline: Outline, cell: int) -> str:
    return re.sub(r"[\s:：]", "", outline.text_of(cell))


def _row(page: Page, cells: list[int], head: dict[int, str]) -> tuple[Message, str] | None:
    outline = page.outline
    fields = {name: outline.text_of(cells[place]) for place, name in head.items() if place < len(cells)}
    if not fields.get("title") or (len(cells) < min(len(head), 2) and says_empty(outline.text_of(cells[0]))):
        return None
    row = outline.elements[cells[0]].parent
    element = outline.elements[row]
    url = ""
    for anchor in outline.anchors[element.links : element.links_end]:
        url = url or page.base.absolute(anchor.href) or ""
        if anchor.title and len(anchor.title) > len(fields["title"]):
            fields["title"] = anchor.title
    message = message_of(fields, url, whole=False)
    return (message, url) if message else None


def _from_cards(page: Page) -> list[tuple[Message, str]]:
    """Lines with a link for the title and labels below it: 来信时间, 回复单位."""
    outline, anchors = page.outline, Anchors(page.outline)
    asked = [item.text for item in labelled(outline, words.FIELDS) if item.name == "asked_at"]
    found = []
    for text in asked:
        card = outline.texts[text].element
        while card > 0 and not anchors.count(card):
            card = outline.elements[card].parent
        element = outline.elements[card]
        inside = bisect_left(asked, element.texts_end) - bisect_left(asked, element.texts)
        if card <= 0 or inside != 1 or anchors.count(card) > LINKS_PER_RECORD:
            return []
        anchor = anchors.title_of(card, anchors.within(card))
        fields = fields_in(outline, element.texts, element.texts_end) | {"title": anchors.words[anchor]}
        status = _STATUS.search(outline.text_of(card).replace(fields["title"], " "))
        fields.setdefault("status", status.group() if status else "")
        url = page.base.absolute(outline.anchors[anchor].href) or ""
        message = message_of(fields, url, whole=False)
        found += [(message, url)] if message else []
    return found if len(asked) > 1 else []


def _from_blocks(page: Page) -> list[tuple[Message, str]]:
    """Questions printed with their answers, one under the other: a new one begins where its first label comes again."""
    found = labelled(page.outline, words.FIELDS)
    names = [item.name for item in found]
    starts = [place for place, name in enumerate(names) if name == names[0]] if names else []
    if not starts or "asked_at" not in names or not {"reply", "replied_at"} & set(names):
        return []
    blocks = [found[start:end] for start, end in zip(starts, [*starts[1:], len(found)], strict=True)]
    if len(blocks) < 2:
        return []
    messages = []
    for block in blocks:
        fields: dict[str, str] = {}
        for item in block:
            fields.setdefault(item.name, item.value)
        if "title" not in fields and "content" not in fields:
            continue
        messages.append((message_of(fields, "", whole="reply" in names), ""))
    return [(message, url) for message, url in messages if message]


def _from_lines(page: Page, observed_at: datetime | None) -> list[tuple[Message, str]]:
    """Lines of a list: title, date and the board's word for the state, if shown."""
    listings = [listing for listing in Lists(page, observed_at).dated() if not never_main(page, listing)]
    if not listings or list_by_script(page, listings, paging_of(page)):
        return []
    largest = max(listings, key=lambda listing: len(listing.records))
    found = []
    for record in largest.records:
        text = page.outline.text_of(record.element)
        status = _STATUS.search(text.replace(record.title, " "))
        fields = fields_in(
            page.outline, page.outline.elements[record.element].texts, page.outline.elements[record.element].texts_end
        )
        replied = moment_of(fields.get("replied_at", ""))
        asked = record.published_at if record.published_at != replied else moment_of(fields.get("asked_at", ""))
        message = Message(
            id=id_of(record.url, record.title, asked),
            title=record.title,
            asked_at=moment_of(fields.get("asked_at", "")) or asked,
            replied_at=replied,
            replying_unit=unit_of(fields.get("unit", "")),
            status=status.group() if status else None,
        )
        found.append((message, record.url))
    return found


def _since(messages: tuple[Message, ...]) -> datetime | None:
    """The oldest question of a board that lists them from new to old, each with its time."""
    asked = [message.asked_at for message in messages if message.asked_at]
    if len(asked) < len(messages) or any(later > earlier for earlier, later in itertools.pairwise(asked)):
        return None
    return asked[-1] if asked else None
