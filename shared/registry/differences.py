"""What changes between two registries: which rows of each kind come, change and go."""

from dataclasses import dataclass

from shared.registry.model import Kind, Registry


@dataclass(frozen=True)
class Changed:
    """A row that is in both and differs: in which fields, not their contents, for some are secret."""

    id: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class KindDifferences:
    """What changes in the rows of one kind."""

    added: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Differences:
    """What changes, kind by kind; kinds without a change are there too, empty."""

    kinds: dict[Kind, KindDifferences]

    def __bool__(self) -> bool:
        return any(self.kinds.values())

    def as_dict(self) -> dict[str, dict[str, object]]:
        """The same for a machine; kinds without a change are left out."""
        return {
            kind.value: {
                "added": list(found.added),
                "changed": [{"id": changed.id, "fields": list(changed.fields)} for changed in found.changed],
                "removed": list(found.removed),
            }
            for kind, found in self.kinds.items()
            if found
        }


def differences(old: Registry, new: Registry) -> Differences:
    """What happens to the rows when `new` takes the place of `old`. The order of rows makes no difference."""
    return Differences({kind: _of_kind(old, new, kind) for kind in Kind})


def _of_kind(old: Registry, new: Registry, kind: Kind) -> KindDifferences:
    before, after = old.rows(kind), new.rows(kind)
    changed = (
        Changed(id_, tuple(name for name in type(row).model_fields if getattr(row, name) != getattr(before[id_], name)))
        for id_, row in after.items()
        if id_ in before and row != before[id_]
    )
    return KindDifferences(
        added=tuple(id_ for id_ in after if id_ not in before),
        changed=tuple(changed),
        removed=tuple(id_ for id_ in before if id_ not in after),
    )
