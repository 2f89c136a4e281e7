"""Does an article speak of an attachment that is not there?"""

import re
from collections.abc import Iterator

from services.evaluator.hints.line import Line, Suspicion

INDICATOR = "website.info.hints.missing_attachment"

_PROMISED = re.compile(r"[(（]附件|见附件|附件下载|[(（]附.{0,6}(?:表|名单|目录)[)）]")


def suspected(line: Line) -> Iterator[Suspicion]:
    """Only articles tell: their own words, or their title, against the files they link to."""
    article = line.article
    if article is None or article.get("attachments"):
        return
    told = article.get("attachment_promised")
    if told or _PROMISED.search(line.title):
        words = f"正文“{told}”" if isinstance(told, str) else "标题"
        yield line.hint(INDICATOR, f"疑似缺少附件：{words}提到附件，页面上没有可下载的附件")
