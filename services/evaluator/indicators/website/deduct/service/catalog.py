"""Are service items shown together and by class?"""

from typing import Any

from services.evaluator.indicator import (
    Case,
    Decides,
    Indicator,
    Judgement,
    entered,
    met,
    no_fact,
    not_applicable,
    not_met,
)
from services.evaluator.phrases import listed
from services.evaluator.questions.sayings import Heard, home_marks, said_evidence
from services.evaluator.section import Count, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.service.catalog"


class Numbers(Scored):
    """How many words by which services are told apart show that they are shown by class."""

    classes: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """No entry for services beside a menu that has one for everything else, or a page of them without classes.

    Both for a person to look at. Open where services stand on another platform, where a script may show them, or where
    no menu was read; whether all items of the unit are on the page nobody can see from outside.
    """
    if not case.subject.public_service:
        return not_applicable("单位无对外服务职能")
    heard = home_marks(case)
    mark = heard.facts.get("service")
    if not isinstance(mark, dict):
        return entered(case, numbers)
    page = mark.get("page") if isinstance(mark.get("page"), dict) else {}
    classes = list(dict.fromkeys([*(mark.get("classes") or ()), *((page or {}).get("classes") or ())]))
    if len(classes) >= numbers.classes:
        shown = listed([str(one) for one in classes])
        return met(f"办事服务分类展示：{shown}", evidence=said_evidence(heard.said, f"分类 {shown}"))
    if mark.get("words"):
        return _without_classes(heard, mark, page or {})
    if not mark.get("menu"):
        return no_fact("无法判定：首页未读到导航菜单")
    return not_met("首页疑似没有办事服务入口", evidence=said_evidence(heard.said, "导航菜单中未见办事服务入口"))


def _without_classes(heard: Heard, mark: dict[str, Any], page: dict[str, Any]) -> Judgement:
    entry = str(mark.get("entry") or "")
    if mark.get("outside"):
        return no_fact(f"无法判定：办事服务由其他平台提供（{entry}）")
    if not page or page.get("unread"):
        return no_fact("无法判定：未能读到办事服务页面")
    text = f"办事服务页面疑似未分类展示事项（有链接 {page.get('links', 0)} 个）"
    evidence = said_evidence(heard.said, f"“{mark['words']}”通向 {entry}，其中未见分类")
    return not_met(text, evidence=tuple(one.model_copy(update={"url": entry}) for one in evidence))


INDICATOR = Indicator(
    id=ID,
    title="办事服务·事项公开",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“办事服务”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="首页有无办事服务入口，入口所通页面（本网站的，每天查看一次）有无按对象、主题、部门、事项类型的分类；"
    "由其他平台提供或须浏览器显示的，无法判定；须人工确认，事项是否齐全由人工登记",
    remedy="请集中、分类展示本单位办事服务事项",
    judge=judge,
    decides=Decides.REVIEW,
)
