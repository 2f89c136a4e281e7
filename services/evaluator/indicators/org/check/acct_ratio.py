"""Were enough accounts inspected in the period?"""

from services.evaluator.indicator import Judgement, met, not_applicable, not_met
from services.evaluator.org_indicator import OrgCase, OrgIndicator
from services.evaluator.phrases import percent_words
from services.evaluator.section import Section, Share
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "org.check.acct_ratio"


class Numbers(Section):
    """Which share must be inspected, and whether each must be once a year."""

    share: Share
    all_within_a_year: bool = False


def judge(case: OrgCase, numbers: Numbers) -> Judgement:
    """Exactly the share is enough."""
    targets = case.of_kind(TargetKind.ACCOUNT)
    if not targets:
        return not_applicable("没有在册政务新媒体")
    checked = sum(1 for one in targets if one.checked)
    text = f"在册政务新媒体 {len(targets)} 个，检查 {checked} 个，占 {percent_words(checked / len(targets))}"
    unseen = [one for one in targets if not one.seen_within_a_year] if numbers.all_within_a_year else []
    if unseen:
        text += f"，{len(unseen)} 个一年内未检查"
    return met(text) if checked / len(targets) >= numbers.share and not unseen else not_met(text)


INDICATOR = OrgIndicator(
    id=ID,
    title="季度检查·新媒体比例",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="本期判定中实际查看过的政务新媒体占在册政务新媒体的比例",
    remedy="请按规定比例检查政务新媒体",
    judge=judge,
)
