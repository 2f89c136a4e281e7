"""The pages that say they are archived (已归档), as far as they still count."""

from collections.abc import Iterator
from typing import NamedTuple

from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case
from services.evaluator.questions.ageing import still_says


class ArchivedPage(NamedTuple):
    """One page that said so at the latest look."""

    url: str
    said: Said

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.said.facts.get("title") or "")

    @property
    def archived_on(self) -> str:
        """The day it names, such as 2023-05-01; empty where it names none."""
        return str(self.said.facts.get("archived_on") or "")


def archived_pages(case: Case) -> Iterator[ArchivedPage]:
    """Those that were read as lately as a round of checking links counts.

    One whose label was gone at a later look is none any more, as far as that look is kept: of the newest articles.
    """
    newer = {url: said for (_, url), said in sorted(case.dossier.articles.items())}
    for url, said in sorted(case.dossier.archived.items()):
        other = newer.get(url)
        is_off = other is not None and said.at < other.at <= case.as_of and not other.facts.get("archived")
        if said.at <= case.as_of and not is_off and still_says(case, said.at, case.rules.sight.links_max_age):
            yield ArchivedPage(url, said)
