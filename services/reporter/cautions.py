"""What a reader must know before the numbers: a period that still runs, a kind of which nothing could be judged."""

from datetime import timedelta

from services.reporter.material import Material
from services.reporter.tally import Counts
from services.reporter.wording import KINDS, chinese_date
from shared.clock import local
from shared.contracts.target import TargetKind

_MEASURES = {TargetKind.WEBSITE: "家", TargetKind.ACCOUNT: "个"}


def is_provisional(material: Material) -> bool:
    """Whether it was judged before the last day of the period was over."""
    return local(material.summary.as_of + timedelta(milliseconds=1)).date() <= material.edition.last


def provisional_title(title: str, material: Material) -> str:
    """The title, marked while the period runs: nobody takes an interim state for the result."""
    if not is_provisional(material):
        return title
    return f"{title}（阶段性，截至{chinese_date(local(material.summary.as_of).date())}）"


def cautions(material: Material, websites: Counts, accounts: Counts) -> tuple[str, ...]:
    """The sentences, the weightiest first; none for a finished period of which something was judged."""
    found = []
    if is_provisional(material):
        seen = local(material.summary.as_of)
        found.append(
            f"本期到{chinese_date(material.edition.last)}才结束，以下是截至{chinese_date(seen.date())}{seen:%H:%M}的阶段性情况，不是最终结果。"
        )
    for kind, n in ((TargetKind.WEBSITE, websites), (TargetKind.ACCOUNT, accounts)):
        if n.planned and not n.checked:
            amount = f"应检查的{n.planned}{_MEASURES[kind]}{KINDS[kind]}"
            found.append(f"{amount}全部无法判定，没有检查结论：既不能认为合格，也不能认为不合格。")
    if not websites.planned and not accounts.planned:
        found.append("本期名录中没有应检查的对象，没有检查任何网站和政务新媒体。")
    return tuple(found)
