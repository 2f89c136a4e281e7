"""The registry in force, without MongoDB."""

from datetime import date

from shared.registry.model import Registry
from shared.registry.store import LoadedRegistry, NoRegistry


class FixedRegistry:
    """Stands in for `CurrentRegistry`: gives what the test has put in force."""

    def __init__(self, registry: Registry | None = None) -> None:
        self.loaded: LoadedRegistry | None = None
        if registry:
            self.put_in_force(registry)

    def put_in_force(
        self, registry: Registry, *, effective_from: date = date(2000, 1, 1), is_fallback: bool = False
    ) -> None:
        """From now on this one, under the next number."""
        number = self.loaded.version + 1 if self.loaded else 1
        self.loaded = LoadedRegistry(registry, number, effective_from, is_fallback)

    async def get(self) -> LoadedRegistry:
        """The registry in force."""
        if self.loaded is None:
            raise NoRegistry
        return self.loaded
