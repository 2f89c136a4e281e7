"""How each registered target stands in the period: the registry joined with the judgements, in list order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.reporter.material import Material, TargetView, UnitView
from services.reporter.wording import LEVELS, PLATFORMS, UNGROUPED
from shared.contracts.assessment import Assessment
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding

_LEVEL_ORDER = {level: place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Standing:
    """One registered target, who answers for it and what was judged of it."""

    target: TargetView
    unit: UnitView
    planned: bool
    assessment: Assessment | None

    @property
    def result(self) -> Result | None:
        """None if it was not drawn; undetermined if nobody judged it or nobody looked at it.

        A failure that was proved stays one: the evaluator judged it, and nobody judges after it.
        """
        if not self.planned:
            return None
        if self.assessment is None:
            return Result.UNDETERMINED
        judged = self.assessment.verdict.result
        if not self.assessment.checked and judged is not Result.UNQUALIFIED:
            return Result.UNDETERMINED
        return judged

    @property
    def group(self) -> str:
        """The unit's group, else the name of its level."""
        return self.unit.group or LEVELS.get(self.unit.level, UNGROUPED)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, in the order of the pack; nothing for one that was not drawn.

        A fault that waits for a person, or that a person has dismissed, is none that a report may tell.
        """
        found = self.assessment.verdict.findings if self.planned and self.assessment else ()
        return tuple(finding for finding in found if finding.outcome is not Outcome.NOT_MET or finding.counts)

    def found(self, outcome: Outcome) -> tuple[Finding, ...]:
        """The findings of one outcome."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)

    def who(self) -> dict[str, Any]:
        """The fields every entry of a list begins with."""
        target = self.target
        return {
            "kind": target.kind,
            "id": target.id,
            "name": target.name,
            "platform": target.platform,
            "unit_id": self.unit.id,
            "unit": self.unit.name,
            "group": self.group,
            "url": target.url,
        }


def standings(material: Material) -> tuple[Standing, ...]:
    """All registered targets: websites first, then by group, platform, unit and id."""
    judged = {(entry.target_kind, entry.target_id): entry for entry in material.assessments}
    units = {unit.id: unit for unit in material.registry.units}
    found = [
        Standing(
            target=target,
            unit=units.get(target.unit_id) or UnitView(id=target.unit_id, name=target.unit_id),
            planned=material.plan is None or target.id in material.plan,
            assessment=judged.get((target.kind, target.id)),
        )
        for target in material.registry.targets
    ]
    return tuple(sorted(found, key=_list_order(found, material.rules.group_order)))


def strangers(material: Material) -> list[str]:
    """Ids that were judged but are not in the registry of the period, sorted."""
    registered = {(target.kind, target.id) for target in material.registry.targets}
    return sorted({a.target_id for a in material.assessments if (a.target_kind, a.target_id) not in registered})


def _list_order(found: list[Standing], group_order: tuple[str, ...]) -> Callable[[Standing], tuple[Any, ...]]:
    """Groups as the regime orders them, the others after them by their highest level, then by name."""
    groups = {group: place for place, group in enumerate(group_order)}
    levels: dict[str, int] = {}
    for standing in found:
        level = _LEVEL_ORDER.get(standing.unit.level, len(_LEVEL_ORDER))
        levels[standing.group] = min(level, levels.get(standing.group, level))
    platforms = {platform: place for place, platform in enumerate(PLATFORMS)}

    def order(standing: Standing) -> tuple[Any, ...]:
        platform = standing.target.platform or ""
        return (
            standing.target.kind is TargetKind.ACCOUNT,
            groups.get(standing.group, len(groups)),
            levels[standing.group],
            standing.group,
            platforms.get(platform, len(platforms)),
            platform,
            standing.unit.id,
            standing.target.id,
        )

    return order
