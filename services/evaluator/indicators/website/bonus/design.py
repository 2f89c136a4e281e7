"""Are there smart search, personalised pages, accessibility, other languages?"""

from collections.abc import Mapping

from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met
from services.evaluator.questions.given import nothing_given, with_given
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item, ReviewState

ID = "website.bonus.design"

_FUNCTIONS: Mapping[str, str] = {
    "search": "智能搜索",
    "answers": "智能问答",
    "personal": "个性化服务",
    "accessibility": "无障碍、适老化",
    "languages": "多语言",
    "mobile": "移动适配",
}


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - its points are given by people
    """The points people gave, up to its own. What the home page offers is a thing to try: confirmed it gives a step."""
    heard = home_marks(case)
    told = heard.facts.get("functions")
    offered = told if isinstance(told, dict) else {}
    items = tuple(_item(heard.said, kind, str(offered[kind])) for kind in _FUNCTIONS if heard.said and kind in offered)
    if not items:
        return nothing_given(case, ID)
    text = f"首页疑似提供：{'、'.join(item.name for item in items)}"
    return with_given(case, ID, met(text, items=items, evidence=said_evidence(heard.said, text)))


def _item(said: Said, kind: str, words: str) -> Item:
    return Item(
        id=kind,
        name=_FUNCTIONS[kind],
        kind="function",
        outcome=Outcome.UNDETERMINED,
        text=f"首页有“{words}”",
        url=said.url or None,
        review=ReviewState.PENDING,
    )


INDICATOR = Indicator(
    id=ID,
    title="功能设计",
    clause="国办秘函〔2019〕19号 检查指标 加分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.BONUS,
    numbers=Scored,
    looks_at="首页上智能搜索与问答、个性化、无障碍、多语言、移动适配的入口或声明；每项经人工确认可用才加分，也可由人工登记加分",
    remedy="可结合实际改进智能搜索与问答、个性化、无障碍、多语言、移动适配",
    judge=judge,
    decides=Decides.REVIEW,
)
