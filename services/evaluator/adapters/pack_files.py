"""Reads the rule packs in the product's own folder and in one the operator names."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from services.evaluator.indicators import SCHEMA
from services.evaluator.pack import Pack, parse_pack
from services.evaluator.rulebook import Rules, resolve
from shared.errors import BadInput

OWN_FOLDER = Path(__file__).parent.parent / "rules"
"""The packs that come with the product."""


TRIED = "(try)"
"""Where the mistakes of a pack that is tried are said to stand."""

Stamp = tuple[tuple[str, int, int], ...]
"""Path, time of change and size of every file."""


def read_packs(further: Path | None = None) -> tuple[Pack, ...]:
    """All packs. One in `further` replaces the product's own file of the same name.

    Raises:
        BadInput: a file is no rule pack, or the folder is missing; every mistake of every file is told.
    """
    folders = [OWN_FOLDER, *([further] if further else [])]
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise BadInput(f"没有 {missing[0]} 这个文件夹：XUNJIAN_PACKS_DIR 应指向存放指标体系文件的文件夹")
    packs, mistakes = _parsed(_files(folders))
    if mistakes:
        raise BadInput("有的指标体系文件读不出", mistakes)
    return packs


def other_packs(further: Path | None, file: Path) -> tuple[tuple[Pack, ...], list[str]]:
    """The packs beside a file that is checked, and what keeps others from being read.

    One of its own name is left out: that is itself, or the product's own file whose place it takes.
    """
    folders = [folder for folder in (OWN_FOLDER, further) if folder and folder.is_dir()]
    return _parsed([one for one in _files(folders) if one.name != file.name])


def _files(folders: Iterable[Path]) -> list[Path]:
    """One of a later folder replaces that of the same name in an earlier one."""
    return list({file.name: file for folder in folders for file in sorted(folder.glob("*.toml"))}.values())


def _parsed(files: Iterable[Path]) -> tuple[tuple[Pack, ...], list[str]]:
    packs: list[Pack] = []
    mistakes: list[str] = []
    for file in files:
        try:
            packs.append(parse_pack(file.read_bytes(), f"{file.parent.name}/{file.name}"))
        except BadInput as error:
            mistakes += error.mistakes
    return tuple(packs), mistakes


class PackFiles:
    """The port `Packs`. Files are read again when one was added, changed or removed."""

    def __init__(self, further: Path | None = None) -> None:
        self._further = further
        self._stamp: Stamp | None = None
        self._packs: tuple[Pack, ...] = ()
        self._rules: dict[tuple[str, date], Rules] = {}
        self._latest: dict[str, Rules] = {}

    def rules(self, pack_id: str, on: date) -> Rules:
        """The edition of a pack that is valid on a day; the same object until somebody changes what it says.

        Raises:
            BadInput: there is none, or a file is wrong; says which and where.
        """
        stamp = _stamp(self._further)
        if stamp != self._stamp:
            self._packs, self._rules = read_packs(self._further), {}
            self._stamp = stamp
        found = self._rules.get((pack_id, on))
        if found is None:
            found = self._unchanged(resolve(self._packs, pack_id, on, schema=SCHEMA))
            self._rules[pack_id, on] = found
        return found

    def trial(self, text: str, on: date) -> Rules:
        """The rules of a pack that is only tried, over what it extends on a day; the days it names make no difference.

        Raises:
            BadInput: it is wrong; says what and where.
        """
        tried = parse_pack(text, TRIED)
        open_ended = tried.header.model_copy(update={"valid_from": on, "valid_to": None})
        others = [pack for pack in read_packs(self._further) if pack.id != tried.id]
        return resolve([replace(tried, header=open_ended), *others], tried.id, on, schema=SCHEMA)

    def _unchanged(self, rules: Rules) -> Rules:
        """The object that stood for the same numbers before, so that nothing is judged again because of a new day."""
        known = self._latest.get(rules.id)
        if known is not None and known.version == rules.version:
            return known
        self._latest[rules.id] = rules
        return rules


def _stamp(further: Path | None) -> Stamp:
    """Changes when a file is added, changed or removed."""
    folders = [OWN_FOLDER, *([further] if further else [])]
    files = sorted(file for folder in folders for file in folder.glob("*.toml"))
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)
