"""How units are told, as data: deadlines, reminders, retries. A regulator changes the file, not the code."""

import tomllib
from datetime import time, timedelta
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from shared.contracts.event import Fact
from shared.contracts.verdicts import IndicatorKind
from shared.errors import BadInput

DEFAULT = Path(__file__).parent / "policies" / "default.toml"
"""The policy when the operator names none."""


class Mending(Fact):
    """By when a fault is to be mended, in workdays from the day it is told."""

    veto: int = Field(gt=0)
    other: int = Field(gt=0)
    provenance: str
    """`placeholder` marks the number as the system's own wherever it shows."""

    def workdays(self, kind: IndicatorKind) -> int:
        """The term for a fault of this kind."""
        return self.veto if kind is IndicatorKind.VETO else self.other


class Reminding(Fact):
    """When a fault that stays open is told again."""

    workdays: tuple[int, ...] = Field(min_length=1)
    """Workdays between one telling and the next; the last number repeats."""
    at: time
    """The time of day in China at which reminders are due, so that those of one day are one message."""

    @field_validator("workdays")
    @classmethod
    def _positive(cls, workdays: tuple[int, ...]) -> tuple[int, ...]:
        if any(count < 1 for count in workdays):
            raise ValueError("every interval is at least one workday")
        return workdays


class Retrying(Fact):
    """How long a message that was provably not taken is offered again."""

    first: timedelta
    longest: timedelta
    give_up_after: timedelta


class Muting(Fact):
    """What is seen and recorded but makes no message of its own."""

    indicator_kinds: frozenset[IndicatorKind]
    """Findings of these kinds are never told to units."""
    item_kinds: frozenset[str]
    """A new thing of these kinds inside a fault already told waits for the next reminder."""


class Policy(Fact):
    """One edition of the policy."""

    version: str
    mend: Mending
    remind: Reminding
    retry: Retrying
    mute: Muting


def load(path: Path | None = None) -> Policy:
    """The policy in a TOML file, the default one when none is named.

    Raises:
        BadInput: the file cannot be read or says something nobody understands; names file, field and reason.
    """
    source = path or DEFAULT
    try:
        return Policy.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadInput(f"{source}: cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{source}: is not TOML: {error}") from error
    except ValidationError as error:
        mistakes = [f"{source}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)]
        raise BadInput(f"{source}: is no notification policy", mistakes) from error
