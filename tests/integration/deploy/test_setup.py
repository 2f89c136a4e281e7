"""Setting up says plainly what is missing, and does nothing twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_TOOLS = ("sh", "dirname", "rm", "cat", "cmp", "head", "sed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the script, small locks, and a search path with nothing but the basic tools."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "deploy/setup.sh", tmp_path / "deploy/setup.sh")
    (tmp_path / "pyproject.toml").touch()
    for lock in ("all", "dev"):
        (tmp_path / "requirements" / f"{lock}.txt").touch()
    for tool in _TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def a_program(file: Path, script: str) -> None:
    """A shell script that stands for a program."""
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def set_up(checkout: Path, lock: str = "dev") -> subprocess.CompletedProcess[str]:
    """Run the script in the checkout."""
    return subprocess.run(
        ["deploy/setup.sh", lock],
        cwd=checkout,
        env={"PATH": str(checkout / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_python_new_enough_it_says_so(checkout: Path) -> None:
    """An old python3 is not used, and the message says what to install."""
    a_program(checkout / "bin/python3", "exit 1")

    done = set_up(checkout)

    assert 1 == done.returncode
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_without_ensurepip_it_says_what_to_install(checkout: Path) -> None:
    """A Python without the means to make an environment is named, with the package that brings them."""
    a_program(checkout / "bin/python3", f'case "$2" in *ensurepip*|*pip*) exit 1;; esac; exec {sys.executable} "$@"')

    done = set_up(checkout)

    assert 1 == done.returncode
    assert "ensurepip is missing" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.fixture
def made(checkout: Path) -> Path:
    """A checkout whose .venv holds a Python that writes down what pip is asked for."""
    (checkout / ".venv/bin").mkdir(parents=True)
    a_program(
        checkout / ".venv/bin/python",
        f'case "$*" in *"pip install"*) echo "$*" >>"{checkout}/asked";; *pip*) ;; '
        f'*) exec {sys.executable} "$@";; esac',
    )
    return checkout


def asked(checkout: Path) -> int:
    """How often pip was asked to install something."""
    file = checkout / "asked"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_it_installs_the_lock_once(made: Path) -> None:
    """The lock by its hashes, then the project itself; the second time nothing."""
    first = set_up(made)
    lines = (made / "asked").read_text().splitlines()
    second = set_up(made)

    assert (0, 0) == (first.returncode, second.returncode)
    assert 2 == len(lines) == asked(made)
    assert "--require-hashes --requirement requirements/dev.txt" in lines[0]
    assert "--no-deps --no-build-isolation --editable ." in lines[1]


def test_it_installs_again_when_the_lock_changed(made: Path) -> None:
    """A new lock is installed over the old."""
    set_up(made)
    (made / "requirements/dev.txt").write_text("new", encoding="utf-8")

    set_up(made)

    assert 4 == asked(made)


def test_what_development_installed_is_enough_for_the_demo(made: Path) -> None:
    """The lock of development contains all others."""
    set_up(made, "dev")

    set_up(made, "all")

    assert 2 == asked(made)


def test_a_broken_installation_is_not_taken_for_a_good_one(made: Path) -> None:
    """After a failed install the next run tries again."""
    a_program(made / ".venv/bin/python", f'case "$*" in *install*) exit 3;; *) exec {sys.executable} "$@";; esac')

    done = set_up(made)

    assert 3 == done.returncode
    assert not (made / ".venv/installed").exists()


def test_make_alone_lists_the_targets() -> None:
    """Every target a person may want has one line of help."""
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, env=dict(os.environ))
    listed = {line.split()[1] for line in done.stdout.splitlines()}

    assert {"setup", "demo", "test", "check", "format", "lint", "types", "imports", "docs", "bench", "lock"} <= listed
    assert {"up", "down", "clean"} <= listed
