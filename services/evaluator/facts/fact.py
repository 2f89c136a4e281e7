"""Facts are never changed once they are made: a type checker refuses it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as fact
else:
    from dataclasses import dataclass

    def fact(**options: Any) -> Any:
        """A data class that is frozen for who reads and checks the code.

        It is not refused while it runs, which takes four times as long to make one, and some are made for every event.
        """
        return dataclass(**options | {"frozen": False, "unsafe_hash": options.get("frozen", False)})


__all__ = ["fact"]
