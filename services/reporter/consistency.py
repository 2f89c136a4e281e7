"""The checks a notice must stand before it is signed: computed from the finished report, carried in it and shown."""

from collections.abc import Iterable, Iterator

from services.reporter.report import Check, Report
from services.reporter.rounding import agrees
from services.reporter.tally import Counts
from services.reporter.wording import KINDS
from shared.contracts.target import TargetKind

_FIELDS = ("registered", "planned", "checked", "qualified", "unqualified", "undetermined")


def internal_checks(report: Report) -> tuple[Check, ...]:
    """All checks, whether they hold or not, in a fixed order."""
    groups = report.groups
    return (
        *_of_kind(report, TargetKind.WEBSITE, report.websites),
        *_of_kind(report, TargetKind.ACCOUNT, report.accounts),
        _subtotals("platforms", "各平台政务新媒体之和等于总数", report.accounts, report.accounts.by_platform.values()),
        _subtotals("groups.websites", "各组政府网站之和等于总数", report.websites, (g.websites for g in groups)),
        _subtotals("groups.accounts", "各组政务新媒体之和等于总数", report.accounts, (g.accounts for g in groups)),
        *_classes(report),
        *_publication(report),
        *_ledgers(report),
        *_grounds(report),
    )


def _of_kind(report: Report, kind: TargetKind, n: Counts) -> Iterator[Check]:
    word, prefix = KINDS[kind], f"{kind.value}s"
    named = [entry.id for entry in report.unqualified if entry.kind is kind]
    unseen = [entry.id for entry in report.undetermined if entry.kind is kind]
    listed = [entry.id for entry in report.targets if entry.kind is kind]
    yield _equal(f"{prefix}.checked", f"{word}：合格数＋不合格数＝检查数", n.qualified + n.unqualified, n.checked)
    yield _equal(f"{prefix}.planned", f"{word}：检查数＋无法判定数＝应检查数", n.checked + n.undetermined, n.planned)
    yield _equal(f"{prefix}.registered", f"{word}：应检查数＋未抽查数＝在册数", n.planned + n.unplanned, n.registered)
    yield _at_most(f"{prefix}.within", f"{word}：检查数不超过在册数", n.checked, n.registered)
    yield _equal(f"{prefix}.named", f"{word}：列名的不合格对象数＝不合格数", len(set(named)), n.unqualified)
    yield _equal(f"{prefix}.named_once", f"{word}：不合格名单没有重复", len(named), len(set(named)))
    yield _equal(f"{prefix}.unseen", f"{word}：列名的无法判定对象数＝无法判定数", len(set(unseen)), n.undetermined)
    yield _equal(f"{prefix}.listed", f"{word}：名单行数＝在册数", len(set(listed)), n.registered)
    yield _rate(f"{prefix}.rate", f"{word}：合格率＝合格数／检查数", report, n)


def _rate(check: str, text: str, report: Report, n: Counts) -> Check:
    exact = n.pass_rate_exact == (n.qualified, n.checked)
    rule = report.rates
    printed = agrees(n.pass_rate, n.qualified, n.checked, rounding=rule.rounding, decimals=rule.decimals)
    honest = n.unqualified == 0 or not n.pass_rate.startswith("100")
    quotient = f"{n.qualified}/{n.checked}"
    return Check(id=check, text=text, left=n.pass_rate, right=quotient, holds=exact and printed and honest)


def _subtotals(check: str, text: str, total: Counts, parts: Iterable[Counts]) -> Check:
    parts = tuple(parts)
    sums = tuple(sum(getattr(part, field) for part in parts) for field in _FIELDS)
    totals = tuple(getattr(total, field) for field in _FIELDS)
    return Check(id=check, text=text, left=_numbers(sums), right=_numbers(totals), holds=sums == totals)


def _classes(report: Report) -> Iterator[Check]:
    if not report.classes:
        return
    for kind, total in ((TargetKind.WEBSITE, report.websites), (TargetKind.ACCOUNT, report.accounts)):
        parts = [each.counts for each in report.classes if each.kind is kind]
        yield _subtotals(f"classes.{kind.value}s", f"各级各类{KINDS[kind]}之和等于总数", total, parts)


def _ledgers(report: Report) -> Iterator[Check]:
    tests, tickets = report.letters, report.tickets
    if tests.tested:
        ends = tests.in_time + tests.late + tests.never + tests.broken
        yield _equal("letters", "信件测试：及时＋未及时＋未回复＋不可用＝测试数", ends, tests.tested)
    if tickets.received:
        yield _at_most("tickets", "找错留言：属实数不超过受理数", tickets.valid, tickets.received)


def _publication(report: Report) -> Iterator[Check]:
    published = report.publication
    by_category = sum(published.by_category.values())
    by_unit = sum(unit.count for unit in published.by_unit)
    yield _equal("publication.categories", "各类信息发布数之和＝发布总数", by_category, published.total)
    yield _equal("publication.units", "各单位信息发布数之和＝发布总数", by_unit, published.total)
    if published.by_class:
        of_websites = published.total - published.by_category.get("account", 0)
        by_class = sum(published.by_class.values())
        yield _equal("publication.classes", "各类别信息发布数之和＝网站发布总数", by_class, of_websites)


def _grounds(report: Report) -> Iterator[Check]:
    reasoned = sum(1 for entry in report.unqualified if entry.reasons)
    reasons = [reason for entry in report.unqualified for reason in entry.reasons]
    proved = sum(1 for reason in reasons if reason.evidence)
    explained = sum(1 for entry in report.undetermined if entry.reason)
    yield _equal("reasons", "每个不合格对象都有原因", reasoned, len(report.unqualified))
    yield _equal("evidence", "每个不合格原因都有依据", proved, len(reasons))
    yield _equal("undetermined", "每个无法判定的对象都有原因", explained, len(report.undetermined))


def _equal(check: str, text: str, left: int, right: int) -> Check:
    return Check(id=check, text=text, left=str(left), right=str(right), holds=left == right)


def _at_most(check: str, text: str, left: int, right: int) -> Check:
    return Check(id=check, text=text, left=str(left), right=str(right), holds=left <= right)


def _numbers(numbers: tuple[int, ...]) -> str:
    return "、".join(str(number) for number in numbers)
