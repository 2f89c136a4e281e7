"""Whether a Word template can be used: it is filled with reports of every sort, an empty one among them."""

from datetime import UTC, date, datetime

from services.reporter.compose import compose
from services.reporter.material import Edition, Material, RegistryView, TargetView, UnitView
from services.reporter.report import Report
from services.reporter.word.filling import fill
from shared.contracts.assessment import Assessment, AssessmentSummary, Letters, Publication
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, PackRef, Verdict

_AS_OF = datetime(2024, 1, 1, tzinfo=UTC)


def check(template: bytes, name: str) -> None:
    """Return if the template can be filled.

    Raises:
        Permanent: it cannot; says what is wrong and near where.
    """
    for report in samples():
        fill(template, report, name=name)


def samples() -> tuple[Report, ...]:
    """An empty report, and a small one in which something of every sort happened."""
    empty = _material((), ())
    failing = (_website(), _account())
    judged = tuple(_judged(target, Result.UNQUALIFIED, Outcome.NOT_MET) for target in failing)
    unseen = _website("w2")
    full = _material((*failing, unseen), (*judged, _judged(unseen, Result.UNDETERMINED, Outcome.UNDETERMINED)))
    return compose(empty), compose(full)


def _material(targets: tuple[TargetView, ...], assessments: tuple[Assessment, ...]) -> Material:
    summary = AssessmentSummary(
        request_id="sample",
        pack_id="sample",
        pack_version="1",
        as_of=_AS_OF,
        events=1,
        digest="0" * 64,
        registry_version=1,
        targets=len(targets),
    )
    units = (UnitView(id="u1", name="样例单位", group="样例分组"),)
    edition = Edition(label="2023Q4", regime="national", first=date(2023, 10, 1), last=date(2023, 12, 31))
    registry = RegistryView(units=units, targets=targets)
    return Material(edition=edition, summary=summary, registry=registry, assessments=assessments)


def _website(target_id: str = "w1") -> TargetView:
    return TargetView(
        kind=TargetKind.WEBSITE, id=target_id, name="样例网站", unit_id="u1", url="https://sample.example/"
    )


def _account() -> TargetView:
    return TargetView(kind=TargetKind.ACCOUNT, id="a1", name="样例账号", unit_id="u1", platform="weibo")


def _judged(target: TargetView, result: Result, outcome: Outcome) -> Assessment:
    finding = Finding(
        indicator=f"{target.kind.value}.veto.sample",
        title="样例问题",
        clause="1",
        kind=IndicatorKind.VETO,
        outcome=outcome,
        reason="sample" if outcome is Outcome.UNDETERMINED else None,
        text="样例问题的说明。",
        evidence=(Evidence(text="样例依据", observed_at=_AS_OF),),
    )
    verdict = Verdict(
        verdict_id=f"sample-{target.id}",
        target_kind=target.kind,
        target_id=target.id,
        target_name=target.name,
        unit_id=target.unit_id,
        as_of=_AS_OF,
        result=result,
        score=95.0,
        pack=PackRef(id="sample", version="1"),
        findings=(finding,),
    )
    return Assessment(
        request_id="sample",
        target_kind=target.kind,
        target_id=target.id,
        verdict=verdict,
        months={"2023-10": "不合格"} if target.kind is TargetKind.ACCOUNT else {},
        publications=(Publication(id="c1", name="样例栏目", category="news", unit_id="u1", count=3),),
        letters=Letters(open=1, overdue=1, answered=1, answer_days=(1.0,)),
    )
