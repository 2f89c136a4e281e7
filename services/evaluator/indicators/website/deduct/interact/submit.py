"""Can people hand in what they want to say?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.ledger import letter_tests
from services.evaluator.questions.letter_items import letter_items
from services.evaluator.reason import Reason
from services.evaluator.section import Scored
from shared.contracts.records import LetterOutcome
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.interact.submit"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - no number in it
    """A test letter that could not be handed in breaks it; without test letters there is nothing to say."""
    letters = letter_tests(case)
    if not letters:
        return met("没有测试信件", reason=Reason.NOT_ENTERED)
    broken = [state for state in letters if state.outcome is LetterOutcome.BROKEN]
    text = f"测试信件 {len(letters)} 件，无法提交 {len(broken)} 件"
    return not_met(text, items=letter_items(broken)) if broken else met(text)


INDICATOR = Indicator(
    id=ID,
    title="互动交流·信息提交",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="测试信件台账：是否有无法提交的测试信件",
    remedy="请修复互动交流栏目的提交功能",
    judge=judge,
)
