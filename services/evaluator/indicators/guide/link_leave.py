"""Does the website warn before leaving to an outside link?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, entered, met, not_met, undetermined
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.reason import Reason
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.link_leave"


def judge(case: Case, numbers: Section) -> Judgement:
    """Links that lead out, and no warning in the page nor in any script it loads: for a person to try.

    Open where a script was not read, for the warning may be in it; nothing is said where nobody looked.
    """
    heard = home_marks(case)
    mark = heard.facts.get("leaving")
    if not isinstance(mark, dict):
        return entered(case, numbers)
    if not mark.get("outside"):
        return met("首页没有通向站外的链接")
    if prompt := mark.get("prompt"):
        return met(f"离开本网站时有提示：{prompt}", evidence=said_evidence(heard.said, f"离开提示“{prompt}”"))
    if mark.get("unread") != 0:
        return undetermined(Reason.NOT_COLLECTED, "无法判定：页面所用脚本未能全部读到，提示可能在其中")
    text = f"首页有 {mark['outside']} 个链接通向站外，页面及其脚本中未见离开提示"
    shown = "、".join(map(str, mark.get("links") or ()))
    return not_met(text, evidence=said_evidence(heard.said, f"{text}，如 {shown}"))


INDICATOR = Indicator(
    id=ID,
    title="外链提示",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="首页通向站外（政府网站除外）的链接，以及页面和它所用脚本中有无“即将离开”之类的提示；脚本未能全部读到的，"
    "无法判定；须人工点击确认",
    remedy="请在跳转外部链接时给出提示",
    judge=judge,
    decides=Decides.REVIEW,
)
