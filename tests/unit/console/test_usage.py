"""Wrong usage is told in Chinese, by the library that really reads the command line."""

import json
import subprocess
import sys

import pytest
import typer

from console.app import build
from console.usage import in_chinese


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["visti"], "没有命令 visti；是否要用 visit？"),
        (["nonsense"], "没有命令 nonsense"),
        (["report"], "缺少参数 PERIOD"),
        (["report", "2023Q4", "--regime", "national"], "缺少选项 --out"),
        (["report", "2023Q4", "--regime"], "选项 --regime 后面要有值"),
        (["verdicts", "--tarket", "x"], "没有选项 --tarket；是否要用 --target？"),
        (["status", "extra"], "多余的参数：extra"),
        (["visit", "--timeout", "abc"], "--timeout 应为数字"),
        (["registry", "export", "x", "--as-of", "2023-13-01"], "--as-of 应为日期，例如 2026-01-31，实为 2023-13-01"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_of_the_hand_is_named(words, said):
    """With the near word where there is one."""
    with pytest.raises(typer.TyperException) as caught:
        build(words[0])(words, standalone_mode=False)

    assert said == in_chinese(caught.value.format_message())


def test_what_is_not_known_stays_as_it_is():
    """Better English than nothing."""
    assert "Something new." == in_chinese("Something new.")


def test_an_unusable_home_is_told_without_a_traceback(tmp_path):
    """A file where the folder should be: one sentence with the path, exit 1; with --json as JSON, wrong usage too."""
    (tmp_path / "file").touch()

    def run(*words):
        return subprocess.run([sys.executable, "-m", "console", *words], capture_output=True, text=True, check=False)

    failed = run("up", "--detach", "--home", str(tmp_path / "file"))
    misused = run("report", "--json")

    assert (1, f"错误：{tmp_path}/file/logs：路径中有一段是文件，不是文件夹\n") == (failed.returncode, failed.stderr)
    assert (2, "缺少参数 PERIOD") == (misused.returncode, json.loads(misused.stdout)["error"])
