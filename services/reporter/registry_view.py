"""What a report needs of the registry: the units, and the targets that are in operation."""

from services.reporter.material import RegistryView, TargetView, UnitView
from shared.contracts.target import TargetKind
from shared.registry.model import AccountStatus, Registry, WebsiteKind, WebsiteStatus


def registry_view(registry: Registry) -> RegistryView:
    """Closed websites and cancelled accounts are left out: nobody answers for them any more.

    An account has no address here: its feed may be an inner bridge, which no notice may show.
    """
    websites = (
        TargetView(
            kind=TargetKind.WEBSITE,
            id=row.id,
            name=row.name,
            unit_id=row.unit_id,
            url=row.url,
            site_kind=row.kind.value,
            site_code=row.site_code,
            icp=row.icp,
            psb=row.psb,
            columns=len(registry.columns_of(row.id)),
        )
        for row in registry.websites.values()
        if row.status is WebsiteStatus.RUNNING
    )
    accounts = (
        TargetView(kind=TargetKind.ACCOUNT, id=row.id, name=row.name, unit_id=row.unit_id, platform=row.platform.value)
        for row in registry.accounts.values()
        if row.status is not AccountStatus.CANCELLED
    )
    governments = {row.unit_id for row in registry.websites.values() if row.kind is WebsiteKind.PORTAL}
    units = (
        UnitView(
            id=row.id,
            name=row.name,
            group=row.group,
            level=row.level.value if row.level else "",
            is_government=row.id in governments,
        )
        for row in registry.units.values()
    )
    return RegistryView(units=tuple(units), targets=(*websites, *accounts))
