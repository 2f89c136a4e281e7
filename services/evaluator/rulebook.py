"""Which numbers are in force: packs joined with what they extend, typed, and valid on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from services.evaluator.mistakes import Path, instead, shown
from services.evaluator.pack import Number, Pack, Provenance
from services.evaluator.reading_whole import read_whole
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
        raise BadInput(f"{chain[0].file}：指标体系 {id_} 有错误，不能使用", mistakes)
    return rules


def _chain(packs: list[Pack], id_: str, on_day: date) -> list[Pack]:
    chain: list[Pack] = []
    wanted: str | None = id_
    while wanted:
        if any(pack.id == wanted for pack in chain):
            raise BadInput(f"{chain[-1].at('extends')}: {wanted} 又基于它自己；应基于另一套指标体系")
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
        known = "、".join(sorted({pack.id for pack in packs} - {pack.id for pack in chain})) or "一套也没有"
        raise BadInput(f"{asked_by}没有编号为 {shown(id_)} 的指标体系；现有：{known}")
    spans = "；".join(f"{e.file}：{e.header.valid_from} 至 {e.header.valid_to or '今'}" for e in editions)
    raise BadInput(f"{asked_by}指标体系 {id_} 在 {on_day} 没有有效的版本；现有版本：{spans}")


def _typed(pack: Pack, numbers: dict[Path, Number], schema: Schema) -> tuple[Rules | None, list[str]]:
    grouped, mistakes = _grouped(pack, numbers, schema)
    shared, wrong = read_whole(Shared, {name: grouped.get(name, {}) for name in SHARED}, "")
    sections: dict[str, Section] = {}
    for indicator, model in schema.items():
        if indicator in grouped:
            section, found = read_whole(model, grouped[indicator], indicator)
            wrong += found
            if section and section.on:
                sections[indicator] = section
    mistakes += [f"{pack.at(path)}: {text}" for path, text in wrong]
    if mistakes or shared is None:
        return None, mistakes
    content = {path: [number.value, number.provenance] for path, number in numbers.items()}
    version = f"{pack.header.version}+{content_id('pack', pack.id, content).hex[:12]}"
    head = pack.header
    return Rules(head.id, head.name, head.source, version, shared, sections, numbers), []


def _grouped(pack: Pack, numbers: dict[Path, Number], schema: Schema) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The values under each section's name, nested again, and the paths that belong to none."""
    grouped: dict[str, dict[str, Any]] = {}
    strays: dict[str, str] = {}
    names = sorted((*schema, *SHARED), key=len, reverse=True)
    for path, number in numbers.items():
        name = next((name for name in names if path.startswith(f"{name}.")), None)
        if name is None:
            section = pack.section_of(path)
            strays.setdefault(section, f"{pack.at(section)}: {_no_section(section, names)}")
            continue
        *parents, key = path[len(name) + 1 :].split(".")
        table = _table(grouped.setdefault(name, {}), parents)
        if table is None:
            above = path.rpartition(".")[0]
            strays.setdefault(
                above, f"{pack.at(above)}: 应为 一个值，或 {{ value = 值, provenance = 来源 }}，写的是一节"
            )
        elif isinstance(table.get(key), dict):
            strays[path] = f"{pack.at(path)}: {instead('一节', number.value)}"
        else:
            table[key] = number.value
    return grouped, list(strays.values())


def _no_section(section: str, names: list[str]) -> str:
    near = get_close_matches(section, names, n=1)
    guess = f"，是不是 [{near[0]}]？" if near else "；"
    return f"没有 [{section}] 这一节{guess}节名应为指标编号（见 docs/indicators.md）或 {'、'.join(sorted(SHARED))} 之一"


def _table(table: dict[str, Any], parents: list[str]) -> dict[str, Any] | None:
    for parent in parents:
        inner = table.setdefault(parent, {})
        if not isinstance(inner, dict):
            return None
        table = inner
    return table
