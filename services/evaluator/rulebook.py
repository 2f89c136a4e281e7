"""Which numbers are in force: packs joined with what they extend, typed, and valid on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from services.evaluator.pack import Number, Pack, Path, Provenance, mistakes_in, read_pack
from services.evaluator.sections import (
    SHARED,
    Accounts,
    ColumnCycles,
    Ledgers,
    ReportRules,
    ScoringRules,
    Section,
    Shared,
    Sight,
)
from shared.contracts.event import content_id
from shared.contracts.verdicts import PackRef
from shared.errors import BadInput

Schema = Mapping[str, type[Section]]
"""The section of each indicator, by its id."""

SectionT = TypeVar("SectionT", bound=Section)

_WEAKNESS = (Provenance.OWN, Provenance.TEXT, Provenance.NOTICE, Provenance.PLACEHOLDER)
_NOT_NUMBERS = frozenset({"limit", "on", "kind", "review", "result"})


@dataclass(frozen=True)
class Rules:
    """Every number one regime has in force on one day."""

    id: str
    name: str
    source: str
    version: str
    """The pack's own version and a hash of all numbers, those it extends included."""
    shared: Shared
    sections: Mapping[str, Section]
    """By indicator id; an indicator that is not here is not judged."""
    numbers: Mapping[Path, Number] = field(repr=False)

    @property
    def ref(self) -> PackRef:
        """How a verdict names them."""
        return PackRef(id=self.id, version=self.version)

    @property
    def sight(self) -> Sight:
        """What proves sight."""
        return self.shared.sight

    @property
    def cycles(self) -> ColumnCycles:
        """How often columns must be updated."""
        return self.shared.cycles

    @property
    def accounts(self) -> Accounts:
        """What holds for all accounts."""
        return self.shared.accounts

    @property
    def ledgers(self) -> Ledgers:
        """How long what is entered in the ledgers may take."""
        return self.shared.ledgers

    @property
    def scoring(self) -> ScoringRules:
        """Who is scored, and how."""
        return self.shared.scoring

    @property
    def report(self) -> ReportRules:
        """How a notice writes numbers."""
        return self.shared.report

    def section(self, indicator: str, kind: type[SectionT]) -> SectionT:
        """The numbers of one indicator.

        Raises:
            KeyError: the regime does not judge it.
        """
        section = self.sections[indicator]
        if not isinstance(section, kind):
            raise TypeError(f"{indicator}: expected {kind.__name__}, found {type(section).__name__}")
        return section

    @cached_property
    def limits(self) -> Mapping[str, str]:
        """The rule of each indicator in Chinese."""
        return {indicator: section.limit_text() for indicator, section in self.sections.items()}

    @cached_property
    def provenances(self) -> Mapping[str, Provenance]:
        """The weakest provenance among the regulation's numbers of each indicator."""
        return {indicator: max(self._provenances(indicator), key=_WEAKNESS.index) for indicator in self.sections}

    def placeholders(self) -> tuple[Path, ...]:
        """The numbers in force that nobody has read anywhere."""
        judged = tuple(f"{indicator}." for indicator in self.sections)
        return tuple(
            sorted(
                path
                for path, number in self.numbers.items()
                if number.provenance is Provenance.PLACEHOLDER
                and path.startswith((*judged, "cycles.", "scoring."))
                and path.rpartition(".")[2] not in _NOT_NUMBERS
            )
        )

    def _provenances(self, indicator: str) -> Iterator[Provenance]:
        yield Provenance.TEXT
        for path, number in self.numbers.items():
            if path.startswith(f"{indicator}.") and path.rpartition(".")[2] not in _NOT_NUMBERS:
                yield number.provenance


def resolve(packs: Iterable[Pack], id_: str, on_day: date, *, schema: Schema) -> Rules:
    """The rules of a regime on a day: its edition valid then, over the editions it extends that are valid then.

    Raises:
        BadInput: there is no such edition, or it is wrong; `mistakes` says what and where.
    """
    chain = _chain(list(packs), id_, on_day)
    numbers = {path: number for pack in reversed(chain) for path, number in pack.numbers.items()}
    rules, mistakes = _typed(chain[0], numbers, schema)
    if rules is None:
        raise BadInput(f"{chain[0].file}: the rule pack {id_} cannot be used", mistakes)
    return rules


