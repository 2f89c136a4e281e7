"""Whether two names mean the same: one holds the other, decorations left aside."""

import re

_DECORATION = re.compile(
    r"[\s“”\"'《》()（）\-_·|｜—]|微信公众号|公众号|官方微博|的微博|微博|政务微博|官方账号|抖音号|发布厅$"
)


def are_alike(one: str, other: str) -> bool:
    """Equal, or one within the other; what is empty is like everything, for it says nothing."""
    first, second = _bare(one), _bare(other)
    return not first or not second or first in second or second in first


def _bare(name: str) -> str:
    return _DECORATION.sub("", name).lower()
