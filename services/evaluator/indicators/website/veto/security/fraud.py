"""Does the website forge dates of publication?"""

from collections.abc import Iterator

from services.evaluator.facts.look import Look
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, evidence_of, met, not_met
from services.evaluator.phrases import day_words, moment_words
from services.evaluator.questions.doubtful import Doubtful, doubtful
from services.evaluator.sections import Section
from services.evaluator.window import WindowText, day_in_china
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.veto.security.fraud"


class Numbers(Section):
    """How late a line may appear behind its own date, and how long a date of the future is remembered."""

    backdated_after: WindowText
    lookback: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Dates of the future, and lines that appear long after their own date on a list that was watched: for a person."""
    earliest = numbers.lookback.start(day_in_china(case.as_of), case.is_workday)
    found = list(doubtful(case, numbers.backdated_after.about))
    ahead = [look for one in found if (look := one.ahead_since(earliest))]
    late = [item for one in found for item in _late(one)]
    items = (*(_item(look) for look in ahead), *late)
    if not items:
        return met("未见发布日期异常的条目")
    text = f"疑似发布日期不实：日期超前 {len(ahead)} 处，倒填日期 {len(late)} 条"
    evidence = tuple(e for look in ahead for e in evidence_of(look, _words(look)))
    return not_met(text, items=items, evidence=evidence)


def _late(found: Doubtful) -> Iterator[Item]:
    for line in found.late:
        text = f"标注 {day_words(day_in_china(line.published_at))} 发布，{moment_words(line.first_at)} 首次出现"
        yield Item(
            id=f"backdated/{found.key}/{line.name:08x}",
            name=f"{found.key} 列表中的一条",
            kind="entry",
            outcome=Outcome.NOT_MET,
            text=text,
            url=found.url or None,
            observed_at=line.first_at,
        )


def _item(look: Look) -> Item:
    return Item(
        id=f"ahead/{look.newest_url or look.newest_title}",
        name=look.newest_title or "（无标题）",
        kind="entry",
        outcome=Outcome.NOT_MET,
        text=_words(look),
        url=look.newest_url or look.url or None,
        observed_at=look.at,
    )


def _words(look: Look) -> str:
    dated = moment_words(look.newest_at) if look.newest_at else ""
    return f"“{look.newest_title}”标注 {dated} 发布，晚于查看时间"


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·弄虚作假",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“安全泄密等严重问题”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="首页与栏目列表：发布日期晚于查看时间的条目，以及首次出现时间明显晚于所标发布日期的条目；须人工确认",
    remedy="请核实并更正发布日期，如实标注信息的实际发布时间",
    judge=judge,
    decides=Decides.REVIEW,
)
