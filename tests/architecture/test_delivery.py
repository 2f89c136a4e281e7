"""No subscriber loses an event: there is one way to consume, and one policy."""

import ast
from pathlib import Path

import pytest
from faststream import AckPolicy

from shared import consuming

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("shared", "services", "console", "deploy") for path in (ROOT / folder).rglob("*.py")]


def test_the_one_policy_leaves_settling_to_us():
    """FastStream's default would terminate a message whose handler failed."""
    assert AckPolicy.MANUAL is consuming.ACK_POLICY


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_bus_subscribes(path: Path):
    """Whoever consumes goes through `Bus.consume`, where the policy and the guard around fetch are."""
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]

    assert path == ROOT / "shared" / "consuming.py" or not {"subscriber", "pull_subscribe"} & set(calls)
