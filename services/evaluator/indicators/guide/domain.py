"""Does the address keep the rules for domain names?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.hosts import host_of, is_government_host
from services.evaluator.sections import Names, Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.domain"


class Numbers(Section):
    """What domains end in, and how a portal begins."""

    endings: Names
    portal_prefix: str


def judge(case: Case, numbers: Numbers) -> Judgement:
    """The registry's addresses decide; a column elsewhere under a government domain is told of too."""
    host = host_of(case.subject.url)
    if not host:
        return no_fact("无法判定：未登记网址")
    troubles = []
    if not is_government_host(host, numbers.endings):
        troubles.append(f"域名 {host} 不以 {'、'.join(numbers.endings)} 结尾")
    elif case.subject.website_kind == "portal" and not host.startswith(numbers.portal_prefix):
        troubles.append(f"门户网站域名 {host} 不以 {numbers.portal_prefix} 开头")
    site = host.removeprefix("www.")
    items = tuple(
        Item(
            id=column.id, name=column.name, kind="column", outcome=Outcome.NOT_MET, text=f"位于 {other}", url=column.url
        )
        for column in case.subject.columns
        if (other := host_of(column.url)) and other != site and not other.endswith(f".{site}")
    )
    if items:
        troubles.append(f"{len(items)} 个栏目不在网站域名之下")
    return not_met("；".join(troubles), items=items) if troubles else met(f"域名 {host} 符合规定")


INDICATOR = Indicator(
    id=ID,
    title="域名规则",
    clause="国办发〔2017〕47号《政府网站发展指引》、国办函〔2018〕55号《关于加强政府网站域名管理的通知》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="登记的网址与栏目地址：是否以规定后缀结尾，栏目是否在网站域名之下，门户网站是否以 www 开头",
    remedy="请按规定规范域名，栏目、专题不另设域名",
    judge=judge,
)
