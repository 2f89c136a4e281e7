"""Do published letters show everything they must?"""

from services.evaluator.facts.letter_digest import Digest
from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_applicable, not_met
from services.evaluator.questions.boards import boards_of, recent_letters
from services.evaluator.sections import Names, Scored
from services.evaluator.window import WindowText
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.deduct.interact.msg_fields"


class Numbers(Scored):
    """How far back letters are looked at, and on which boards."""

    lookback: WindowText
    kinds: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each kind of element missing in any letter costs a step."""
    boards = boards_of(case, numbers.kinds)
    if not boards:
        return not_applicable("未登记留言板")
    letters = Digest.joined(part.digest for part in recent_letters(case, boards, numbers.lookback))
    if not letters.dated:
        return no_fact("无法判定：没有读到公开的留言")
    lacking = sorted(letters.lacking.items())
    items = tuple(
        Item(id=name, name=name, kind="element", outcome=Outcome.NOT_MET, text=f"{count} 件缺少，如“{title}”")
        for name, (count, _, _, title) in lacking
    )
    text = f"读到公开留言 {letters.dated} 件"
    names = "、".join(name for name, _ in lacking)
    return not_met(f"{text}，缺少：{names}", items=items) if lacking else met(f"{text}，要素齐全")


INDICATOR = Indicator(
    id=ID,
    title="互动交流·留言公开·要素",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="公开的留言：留言内容、留言时间、答复时间、答复单位、答复内容是否齐全",
    remedy="请补齐公开留言的各项要素",
    judge=judge,
)
