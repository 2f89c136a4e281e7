"""Does the account carry commercial advertisements or force downloads, likes or forwards?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.alerted import judge_alerts
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.no_ads"


def judge(case: Case, numbers: Section) -> Judgement:
    """A hint for a person; what a scanner of posts warned of."""
    return judge_alerts(case, numbers, key=FEED, kind="ads")


INDICATOR = Indicator(
    id=ID,
    title="禁止商业广告、强制下载与点赞",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="内容扫描系统的告警（marks.alerts，kind=ads）与人工登记；须人工确认",
    remedy="请删除商业广告等内容，不得强制要求下载、点赞、转发",
    judge=judge,
    decides=Decides.REVIEW,
)
