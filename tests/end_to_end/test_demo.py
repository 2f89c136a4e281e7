"""The demo keeps its promises: everything really happens, and nothing is left running."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.terminal import ROOT, until

pytestmark = [pytest.mark.end_to_end, pytest.mark.connected]


@contextmanager
def demo(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The demo, run in a folder of its own; what it says is in `out.txt` there."""
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.demo"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def said(folder: Path) -> str:
    """What the demo has said so far."""
    return (folder / "out.txt").read_text(encoding="utf-8")


def left(folder: Path) -> list[str]:
    """Processes whose command line names the folder."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]


def test_the_demo_does_what_it_promises(tmp_path: Path) -> None:
    """It ends well, shows the verdicts, the mails and the report, and leaves the files and no process."""
    with demo(tmp_path) as process:
        code = process.wait(240)

    assert 0 == code, said(tmp_path)
    assert "演示完成" in said(tmp_path)
    assert "已整改" in said(tmp_path)
    assert {"report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf"} <= {
        path.name for path in (tmp_path / ".xunjian-demo" / "report").iterdir()
    }
    assert [] == left(tmp_path)


def test_an_interrupted_demo_leaves_nothing_running(tmp_path: Path) -> None:
    """Ctrl-C in the middle of starting ends everything that was started."""
    with demo(tmp_path) as process:
        until(lambda: "已就绪" in said(tmp_path) or process.poll() is not None, seconds=90, what="a service ready")
        process.send_signal(signal.SIGINT)
        code = process.wait(90)

    assert 130 == code, said(tmp_path)
    assert [] == left(tmp_path)
