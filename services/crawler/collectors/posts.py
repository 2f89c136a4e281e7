"""What did an account post, as its feed tells it, and can the feed be believed?"""

import re

from services.crawler.account import Posts
from services.crawler.feeds import Item, read_feed
from services.crawler.lists.completeness import complete_since
from shared.contracts.event import content_id
from shared.contracts.observations import Post, Profile

_LOST_LOGIN = re.compile(
    r"登[录陆]\s*(?:状态)?\s*(?:已)?\s*(?:失效|过期|超时)|(?:请|需要?)\s*(?:先|重新)\s*登[录陆](?![\u4e00-\u9fff“《A-Za-z])|授权(?:已)?(?:失效|"
    r"过期)|(?:cookies?|token|"
    r"账号)\s*(?:已)?\s*(?:失效|过期|无效|is (?:expired|invalid)|expired|invalid|missing)|"
    r"please\s+(?:re-?)?log\s?in|login\s+(?:required|expired)|session\s+expired|扫码登[录陆]|未登[录陆]",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"Looks like something went wrong|this route (?:is|might be) (?:empty|broken|deprecated)|RSSHub.{0,40}(?:error|"
    r"发生错误)|Error(?: Message)?\s*:|Bridge returned error|status code [45]\d\d|FetchError|HTTPError|"
    r"抓取失败|获取失败|请求失败|更新失败|采集失败|系统错误|服务异常|访问频繁|(?:触发|被|遭遇)风控|captcha|"
    r"(?:请?输入|触发|需要|遇到)\S{0,4}验证码|upstream|^(?:error|错误|出错了?)$|"
    r"timed? ?out|Internal Server Error",
    re.IGNORECASE,
)
_NOTICE_LENGTH = 200


def read_posts(body: bytes, *, content_type: str = "") -> Posts:
    """The posts of a feed. A broken, empty or complaining bridge gives a reason and no posts."""
    feed = read_feed(body, content_type)
    if feed.reason:
        text = body[:20_000].decode("utf-8", "ignore")
        lost = feed.reason in {"html", "malformed"} and _LOST_LOGIN.search(text)
        return Posts(reason="bridge_login" if lost else f"bridge_{feed.reason}")
    if not feed.items:
        return Posts(reason="bridge_empty")
    complaint = _complaint(feed.items[0]) or (
        all(_complaint(item) for item in feed.items) and _complaint(feed.items[-1])
    )
    if complaint:
        return Posts(reason=complaint)
    items = [item for item in feed.items if not _complaint(item)]
    since = (
        complete_since([[item.published_at for item in items]]) if any(item.published_at for item in items) else None
    )
    posts = tuple(_post(item) for item in items)
    return Posts(posts, since, Profile(name=feed.title or None, owner=feed.owner))


def _complaint(item: Item) -> str:
    """What the bridge says in place of a post: short, and about itself."""
    text = f"{item.title} {item.summary}"
    if len(item.title) > _NOTICE_LENGTH or "关于" in item.title:
        return ""
    if _LOST_LOGIN.search(item.title) and len(item.title) <= 40:
        return "bridge_login"
    if _ERROR.search(item.title) and (len(item.title) <= 60 or _ERROR.match(item.title)):
        return "bridge_error" if not re.search(r"[\u4e00-\u9fff]{12}", item.title) else ""
    return "bridge_login" if len(text) <= _NOTICE_LENGTH and not item.url and _LOST_LOGIN.search(text) else ""


def _post(item: Item) -> Post:
    name = item.id or item.url or str(content_id("post", item.title, item.published_at))
    return Post(id=name, title=item.title, url=item.url, published_at=item.published_at)
