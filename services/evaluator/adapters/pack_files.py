"""Reads the rule packs in the product's own folder and in one the operator names."""

from collections.abc import Iterable
from pathlib import Path

from services.evaluator.pack import Pack, parse_pack
from shared.errors import BadInput

OWN_FOLDER = Path(__file__).parent.parent / "rules"
"""The packs that come with the product."""


def read_packs(further: Path | None = None) -> tuple[Pack, ...]:
    """All packs. One in `further` replaces the product's own file of the same name.

    Raises:
        BadInput: a file is no rule pack, or the folder is missing; every mistake of every file is told.
    """
    folders = [OWN_FOLDER, *([further] if further else [])]
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise BadInput(f"{missing[0]}: expected a folder of rule packs, found none; set XUNJIAN_PACKS_DIR to one")
    files = {file.name: file for folder in folders for file in sorted(folder.glob("*.toml"))}
    return _parsed(files.values())


def _parsed(files: Iterable[Path]) -> tuple[Pack, ...]:
    packs, mistakes = [], []
    for file in files:
        try:
            packs.append(parse_pack(file.read_bytes(), f"{file.parent.name}/{file.name}"))
        except BadInput as error:
            mistakes += error.mistakes
    if mistakes:
        raise BadInput("some rule packs cannot be read", mistakes)
    return tuple(packs)
