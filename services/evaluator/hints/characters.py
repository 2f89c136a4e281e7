"""Does a title hold blanks and characters that nobody typed on purpose?"""

import re
import unicodedata
from collections.abc import Iterator

from services.evaluator.hints.line import Line, Suspicion

INDICATORS = {"website": "website.info.hints.characters", "account": "account.info.hints.characters"}
"""By kind of target."""

_MOJIBAKE = re.compile(r"锟斤拷|烫烫烫|屯屯屯|锘|�|(?:[ÃÂåäæçèéï][\u0080-\u00bf]){2,}")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});?(?=[^a-z]|$)", re.IGNORECASE)
_BLANKS = re.compile(r"[\u4e00-\u9fff][ \u3000\u00a0]{2,}[\u4e00-\u9fff]|^[\s\u3000\u00a0]|[\s\u3000\u00a0]$")
_REPEATED = re.compile(r"([，。；：、！？,;:])\1+")
_PAIRS = {"《": "》", "【": "】", "“": "”", "「": "」"}
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_HARMLESS = frozenset("\u200d\ufe0f")


def suspected(line: Line) -> Iterator[Suspicion]:
    """One suspicion for a title with everything that is odd in it."""
    if found := list(oddities(line.title)):
        yield line.hint(INDICATORS[line.target_kind.value], "疑似标题字符或排版异常：" + "、".join(found))


def oddities(title: str) -> Iterator[str]:
    """What is odd in a title, in Chinese."""
    hidden = {character for character in title if unicodedata.category(character) in _INVISIBLE} - _HARMLESS
    if hidden:
        yield "含不可见字符 " + " ".join(sorted(f"U+{ord(character):04X}" for character in hidden))
    if _MOJIBAKE.search(title):
        yield "疑似乱码"
    if found := _ENTITY.search(title):
        yield f"含未转换的 {found[0]}"
    if _BLANKS.search(title):
        yield "含多余空格"
    if found := _REPEATED.search(title):
        yield f"标点重复“{found[0]}”"
    lonely = [opening for opening, closing in _PAIRS.items() if title.count(opening) != title.count(closing)]
    if lonely and not title.rstrip().endswith(("…", "...", "..")):
        yield "括号或引号不成对" + "".join(lonely)
