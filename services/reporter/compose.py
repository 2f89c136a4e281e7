"""Composing a report: pure, so that the same material always makes the same bytes."""

from services.reporter import counting, listing
from services.reporter.annual import annual_sites, is_yearly
from services.reporter.cautions import cautions, is_provisional, provisional_title
from services.reporter.changes import changes_since, trend, trend_point
from services.reporter.consistency import internal_checks
from services.reporter.correcting import as_version
from services.reporter.ledgers import letter_tests, ticket_counts
from services.reporter.material import Material, unknown_rules
from services.reporter.publishing import publications
from services.reporter.regime import SHIPPED, Templates, with_regime
from services.reporter.report import GeneratedFrom, NoticeWords, Pack, Period, Report
from services.reporter.standing import Standing, standings, strangers
from services.reporter.wording import GENERIC_AREA, PLATFORMS, chinese_period, platform_name
from shared.contracts.target import TargetKind


def compose(material: Material, templates: Templates = SHIPPED) -> Report:
    """The frozen dataset of one report, its internal checks included.

    Every registered target is in it exactly once; what could not be judged is listed, never dropped.
    """
    material = with_regime(material, templates)
    everyone = standings(material)
    websites = counting.counts(counting.of_kind(everyone, TargetKind.WEBSITE), material.rules.rates)
    accounts = counting.account_counts(counting.of_kind(everyone, TargetKind.ACCOUNT), material.rules.rates)
    now = listing.listed(everyone)
    label = material.edition.label
    report = Report(
        period=Period(label=label, first=material.edition.first, last=material.edition.last),
        regime=material.edition.regime,
        pack=Pack(id=material.summary.pack_id, version=material.summary.pack_version),
        generated_from=_generated_from(material),
        websites=websites,
        accounts=accounts,
        unqualified=listing.unqualified(everyone),
        undetermined=listing.undetermined(everyone),
        monthly=listing.monthly(everyone),
        scores=listing.scores(everyone, material),
        messages=counting.message_counts(material, everyone),
        tickets=ticket_counts(everyone),
        letters=letter_tests(everyone),
        publication=publications(material, everyone),
        warnings=counting.warning_counts(material),
        changes_since_last=changes_since(material.previous, now),
        placeholders_used=listing.placeholders(everyone),
        notice=_words(material),
        rates=material.rules.rates,
        groups=counting.group_counts(everyone, material.rules.rates),
        targets=now,
        problems=listing.problems(everyone),
        near=listing.near(everyone),
        indicators=counting.indicator_counts(everyone),
        trend=trend(material.previous, trend_point(label, websites, accounts)),
        notes=_notes(material),
        platform_names=_platform_names(material, everyone),
        classes=counting.class_counts(everyone, material.rules),
        parts=tuple(trend_point(part.period.label, part.websites, part.accounts) for part in material.within),
        annual=annual_sites(everyone) if is_yearly(material.edition) else (),
        provisional=is_provisional(material),
        cautions=cautions(material, websites, accounts),
        supervision=listing.supervision(material),
    )
    return as_version(report.model_copy(update={"checks": internal_checks(report)}), material.corrected)


def _generated_from(material: Material) -> GeneratedFrom:
    summary = material.summary
    return GeneratedFrom(
        events=summary.events,
        digest=summary.digest,
        registry_version=summary.registry_version,
        as_of=summary.as_of,
    )


def _words(material: Material) -> NoticeWords:
    rules = material.rules
    period = chinese_period(material.edition.label)
    title = rules.title.replace("{area}", "" if rules.area == GENERIC_AREA else rules.area).replace("{period}", period)
    return NoticeWords(
        title=provisional_title(title, material),
        addressee=rules.addressee,
        issuer=rules.issuer,
        document_number=rules.document_number,
        red_head=rules.red_head,
        area=rules.area,
        scope=rules.scope,
        template=rules.template,
        issued_on=material.issued_on,
        mend_by=material.mend_by,
        mend_to=rules.mend_to,
        print_rates=rules.print_rates,
        publish_by=material.publish_by,
        annual_due=material.annual_due,
        bands=tuple(sorted(rules.bands, reverse=True)),
    )


def _notes(material: Material) -> tuple[str, ...]:
    notes = list(material.summary.notes)
    if unregistered := strangers(material):
        notes.append(f"有{len(unregistered)}个对象有判定但不在本期名录中，未计入：{'、'.join(unregistered)}")
    if unknown := unknown_rules(material.summary.report_rules):
        notes.append(f"指标体系 [report] 中有不认识的设置，未采用：{'、'.join(unknown)}")
    return tuple(notes)


def _platform_names(material: Material, everyone: tuple[Standing, ...]) -> dict[str, str]:
    used = {each.target.platform for each in everyone if each.target.platform}
    ordered = [platform for platform in PLATFORMS if platform in used] + sorted(used - set(PLATFORMS))
    return {platform: platform_name(platform, dict(material.rules.platform_names)) for platform in ordered}
