"""The import contracts hold what they promise: breaking one turns the check red."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

_EDGE = ("__main__", "adapters", "app", "handlers", "settings")
"""What of the evaluator may touch the world; everything else judges and is pure."""

_TREE = (
    "console",
    "deploy",
    "services.crawler.collectors.columns",
    "services.crawler.collectors.board",
    "services.evaluator.adapters.mongo_dossiers",
    "services.evaluator.app",
    "services.evaluator.evaluate",
    "services.evaluator.indicators.website.veto.homepage_stale",
    "services.evaluator.indicators.website.veto.unreachable",
    "services.notifier.channels.smtp",
    "services.notifier.channels.wecom",
    "services.reporter.outputs.data_json",
    "services.reporter.outputs.annex_xlsx",
    "shared.burst",
    "shared.bus",
    "shared.clock",
    "shared.consuming",
    "shared.contracts.event",
    "shared.dead_letters",
    "shared.health",
    "shared.logs",
    "shared.metrics",
    "shared.mongo",
    "shared.registry.rows",
    "shared.service",
    "shared.settings",
    "shared.streams",
    "shared.workdays",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree of empty modules under the project's own contracts."""
    shutil.copy(ROOT / ".importlinter", tmp_path / ".importlinter")
    for module in _TREE:
        file = tmp_path.joinpath(*module.split("."))
        file.mkdir(parents=True, exist_ok=True)
    for folder in {each for file in tmp_path.rglob("*") if file.is_dir() for each in (file,)}:
        (folder / "__init__.py").touch()
    return tmp_path


def check(tree: Path) -> str:
    """What import-linter says of a tree."""
    done = subprocess.run([LINT, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_tree_that_keeps_to_the_contracts_passes(tree: Path) -> None:
    """Adapters may touch the world, and services may use what is shared."""
    write(tree, "services.evaluator.adapters.mongo_dossiers", "import motor, asyncio, shared.mongo")
    write(tree, "services.evaluator.app", "import services.evaluator.adapters.mongo_dossiers, shared.bus")

    assert "0 broken" in check(tree)


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("services.crawler", "import services.evaluator.evaluate", "Services never import each other"),
        ("shared.logs", "import services.crawler", "never the other way round"),
        ("services.crawler", "import console", "never the other way round"),
        ("shared.contracts.event", "import faststream", "Contracts depend on pydantic"),
        ("shared.contracts.event", "import shared.settings", "Contracts depend on pydantic"),
        ("services.evaluator.evaluate", "import time", "Judging is pure"),
        ("services.evaluator.evaluate", "import random", "Judging is pure"),
        ("services.evaluator.evaluate", "from shared import mongo", "Judging is pure"),
        ("services.evaluator.indicators.website.veto.unreachable", "import httpx", "Judging is pure"),
        (
            "services.evaluator.indicators.website.veto.unreachable",
            "import services.evaluator.indicators.website.veto.homepage_stale",
            "Indicators do not know each other",
        ),
        ("services.notifier.channels.smtp", "import services.notifier.channels.wecom", "Channels do not know"),
        ("services.reporter.outputs.data_json", "import services.reporter.outputs.annex_xlsx", "Outputs do not know"),
        ("services.crawler.collectors.columns", "import services.crawler.collectors.board", "Collectors do not know"),
    ],
)
def test_a_broken_contract_is_found(tree: Path, module: str, line: str, contract: str) -> None:
    """One forbidden import is enough."""
    write(tree, module, line)

    said = " ".join(check(tree).split())

    assert "1 broken" in said or "2 broken" in said
    assert f"{contract}" in said.partition("Broken contracts")[2]


def test_judging_does_not_know_the_edge() -> None:
    """No pure module of the evaluator imports an adapter, the handlers or the composition root."""
    graph = grimp.build_graph("services")
    modules = {each for each in graph.modules if each.startswith("services.evaluator.")}
    edge = {each for each in modules if each.split(".")[2] in _EDGE}

    wrong = {
        f"{module} imports {found}"
        for module in modules - edge
        for found in graph.find_modules_directly_imported_by(module) & edge
    }

    assert set() == wrong


def test_judging_never_asks_for_the_present() -> None:
    """Pure modules may show a moment in China's zone; the present moment is always given to them."""
    wrong = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "services/evaluator").rglob("*.py")
        if file.relative_to(ROOT / "services/evaluator").parts[0].removesuffix(".py") not in _EDGE
        and any("shared.clock" in line and "now" in line for line in file.read_text(encoding="utf-8").splitlines())
    ]

    assert [] == wrong


def write(tree: Path, module: str, line: str) -> None:
    """Put a line into a module of the tree."""
    (tree.joinpath(*module.split(".")) / "__init__.py").write_text(line + "\n", encoding="utf-8")
