"""What the documentation says of the code is what the code says."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from console.app import COMMANDS, GROUPS
from deploy import reference

README = Path(__file__).parents[2] / "README.md"


def test_generated_pages_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """Every setting, metric and alert stands in docs/reference as the code has it; `make docs` writes them."""
    code = reference.main(["--check"])

    assert "" == capsys.readouterr().err
    assert 0 == code


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_the_readme_lists_every_command_and_verb(name: str) -> None:
    """Who reads the table knows what there is."""
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if re.match(rf"\|.*`{name}\b", line)]
    held = import_module(f"console.commands.{GROUPS[name].module}").app.registered_commands if name in GROUPS else ()

    assert rows
    assert not [verb.name for verb in held if not any(re.search(rf"\b{verb.name}\b", row) for row in rows)]
