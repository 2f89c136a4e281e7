"""The templates of the regimes: their Word files, and the report rules their packs need not repeat."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from services.reporter.material import Material, ReportRules
from shared.errors import Permanent

NATIONAL = "national"
"""The template of every regime that has none of its own."""

_NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class Templates:
    """Those that come with the program, and before them those of a folder of the operator's."""

    folder: Path | None = None

    def rules(self, name: str) -> dict[str, Any]:
        """The `[report]` table of a template: the operator's own, else the shipped one of that name, else none.

        Raises:
            Permanent: the operator's file cannot be read.
        """
        own = self._own(name, "toml")
        try:
            content = tomllib.loads(own.read_text(encoding="utf-8")) if own else _shipped_texts(name)
        except (OSError, ValueError) as error:
            raise Permanent(f"通报模板 {own} 无法读取：{error}") from error
        rules: dict[str, Any] = content.get("report", {})
        return rules

    def word(self, name: str) -> bytes:
        """The Word file of a template.

        Raises:
            Permanent: there is none of that name, or it cannot be read.
        """
        if not self.has(name):
            where = f"{self.folder}/{name}.docx" if self.folder else "XUNJIAN_REPORTER_TEMPLATES_DIR 所指的文件夹"
            raise Permanent(
                f"没有名为“{name}”的通报模板：请在 {where} 放入 {name}.docx，或在指标体系的 [report] 中改 template"
            )
        own = self._own(name, "docx")
        try:
            return own.read_bytes() if own else _shipped(f"{name}.docx").read_bytes()
        except OSError as error:
            raise Permanent(f"通报模板 {own} 无法读取：{error.strerror}") from error

    def has(self, name: str) -> bool:
        """Is there a template of that name?"""
        if not _NAME.fullmatch(name):
            return False
        return self._own(name, "docx") is not None or _shipped(f"{name}.docx").is_file()

    def of_regime(self, regime: str) -> str:
        """The template of a regime: the one named like it, else the national one."""
        return regime if self.has(regime) else NATIONAL

    def _own(self, name: str, suffix: str) -> Path | None:
        if self.folder is None or not _NAME.fullmatch(name):
            return None
        path = self.folder / f"{name}.{suffix}"
        return path if path.is_file() else None


SHIPPED = Templates()


def with_regime(material: Material, templates: Templates = SHIPPED) -> Material:
    """The same material, the rules its pack left open filled in from the `[report]` table of the regime's template.

    Raises:
        Permanent: the pack names a template that does not exist.
    """
    name = material.rules.template or templates.of_regime(material.edition.regime)
    if not templates.has(name):
        templates.word(name)
    rules = ReportRules.read({**templates.rules(name), **_said(material.rules), "template": name})
    return material.model_copy(update={"rules": rules})


def _said(rules: ReportRules) -> dict[str, Any]:
    """What a pack says of its own: a value that is the default of every pack leaves the template its word."""
    defaults = ReportRules()
    said = {field: getattr(rules, field) for field in rules.model_fields_set}
    return {field: value for field, value in said.items() if value != getattr(defaults, field)}


def shipped_names() -> list[str]:
    """The templates that come with the program."""
    places = files("services.reporter").joinpath("templates").iterdir()
    return sorted(place.name.removesuffix(".docx") for place in places if place.name.endswith(".docx"))


def shipped_texts() -> dict[str, dict[str, Any]]:
    """The texts the shipped Word files are made from, by name."""
    places = files("services.reporter").joinpath("templates").iterdir()
    names = sorted(place.name.removesuffix(".toml") for place in places if place.name.endswith(".toml"))
    found = {name: _shipped_texts(name) for name in names}
    return {name: content for name, content in found.items() if "paragraph" in content}


def _shipped(filename: str) -> Any:
    return files("services.reporter").joinpath(f"templates/{filename}")


@cache
def _shipped_texts(name: str) -> dict[str, Any]:
    place = _shipped(f"{name}.toml")
    return tomllib.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
