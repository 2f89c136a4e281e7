"""Has the account been silent for longer than the window?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import (
    Case,
    Indicator,
    Judgement,
    changing,
    evidence_of,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.reason import Reason
from services.evaluator.sections import Names, Section
from services.evaluator.staleness import State, staleness_of
from services.evaluator.updates import near_silence, question, stands_of
from services.evaluator.window import WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.stale_2w"


class Numbers(Section):
    """How long which kinds of accounts may be silent."""

    window: WindowText
    edge_inclusive: bool
    warn_after: WindowText
    platforms: Names
    """The platforms whose accounts publish (发布类); others are not asked to."""


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Met up to and including the limit; an account that never posted anything is silent too (开通至今未发布)."""
    if case.subject.platform not in numbers.platforms:
        return not_applicable("该类账号不以发布信息为主")
    if case.subject.suspended and case.rules.accounts.suspended == "exempt":
        return not_applicable("账号已公告停更")
    needs = case.rules.sight.feed
    ask = question(case, numbers.window, needs, edge_inclusive=numbers.edge_inclusive, empty_counts=True, dated=True)
    updates = staleness_of(case.dossier.page(FEED), ask)
    evidence = evidence_of(updates.look)
    match updates.state:
        case State.STALE:
            text = f"监测时间点前{numbers.window}内无更新：{updates.words()}"
            answer = not_met(text, since=updates.crosses_at, evidence=evidence)
        case State.FRESH:
            near = near_silence(case, updates, numbers.window, numbers.warn_after)
            answer = met(
                updates.words(),
                near=near,
                evidence=evidence,
                stands=stands_of(case, updates, numbers.warn_after),
            )
        case State.UNKNOWN:
            answer = undetermined(updates.reason or Reason.BLIND, f"无法判定：{updates.words()}", evidence=evidence)
    return changing(answer, updates.changes_at, after=case.as_of)


INDICATOR = Indicator(
    id=ID,
    title="内容不更新",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“内容不更新”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="账号发布列表中各条信息的发布时间",
    remedy="请尽快发布信息并保持更新；确无力维护的账号，请按程序关停注销并公告",
    judge=judge,
)
