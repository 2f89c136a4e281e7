"""What changes between two registries."""

from shared.registry.differences import Changed, KindDifferences, differences
from shared.registry.model import Kind, Registry
from tests.registry_builders import a_registry, a_unit, a_website


def test_rows_that_come_change_and_go():
    """Each kind tells its added, changed and removed rows, and of the changed ones which fields."""
    old = a_registry(a_unit("U1"), a_unit("U2"), a_website())
    new = a_registry(a_unit("U1", name="新名", channels=("wecom://K",)), a_unit("U3"), a_website())

    found = differences(old, new)
    assert KindDifferences(("U3",), (Changed("U1", ("name", "channels")),), ("U2",)) == found.kinds[Kind.UNITS]
    assert {
        "units": {"added": ["U3"], "changed": [{"id": "U1", "fields": ["name", "channels"]}], "removed": ["U2"]}
    } == found.as_dict()


def test_the_same_is_no_difference():
    """Equal registries do not differ, whatever the order of their rows."""
    assert not differences(a_registry(a_unit("U1"), a_unit("U2")), a_registry(a_unit("U2"), a_unit("U1")))
    assert differences(Registry(), a_registry())
