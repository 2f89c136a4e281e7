"""Whose page is this? 网站标识码, ICP, 公安备案, the 党政机关 badge, the 找错 entry, the sponsor, the tags of 47号."""

import re
from typing import Any

from services.crawler.dating.headline import squeeze
from services.crawler.parsing.page import Page
from services.crawler.parsing.words import holds

SITE_CODE = re.compile(r"(?:\d{10}|bm\d{8})")
_CODE_LABEL = re.compile(r"(?:网站)?标识码\s*[:：]?\s*(?:</?\w[^>]{0,200}>\s*)*((?:bm|BM)\d{8}|\d{10})(?!\d)")
_ICP = re.compile(
    r"([京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新港澳台])\s*ICP\s*(备|"
    r"证)\s*(\d{5,10})\s*(号)?\s*(?:[-－—]\s*(\d{1,3}))?",
    re.IGNORECASE,
)
_ICP_WORDS = ("ICP", "icp", "Icp")
_PSB = re.compile(r"([\u4e00-\u9fff]?)公\s*(?:网\s*安\s*备(?:案号)?|安备案编?号)(\s*)[:：]?\s*(\d{11,14})\s*号?")
_PSB_LINK = re.compile(r"beian\.(?:gov|mps\.gov)\.cn/[^\"'\s>]{0,120}?(?:recordcode|code)=(\d{11,14})", re.IGNORECASE)
_PSB_HOSTS = ("beian.gov.cn/", "beian.mps.gov.cn/")
_BADGE_HOSTS = ("bszs.conac.cn", "dcs.conac.cn", "conac.cn/")
_BADGE_WORDS = (*_BADGE_HOSTS, "_ideConac", "imgConac", "党政机关网站标识")
_BADGE_CODE = re.compile(r"CA\d{15,21}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REPORT_WORDS = ("pucha.kaipuyun.cn", "/exposure/")
_RARE_REPORT_WORDS = {"zfwzgl.www.gov.cn": "z", "jiucuo.": "j", "_jiucuo_": "j"}
"""Each with a character that is rare on pages."""
_REPORT_CODE = re.compile(r"(?:site_?[cC]ode|SiteCode)\s*(?:=|:|%3D)\s*[\"']?\s*((?:bm|BM)\d{8}|\d{10})(?!\d)")
_SHOWN = "备证办电邮联维"
"""Of the words for a filing, a licence, a sponsor and a way to reach somebody."""
_SPONSOR = re.compile(r"(主办|承办)(?:单位|方)?\s*[:：]\s*([\u4e00-\u9fff（）()·、]{3,40})")
_CONTACT = re.compile(
    r"(?:联系电话|电话|邮箱|电子邮箱|联系我们|联系方式|网站维护)\s*[:：]?\s*([\d\-—()（）+\s]{7,24}|"
    r"[\w.+-]+@[\w-]+\.[\w.]+)"
)
_ESCAPED = re.compile(r"unescape\s*\(\s*(?:\"[^\"]{0,5000}\"|'[^']{0,5000}')")
_PERCENT = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_TAGS = ("Keywords", "Author", "Description", "Image", "Url")


def read_marks(page: Page) -> dict[str, Any]:
    """The marks found; a mark that is not on the page is not in the answer."""
    # what says nothing an article says, and has none of the characters of these marks, is not taken apart for them
    footer = "" if page.silence.of_articles and page.silence.lacks(_SHOWN) else page.visible[-4000:]
    marks: dict[str, Any] = {
        "site_code": _site_code(page),
        "icp": (_icp(footer) or _icp(page.visible)) if footer else None,
        **_psb(page, footer),
        **_badge(page),
        **_report_entry(page),
        **_people(footer),
        "tags": _tags(page),
        "title": page.title or None,
    }
    code, entry = marks.get("site_code"), marks.get("report_code")
    if code and entry:
        marks["report_matches"] = code == entry
    return {name: value for name, value in marks.items() if value not in (None, "", {}, [])}


def _site_code(page: Page) -> str | None:
    stated = squeeze(page.meta("siteidcode") or "").lower()
    if SITE_CODE.fullmatch(stated):
        return stated
    if not holds(page.html, "标识码"):
        return None
    found = _CODE_LABEL.search(page.visible) or _CODE_LABEL.search(page.html)
    return found.group(1).lower() if found else None


def _icp(text: str) -> str | None:
    if "备" not in text and "证" not in text:
        return None
    every = list(_ICP.finditer(text)) if any(word in text for word in _ICP_WORDS) else []
    # the licence for paid services (京ICP证…) may stand before the filing
    found = next((one for one in every if one[2] == "备"), every[0] if every else None)
    if not found:
        return None
    province, kind, number, suffix, part = found.groups()
    return f"{province}ICP{kind}{number}{'号' if suffix else ''}{'-' + part if part else ''}"


def _psb(page: Page, footer: str) -> dict[str, Any]:
    found = (_PSB.search(footer) or _PSB.search(page.visible)) if footer and "备" in page.visible else None
    if found:
        blank = " " if found.group(2) else ""
        return {
            "psb": f"公网安备{blank}{found.group(3)}号",
            "psb_number": found.group(3),
            "psb_province": found.group(1) or None,
        }
    linked = _PSB_LINK.search(page.html) if page.may_hold(*_PSB_HOSTS) and "beian" in page.html else None
    return {"psb": f"公网安备 {linked.group(1)}号", "psb_number": linked.group(1)} if linked else {}


def _badge(page: Page) -> dict[str, Any]:
    """The badge is written by a script, often escaped, sometimes left in a comment: then it is there but not shown."""
    html = page.html
    named = "%" in html or page.may_hold(*_BADGE_HOSTS) or holds(html, "Conac", "C")
    if not (named and "onac" in html) and not holds(html, "党政机关", "党"):
        return {}
    text = _ESCAPED.sub(_unescaped, html) if "unescape" in html else html
    if not any(word in text for word in _BADGE_WORDS):
        return {}
    visible = _COMMENT.sub("", text)
    shown = any(word in visible for word in _BADGE_WORDS)
    code = _BADGE_CODE.search(text)
    return {"badge": "shown" if shown else "commented_out", "badge_code": code.group() if code else None}


def _report_entry(page: Page) -> dict[str, Any]:
    html = page.html
    named = holds(html, "找错") or any(holds(html, word, rare) for word, rare in _RARE_REPORT_WORDS.items())
    if not named and not any(page.may_hold(word) and word in html for word in _REPORT_WORDS):
        return {}
    code = (
        _REPORT_CODE.search(html)
        if any(word in html for word in ("sitecode", "site_code", "siteCode", "SiteCode"))
        else None
    )
    return {"report_entry": True, "report_code": code.group(1).lower() if code else None}


def _people(footer: str) -> dict[str, Any]:
    found = dict(_SPONSOR.findall(footer)) if "办" in footer else {}
    contact = _CONTACT.search(footer) if any(word in footer for word in "电邮联维") else None
    return {
        "sponsor": found.get("主办"),
        "organiser": found.get("承办"),
        "contact": " ".join(contact.group(1).split()) if contact else None,
    }


def _tags(page: Page) -> dict[str, str]:
    """The tags of 47号 that are there, as spelt there, with their values; empty ones as an empty text."""
    wanted = (*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS, *OPTIONAL_TAGS)
    return {name: page.meta(name.lower()) or "" for name in wanted if name.lower() in page.metas}


def _unescaped(call: re.Match[str]) -> str:
    return _PERCENT.sub(lambda found: chr(int(found.group(1) or found.group(2), 16)), call.group())
