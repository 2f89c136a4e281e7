"""Whom to watch, from the registry that is in force."""

from shared.registry.model import Registry
from shared.registry.store import CurrentRegistry


class CurrentPages:
    """The port `Registries`."""

    def __init__(self, current: CurrentRegistry) -> None:
        self._current = current

    async def registry(self, *, anew: bool = False) -> Registry:
        """The registry in force; the same object until another version is.

        What was imported shows within seconds; `anew`, at once.

        Raises:
            Transient: nothing was imported yet, or it cannot be read.
        """
        return (await self._current.get(anew=anew)).registry
