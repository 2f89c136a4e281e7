"""Valid-by-default material of a report: a test names only what matters to it."""

from datetime import UTC, date, datetime
from typing import Any

from services.reporter.material import Edition, Material, RegistryView, ReportRules, TargetView, UnitView
from shared.contracts.assessment import Assessment, AssessmentSummary, Letters, Publication
from shared.contracts.notices import NoticeSent
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, Item, Near, PackRef, Verdict

AS_OF = datetime(2023, 11, 20, 2, 0, tzinfo=UTC)
SEEN = datetime(2023, 11, 19, 2, 0, tzinfo=UTC)


def a_unit(unit_id: str = "u1", **given: Any) -> UnitView:
    return UnitView(**{"id": unit_id, "name": f"单位{unit_id}", "group": "州直部门", "level": "prefecture"} | given)


def a_website(target_id: str = "w1", **given: Any) -> TargetView:
    fields = {"kind": TargetKind.WEBSITE, "id": target_id, "name": f"网站{target_id}", "unit_id": "u1"}
    return TargetView(**fields | {"url": f"https://{target_id}.example.gov.cn/"} | given)


def an_account(target_id: str = "a1", **given: Any) -> TargetView:
    fields = {"kind": TargetKind.ACCOUNT, "id": target_id, "name": f"账号{target_id}", "unit_id": "u1"}
    return TargetView(**fields | {"platform": "weibo"} | given)


def a_finding(indicator: str = "website.veto.homepage_stale", **given: Any) -> Finding:
    fields: dict[str, Any] = {
        "indicator": indicator,
        "title": "首页不更新",
        "clause": "1.3",
        "kind": IndicatorKind.VETO,
        "outcome": Outcome.NOT_MET,
        "text": "首页最新一条信息发布于2023年11月2日，已18天未更新（上限14天）。",
        "limit": "监测时间点前2周内首页应有信息更新",
        "remedy": "更新首页信息",
        "evidence": (Evidence(text="首页列表", url="https://w1.example.gov.cn/", observed_at=SEEN, event_id="e-1"),),
    }
    return Finding(**fields | given)


def silent(**given: Any) -> Finding:
    """An account that did not post."""
    fields: dict[str, Any] = {
        "title": "内容不更新",
        "text": "最近一次发布于2023年10月30日，已21天无更新（上限14天）。",
        "limit": "监测时间点前2周内应有更新",
        "evidence": (Evidence(text="账号发布列表", url="https://weibo.example/a1", observed_at=SEEN, event_id="e-2"),),
    }
    return a_finding("account.veto.stale", **fields | given)


def unseen(indicator: str = "website.veto.homepage_stale", **given: Any) -> Finding:
    fields = {"outcome": Outcome.UNDETERMINED, "reason": "blocked", "text": "防火墙拒绝访问（412），本期无法查看。"}
    return a_finding(indicator, **fields | given)


def an_assessment(
    target: TargetView, result: Result = Result.QUALIFIED, *findings: Finding, **given: Any
) -> Assessment:
    verdict = Verdict(
        verdict_id=f"v-{target.id}",
        target_kind=target.kind,
        target_id=target.id,
        target_name=target.name,
        unit_id=target.unit_id,
        as_of=AS_OF,
        result=result,
        score=given.pop("score", None),
        pack=PackRef(id="national_2019", version="1"),
        findings=findings,
    )
    fields = {"request_id": "r1", "target_kind": target.kind, "target_id": target.id, "verdict": verdict}
    return Assessment(**fields | given)


def a_summary(**given: Any) -> AssessmentSummary:
    fields: dict[str, Any] = {
        "request_id": "r1",
        "pack_id": "national_2019",
        "pack_version": "1",
        "as_of": AS_OF,
        "events": 4711,
        "digest": "ab" * 32,
        "registry_version": 3,
        "targets": 0,
    }
    return AssessmentSummary(**fields | given)


def an_edition(**given: Any) -> Edition:
    fields: dict[str, Any] = {
        "label": "2023Q4",
        "regime": "national",
        "first": date(2023, 8, 1),
        "last": date(2023, 10, 31),
        "issued_on": date(2023, 11, 23),
    }
    return Edition(**fields | given)


def a_material(
    targets: tuple[TargetView, ...] = (), assessments: tuple[Assessment, ...] = (), **given: Any
) -> Material:
    units = given.pop("units", tuple(a_unit(unit_id) for unit_id in sorted({target.unit_id for target in targets})))
    fields: dict[str, Any] = {
        "edition": an_edition(),
        "summary": a_summary(targets=len(targets)),
        "registry": RegistryView(units=units, targets=targets),
        "assessments": assessments,
    }
    return Material(**fields | given)


MONTHS = ("2023-08", "2023-09", "2023-10")


