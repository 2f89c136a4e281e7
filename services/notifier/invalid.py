"""Does a mail server's refusal mean that the mailbox does not exist? Only where it plainly says so."""

import re

_STATUS = re.compile(r"\b5\.1\.(1|2|3|6|10)\b|\b5\.2\.1\b")
_OTHER = re.compile(r"\b[45]\.(?!1\.|2\.1\b)\d{1,3}\.\d{1,3}\b")
_WORDS = re.compile(
    r"(user|mailbox|recipient|address|account)\b.{0,40}"
    r"\b(not found|unknown|does(n't| not) exist|not exist|disabled|invalid)"
    r"|no such (user|mailbox|recipient|address|account)|unknown (user|mailbox|recipient|account)"
    r"|(用户|邮箱|收件人|帐号|账号)[^，。]{0,6}(不存在|已注销|已停用)",
    re.IGNORECASE,
)


def is_invalid_address(answer: str) -> bool:
    """Whether the answer blames the address itself: not a policy, a full mailbox or a rate limit."""
    if _STATUS.search(answer):
        return True
    return _OTHER.search(answer) is None and _WORDS.search(answer) is not None
