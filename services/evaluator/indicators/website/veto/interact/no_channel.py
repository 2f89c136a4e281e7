"""Does the website offer a channel for enquiries and suggestions that works?"""

from services.evaluator.dossier import board_key
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met, undetermined
from services.evaluator.phrases import listed
from services.evaluator.questions.opening import closed_since
from services.evaluator.reason import Reason
from services.evaluator.sections import Names, Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.veto.interact.no_channel"


class Numbers(Section):
    """Which boards are such channels."""

    kinds: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Every registered channel fails to open, at the latest look: then a person must say whether there is none."""
    boards = [board for board in case.subject.boards if board.kind in numbers.kinds]
    if not boards:
        return no_fact("无法判定：未登记咨询建言渠道，请人工核实")
    states = [(board, closed_since(case, board_key(board.id))) for board in boards]
    if any(state is False for _, state in states):
        return met("咨询建言渠道可以打开")
    closed = [(board, look) for board, look in states if look not in (None, False)]
    if len(closed) < len(boards):
        return undetermined(Reason.NEVER_SEEN)
    items = tuple(
        Item(id=board.id, name=board.name, kind="board", outcome=Outcome.NOT_MET, text="打不开", url=board.url or None)
        for board, _ in closed
    )
    return not_met(f"咨询建言渠道均打不开：{listed([board.name for board, _ in closed])}", items=items)


INDICATOR = Indicator(
    id=ID,
    title="互动回应差·无咨询建言渠道",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“互动回应差”第1项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记的咨询、信箱类留言板能否打开；测试信件能否提交（台账）；网上信访、纪检举报不计；须人工确认",
    remedy="请开通并保持咨询建言渠道畅通有效",
    judge=judge,
    decides=Decides.REVIEW,
)
