"""Was a seriously wrong expression published on the website?"""

from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.security.misstatement"


def judge(case: Case, numbers: Section) -> Judgement:
    """One confirmed occurrence breaks it; the machine only hands on what a scanner of texts warned of."""
    return judge_alerts(case, numbers, key=HOME, kind="misstatement")


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·严重表述错误",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“安全泄密等严重问题”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="文本扫描系统的告警（marks.alerts，kind=misstatement）与人工登记；须人工确认",
    remedy="请立即更正或撤下有关内容，核查发布审核环节，并举一反三排查历史信息",
    judge=judge,
    decides=Decides.REVIEW,
)
