"""The dead links of a website or of an account's menu, by the latest rounds of checking."""

from dataclasses import dataclass

from services.evaluator.dossier import FEED, HOME, column_key, links_key
from services.evaluator.indicator import Case
from services.evaluator.questions.sayings import Heard, hear, said_evidence
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Evidence, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLinks:
    """What the rounds found together."""

    checked: int
    home: int
    other: int
    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...]


def dead_links(case: Case) -> DeadLinks | None:
    """The dead links of the latest round from each page; None without a recent round."""
    is_account = case.subject.kind is TargetKind.ACCOUNT
    keys = [FEED] if is_account else [HOME, *(column_key(column.id) for column in case.subject.columns)]
    rounds = [hear(case, links_key(key), case.rules.sight.links_max_age, timed=True) for key in keys]
    heard = [one for one in rounds if one.said]
    if not heard:
        return None
    items = {item.id: item for one in heard for item in _items(one)}
    return DeadLinks(
        checked=sum(one.facts["checked"] for one in heard),
        home=sum(one.facts["home"] for one in heard),
        other=sum(one.facts["other"] for one in heard),
        items=tuple(items.values()),
        evidence=tuple(e for one in heard for e in said_evidence(one.said, f"检查链接 {one.facts['checked']} 个")),
    )


def _items(heard: Heard) -> list[Item]:
    at = heard.said.at if heard.said else None
    return [
        Item(
            id=url,
            name=url,
            kind="link",
            outcome=Outcome.NOT_MET,
            text=f"打不开（{status or '无响应'}）" + (f"，位于 {page}" if page else ""),
            url=url,
            observed_at=at,
        )
        for url, status, page in heard.facts["broken"]
    ]
