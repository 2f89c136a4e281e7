"""What a regime's template brings: its texts, its tables, and the report rules its packs need not repeat."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from services.reporter.material import Material, ReportRules
from shared.errors import Permanent

NATIONAL = "national"
"""The template of every regime that has none of its own."""

_NAME = re.compile(r"[a-z0-9_]+")


def with_regime(material: Material) -> Material:
    """The same material, the rules its pack left open filled in from the `[report]` table of the regime's template.

    Raises:
        Permanent: the pack names a template that does not exist.
    """
    name = material.rules.template or _own_or_national(material.edition.regime)
    said = {field: getattr(material.rules, field) for field in material.rules.model_fields_set}
    rules = ReportRules.read({**template(name)["report"], **said, "template": name})
    return material.model_copy(update={"rules": rules})


def template(name: str) -> dict[str, Any]:
    """A template by its name.

    Raises:
        Permanent: there is none of that name.
    """
    if not _exists(name):
        raise Permanent(
            f"没有名为“{name}”的通报模板：请在 services/reporter/templates/ 放入 {name}.toml，"
            "或在指标体系的 [report] 中改 template"
        )
    return _read(name)


def _own_or_national(regime: str) -> str:
    return regime if _exists(regime) else NATIONAL


def _exists(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name != "themes" and _place(name).is_file()


def _place(name: str) -> Any:
    return files("services.reporter").joinpath(f"templates/{name}.toml")


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(_place(name).read_text(encoding="utf-8"))
    return content
