"""An image that installs one service's lock can run that service: nothing it imports is missing."""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
OURS = ("shared", "services", "console", "deploy")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*OURS, include_external_packages=True, cache_dir=None)


def locked(name: str) -> set[str]:
    """The distributions of a lock, normalised."""
    lines = (ROOT / f"requirements/{name}.txt").read_text("utf-8").splitlines()
    return {_normal(found[1]) for line in lines if (found := re.match(r"([A-Za-z0-9._-]+)==", line))}


def needed(package: str) -> dict[str, str]:
    """The distributions that importing the package needs, each with a module that imports it."""
    start = {package} | graph().find_descendants(package)
    modules = start | {up for module in start for up in graph().find_upstream_modules(module)}
    found: dict[str, str] = {}
    names = packages_distributions()
    for module in modules - {m for m in modules if m.split(".")[0] in OURS}:
        if module in sys.stdlib_module_names:
            continue
        importer = next(iter(graph().find_modules_that_directly_import(module) & modules), "?")
        for distribution in names.get(module.split(".")[0], [module]):
            found[_normal(distribution)] = importer
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("service", ["crawler", "evaluator", "notifier", "reporter"])
def test_a_service_finds_all_it_imports_in_its_lock(service: str):
    """What a service and the shared code it uses import is in the service's own lock."""
    missing = {
        name: importer for name, importer in needed(f"services.{service}").items() if name not in locked(service)
    }

    assert {} == missing


def test_the_console_finds_all_it_imports_in_its_lock():
    """The console needs no more than its lock ."""
    present = locked("console") | locked("reporter")  # `doctor` looks whether the reporter's font is there

    assert {} == {name: importer for name, importer in needed("console").items() if name not in present}
