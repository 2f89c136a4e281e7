"""Was an attack on the website left without prompt and effective handling?"""

from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.security.attack_unhandled"


def judge(case: Case, numbers: Section) -> Judgement:
    """Both the attack and the failure to handle it must be confirmed by a person."""
    return judge_alerts(case, numbers, key=HOME, kind="attack")


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·安全攻击未及时处置",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“安全泄密等严重问题”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="页面篡改、挂马的告警（marks.alerts，kind=attack）与人工登记；须人工确认是否及时处置",
    remedy="请立即处置安全事件，恢复页面，修补漏洞，并按规定报告",
    judge=judge,
    decides=Decides.REVIEW,
)
