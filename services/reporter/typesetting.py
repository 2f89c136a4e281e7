"""Typst: from the words of a notice as JSON to a PDF, here or in a process of its own."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import noto_cjk_sans_otc
import typst

from shared.children import end_with_parent, give_back_memory
from shared.errors import Permanent

FONT = "Noto Sans CJK SC"
"""Embedded in the file, so that it is searchable and looks alike everywhere."""

_SECONDS = 300
"""What a province takes a hundredth of."""


def typeset(words: bytes) -> bytes:
    """The PDF, stamped with the day `made_on` of the words; the same words, the same bytes.

    Raises:
        Permanent: the typesetter refused; its own words are in the error.
    """
    year, month, day = json.loads(words)["made_on"]
    try:
        made = typst.compile(
            _template(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"notice": words.decode()},
            timestamp=datetime(year, month, day, tzinfo=UTC),
        )
    except typst.TypstError as refused:
        raise _refused(refused.message) from refused
    assert isinstance(made, bytes)
    return made


def typeset_apart(words: bytes) -> bytes:
    """The same, made by a process that ends with it: the typesetter remembers what it set, and gives no memory back.

    Raises:
        Permanent: the typesetter refused, or the process was ended; what it said is in the error.
    """
    give_back_memory()
    command = [sys.executable, "-m", __name__]
    root = Path(__file__).parents[2]
    try:
        done = subprocess.run(command, input=words, capture_output=True, check=True, timeout=_SECONDS, cwd=root)  # noqa: S603 - our own module
    except subprocess.CalledProcessError as failed:
        raise _refused(failed.stderr.decode(errors="replace").strip() or f"exit code {failed.returncode}") from failed
    except subprocess.TimeoutExpired as failed:
        raise _refused(f"{_SECONDS}秒内没有排完") from failed
    return done.stdout


def _refused(why: str) -> Permanent:
    return Permanent(f"notice.pdf 排版失败：{why}；请检查字体包 noto-cjk-sans-otc 是否安装完整")


@cache
def _template() -> bytes:
    return files("services.reporter").joinpath("templates/notice.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only the font that comes with the wheel: the same bytes whatever is installed on the machine, and never boxes."""
    folder = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if FONT not in fonts.families():
        raise Permanent(f"notice.pdf：{folder} 中没有字体“{FONT}”，无法排版中文；请重新安装 noto-cjk-sans-otc")
    return fonts


if __name__ == "__main__":
    end_with_parent()
    try:
        sys.stdout.buffer.write(typeset(sys.stdin.buffer.read()))
    except Permanent as error:
        sys.stderr.write(str(error))
        sys.exit(1)
