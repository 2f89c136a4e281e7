"""What the data knows for the yearly reports: 政府网站工作年度报表 and 政府网站监管年度报表."""

from collections import Counter
from statistics import mean

from services.reporter.entry import AnnualAccount, AnnualSite
from services.reporter.material import Edition
from services.reporter.standing import Standing
from shared.contracts.target import TargetKind

_WHOLE_YEAR = 365


def is_yearly(edition: Edition) -> bool:
    """Does the period cover a whole year?"""
    return (edition.last - edition.first).days + 1 >= _WHOLE_YEAR


def annual_sites(everyone: tuple[Standing, ...]) -> tuple[AnnualSite, ...]:
    """Every website in operation, with what was seen of it in the year."""
    accounts: dict[str, list[AnnualAccount]] = {}
    for each in everyone:
        if each.target.kind is TargetKind.ACCOUNT:
            accounts.setdefault(each.unit.id, []).append(_account(each))
    return tuple(
        _site(each, tuple(accounts.get(each.unit.id, ())))
        for each in everyone
        if each.target.kind is TargetKind.WEBSITE
    )


def _account(standing: Standing) -> AnnualAccount:
    posts = sum(each.count for each in standing.assessment.publications) if standing.assessment else 0
    return AnnualAccount(name=standing.target.name, platform=standing.target.platform or "", posts=posts)


def _site(standing: Standing, accounts: tuple[AnnualAccount, ...]) -> AnnualSite:
    target, assessment = standing.target, standing.assessment
    by_category: Counter[str] = Counter()
    for each in assessment.publications if assessment else ():
        by_category[each.category] += each.count
    letters = assessment.letters if assessment else None
    return AnnualSite(
        id=target.id,
        name=target.name,
        url=target.url,
        unit_id=standing.unit.id,
        unit=standing.unit.name,
        site_kind=target.site_kind,
        site_code=target.site_code,
        icp=target.icp,
        psb=target.psb,
        columns=target.columns,
        published=by_category.total(),
        by_category=dict(sorted(by_category.items())),
        answered=letters.answered if letters else None,
        open=letters.open if letters else None,
        mean_days=round(mean(letters.answer_days), 1) if letters and letters.answer_days else None,
        accounts=accounts,
    )
