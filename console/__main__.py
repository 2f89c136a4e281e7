import json
import sys
from io import TextIOWrapper

import typer

from console.app import build
from console.usage import in_chinese
from shared import logs
from shared.errors import BadInput


def main() -> None:
    """Run `xunjian`. Standard output is for answers alone; what libraries have to say goes to standard error."""
    logs.configure("console", "error", service="console")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another encoding shows what it can
    words = sys.argv[1:]
    try:
        code = build(next(iter(words), None))(prog_name="xunjian", standalone_mode=False)
    except typer.Abort:
        code = 130
    except BadInput as error:  # before a command could take care of it: what stands in the environment
        code = _refuse(words, error.summary, error.mistakes)
    except typer.TyperException as error:
        code = _refuse_usage(words, error)
    sys.exit(code or 0)


def _refuse_usage(words: list[str], error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error}\n")
        return 2
    message = in_chinese(error.format_message() if hasattr(error, "format_message") else str(error))
    how = f"用法与示例：{context.command_path} --help" if context else "用法：xunjian --help"
    return _refuse(words, message, [] if "--json" in words else [how])


def _refuse(words: list[str], summary: str, mistakes: list[str]) -> int:
    if "--json" in words:
        sys.stdout.write(json.dumps({"error": summary, "mistakes": mistakes}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stderr.write("\n".join([f"错误：{summary}", *(f"  - {mistake}" for mistake in mistakes)]) + "\n")
    return 2


if __name__ == "__main__":
    main()
