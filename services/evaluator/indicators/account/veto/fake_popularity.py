"""Did the account buy followers or force people to like or forward?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.fake_popularity"


INDICATOR = Indicator(
    id=ID,
    title="互动回应差·买粉或强制点赞转发",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“互动回应差”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="人工登记（投诉举报、线索核查）",
    remedy="请停止购买粉丝、强制点赞转发等做法，并清理相关数据",
    judge=entered,
    decides=Decides.LEDGER,
)
