"""Does the account still belong to the unit it is registered for?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.likeness import are_alike
from services.evaluator.questions.sayings import hear, said_evidence
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.owner_change"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """Another owner than the unit is a thing for a person to judge: authorised names differ from registered ones."""
    heard = hear(case, FEED, case.rules.sight.marks_max_age)
    owner = heard.facts.get("owner")
    if not owner or not case.subject.unit_name:
        return no_fact()
    evidence = said_evidence(heard.said, f"账号主体：{owner}")
    if are_alike(str(owner), case.subject.unit_name):
        return met("账号主体与主办单位一致", evidence=evidence)
    return not_met(f"账号主体“{owner}”与主办单位“{case.subject.unit_name}”不一致", evidence=evidence)


INDICATOR = Indicator(
    id=ID,
    title="主体变更",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="账号资料中的主体与名录的主办单位；须人工确认",
    remedy="主体变更的，请及时注销或变更账号并公告",
    judge=judge,
    decides=Decides.REVIEW,
)
