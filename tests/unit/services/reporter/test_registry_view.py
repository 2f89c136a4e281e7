"""What a report takes from the registry."""

from services.reporter.registry_view import registry_view
from shared.registry.model import Account, AccountStatus, Platform, Registry, Unit, Website, WebsiteKind, WebsiteStatus


def test_closed_and_cancelled_are_out_of_scope():
    """Nobody answers for them; a suspended account still stands."""
    site = Website(id="w1", name="甲", url="https://a.gov.cn/", unit_id="u1", kind=WebsiteKind.PORTAL)
    account = Account(id="a1", name="乙", platform=Platform.WEIBO, unit_id="u1", feed_url="http://bridge.internal/x")
    registry = Registry.of(
        [
            Unit(id="u1", name="单位", group="州直部门"),
            site,
            site.model_copy(update={"id": "w2", "status": WebsiteStatus.CLOSED}),
            account,
            account.model_copy(update={"id": "a2", "status": AccountStatus.CANCELLED}),
            account.model_copy(update={"id": "a3", "status": AccountStatus.SUSPENDED}),
        ]
    )

    view = registry_view(registry)

    assert ["w1", "a1", "a3"] == [target.id for target in view.targets]
    assert {"https://a.gov.cn/", None} == {target.url for target in view.targets}
    assert ["州直部门"] == [unit.group for unit in view.units]
