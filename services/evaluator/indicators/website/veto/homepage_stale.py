"""Was the home page updated within the window?"""

from services.evaluator.columns import Judged, distinct, judge_updates
from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Indicator, Judgement, changing, evidence_of, met, not_met, undetermined
from services.evaluator.reason import Reason
from services.evaluator.sections import Section
from services.evaluator.staleness import State, staleness_of
from services.evaluator.updates import near_silence, question, stands_of
from services.evaluator.window import WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.homepage_stale"


class Numbers(Section):
    """How long a home page may be silent."""

    window: WindowText
    edge_inclusive: bool
    warn_after: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Met up to and including the limit; a home page that is only an entry is judged by its second-level pages."""
    if case.subject.navigation_home:
        return _second_level(case, numbers)
    needs = case.rules.sight.home
    updates = staleness_of(
        case.dossier.page(HOME), question(case, numbers.window, needs, edge_inclusive=numbers.edge_inclusive)
    )
    evidence = evidence_of(updates.look)
    match updates.state:
        case State.STALE:
            text = f"首页超过{numbers.window}未更新：{updates.words()}"
            answer = not_met(text, since=updates.crosses_at, evidence=evidence)
        case State.FRESH:
            near = near_silence(case, updates, numbers.window, numbers.warn_after)
            answer = met(
                f"首页{updates.words()}",
                near=near,
                evidence=evidence,
                stands=stands_of(case, updates, numbers.warn_after),
            )
        case State.UNKNOWN:
            answer = undetermined(updates.reason or Reason.BLIND, f"无法判定：首页{updates.words()}", evidence=evidence)
    return changing(answer, updates.changes_at, after=case.as_of)


def _second_level(case: Case, numbers: Numbers) -> Judgement:
    """Stale only if every second-level page is; one that was updated is enough."""
    pages = [
        judge_updates(case, column, numbers.window, edge_inclusive=numbers.edge_inclusive)
        for column in distinct(case.subject.columns)
    ]
    if not pages:
        return undetermined(Reason.NO_COLUMNS, "无法判定：首页仅为导航入口，且未登记二级页面")
    changes = [one.updates.changes_at for one in pages]
    return changing(_all_or_none(pages, numbers), *changes, after=case.as_of)


def _all_or_none(pages: list[Judged], numbers: Numbers) -> Judgement:
    fresh = [one for one in pages if one.state is State.FRESH]
    unknown = [one for one in pages if one.state is State.UNKNOWN]
    if fresh:
        newest = max(fresh, key=lambda one: (one.updates.newest_on is not None, one.updates.newest_on))
        return met(f"首页仅为导航入口，二级页面“{newest.column.name}”{newest.updates.words()}")
    if unknown:
        reason = unknown[0].updates.reason or Reason.BLIND
        return undetermined(reason, f"无法判定：首页仅为导航入口，{len(unknown)} 个二级页面未能看清（{reason.words}）")
    return not_met(
        f"首页仅为导航入口，全部 {len(pages)} 个二级页面超过{numbers.window}未更新",
        items=tuple(one.item() for one in pages),
    )


INDICATOR = Indicator(
    id=ID,
    title="首页不更新",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“首页不更新”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="首页列表各条信息的发布日期；首页仅为导航入口的，看所有二级页面",
    remedy="请及时在首页发布或同步更新信息，并确保每条信息标注发布日期",
    judge=judge,
)
