"""Does the account post unrelated or merely entertaining content, or act like a private person?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.irrelevant"


def judge(case: Case, numbers: Section) -> Judgement:
    """A hint for a person; what a scanner of posts warned of."""
    return judge_alerts(case, numbers, key=FEED, kind="irrelevant")


INDICATOR = Indicator(
    id=ID,
    title="发布无关或过度娱乐内容",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="内容扫描系统的告警（marks.alerts，kind=irrelevant）与人工登记；须人工确认",
    remedy="请停止发布与政府职能无关的内容，不参与非政务互动和点赞",
    judge=judge,
    decides=Decides.REVIEW,
)
