"""What another system warned of, as a finding that a person must confirm."""

from services.evaluator.indicator import Case, Judgement, entered, met, not_met
from services.evaluator.phrases import listed
from services.evaluator.questions.sayings import alerts, hear, said_evidence
from services.evaluator.section import Section
from shared.contracts.event import content_id
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item


def judge_alerts(case: Case, numbers: Section, *, key: str, kind: str) -> Judgement:
    """Every alert of a kind is a thing to look at; without any there is nothing to say."""
    heard = hear(case, key, case.rules.sight.marks_max_age)
    if heard.said is None:
        return entered(case, numbers)
    found = alerts(heard.facts, kind)
    if not found:
        return met("未见线索")
    texts = [str(one.get("text") or one.get("url") or kind)[:120] for one in found]
    items = tuple(
        Item(
            id=content_id("alert", kind, one.get("url"), text).hex[:16],
            name=text,
            kind="alert",
            outcome=Outcome.NOT_MET,
            text=f"疑似：{text}",
            url=str(one["url"]) if one.get("url") else None,
            observed_at=heard.said.at,
        )
        for one, text in zip(found, texts, strict=True)
    )
    return not_met(
        f"疑似线索 {len(found)} 条：{listed(texts)}", items=items, evidence=said_evidence(heard.said, texts[0])
    )
