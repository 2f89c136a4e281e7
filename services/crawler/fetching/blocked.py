"""Did we see the site at all? Firewalls, challenges, log-in walls and error pages told from pages."""

import codecs
import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import islice

from shared.contracts.target import LookOutcome

_HEAD = 60_000
_SMALL = 6_000
_TINY_TEXT = 400
_MANY_TAGS = 25
_TITLE_WITHIN = 8_000


class Reason(StrEnum):
    """Why an answer is not the page that was asked for. `None` stands for: it is."""

    BLOCKED = "blocked"
    """A firewall answered instead of the site (瑞数 412, 加速乐 521, 403, 405, a challenge page)."""
    RATE_LIMITED = "rate_limited"
    CAPTCHA = "captcha"
    LOGIN_REQUIRED = "login_required"
    NEEDS_BROWSER = "needs_browser"
    UNAVAILABLE = "unavailable"
    """502, 503, 504: the site is down, or a firewall says so. Not a dead link."""
    NOT_FOUND = "not_found"
    SOFT_NOT_FOUND = "soft_not_found"
    """Status 200, but the page says it does not exist."""
    SERVER_ERROR = "server_error"
    ERROR_PAGE = "error_page"
    """Status 200, but the page is the error report of its server."""
    EMPTY_BODY = "empty_body"
    CLIENT_ERROR = "client_error"

    @property
    def outcome(self) -> LookOutcome:
        """`blind` when we could not see, `failed` when the site did not answer as it must."""
        return LookOutcome.BLIND if self in _BLIND else LookOutcome.FAILED

    @property
    def dead_link(self) -> bool:
        """Whether a link that gets this answer is dead; what is blocked or busy is not."""
        return self in {Reason.NOT_FOUND, Reason.SOFT_NOT_FOUND, Reason.SERVER_ERROR}


_BLIND = frozenset({Reason.BLOCKED, Reason.RATE_LIMITED, Reason.CAPTCHA, Reason.LOGIN_REQUIRED, Reason.NEEDS_BROWSER})

_STATUS = {
    401: Reason.LOGIN_REQUIRED,
    403: Reason.BLOCKED,
    404: Reason.NOT_FOUND,
    405: Reason.BLOCKED,
    406: Reason.BLOCKED,
    407: Reason.BLOCKED,
    410: Reason.NOT_FOUND,
    412: Reason.BLOCKED,
    418: Reason.BLOCKED,
    421: Reason.BLOCKED,
    429: Reason.RATE_LIMITED,
    451: Reason.BLOCKED,
    468: Reason.BLOCKED,
    493: Reason.BLOCKED,
    502: Reason.UNAVAILABLE,
    503: Reason.UNAVAILABLE,
    504: Reason.UNAVAILABLE,
    521: Reason.BLOCKED,
    567: Reason.BLOCKED,
}
_CHALLENGE_MARKS = (
    "jsl_clearance",
    "$_ts=",
    "$_ts =",
    "fssbbil1ugzbn7n",
    "acw_sc__v",
    "aliyunwaf",
    "cf-browser-verification",
    "cf_chl_",
    "challenge-platform",
    "just a moment...",
    "safedog",
    "yunsuo_session",
    "security_verify_data",
    "waf_cookie",
    "wzws_confirm",
    "wzwschallenge",
    "_waf_",
    "antibot",
    "anti-bot",
    "arg1='",
    "hwwafsesid",
)
"""Lower case; what the scripts of 加速乐, 瑞数, 阿里云盾, Cloudflare, 安全狗, 云锁 … leave in a page."""
_CHALLENGE = re.compile(
    r"安全狗|云盾|创宇盾|知道创宇|网站防火墙|您的(?:请求|访问)(?:可能存在威胁|存在异常|过于频繁|被(?:拦截|阻断|"
    r"拒绝))|访问(?:被拦截|被拒绝|请求被阻断|过于频繁|异常)|"
    r"请求(?:已)?被(?:拦截|阻断|拒绝)|拦截(?:提示|页面)|攻击行为|Request (?:blocked|denied|rejected)|"
    r"The requested URL was rejected|"
    r"Web Application Firewall|"
    r"正在(?:验证|检查)您的浏览器|浏览器安全检查|人机(?:验证|识别)"
)
_CAPTCHA = re.compile(
    r"(?:请(?:输入|完成|拖动|点击)[^。<]{0,16}(?:验证码|验证|滑块)|滑动验证|安全验证|geetest|recaptcha|hcaptcha|"
    r"TencentCaptcha)",
    re.IGNORECASE,
)
_SELF_RELOAD = re.compile(
    r"document\.cookie\s*=.{0,2000}(?:location(?:\.href)?\s*[=.]|location\.reload)", re.IGNORECASE | re.DOTALL
)
_NOT_FOUND = re.compile(
    r"(?:您?(?:所)?(?:访问|请求|查看|查找|要找)的?(?:页面|网页|内容|信息|文件|文章|栏目|资源|"
    r"地址)[^。<]{0,10}(?:不存在|已(?:被)?删除|找不到|丢失|已下线|未找到|无法找到|"
    r"已失效)|(?:页面|网页|文件|文章|信息|内容)(?:不存在|未找到|找不到了?|已(?:被)?删除|走丢了)|"
    r"找不到(?:该|您|相关|这个)?[^。<]{0,8}(?:页面|网页|文件)|抱歉[^。<]{0,12}(?:页面|网页)|404\s*(?:错误|not found|"
    r"page)|page not found|"
    r"The page (?:you|cannot|can't))",
    re.IGNORECASE,
)
_NOT_FOUND_TITLE = re.compile(
    r"^\W*404\b|\b404\b.*(?:错误|页面|found)|not found|页面不存在|找不到(?:页面|网页)|^错误(?:页面?|提示)?$|出错了",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"Whitelabel Error Page|HTTP Status (?:4|5)\d\d|Apache Tomcat/[\d.]+ - Error|java\.lang\.\w+(?:Exception|Error)|"
    r"javax\.servlet\.|org\.(?:apache|springframework)\.[\w.]+Exception|Server Error in '/|"
    r"Fatal error: |ORA-\d{5}|SQLSTATE\[|mysqli?_connect\(|Microsoft OLE DB Provider|Runtime Error|"
    r"Traceback \(most recent call|数据库连接(?:失败|错误)|Service Unavailable|Bad Gateway|Internal Server Error",
)
_SUSPENDED = re.compile(
    r"(?:网站|站点)(?:已)?(?:暂停|关闭|停止)(?:访问|服务)|域名(?:已)?(?:过期|停止解析)|未备案|尚未备案|"
    r"Welcome to nginx|Apache2? (?:Debian|"
    r"Ubuntu) Default Page|IIS7?\s*(?:欢迎|Welcome)|没有找到站点|It works!"
)


