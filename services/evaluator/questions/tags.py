"""The tags of 《政府网站发展指引》 on the home page and on the pages of columns."""

from collections.abc import Collection, Iterator

from services.evaluator.columns import distinct
from services.evaluator.dossier import HOME, column_key
from services.evaluator.indicator import Case
from services.evaluator.questions.sayings import hear
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item


def pages_lacking(case: Case, site: Collection[str], column: Collection[str]) -> tuple[int, tuple[Item, ...]]:
    """How many pages were read, and those that lack a required tag."""
    read, items = 0, []
    for key, id_, name, wanted in _pages(case, site, column):
        heard = hear(case, key, case.rules.sight.marks_max_age)
        if heard.said is None or not wanted:
            continue
        read += 1
        tags = heard.facts.get("tags") or {}
        there = {tag.lower() for tag in tags if not isinstance(tags, dict) or tags[tag]}
        lacking = [tag for tag in wanted if tag.lower() not in there]
        if lacking:
            text = "缺少：" + "、".join(lacking)
            url, at = heard.said.url or None, heard.said.at
            item = Item(id=id_, name=name, kind="page", outcome=Outcome.NOT_MET, text=text, url=url, observed_at=at)
            items.append(item)
    return read, tuple(items)


def _pages(
    case: Case, site: Collection[str], column: Collection[str]
) -> Iterator[tuple[str, str, str, Collection[str]]]:
    if site:
        yield HOME, HOME, "首页", site
    if column:
        for one in distinct(case.subject.columns):
            yield column_key(one.id), one.id, one.name, column
