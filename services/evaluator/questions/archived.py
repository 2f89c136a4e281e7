"""The pages that say they are archived (已归档), as far as they still count."""

from collections.abc import Iterator

from services.evaluator.indicator import Case
from services.evaluator.questions.ageing import still_says
from services.evaluator.questions.articles import Article


def archived_pages(case: Case) -> Iterator[Article]:
    """Those that were read as lately as a round of checking links counts.

    One whose label was gone at a later look is none any more, as far as that look is kept: of the newest articles.
    """
    newer = {url: said for (_, url), said in sorted(case.dossier.articles.items())}
    for url, said in sorted(case.dossier.archived.items()):
        other = newer.get(url)
        is_off = other is not None and said.at < other.at <= case.as_of and not other.facts.get("archived")
        if said.at <= case.as_of and not is_off and still_says(case, said.at, case.rules.sight.links_max_age):
            yield Article(url, said)
