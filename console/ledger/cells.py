"""What the cells of a ledger may say, beyond those of the registry."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum

from shared.clock import CHINA, local
from shared.contracts.records import LetterOutcome, ReviewStep
from shared.contracts.target import Outcome
from shared.registry.schema import Titles
from shared.registry.values import Unfit, did_you_mean, folded, web_url, words

LETTER_OUTCOMES: Titles = {
    LetterOutcome.SAME_DAY: ("当天答复", "当日答复", "当天", "当日"),
    LetterOutcome.IN_TIME: ("按时答复", "按时", "期限内答复"),
    LetterOutcome.LATE: ("超期答复", "超期", "逾期", "逾期答复"),
    LetterOutcome.NEVER: ("未答复", "未回复", "一直未答复"),
    LetterOutcome.BROKEN: ("无法提交", "功能不可用", "不可用"),
}
FINDING_OUTCOMES: Titles = {
    Outcome.NOT_MET: ("有问题", "不合格", "存在问题", "问题"),
    Outcome.MET: ("无问题", "合格", "未发现问题"),
}
REVIEW_STEPS: Titles = {
    ReviewStep.CONFIRM: ("确认", "属实"),
    ReviewStep.DISMISS: ("误报", "驳回", "不属实"),
    ReviewStep.APPEAL: ("申诉",),
    ReviewStep.REDUCE: ("核减",),
    ReviewStep.UPHOLD: ("维持",),
    ReviewStep.MEND: ("整改", "整改中"),
    ReviewStep.CLOSE: ("销号", "已整改"),
}

_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?分?秒?)?"
)
_GAPS = re.compile(r"[;；\s]+")


def moment(text: str) -> datetime:
    """A day, or a day with a time: 2026-11-06, 2026/11/6 9:30, 2026年11月6日. Without a zone it is China's."""
    plain = unicodedata.normalize("NFKC", text)
    zoned = "+" in plain or plain.endswith("Z")
    found = _DATE.fullmatch(plain)
    if not found and not zoned:
        raise Unfit("应为日期或时间，例如 2026-11-06 或 2026-11-06 09:30")
    try:
        if not found:
            return datetime.fromisoformat(plain)
        year, month, date_, hour, minute, second = (int(part) for part in found.groups("0"))
        return datetime(year, month, date_, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        raise Unfit("没有这一天或这一时刻，请检查年、月、日") from None


def day(text: str) -> date:
    """A day."""
    found = moment(text)
    if local(found).time() != time():
        raise Unfit("应只填日期，例如 2026-11-06")
    return local(found).date()


def points(text: str) -> float:
    """A number of points, from 0."""
    plain = unicodedata.normalize("NFKC", text).removesuffix("分")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", plain):
        raise Unfit("应为不小于 0 的分数，例如 2 或 0.5")
    return float(plain)


def positive_points(text: str) -> float:
    """A number of points, more than 0."""
    found = points(text)
    if not found:
        raise Unfit("应大于 0")
    return found


def web_urls(text: str) -> tuple[str, ...]:
    """Addresses, separated by semicolons."""
    return tuple(web_url(url) for url in dict.fromkeys(filter(None, _GAPS.split(text))))


def long_words(text: str) -> str:
    """A text of some sentences."""
    if len(text) > _LONGEST:
        raise Unfit(f"有 {len(text)} 个字，最多 {_LONGEST} 个字")
    return "".join(words(text[start : start + 500]) for start in range(0, len(text), 500))


_LONGEST = 2_000


def one_of(titles: Mapping[str, tuple[str, ...]], what: str) -> Callable[[str], str]:
    """Reads an id out of a list that is only known at run time, by itself or by one of its titles."""
    known: dict[str, str] = {}
    for id_, names in titles.items():
        known |= {folded(name): id_ for name in (*names, id_) if folded(name) not in known}
    possible = tuple(name for id_, names in titles.items() for name in (id_, *names))

    def read(text: str) -> str:
        id_ = known.get(folded(text))
        if id_ is None:
            raise Unfit(f"没有这个{what}{did_you_mean(text, possible)}")
        return id_

    return read


def shown(value: object) -> str:
    """The value as a cell shows it: what `moment`, `day` and the others read again."""
    if isinstance(value, datetime):
        there = local(value)
        return there.strftime("%Y-%m-%d" if there.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
