"""The concerns of one target, packed: one event may touch thousands, of which only the one at hand is laid open."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, overload

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from services.notifier.concern import Concern


def pack(concern: Concern) -> bytes:
    """The concern as it is kept."""
    return concern.model_dump_json(exclude_defaults=True).encode()


class Concerns(Sequence[Concern]):
    """Concerns in their order, each unpacked whenever it is asked for: walk over them, and keep none."""

    __slots__ = ("_packed",)

    def __init__(self, concerns: Iterable[Concern] = ()) -> None:
        self._packed = tuple(map(pack, concerns))

    @classmethod
    def of_packed(cls, packed: Iterable[bytes]) -> Self:
        """Those that were packed one by one."""
        made = cls()
        made._packed = tuple(packed)
        return made

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Concern]:
        """Each, unpacked."""
        return map(Concern.model_validate_json, self._packed)

    @overload
    def __getitem__(self, index: int) -> Concern: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Concern]: ...
    def __getitem__(self, index: int | slice) -> Concern | Sequence[Concern]:
        """The one at that place, unpacked."""
        if isinstance(index, slice):
            return [Concern.model_validate_json(one) for one in self._packed[index]]
        return Concern.model_validate_json(self._packed[index])

    def __eq__(self, other: object) -> bool:
        """Whether they say the same."""
        return self._packed == other._packed if isinstance(other, Concerns) else NotImplemented

    def __hash__(self) -> int:
        """Of what they say."""
        return hash(self._packed)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Taken as they are, or packed one after the other."""
        return core_schema.no_info_plain_validator_function(
            lambda given: given if isinstance(given, cls) else cls(map(Concern.model_validate, given)),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda kept: [c.model_dump() for c in kept]),
        )
