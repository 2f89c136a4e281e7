"""Does the search of a website find what the website published? Tried once a day with a title its home page lists.

Told are a title that is found, and a search that fails, or says that it found nothing, on two days in a row. Whatever
else there may be (a form that a script sends, results that a script writes, a firewall) says nothing.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import verdict_of
from services.crawler.lists.emptiness import Emptiness, emptiness_of, hidden
from services.crawler.parsing.addresses import host_of
from services.crawler.parsing.page import Page
from services.crawler.suspicions import registered
from shared.contracts.observations import Entry
from shared.contracts.target import LookOutcome, Purpose

_YOUNGEST, _OLDEST = timedelta(days=3), timedelta(days=60)
"""How long ago the title was published: a search may take days to know it, and home pages show the newest."""

_SHORTEST, _LONGEST = 8, 60
"""Characters of a title that is searched for."""

_DAYS = 2
"""In a row before it is told that a search does not find."""

_MOST_FIELDS, _LONGEST_VALUE = 15, 100
_TOLD_APART = 14
"""So many characters of a title are its own; lists of results may cut what follows."""

_MEANS_SEARCH = re.compile(r"搜索|检索|查询|关键[字词]|search|seek|query", re.IGNORECASE)
_OTHERWISE = re.compile(r"登录|密码|login|password|验证码", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_NOTHING = re.compile(
    r"(?:没有|没|未能?|无法?)(?:找到|搜索?到|检索到|查询?到|查找到|发现)|无(?:相关|搜索|检索|查询)(?:结果|内容|信息|记录|数据)|"
    r"没有(?:相关|符合|匹配|任何)|暂无(?:搜索|检索|查询|相关)(?:结果|内容|信息|记录|数据)|"
    r"(?:共|找到|检索到|搜索到|查询到|获得|约)(?:相关|约|了)*(?:结果|信息|内容|记录)?0(?:条|个|篇|项)"
)
_MARKS = re.compile(r"[^\w]+|_+")

OK = "ok"
_TYPED = {"text", "search"}
_CHOSEN = {"select", "textarea", "radio", "checkbox", "password", "file"}


def search_form(page: Page) -> dict[str, Any]:
    """The mark `searchable`: where the one line of text goes that a reader would type; empty where that is not certain.

    `scripted` says that a script has a hand in it: then only a title that is found says anything.
    """
    forms = [found for form in page.tree.css("form") if (found := _form(page, form))]
    return forms[0] if len({form["url"] for form in forms}) == 1 else {}


class _Control(NamedTuple):
    """One control of a form."""

    kind: str
    said: Mapping[str, str | None]

    @property
    def name(self) -> str:
        """Under what its value is sent."""
        return self.said.get("name") or ""


def _form(page: Page, form: Any) -> dict[str, Any]:
    said = form.attributes
    controls = [_Control(_kind(node), node.attributes) for node in form.css("input, button, select, textarea")]
    typed = [one.name for one in controls if one.kind in _TYPED]
    hidden = {one.name: one.said.get("value") or "" for one in controls if one.kind == "hidden" and one.name}
    words = " ".join(value or "" for one in (said, *(one.said for one in controls)) for value in one.values())
    if (said.get("method") or "get").lower() != "get" or len(typed) != 1 or not typed[0]:
        return {}
    if not _MEANS_SEARCH.search(words) or _OTHERWISE.search(words) or any(one.kind in _CHOSEN for one in controls):
        return {}
    if len(hidden) > _MOST_FIELDS or any(len(value) > _LONGEST_VALUE for value in hidden.values()):
        return {}
    url = page.base.absolute(said.get("action") or page.url)
    if not url or registered(host_of(url)) != registered(host_of(page.url)):
        return {}
    found = {"url": url, "field": typed[0], "hidden": hidden, "encoding": page.encoding}
    return found | ({"scripted": True} if _is_scripted(said, controls) else {})


def _kind(node: Any) -> str:
    return (node.attributes.get("type") or "text").lower() if node.tag == "input" else str(node.tag)


def _is_scripted(form: Mapping[str, str | None], controls: Iterable[_Control]) -> bool:
    """Whether a script may change what is sent; one that clears the line of text as it is clicked does not."""
    return any(name.startswith("on") for name in form) or any(
        name.startswith("on") for one in controls if one.kind not in _TYPED for name in one.said
    )


def searched_for(entries: Iterable[Entry], url: str, now: datetime) -> Entry | None:
    """The newest thing of its own that a home page lists and a search must know by now; None if there is none."""
    own = registered(host_of(url))
    known = [
        entry
        for entry in entries
        if (at := entry.published_at)
        and now - _OLDEST <= at <= now - _YOUNGEST
        and _SHORTEST <= len(entry.title) <= _LONGEST
        and not _CUT.search(entry.title.strip())
        and registered(host_of(entry.url)) == own
    ]
    return max(known, key=lambda entry: (entry.published_at or now, entry.url), default=None)


def address_of(form: Mapping[str, Any], title: str) -> str:
    """Where a browser goes when the title is typed into the form and sent."""
    fields = {**form["hidden"], form["field"]: title.strip()}
    parts = urlsplit(form["url"])
    query = urlencode(fields, encoding=str(form["encoding"]), errors="xmlcharrefreplace")
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}"


def result_of(answer: Answer, entry: Entry) -> str:
    """What came of it: `ok` where the thing is among the results, why it is not where that is certain, else nothing."""
    verdict = verdict_of(answer, Purpose.COLUMN)
    if verdict.outcome is LookOutcome.FAILED and not verdict.may_be_ours:
        return f"搜索页不能正常打开（{verdict.reason}）"
    if not verdict.ok:
        return ""
    page = Page(answer.body, answer.final_url, answer.header("content-type"))
    name = _plain(entry.title)[:_TOLD_APART]
    if any(link.url == entry.url or name in _plain(link.text) for link in page.links):
        return OK
    return f"搜索页称没有“{entry.title}”的结果" if _says_nothing(page) else ""


def _says_nothing(page: Page) -> bool:
    """Whether it tells its readers that nothing was found, and no script could show them something."""
    emptiness = emptiness_of(page)
    outline = page.outline
    words = "".join("".join(text.value.split()) for text in outline.texts if not hidden(outline, text.element))
    return emptiness is Emptiness.SAID or (emptiness is not Emptiness.SCRIPT and bool(_NOTHING.search(words)))


def searched(known: Mapping[str, Any], result: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be kept of one try, beside what was kept of the one before: of the same form."""
    failed = 0 if result in {"", OK} else 1 + (known.get("failed", 0) if known.get("url") == form["url"] else 0)
    return {"url": form["url"], "result": result, "failed": failed}


def search_mark(known: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """The mark `search`: `ok`, or what is the matter on the second day in a row; empty where nothing is certain."""
    result = str(known.get("result", "")) if known.get("url") == form.get("url") else ""
    if result in {"", OK}:
        return result
    return "" if form.get("scripted") or known["failed"] < _DAYS else f"{result}，连续 {known['failed']} 天"


def _plain(words: str) -> str:
    return _MARKS.sub("", words).lower()
