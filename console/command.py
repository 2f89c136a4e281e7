"""What a command is: options every one has, and what happens when it fails."""

import asyncio
import errno
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from console.session import Session
from deploy.embedded.failure import HomeInUse, ServerFailed
from shared.errors import BadInput, XunjianError
from shared.mongo import PyMongoError

Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="XUNJIAN_HOME", help="系统的数据目录（默认 .xunjian）", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]

_SAID = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "已有同名文件",
    errno.EISDIR: "是文件夹，应为文件",
    errno.ENOENT: "找不到这个路径",
    errno.ENAMETOOLONG: "名称太长",
}
"""What the system refuses, in Chinese; anything else in its own words."""

OK, FAILURE, USAGE = 0, 1, 2
"""Exit codes: done; it went wrong; what was given is wrong."""


def run(session: Session, work: Callable[[Session], Coroutine[Any, Any, int | None]]) -> None:
    """Do the work of a command and exit: 0 when done, 2 for bad input, 1 for anything else that went wrong."""
    raise typer.Exit(guarded(session, lambda: asyncio.run(work(session)) or OK))


def guarded(session: Session, work: Callable[[], int]) -> int:
    """The exit code of the work; what went wrong is told in sentences, never as a traceback."""
    try:
        return work()
    except BadInput as error:
        _tell(session, error.summary, error.mistakes, details=getattr(error, "details", None))
        return USAGE
    except (XunjianError, ServerFailed, HomeInUse) as error:
        _tell(session, str(error), [])
        return FAILURE
    except PyMongoError as error:
        _tell(session, f"MongoDB：{error}", [])
        return FAILURE
    except BrokenPipeError:
        raise  # who read the answer has gone, as `head` does
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        _tell(session, f"{where}{_SAID.get(error.errno or 0, error.strerror or repr(error))}", [])
        return FAILURE
    except KeyboardInterrupt:
        return 130


def _tell(session: Session, summary: str, mistakes: list[str], *, details: Any = None) -> None:
    if session.as_json:
        rows = [detail.as_dict() for detail in details] if details else mistakes
        session.print_json({"error": summary, "mistakes": rows})
        return
    sys.stderr.write(f"错误：{summary}\n")
    for mistake in mistakes:
        sys.stderr.write(f"  - {mistake}\n")
