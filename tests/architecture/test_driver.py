"""Moving to another MongoDB driver is a change of one file."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("shared", "services", "console") for path in (ROOT / folder).rglob("*.py")]
_DRIVER = re.compile(r"^\s*(?:from|import) (?:motor|pymongo|bson)\b", re.MULTILINE)
_KNOWS_IT = {ROOT / "shared/mongo.py"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_one_module_knows_the_driver(path: Path):
    """Adapters take the driver's names from `shared.mongo`."""
    assert path in _KNOWS_IT or not _DRIVER.search(path.read_text("utf-8"))
