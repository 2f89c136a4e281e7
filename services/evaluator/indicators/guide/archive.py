"""Do archived pages open, and say that they are archived and when?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.phrases import listed
from services.evaluator.questions.archived import archived_pages
from services.evaluator.questions.articles import Article
from services.evaluator.questions.dead_links import dead_links
from services.evaluator.questions.sayings import said_evidence
from services.evaluator.section import Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.archive"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """A page with the label must name the day, and still open at the latest round of checking links.

    What ought to be archived and is not, nobody can see; nor whether the place is a prominent one. A label that is a
    picture is not read: such a page is no archived one here, and accused of nothing.
    """
    pages = list(archived_pages(case))
    if not pages:
        return no_fact("无法判定：未见注明“已归档”的页面")
    bad = [(page, why) for page in pages if (why := _why(case, page))]
    if not bad:
        return met(f"{len(pages)} 个已归档页面均注明归档时间并能访问")
    items = tuple(_item(page, why) for page, why in bad)
    evidence = tuple(e for page, why in bad for e in said_evidence(page.said, f"“{page.title}”标有“已归档”，{why}"))
    text = f"{len(items)} 个已归档页面未注明归档时间或打不开：{listed([item.name for item in items])}"
    return not_met(text, items=items, evidence=evidence)


def _why(case: Case, page: Article) -> str:
    found = dead_links(case)
    dead = [item.observed_at for item in found.items if item.id == page.url] if found else []
    if any(at and at > page.said.at for at in dead):
        return "现已打不开"
    return "" if page.archived_on else "未见归档时间"


def _item(page: Article, why: str) -> Item:
    return Item(
        id=page.url,
        name=page.title or page.url,
        kind="article",
        outcome=Outcome.NOT_MET,
        text=why,
        url=page.url or None,
        observed_at=page.said.at,
    )


INDICATOR = Indicator(
    id=ID,
    title="网页归档",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="访问过的、以文字注明“已归档”的文章页：是否注明归档时间，最近一轮链接检查能否打开；应归档而未归档的、"
    "以图片标注的，不作判定",
    remedy="请恢复已归档页面的访问，并在显著位置注明“已归档”和归档时间",
    judge=judge,
)