def a_prefecture(**given: Any) -> Material:
    """A little of everything: failing, unseen, scored, near, monthly, publishing, warned."""
    units = (
        a_unit("u1", name="州生态环境局"),
        a_unit("u2", name="州民政局"),
        a_unit("u3", name="甲县人民政府", group="县（市）", level="county"),
    )
    websites = (
        a_website("w1", name="州生态环境局", unit_id="u1"),
        a_website("w2", name="州民政局网站", unit_id="u2"),
        a_website("w3", name="甲县人民政府门户网站", unit_id="u3"),
        a_website("w4", name="甲县政务服务网", unit_id="u3"),
    )
    accounts = (
        an_account("a1", name="甲县发布", unit_id="u3"),
        an_account("a2", name="州民政", unit_id="u2", platform="wechat_subscription"),
        an_account("a3", name="环保在线", unit_id="u1", platform="wechat_service"),
        an_account("a4", name="生态视界", unit_id="u1", platform="douyin"),
    )
    columns = tuple(
        Item(id=f"c{n}", name=f"栏目{n}", kind="column", outcome=Outcome.NOT_MET, text="已40天未更新", observed_at=SEEN)
        for n in range(1, 6)
    )
    assessments = (
        an_assessment(websites[0], Result.UNQUALIFIED, a_finding()),
        an_assessment(
            websites[1],
            Result.QUALIFIED,
            a_finding(
                "website.deduct.publish.policy_docs",
                title="政策文件不更新",
                kind=IndicatorKind.DEDUCTION,
                text="政策文件栏目超过6个月未更新，扣5分。",
                provenance="placeholder",
                points=5,
                items=columns,
            ),
            score=95.0,
            publications=(
                Publication(id="c1", name="动态", category="news", unit_id="u2", count=31),
                Publication(id="c2", name="公告", category="notice", unit_id="u2", count=9),
            ),
            letters=Letters(open=2, overdue=1, answered=7, answer_days=(1.0, 2.5, 9.0)),
        ),
        an_assessment(
            websites[2],
            Result.QUALIFIED,
            a_finding(
                outcome=Outcome.MET,
                text="首页3天前更新",
                near=Near(share=0.8, text="已11天未更新（上限14天）", warn=True),
            ),
            publications=(Publication(id="c3", name="要闻", category="news", unit_id="u3", count=12),),
        ),
        an_assessment(websites[3], Result.UNDETERMINED, unseen()),
        an_assessment(
            accounts[0], Result.UNQUALIFIED, silent(), months=dict(zip(MONTHS, ("合格", "不合格", "合格"), strict=True))
        ),
        an_assessment(accounts[1], Result.QUALIFIED, months=dict.fromkeys(MONTHS, "合格")),
        an_assessment(accounts[2], Result.QUALIFIED, months=dict.fromkeys(MONTHS, "合格")),
    )
    told = (
        NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="fault", at=datetime(2023, 10, 5, tzinfo=UTC)),
        NoticeSent(warning_id="n1", unit_id="u1", channel="wecom", step="fault", at=datetime(2023, 10, 5, tzinfo=UTC)),
        NoticeSent(
            warning_id="n1", unit_id="u1", channel="smtp", step="recovery", at=datetime(2023, 10, 9, tzinfo=UTC)
        ),
        NoticeSent(warning_id="n2", unit_id="u2", channel="smtp", step="early", at=datetime(2023, 12, 9, tzinfo=UTC)),
    )
    fields: dict[str, Any] = {
        "units": units,
        "told": told,
        "rules": ReportRules(area="全州", issuer="州政府政务信息中心"),
    }
    return a_material((*websites, *accounts), assessments, **fields | given)


def a_province(websites: int = 556, accounts: int = 1944, **given: Any) -> Material:
    """Many targets of forty units; every fiftieth fails, every seventieth cannot be seen."""
    units = tuple(a_unit(f"u{n:02}", name=f"第{n}局", group="省直部门" if n < 20 else "市州") for n in range(40))
    platforms = ("weibo", "wechat_subscription", "wechat_service", "douyin")
    sites = tuple(a_website(f"w{n:04}", unit_id=f"u{n % 40:02}") for n in range(websites))
    posts = tuple(an_account(f"a{n:04}", unit_id=f"u{n % 40:02}", platform=platforms[n % 4]) for n in range(accounts))
    return a_material(
        (*sites, *posts), tuple(_judged(n, each) for n, each in enumerate((*sites, *posts))), units=units, **given
    )


def _judged(number: int, target: TargetView) -> Assessment:
    found = a_finding() if target.kind is TargetKind.WEBSITE else silent()
    if number % 50 == 49:
        return an_assessment(target, Result.UNQUALIFIED, found)
    if number % 70 == 69:
        return an_assessment(target, Result.UNDETERMINED, unseen(found.indicator))
    return an_assessment(target, Result.QUALIFIED, found.model_copy(update={"outcome": Outcome.MET}))
