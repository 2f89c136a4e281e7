"""How units are told, as data: deadlines, reminders, retries. A regulator changes the file, not the code."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator

from services.notifier.workdays_of import Days
from shared.contracts.event import Fact
from shared.contracts.verdicts import IndicatorKind
from shared.errors import BadInput
from shared.registry.vocabulary import Role

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


class Quiet(Fact):
    """Hours in which nothing is sent: it waits until they are over."""

    begin: time
    end: time
    """Earlier than `begin`: the next morning."""
    workdays_only: bool = False
    """Days off are quiet all day."""
    channels: frozenset[str] = frozenset()
    """Only these channels; none named: all."""
    units: frozenset[str] = frozenset()
    """Only these units, and then nothing else holds for them; none named: all others."""
    steps: frozenset[str] = frozenset()
    """Only these steps (`early`, `fault`, `reminder`, …); none named: all."""


class Calendar(Fact):
    """Where the workdays of some units differ from the country's (民族地区放假, 本地调休)."""

    units: frozenset[str]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


class Rise(Fact):
    """One rung of the way up: after so many workdays, so many levels up."""

    kinds: frozenset[IndicatorKind]
    """Faults of these kinds."""
    after: int = Field(ge=0)
    """Workdays after the unit was told; 0: at once."""
    up: int = Field(ge=1)
    """Levels up the organisation tree; where it is not that high, the highest."""
    step: Literal["copy", "escalation", "interview"] = "escalation"
    """抄送, 上报督办, 提请约谈."""


Wanted = Annotated[frozenset[Role], Field(min_length=1)]
"""The roles a step asks for."""

_HANDLER: Wanted = frozenset({Role.HANDLER})
_LED: Wanted = frozenset({Role.HANDLER, Role.DEPUTY})
_ALL: Wanted = frozenset(Role)


class Roles(Fact):
    """Which of a unit's contacts are told which steps. Those without a role are told all of them.

    The end of a fault is told to those who were told of it, whatever their role.
    """

    early: Wanted = _HANDLER
    fault: Wanted = _HANDLER
    reminder: Wanted = _LED
    copy_: Wanted = Field(default=_HANDLER, alias="copy")
    escalation: Wanted = _ALL
    """Of the unit above, and from then on of the unit that answers for it: they are reminded too."""
    interview: Wanted = _ALL

    def wanted(self, kind: str) -> frozenset[Role]:
        """The roles that steps of this kind ask for."""
        wanted: frozenset[Role] = getattr(self, "copy_" if kind == "copy" else kind)
        return wanted


class Acknowledging(Fact):
    """What an answer of the unit does to reminders and escalation, in workdays."""

    holds: int = Field(default=5, ge=0)
    """Having seen it: once."""
    promise_longest: int = Field(default=20, ge=1)
    """A promised day may lie no later than this."""
    promises: int = Field(default=2, ge=0)
    """So many promises hold; later ones are recorded only."""
    appeal_holds: int = Field(default=10, ge=0)
    """While an objection is looked into: once."""


class Inhibition(Fact):
    """A fault that explains others on the same target: while it is open, they are not spoken of."""

    source: str
    targets: tuple[str, ...]
    """Ids of indicators; `*` stands for anything."""


class Blindness(Fact):
    """What operations hear of, and when nothing is believed any more."""

    after: timedelta = timedelta(hours=2)
    """How long something must be out of sight."""
    reasons: frozenset[str] = frozenset(
        {
            "blind",
            "blocked",
            "own_network",
            "bridge_broken",
            "unreadable",
            "needs_browser",
            "robots",
            "list_vanished",
            "sight_too_old",
        }
    )
    """Reasons for an undetermined finding that operations can do something about."""
    everything: float = Field(default=0.5, gt=0, le=1)
    """From this share of targets out of sight by our own network on, nothing is said to any unit."""


class Digest(Fact):
    """The regulator's daily digest."""

    at: time = time(8, 30)
    workdays_only: bool = True


class Replying(Fact):
    """Things with a clock of their own: each is warned of, told, and told to be done for itself."""

    item_kinds: frozenset[str] = frozenset({"ticket", "letter", "test_letter"})
    warn: int = Field(default=1, ge=0)
    """Workdays before the limit at which it is warned of."""


class Linking(Fact):
    """The links in messages."""

    days: int = Field(default=30, ge=1)
    """How long one works."""


class Policy(Fact):
    """One edition of the policy."""

    version: str
    mend: Mending
    remind: Reminding
    retry: Retrying
    mute: Muting
    quiet: tuple[Quiet, ...] = ()
    calendar: tuple[Calendar, ...] = ()
    escalate: tuple[Rise, ...] = ()
    roles: Roles = Roles()
    acknowledge: Acknowledging = Acknowledging()
    inhibit: tuple[Inhibition, ...] = ()
    blind: Blindness = Blindness()
    digest: Digest = Digest()
    reply: Replying = Replying()
    link: Linking = Linking()

    def days_of(self, unit_id: str) -> "Days":
        """The workdays of a unit."""
        mine = [one for one in self.calendar if unit_id in one.units]
        return Days(
            frozenset().union(*(one.holidays for one in mine)), frozenset().union(*(one.workdays for one in mine))
        )


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
