"""Write the pages of `docs/reference/` from the code they describe: settings, metrics, alerts, events.

`python -m deploy.reference` writes them, `--check` only says whether they are up to date.
"""

import ast
import importlib
import importlib.util
import inspect
import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import yaml
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from deploy.events_reference import asyncapi, events_page
from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.documentation import indicators_page
from shared import metrics
from shared.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference"
SERVICES = ("crawler", "evaluator", "notifier", "reporter")
_MADE = "<!-- Made by `make docs` from the code. Do not edit. -->\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them. Returns 1 if one is not up to date."""
    wanted = {PAGES / name: make() for name, make in _PAGES.items()}
    if "--check" not in arguments:
        PAGES.mkdir(parents=True, exist_ok=True)
        for page, text in wanted.items():
            page.write_text(text, encoding="utf-8")
        return 0
    stale = [page for page, text in wanted.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    for page in stale:
        sys.stderr.write(f"{page.relative_to(ROOT)} is not up to date: run `make docs`\n")
    return 1 if stale else 0


def settings_page() -> str:
    """Every environment variable, whom it concerns, what it is without, and what it does."""
    parts = [_MADE, "# Settings\n", _SETTINGS_INTRODUCTION, "## Every process\n", _settings_table(Settings)]
    for service in SERVICES:
        kind = settings_of(service)
        if kind is not Settings:
            parts += [f"## {service}\n", _settings_table(kind)]
    return "\n".join(parts)


def settings_of(service: str) -> type[Settings]:
    """The settings class of a service; the shared one if it has none of its own."""
    module = _module(f"services.{service}.settings")
    own = [each for each in vars(module).values() if _is_settings_of(each, module)] if module else []
    return own[0] if own else Settings


def metrics_page() -> str:
    """Every metric, its kind, labels and meaning."""
    parts = [_MADE, "# Metrics\n", _METRICS_INTRODUCTION, "## Every process\n", _metrics_table(metrics)]
    for service in SERVICES:
        module = _module(f"services.{service}.metrics")
        if module:
            parts += [f"## {service}\n", _metrics_table(module)]
    return "\n".join(parts)


def alerts_page() -> str:
    """Every alert, its severity and what an operator does about it."""
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    parts = [_MADE, "# Alerts\n", "Raised by Prometheus (`deploy/prometheus/alerts.yml`) about Xunjian itself.\n"]
    for group in rules["groups"]:
        for rule in group["rules"]:
            expression = textwrap.indent(rule["expr"].strip(), "    ")
            parts += [
                f"## {rule['alert']}\n",
                f"{rule['labels']['severity']}, after {rule.get('for', 'the first look')}\n",
                f"{rule['annotations']['summary']}\n",
                f"{rule['annotations']['description']}\n",
                f"{expression}\n",
            ]
    return "\n".join(parts)


_SETTINGS_INTRODUCTION = """\
From the environment. Each may also come as a file: `<NAME>_FILE` names one whose content is the value, which is how
secrets are given. An unusable value ends the process at once with code 2 and a sentence for every mistake.
"""

_METRICS_INTRODUCTION = """\
Served by every process at `/metrics`. Counters appear with `_total` added. No label has unbounded values.
"""

_PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "metrics.md": metrics_page,
    "alerts.md": alerts_page,
    "events.md": lambda: _MADE + events_page(),
    "events.json": asyncapi,
    "../indicators.md": lambda: _MADE + indicators_page(read_packs()),
}


def _module(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def _is_settings_of(found: object, module: ModuleType) -> TypeGuard[type[Settings]]:
    return isinstance(found, type) and issubclass(found, Settings) and found.__module__ == module.__name__


def _settings_table(kind: type[Settings]) -> str:
    said = dict(_attribute_docstrings(kind))
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field)} | {said.get(name, '')} |"
        for name, field in _own_fields(kind).items()
    ]
    return "\n".join(["| variable | without it | meaning |", "|---|---|---|", *rows, ""])


def _own_fields(kind: type[Settings]) -> dict[str, FieldInfo]:
    if kind is Settings:
        return dict(kind.model_fields)
    return {name: field for name, field in kind.model_fields.items() if name not in Settings.model_fields}


def _default(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    if value is None or isinstance(value, SecretStr) or value == "":
        return "—"
    return f"`{value}`"


def _attribute_docstrings(kind: type[Settings]) -> Iterator[tuple[str, str]]:
    """The string literals that stand below the attributes of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for attribute, below in itertools.pairwise(statements):
        if (
            isinstance(attribute, ast.AnnAssign)
            and isinstance(attribute.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            yield attribute.target.id, " ".join(str(below.value.value).split())


def _metrics_table(module: ModuleType) -> str:
    rows = sorted(
        f"| `{described.name}` | {described.type} | {_labels(each)} | {described.documentation} |"
        for each in vars(module).values()
        if isinstance(each, MetricWrapperBase)
        for described in each.describe()
    )
    return "\n".join(["| metric | kind | labels | meaning |", "|---|---|---|---|", *rows, ""])


def _labels(metric: MetricWrapperBase) -> str:
    return ", ".join(metric._labelnames) or "—"  # noqa: SLF001 - the library has no public way to ask


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
