"""The articles that were visited, as far as they still count."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case
from services.evaluator.questions.ageing import still_says


@dataclass(frozen=True, slots=True)
class Article:
    """One article that was read."""

    url: str
    said: Said

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.said.facts.get("title") or "")

    @property
    def archived_on(self) -> str:
        """The day it says it was archived on, such as 2023-05-01; empty where it names none."""
        return str(self.said.facts.get("archived_on") or "")

    @property
    def related(self) -> tuple[str, ...]:
        """The addresses of the readings or documents it links to."""
        links = self.said.facts.get("related") or ()
        return tuple(str(link.get("url", "")) for link in links if isinstance(link, dict))


def articles(case: Case) -> Iterator[Article]:
    """Each address once, by its latest look, the newest articles first."""
    known: dict[str, Said] = {}
    for (_, url), said in sorted(case.dossier.articles.items(), reverse=True):
        if said.at <= case.as_of and still_says(case, said.at, case.rules.sight.article_max_age):
            before = known.get(url)
            known[url] = said if before is None or said.at > before.at else before
    return (Article(url, said) for url, said in known.items())
