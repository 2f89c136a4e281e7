"""Are test letters answered in time and to the point?"""

from services.evaluator.indicator import Case, Indicator, Judgement, changing, met, not_met
from services.evaluator.ledger import letter_tests
from services.evaluator.questions.letter_items import letter_items
from services.evaluator.reason import Reason
from services.evaluator.section import Scored
from shared.contracts.records import LetterOutcome
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind, Near

ID = "website.deduct.interact.reply_test"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - its term is that of the ledger
    """Each letter answered late, never or evasively costs; one that still has time does not."""
    letters = [state for state in letter_tests(case) if state.outcome is not LetterOutcome.BROKEN]
    if not letters:
        return met("没有测试信件", reason=Reason.NOT_ENTERED)
    bad = [state for state in letters if state.failed or (state.outcome and state.letter.poor)]
    waiting = [state.due for state in letters if state.outcome is None]
    text = f"测试信件 {len(letters)} 件，未按时或未规范答复 {len(bad)} 件"
    if bad:
        return changing(not_met(text, items=letter_items(bad)), *waiting, after=case.as_of)
    near = Near(share=0.5, crosses_at=min(waiting), text=f"{len(waiting)} 件测试信件待答复") if waiting else None
    return changing(met(text, near=near), *waiting, after=case.as_of)


INDICATOR = Indicator(
    id=ID,
    title="互动交流·办理答复",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="测试信件台账：简单常见问题是否按时答复、是否答非所问",
    remedy="请按时、规范答复简单常见问题咨询",
    judge=judge,
)
