"""Word templates on the command line: make the shipped ones, take copies of them, check an edited one."""

import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from services.reporter.regime import Templates, shipped_names, shipped_texts
from services.reporter.word.checking import check
from services.reporter.word.making import make
from shared.errors import XunjianError

TEMPLATES = Path(__file__).parents[1] / "templates"
_USAGE = """用法：
  python -m services.reporter.word               由 templates/*.toml 重新生成随程序发布的 Word 模板
  python -m services.reporter.word --fresh       只检查它们是否最新
  python -m services.reporter.word copy 文件夹   把模板复制出来，供修改
  python -m services.reporter.word check 文件…   检查改过的模板：占位符是否都认识，能否写成通报
"""


def main(arguments: Sequence[str]) -> int:
    """0 when done, 1 when something is not as it should be, 2 for wrong usage."""
    command, *rest = arguments or [""]
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "": lambda _rest: _make(),
        "--fresh": lambda _rest: _fresh(),
        "copy": _copy,
        "check": _check,
    }
    if command not in commands or (command in {"copy", "check"} and not rest):
        sys.stderr.write(_USAGE)
        return 2
    return commands[command](rest)


def _make() -> int:
    for name, content in shipped_texts().items():
        (TEMPLATES / f"{name}.docx").write_bytes(make(content))
    return 0


def _fresh() -> int:
    stale = [name for name, content in shipped_texts().items() if not is_fresh(name, make(content))]
    for name in stale:
        sys.stderr.write(f"templates/{name}.docx is not what {name}.toml says: run python -m services.reporter.word\n")
    return 1 if stale else 0


def is_fresh(name: str, made: bytes) -> bool:
    """Does the shipped file hold what was made now? Compared unpacked: how it is compressed differs by machine."""
    path = TEMPLATES / f"{name}.docx"
    return path.is_file() and _members(path.read_bytes()) == _members(made)


def _members(container: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(container)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _copy(rest: Sequence[str]) -> int:
    folder = Path(rest[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name in shipped_names():
        target = folder / f"{name}.docx"
        if target.exists():
            sys.stderr.write(f"{target} 已存在，没有覆盖\n")
            continue
        target.write_bytes(Templates().word(name))
        sys.stdout.write(f"{target}\n")
    return 0


def _check(rest: Sequence[str]) -> int:
    code = 0
    for path in map(Path, rest):
        try:
            check(path.read_bytes(), path.stem)
            sys.stdout.write(f"{path}：可以使用\n")
        except (OSError, XunjianError) as error:
            sys.stderr.write(f"{path}：{error}\n")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
