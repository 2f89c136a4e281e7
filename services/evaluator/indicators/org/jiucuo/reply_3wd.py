"""Were messages of 找错 answered in time?"""

from services.evaluator.indicator import Judgement, met, not_applicable, not_met
from services.evaluator.org_indicator import OrgCase, OrgIndicator
from services.evaluator.section import Section
from shared.contracts.target import Outcome
from shared.contracts.verdicts import IndicatorKind, Item

ID = "org.jiucuo.reply_3wd"


def judge(case: OrgCase, numbers: Section) -> Judgement:  # noqa: ARG001 - its term is that of the ledger
    """Each such ticket of any website is a thing; without tickets there is nothing to judge."""
    tickets = [(tally, one) for tally in case.tallies for one in tally.tickets]
    if not tickets:
        return not_applicable("没有找错留言")
    bad = [(tally, one) for tally, one in tickets if one.reply_late]
    items = tuple(
        Item(id=f"{tally.target_id}/{one.id}", name=one.title, kind="ticket", outcome=Outcome.NOT_MET, text=tally.name)
        for tally, one in bad
    )
    text = f"找错留言 {len(tickets)} 条，超期答复 {len(bad)} 条"
    return not_met(text, items=items) if items else met(text)


INDICATOR = OrgIndicator(
    id=ID,
    title="找错留言答复时限",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="找错留言台账：收到、答复、办结时间；时限见 [ledgers]",
    remedy="请在规定工作日内答复找错留言",
    judge=judge,
)
