"""Where the servers' programs are, and whether they can run on this machine."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from deploy.embedded.failure import ServerFailed

_PACKAGES = {
    "libcurl.so.4": "libcurl4",
    "libssl.so.3": "libssl3",
    "libcrypto.so.3": "libssl3",
    "liblzma.so.5": "liblzma5",
}
"""The Debian package of each library mongod needs; newer releases add `t64` to some names and still know these."""


def find_program(name: str, *, wheel: str) -> Path:
    """The program of the wheel, made executable if its bit was lost, else the one on the search path.

    Raises:
        ServerFailed: there is none.
    """
    found = _in_wheel(name, wheel)
    if found is not None:
        if not os.access(found, os.X_OK):
            _make_executable(found)
        return found
    on_path = shutil.which(name)
    if on_path is None:
        raise ServerFailed(
            f"找不到 {name}：请安装软件包 {wheel}（本机为 {platform.system()} {platform.machine()}），"
            "或用 XUNJIAN_NATS_URL 与 XUNJIAN_MONGO_URL 连接已有的服务器"
        )
    return Path(on_path)


def check_program(program: Path) -> str:
    """The first line of what `--version` says.

    Raises:
        ServerFailed: the program cannot run here; says what to install.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own wheel
            [program, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except OSError as error:
        raise ServerFailed(f"{program} 不能在本机（{platform.machine()}）运行：{error.strerror}") from error
    if done.returncode:
        raise ServerFailed(f"{program} 不能在本机运行：{explain(done.stderr) or done.stderr.strip()}")
    return done.stdout.splitlines()[0].strip()


def explain(output: str) -> str | None:
    """What to install, from what the dynamic linker wrote; None if it is not about libraries."""
    if missing := re.search(r"loading shared libraries: ([^:\s]+)", output):
        library = missing[1]
        package = _PACKAGES.get(library, library)
        return f"缺少库 {library}，请安装（Debian 或 Ubuntu：apt-get install {package}）"
    if needed := re.search(r"version `(GLIBC_[\d.]+)' not found", output):
        return f"系统太旧（没有 {needed[1]}），需要 Debian 12、Ubuntu 22.04 或更新的系统"
    return None


def _in_wheel(name: str, wheel: str) -> Path | None:
    with suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files(wheel) or []:
            if file.name == name:
                located = Path(str(file.locate())).resolve()
                return located if located.is_file() else None
    return None


def _make_executable(program: Path) -> None:
    try:
        program.chmod(program.stat().st_mode | 0o755)
    except OSError as error:
        raise ServerFailed(f"{program} 没有执行权限，也无法设置（{error.strerror}）：请执行 chmod +x") from error
