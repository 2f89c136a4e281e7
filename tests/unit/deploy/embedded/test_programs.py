"""Finding the servers' programs and saying why one cannot run."""

from pathlib import Path

import pytest

from deploy.embedded.failure import ServerFailed
from deploy.embedded.programs import check_program, explain, find_program


def a_program(path: Path, script: str, *, mode: int = 0o755) -> Path:
    """A shell script that stands for a program."""
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("mongod: error while loading shared libraries: libcurl.so.4: cannot open", "apt-get install libcurl4"),
        ("mongod: error while loading shared libraries: libssl.so.3: cannot open", "apt-get install libssl3"),
        ("/lib/libc.so.6: version `GLIBC_2.34' not found (required by mongod)", "GLIBC_2.34"),
    ],
    ids=["curl", "OpenSSL", "old system"],
)
def test_a_missing_library_is_named_with_its_package(output: str, expected: str) -> None:
    """What the dynamic linker says becomes what to install."""
    assert expected in (explain(output) or "")


def test_other_words_are_not_explained() -> None:
    """A failure that has nothing to do with libraries is left to the log."""
    assert explain("Address already in use") is None


def test_a_program_that_cannot_be_loaded_says_what_to_install(tmp_path: Path) -> None:
    """A failing `--version` is reported with the remedy."""
    program = a_program(
        tmp_path / "mongod", "echo 'mongod: error while loading shared libraries: libcurl.so.4: no' >&2; exit 127"
    )

    with pytest.raises(ServerFailed, match=r"缺少库 libcurl\.so\.4.*apt-get install libcurl4"):
        check_program(program)


def test_a_program_for_another_machine_says_so(tmp_path: Path) -> None:
    """What the kernel refuses to execute is reported as such."""
    program = tmp_path / "mongod"
    program.write_bytes(b"\x7fELF-of-another-machine")
    program.chmod(0o755)

    with pytest.raises(ServerFailed, match="不能在本机"):
        check_program(program)


def test_the_version_is_the_first_line(tmp_path: Path) -> None:
    """A program that runs answers with its version."""
    assert check_program(a_program(tmp_path / "p", "echo 'db version v6.0.5'; echo more")) == "db version v6.0.5"


def test_a_lost_executable_bit_is_set_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that was merely unzipped still runs."""
    program = a_program(tmp_path / "mongod", "echo v1", mode=0o644)
    a_wheel(tmp_path, monkeypatch)

    assert program == find_program("mongod", wheel="some-wheel")
    assert check_program(program) == "v1"


def test_without_the_wheel_the_search_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server installed by other means is as good."""
    program = a_program(tmp_path / "mongod", "true")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert program == find_program("mongod", wheel="not-installed-anywhere")


def test_without_any_program_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither wheel nor program is, the message says what to install or to set."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ServerFailed, match=r"not-installed-anywhere.*XUNJIAN_MONGO_URL"):
        find_program("mongod", wheel="not-installed-anywhere")


def a_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution `some-wheel` that consists of the file `mongod`."""
    information = folder / "some_wheel-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: some-wheel\nVersion: 1\n", encoding="utf-8")
    (information / "RECORD").write_text("mongod,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
