"""Dates a page states for machines: meta tags, structured data, script variables."""

import re
from datetime import date

from services.crawler.dates import Written, full_dates, narrow, stated
from services.crawler.dating.witness import Trust, Witness
from services.crawler.parsing.page import Page

PUBLISHED_METAS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publishtime",
    "publish_time",
    "pubtime",
    "_pubtime",
    "pub_date",
    "article:published_time",
    "og:published_time",
    "bytedance:published_time",
    "og:release_date",
    "og:article:published_time",
    "weibo: article:create_at",
    "weibo:article:create_at",
    "datepublished",
    "publicationdate",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "release_date",
    "apub:time",
    "firstpublishedtime",
    "date",
)
"""Never Maketime, modified_time and the like: they say when the file was made."""

VAGUE = frozenset({"meta:date", "meta:dc.date", "meta:dcterms.date"})
"""Tags that do not say a date of what they tell: heard only where the page shows none."""
CHANGED_METAS = ("dateupdate", "datemodified", "article:modified_time", "lastmodifiedtime", "maketime", "createdate")

_MARKED = '[itemprop="datePublished"], time[pubdate], time.entry-date, time.published'
_STRUCTURED = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"]{8,40})"')
_VARIABLE = re.compile(
    r"(?:^|[\s,;{.\"'_$(])(pub(?:lish(?:ed)?)?_?(?:date|data|time|at)|fbsj|fbrq|fb_?time|doc_?(?:rel|pub)_?time|"
    r"release_?(?:time|date)|"
    r"ptime|(?<=var )ct|news_?(?:date|time)|article_?(?:date|time))[\"']?\s*[:=]\s*[\"']?([^\"'<>;\n}]{8,40})",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[pP][uU][bB]|fb[srt]|FB[SRT]|_?[rR]el|ptime|PTime|var ct|news_?[dDtT]|article_?[dDtT]")
"""Cheap: most scripts name nothing of the kind."""
_WRITES = re.compile(r"document\.write|\.(?:innerHTML|innerText|textContent)\s*=|\.(?:html|text)\(\s*[\"'\w]")
_COMPARED = re.compile(r"new Date\([^)]*\)")
"""A script that asks whether a day has come."""
_SHORT_SCRIPT = 1_500
_LARGEST_SCRIPT = 400_000


def stated_witnesses(page: Page) -> list[Witness]:
    """At most one of each kind; a kind that names different days says nothing."""
    found = (_meta(page), _structured(page), _variable(page) or _written_out(page))
    return [witness for witness in found if witness]


def changed_days(page: Page) -> list[date]:
    """The days on which the page says it was made or changed: no publication, but they know the year."""
    stated_values = (stated(value) for name in CHANGED_METAS for value in page.metas.get(name, ()))
    return [written.on for written in stated_values if written]


def _meta(page: Page) -> Witness | None:
    if page.metas.keys().isdisjoint(PUBLISHED_METAS):
        return None
    for name in PUBLISHED_METAS:
        values = [written for value in page.metas.get(name, ()) if (written := stated(value))]
        if values:
            return _agreed(f"meta:{name}", values, Trust.META)
    return None


def _structured(page: Page) -> Witness | None:
    values = []
    for node in page.tree.css(_MARKED) if page.tree.css_first("[itemprop],time") is not None else ():
        attributes = node.attributes
        written = stated(attributes.get("content") or attributes.get("datetime") or node.text_lexbor()[:40])
        if written:
            values.append(written)
    for script in page.scripts:
        if "atePublished" in script or "pubDate" in script:
            values += [written for value in _STRUCTURED.findall(script[:_LARGEST_SCRIPT]) if (written := stated(value))]
    return _agreed("structured", values, Trust.STRUCTURED)


def _variable(page: Page) -> Witness | None:
    values: list[Written] = []
    name = ""
    for script in page.scripts:
        if not _NAMED.search(script[:_LARGEST_SCRIPT]):
            continue
        for match in _VARIABLE.finditer(script[:_LARGEST_SCRIPT]):
            written = stated(match.group(2))
            if written:
                values.append(written)
                name = name or match.group(1)
    return _agreed(f"script:{name}", values, Trust.SCRIPT)


def _written_out(page: Page) -> Witness | None:
    """The one date in the short scripts that write into the page where they stand."""
    values: list[Written] = []
    for script in page.scripts:
        if len(script) <= _SHORT_SCRIPT and _WRITES.search(script):
            values += full_dates(narrow(_COMPARED.sub("", script)))
    return _agreed("script:document.write", values, Trust.SCRIPT)


def _agreed(origin: str, values: list[Written], trust: Trust) -> Witness | None:
    if not values or len({value.on for value in values}) > 1:
        return None
    best = next((value for value in values if value.clock), values[0])
    return Witness(origin, best.at, trust, timed=best.clock is not None)
