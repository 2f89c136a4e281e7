"""Is what was filed what is there?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.likeness import are_alike
from services.evaluator.questions.sayings import hear, said_evidence
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.filing_match"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """Closed but still listed, or under quite another name: what the account says of itself decides."""
    heard = hear(case, FEED, case.rules.sight.marks_max_age)
    name, status = heard.facts.get("name"), heard.facts.get("status")
    if name is None and status is None:
        return no_fact()
    evidence = said_evidence(heard.said, f"账号名称：{name or '未见'}")
    if status == "cancelled":
        return not_met("账号已注销，名录仍在列", evidence=evidence)
    if name and not are_alike(str(name), case.subject.name):
        return not_met(f"账号现名“{name}”与登记名称“{case.subject.name}”不一致", evidence=evidence)
    return met("名称与登记一致", evidence=evidence)


INDICATOR = Indicator(
    id=ID,
    title="备案信息与实际一致",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="账号资料中的名称、状态与名录是否一致",
    remedy="请及时变更或注销备案信息",
    judge=judge,
)
