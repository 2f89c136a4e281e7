"""Did the website publish, or link to, reactionary, violent or pornographic content?"""

from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.security.illegal_content"


def judge(case: Case, numbers: Section) -> Judgement:
    """One confirmed occurrence breaks it; expired domains and hidden links count."""
    return judge_alerts(case, numbers, key=HOME, kind="illegal_content")


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·发布或链接反动暴力色情内容",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“安全泄密等严重问题”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="链接扫描系统的告警（marks.alerts，kind=illegal_content）与人工登记，含失效域名、暗链；须人工确认",
    remedy="请立即删除有关内容或链接，排查页面代码与外链，清除暗链",
    judge=judge,
    decides=Decides.REVIEW,
)