def reason_of(status: int | None, headers: Mapping[str, str], body: bytes | str) -> Reason | None:
    """Why this answer is not the page, or None if it is. Reads only the beginning of the body."""
    if status is not None and status >= 400:
        return _by_status(status, headers, _beginning(body))
    raw = body[:_HEAD].encode("utf-8", "replace") if isinstance(body, str) else body
    if _is_rich(raw):
        return Reason.SOFT_NOT_FOUND if _NOT_FOUND_TITLE.search(_title_in(raw)) else None
    text = _beginning(body)
    if not text.strip():
        return Reason.EMPTY_BODY if status not in {204, 304} else None
    return _by_body(text)


def _beginning(body: bytes | str) -> str:
    if isinstance(body, str):
        return body[:_HEAD]
    head = body[:_HEAD]
    try:
        # the head may end in the middle of a character
        return codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return head.decode("gb18030", "ignore")


def _by_status(status: int, headers: Mapping[str, str], text: str) -> Reason:
    if status in _STATUS and status not in {404, 502, 503, 504}:
        return _STATUS[status]
    challenged = _challenged(text, visible_words(text)) or _SELF_RELOAD.search(text[:_SMALL])
    if challenged or "cf-mitigated" in {name.lower() for name in headers}:
        return Reason.BLOCKED
    if status in _STATUS:
        return _STATUS[status]
    return Reason.SERVER_ERROR if status >= 500 else Reason.CLIENT_ERROR


def _is_rich(raw: bytes) -> bool:
    """A real page may speak of 验证码 or of firewalls: only a page with little else is a notice.

    Told from the raw bytes: nearly every page is rich, and needs no other look.
    """
    tags = _TAGS_OF_PAGES.finditer(raw, 0, _HEAD)
    return next(islice(tags, _MANY_TAGS - 1, None), None) is not None


def _title_in(raw: bytes) -> str:
    """The text of `<title>`, decoding nothing else."""
    found = _RAW_TITLE.search(raw, 0, 3 * _TITLE_WITHIN)
    return _beginning(found.group(1)).strip() if found else ""


def _by_body(text: str) -> Reason | None:
    title = title_of(text)
    words = visible_words(text)
    if len(words) <= _TINY_TEXT:
        found = _notice(text, words, title)
        if found:
            return found
    elif len(words) <= 3 * _TINY_TEXT and _NOT_FOUND_TITLE.search(title):
        return Reason.SOFT_NOT_FOUND
    return Reason.ERROR_PAGE if _ERROR_PAGE.search(words[:2000]) else None


def _challenged(text: str, words: str) -> bool:
    lower = text.lower()
    return any(mark in lower for mark in _CHALLENGE_MARKS) or bool(_CHALLENGE.search(words))


def _notice(text: str, words: str, title: str) -> Reason | None:
    """What a page with hardly any words says."""
    if _challenged(text, words) or (len(text) <= _SMALL and _SELF_RELOAD.search(text)):
        return Reason.BLOCKED
    if _CAPTCHA.search(words):
        return Reason.CAPTCHA
    if _NOT_FOUND.search(words) or _NOT_FOUND_TITLE.search(title):
        return Reason.SOFT_NOT_FOUND
    return Reason.ERROR_PAGE if _SUSPENDED.search(words) else None


_TAGS_OF_PAGES = re.compile(rb"<(?:p|a |li|td|A )")
_RAW_TITLE = re.compile(rb"<title[^>]*>([^<]{0,900})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,300})", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def title_of(text: str) -> str:
    """The text of `<title>`, cheaply."""
    found = _TITLE.search(text[:_TITLE_WITHIN])
    return found.group(1).strip() if found else ""


def visible_words(text: str) -> str:
    """About what a reader sees, cheaply: good enough to tell a notice from a page."""
    bare = _without(_without(text, "script"), "style")
    return " ".join(_TAG.sub(" ", _COMMENT.sub(" ", bare)).replace("&nbsp;", " ").split())


def _without(text: str, tag: str) -> str:
    """The text with all elements of one tag cut out."""
    lower = text.lower()
    parts, at = [], 0
    while (start := lower.find(f"<{tag}", at)) >= 0:
        parts.append(text[at:start])
        end = lower.find(f"</{tag}", start)
        at = len(text) if end < 0 else max(lower.find(">", end) + 1, end + 1)
    return " ".join([*parts, text[at:]])
