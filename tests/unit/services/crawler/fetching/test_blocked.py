"""Pages told from what stands in their way."""

import pytest

from services.crawler.fetching.blocked import Reason, reason_of
from shared.contracts.target import LookOutcome

PAGE = (
    "<html><head><title>某某市人民政府</title></head><body>"
    + "<p><a href='a.html'>关于防汛工作的通知</a></p>" * 40
    + "</body></html>"
)

ANSWERS = {
    "a page": (200, PAGE, None),
    "a page speaking of 验证码 and 404": (200, PAGE.replace("防汛工作", "谨防验证码诈骗、404房间"), None),
    "a short page": (200, "<html><body><h1>通知</h1><p>今天下午停水。</p></body></html>", None),
    "not changed": (304, "", None),
    "瑞数": (412, "<script>$_ts={}</script>", Reason.BLOCKED),
    "加速乐": (
        521,
        "<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>",
        Reason.BLOCKED,
    ),
    "forbidden": (403, "", Reason.BLOCKED),
    "method": (405, "", Reason.BLOCKED),
    "too many": (429, "", Reason.RATE_LIMITED),
    "log in": (401, "", Reason.LOGIN_REQUIRED),
    "challenge with 200": (
        200,
        "<html><script>var arg1='05F3';document.cookie='acw_sc__v2='+x;location.reload()</script></html>",
        Reason.BLOCKED,
    ),
    "cookie and reload with 200": (
        200,
        "<script>document.cookie='k=1';window.location.href='/';</script>",
        Reason.BLOCKED,
    ),
    "Cloudflare with 503": (503, "<title>Just a moment...</title>", Reason.BLOCKED),
    "firewall notice": (200, "<html><body>您的请求可能存在威胁，已被拦截。网站防火墙</body></html>", Reason.BLOCKED),
    "captcha": (200, "<html><body>请完成安全验证后继续访问</body></html>", Reason.CAPTCHA),
    "gone": (404, "", Reason.NOT_FOUND),
    "gone behind a firewall": (404, "<script>$_ts={}</script>", Reason.BLOCKED),
    "soft 404": (200, "<html><title>提示</title><body>您访问的页面不存在或已删除</body></html>", Reason.SOFT_NOT_FOUND),
    "soft 404 in the title": (
        200,
        "<html><title>404 - 页面不存在</title><body>" + "<p>返回首页</p>" * 40,
        Reason.SOFT_NOT_FOUND,
    ),
    "server error": (500, "", Reason.SERVER_ERROR),
    "down": (503, "", Reason.UNAVAILABLE),
    "stack trace": (
        200,
        "<html><body>HTTP Status 500 - java.lang.NullPointerException</body></html>",
        Reason.ERROR_PAGE,
    ),
    "default page": (200, "<html><title>Welcome</title><body>Welcome to nginx!</body></html>", Reason.ERROR_PAGE),
    "nothing": (200, "", Reason.EMPTY_BODY),
}


@pytest.mark.parametrize(("status", "body", "reason"), ANSWERS.values(), ids=ANSWERS.keys())
def test_each_answer_is_known(status: int, body: str, reason: Reason | None) -> None:
    """What stands in the way has a name; a page has none."""
    assert reason_of(status, {}, body.encode()) is reason
    assert reason_of(status, {}, body.encode("gb18030")) is reason


def test_what_blocks_is_blind_and_what_is_gone_has_failed() -> None:
    """A firewall is our blindness, a missing page the site's fault, and only the latter makes a dead link."""
    assert Reason.BLOCKED.outcome is LookOutcome.BLIND
    assert Reason.NOT_FOUND.outcome is LookOutcome.FAILED
    assert [reason for reason in Reason if reason.dead_link] == [
        Reason.NOT_FOUND,
        Reason.SOFT_NOT_FOUND,
        Reason.SERVER_ERROR,
    ]


NOTICE = "您访问的页面不存在或已删除"


def _with_tags(count: int, gap: int, tag: bytes = b"<a >") -> bytes:
    return NOTICE.encode() + (b" " * gap + tag) * count


@pytest.mark.parametrize("tag", [b"<a >", b"<p>", b"<li>", b"<td>", b"<A >"])
@pytest.mark.parametrize("gap", [0, 300, 997, 1_499])
def test_a_notice_has_few_tags_wherever_they_stand(tag: bytes, gap: int) -> None:
    """24 tags are a notice, 25 a page, also where the parts that are looked through meet."""
    assert reason_of(200, {}, _with_tags(24, gap, tag)) is Reason.SOFT_NOT_FOUND
    assert reason_of(200, {}, _with_tags(25, gap, tag)) is None


def test_tags_far_down_do_not_count() -> None:
    """Only the beginning of a body is looked at."""
    assert reason_of(200, {}, _with_tags(1, 60_000) + b"<a >" * 40) is Reason.SOFT_NOT_FOUND
