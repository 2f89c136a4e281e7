"""One indicator's finding in a verdict, and the records and marks that tests feed it with."""

from datetime import datetime
from typing import Any

from services.evaluator.evaluate import evaluate
from services.evaluator.indicator import Indicator
from services.evaluator.subject import Subject
from shared.contracts.observations import Guide, PageVisited, PostListed, Profile, Recorded
from shared.contracts.target import Outcome, Purpose, TargetKind
from shared.contracts.verdicts import Finding, ReviewState
from tests.builders import NOW, a_case, a_feed_look, a_home_look, a_visit, a_website, an_account


def subject_of(indicator: Indicator[Any], **fields: Any) -> Subject:
    """A target that the indicator is asked of: a portal, which is scored, or an account."""
    if indicator.scope is TargetKind.ACCOUNT:
        return an_account(**fields)
    return a_website(**{"website_kind": "portal", **fields})


def finding_of(
    indicator: Indicator[Any], *events: Any, subject: Subject | None = None, **fields: Any
) -> Finding | None:
    """The indicator's finding in the verdict on a target; None when it has nothing to tell."""
    evaluation = evaluate(a_case(subject or subject_of(indicator), *events, **fields), [indicator])
    assert evaluation is not None
    return next(iter(evaluation.verdict.findings), None)


def a_manual(indicator: Indicator[Any], **fields: Any) -> Recorded:
    """A fault that a person entered."""
    kind = TargetKind.ACCOUNT if indicator.scope is TargetKind.ACCOUNT else TargetKind.WEBSITE
    known = {"indicator": indicator.id, "found_at": NOW.isoformat(), "text": "人工发现的问题"}
    return Recorded(
        kind="finding",
        target_kind=kind,
        target_id="a1" if kind is TargetKind.ACCOUNT else "w1",
        record_id="f1",
        recorded_at=NOW,
        fields={**known, **fields},
    )


def a_bonus(indicator: Indicator[Any], **fields: Any) -> Recorded:
    """Points that a person gave."""
    known = {"indicator": indicator.id, "given_at": NOW.isoformat(), "points": 2, "why": "成效明显"}
    return Recorded(
        kind="bonus",
        target_kind=TargetKind.WEBSITE,
        target_id="w1",
        record_id="b1",
        recorded_at=NOW,
        fields={**known, **fields},
    )


def a_marked_home(at: datetime = NOW, **marks: Any) -> PageVisited:
    """A look at the home page that read these marks."""
    return a_home_look(at, at, marks=marks)


def a_guide_look(at: datetime = NOW, *, guide: str = "g1", **elements: str) -> PageVisited:
    """A look at a service guide; elements that are not named are there."""
    names = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程", "表格样表")
    read = Guide(elements={**dict.fromkeys(names, "present"), **elements})
    return a_visit(at, purpose=Purpose.GUIDE, page_id=guide, guide=read)


def an_article(at: datetime = NOW, *, url: str = "https://www.example.gov.cn/1.html", **article: Any) -> PageVisited:
    """A visit to an article that says this of itself."""
    tags = article.pop("tags", None)
    known = {"title": "关于开展检查的通知", "published_at": "2026-11-01T09:00:00+08:00", "source": "市政府办公室"}
    facts = {name: value for name, value in {**known, **article}.items() if value is not None}
    return a_visit(at, purpose=Purpose.ARTICLE, url=url, article=facts, marks={"tags": tags} if tags else {})


def a_profile_look(at: datetime = NOW, **profile: Any) -> PostListed:
    """A look at an account that read its profile."""
    return a_feed_look(at, at, profile=Profile(**profile))


def assert_only_people_know(indicator: Indicator[Any]) -> None:
    """It says nothing until somebody enters it, breaks when somebody does, and not when that was withdrawn."""
    seen = a_feed_look() if indicator.scope is TargetKind.ACCOUNT else a_home_look()
    found = finding_of(indicator, seen, a_manual(indicator))
    mended = finding_of(indicator, seen, a_manual(indicator, withdrawn=True))

    assert finding_of(indicator, seen) is None
    assert found is not None
    assert (Outcome.NOT_MET, True) == (found.outcome, found.counts)
    assert mended is None


def assert_waits_for_a_person(finding: Finding | None, outcome: Outcome = Outcome.NOT_MET) -> None:
    """It was found, and does not count yet."""
    assert finding is not None
    assert (outcome, ReviewState.PENDING, False) == (finding.outcome, finding.review, finding.counts)
