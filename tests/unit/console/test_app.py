"""Which commands there are."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from console.app import COMMANDS, GROUPS, build

RUNNER = CliRunner()


def test_help_lists_every_command_in_order():
    """One line each, in the order in which they are declared."""
    lines = RUNNER.invoke(build(), ["--help"]).output.split("Commands:\n")[1].split("\n\n")[0].splitlines()

    assert [*COMMANDS, *GROUPS] == [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]


def test_the_list_of_commands_imports_none_of_them():
    """They take seconds together, and nobody who asks for help waits for them."""
    script = "import sys; from console.app import build; build(); print([m for m in sys.modules if 'commands' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()


@pytest.mark.parametrize("word", [*COMMANDS, *GROUPS])
def test_a_command_stands_alone_under_its_own_name(word):
    """Built for one command, the console still asks for its name, and shows its help."""
    shown = RUNNER.invoke(build(word), [word, "--help"])

    assert 0 == shown.exit_code
    assert f" {word} " in shown.output


@pytest.mark.parametrize("words", [["verdicts"], ["registry", "import"]], ids=" ".join)
def test_each_example_stands_on_a_line_of_its_own(words):
    """They are there to be copied."""
    lines = RUNNER.invoke(build(words[0]), [*words, "--help"]).output.splitlines()

    examples = [line.split("示例：")[-1].strip() for line in lines if "xunjian " in line and "Usage" not in line]
    assert len(examples) > 1
    assert all(line.startswith(f"xunjian {' '.join(words)}") for line in examples)


def test_a_name_nobody_knows_is_wrong_usage():
    """All commands are there then, so that a near one could be named."""
    assert 2 == RUNNER.invoke(build("nonsense"), ["nonsense"]).exit_code
