"""Does the website display in mainstream browsers?"""

from collections.abc import Mapping
from typing import Any

from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, entered, no_fact, not_met
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.event import content_id
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.deduct.design.compat"

_WORDS: Mapping[str, str] = {
    "advice": "要求使用 IE 浏览器",
    "flash": "使用 Flash，主流浏览器已不支持",
    "control": "使用 ActiveX 控件，主流浏览器不支持",
    "script": "脚本只适用于 IE（ActiveXObject）",
}


def judge(case: Case, numbers: Scored) -> Judgement:
    """What asks for an old browser is a thing to try. A page without it is not known to display well: that is open."""
    heard = home_marks(case)
    if heard.said is None:
        return entered(case, numbers)
    told = heard.facts.get("compat") or ()
    found = [one for one in told if isinstance(one, dict) and one.get("what") in _WORDS]
    if not found:
        return no_fact("无法判定：首页未见只适用于旧浏览器的内容，显示是否正常须在浏览器中查看")
    items = tuple({item.id: item for item in (_item(heard.said, one) for one in found)}.values())
    text = f"首页疑似不兼容主流浏览器：{'、'.join(dict.fromkeys(item.name for item in items))}"
    return not_met(text, items=items, evidence=said_evidence(heard.said, "；".join(item.text for item in items)))


def _item(said: Said, found: Mapping[str, Any]) -> Item:
    what, words = str(found["what"]), str(found.get("text") or "")
    return Item(
        id=content_id("compat", what, words).hex[:16],
        name=_WORDS[what],
        kind="compat",
        outcome=Outcome.NOT_MET,
        text=f"首页有“{words}”",
        url=said.url or None,
        observed_at=said.at,
    )


INDICATOR = Indicator(
    id=ID,
    title="功能设计·兼容性",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="首页中只适用于旧浏览器的内容：只提 IE 的使用要求、Flash、ActiveX 控件和脚本；没有这些不等于显示正常；"
    "须人工确认，其他显示问题由人工登记",
    remedy="请修正在主流浏览器中显示异常的页面",
    judge=judge,
    decides=Decides.REVIEW,
)