def check_pack(text: str | bytes, file: str, *, packs: Iterable[Pack], schema: Schema) -> list[str]:
    """Every mistake of a pack: file, line, path, what was expected, what was found; none when it is good."""
    mistakes: list[str] = []
    try:
        pack, mistakes = read_pack(text, file)
        others = [other for other in packs if other.file != file]
        resolve([pack, *others], pack.id, _first_common_day(pack, others), schema=schema)
    except BadInput as error:
        return [*mistakes, *(error.mistakes or [error.summary])]
    return mistakes


def _first_common_day(pack: Pack, others: list[Pack]) -> date:
    """The first day of the pack on which what it extends is in force too."""
    bases = [other.header.valid_from for other in others if other.id == pack.header.extends]
    later = [start for start in bases if pack.header.valid_on(start)]
    return max(pack.header.valid_from, min(later, default=pack.header.valid_from))


def _chain(packs: list[Pack], id_: str, on_day: date) -> list[Pack]:
    chain: list[Pack] = []
    wanted: str | None = id_
    while wanted:
        if any(pack.id == wanted for pack in chain):
            raise BadInput(f"{chain[-1].file}: extends: {wanted} extends itself; a pack extends another one")
        pack = _edition(packs, wanted, on_day, chain)
        chain.append(pack)
        wanted = pack.header.extends
    return chain


def _edition(packs: list[Pack], id_: str, on_day: date, chain: list[Pack]) -> Pack:
    editions = [pack for pack in packs if pack.id == id_]
    valid = [pack for pack in editions if pack.header.valid_on(on_day)]
    if valid:
        return max(valid, key=lambda pack: pack.header.valid_from)
    asked_by = f"{chain[-1].at('extends')}: " if chain else ""
    if not editions:
        known = "、".join(sorted({pack.id for pack in packs})) or "无"
        raise BadInput(f"{asked_by}没有名为 {id_!r} 的指标体系；可用的有 {known}")
    spans = "；".join(f"{e.file}：{e.header.valid_from} — {e.header.valid_to or '现行'}" for e in editions)
    raise BadInput(f"{asked_by}指标体系 {id_} 在 {on_day} 没有有效的版本；已有版本：{spans}")


def _typed(pack: Pack, numbers: dict[Path, Number], schema: Schema) -> tuple[Rules | None, list[str]]:
    grouped, mistakes = _grouped(pack, numbers, schema)
    shared, wrong = _read(Shared, {name: grouped.get(name, {}) for name in SHARED}, "", pack)
    mistakes += wrong
    sections: dict[str, Section] = {}
    for indicator, model in schema.items():
        if indicator in grouped:
            section, wrong = _read(model, grouped[indicator], indicator, pack)
            mistakes += wrong
            if section and section.on:
                sections[indicator] = section
    if mistakes or shared is None:
        return None, mistakes
    content = {path: [number.value, number.provenance] for path, number in numbers.items()}
    version = f"{pack.header.version}+{content_id('pack', pack.id, content).hex[:12]}"
    head = pack.header
    return Rules(head.id, head.name, head.source, version, shared, sections, numbers), []


def _grouped(pack: Pack, numbers: dict[Path, Number], schema: Schema) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The values under each section's name, nested again, and the paths that belong to none."""
    grouped: dict[str, dict[str, Any]] = {}
    strays = []
    names = sorted((*schema, *SHARED), key=len, reverse=True)
    for path, number in numbers.items():
        name = next((name for name in names if path.startswith(f"{name}.")), None)
        if name is None:
            strays.append(
                f"{pack.at(path)}: unknown section, expected {', '.join(sorted(SHARED))} or an indicator's id"
            )
            continue
        *parents, key = path[len(name) + 1 :].split(".")
        table = _table(grouped.setdefault(name, {}), parents)
        if table is None or isinstance(table.get(key), dict):
            strays.append(f"{pack.at(path)}: expected the same shape as in the pack it extends, got {number.value!r}")
        else:
            table[key] = number.value
    return grouped, strays


def _table(table: dict[str, Any], parents: list[str]) -> dict[str, Any] | None:
    for parent in parents:
        inner = table.setdefault(parent, {})
        if not isinstance(inner, dict):
            return None
        table = inner
    return table


_Model = TypeVar("_Model", Shared, Section)


def _read(model: type[_Model], values: dict[str, Any], under: Path, pack: Pack) -> tuple[_Model | None, list[str]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, list(mistakes_in(error, under, pack.places))
