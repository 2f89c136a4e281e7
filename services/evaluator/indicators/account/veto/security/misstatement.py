"""Did the account publish a seriously wrong expression?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.security.misstatement"


def judge(case: Case, numbers: Section) -> Judgement:
    """One confirmed occurrence breaks it; the machine only hands on what a scanner of texts warned of."""
    return judge_alerts(case, numbers, key=FEED, kind="misstatement")


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·严重表述错误",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“安全泄密等严重问题”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="文本扫描系统的告警（marks.alerts，kind=misstatement）与人工登记；须人工确认",
    remedy="请立即更正或删除有关内容，落实先审后发",
    judge=judge,
    decides=Decides.REVIEW,
)
