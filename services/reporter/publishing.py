"""What was published: by category, by unit, by the regime's classes, with those who lead and those who are silent."""

from collections import Counter
from collections.abc import Iterable, Mapping

from services.reporter.material import Material
from services.reporter.plain import one_line
from services.reporter.standing import Standing
from services.reporter.tally import Publications, UnitPublication

ACCOUNT = "account"
"""The category of what accounts publish: it is in no class of a website's publications."""

_Units = dict[str, Counter[str]]


def publications(material: Material, registered: tuple[Standing, ...]) -> Publications:
    """What registered targets published, by category and by the unit responsible, the busiest first."""
    names = {unit.id: unit.name for unit in material.registry.units}
    by_category: Counter[str] = Counter()
    by_unit: _Units = {}
    for standing in registered:
        for each in standing.assessment.publications if standing.assessment else ():
            category = one_line(each.category) or "other"
            by_category[category] += each.count
            by_unit.setdefault(each.unit_id, Counter())[category] += each.count
    classes = _classes(material.rules.publication_classes, by_category)
    units = [_unit(unit, names.get(unit, unit), counts, classes) for unit, counts in by_unit.items()]
    ordered = tuple(sorted(units, key=lambda unit: (-unit.count, unit.unit_id)))
    return Publications(
        total=by_category.total(),
        by_category={category: n for category, n in sorted(by_category.items()) if n},
        by_unit=ordered,
        by_class={label: sum(by_category[each] for each in members) for label, members in classes.items()},
        leaders={label: _leaders(ordered, members, material.rules.leaders) for label, members in classes.items()},
        silent={label: _silent(ordered, members) for label, members in classes.items()},
    )


def _classes(rules: Mapping[str, Iterable[str]], seen: Iterable[str]) -> dict[str, frozenset[str]]:
    """The categories of each class; `*` is whatever no other class takes."""
    named = {category for members in rules.values() for category in members}
    rest = frozenset(seen) - named - {ACCOUNT}
    return {label: frozenset(members) - {"*"} | (rest if "*" in members else set()) for label, members in rules.items()}


def _unit(unit_id: str, name: str, counts: Counter[str], classes: Mapping[str, frozenset[str]]) -> UnitPublication:
    return UnitPublication(
        unit_id=unit_id,
        unit=name,
        count=counts.total(),
        by_category=dict(sorted(counts.items())),
        by_class={label: sum(counts[each] for each in members) for label, members in classes.items()},
    )


def _leaders(units: Iterable[UnitPublication], members: frozenset[str], number: int) -> tuple[str, ...]:
    counted = [(sum(unit.by_category.get(each, 0) for each in members), unit) for unit in units]
    counted.sort(key=lambda pair: (-pair[0], pair[1].unit_id))
    return tuple(unit.unit for count, unit in counted[:number] if count)


def _silent(units: Iterable[UnitPublication], members: frozenset[str]) -> tuple[str, ...]:
    """Only who answers for a column of the class can be silent in it."""
    ordered = sorted(units, key=lambda unit: unit.unit_id)
    counted = ((unit.unit, [unit.by_category[each] for each in members & unit.by_category.keys()]) for unit in ordered)
    return tuple(name for name, numbers in counted if numbers and not any(numbers))
