"""`xunjian`: which command is where. A module is imported when its command is asked for: all of them take seconds."""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import typer


class Entry(NamedTuple):
    """One line of the list of commands."""

    module: str
    """Holds the function named like the command, or for a group its `app`."""
    summary: str
    """What it does, in a line that fits a terminal."""


COMMANDS = {
    "up": Entry("running", "启动内置的（或指定的）服务器和四个服务"),
    "down": Entry("running", "停止本目录上运行的系统"),
    "status": Entry("running", "是否在运行、各服务是否就绪、各地址"),
    "visit": Entry("visiting", "立即访问，不等排程"),
    "replay": Entry("replaying", "回放记录下来的观测（NDJSON）"),
    "verdicts": Entry("judging", "各目标的判定及其依据，也可按过去的时刻重新评判"),
    "plan": Entry("plan", "抽取一个时期的检查对象"),
    "report": Entry("reporting", "编写一个时期的通报"),
    "ack": Entry("answering", "登记单位对提醒的答复：签收、承诺期限、异议"),
    "read": Entry("reading", "爬虫从页面上读到什么（不保存）"),
    "doctor": Entry("doctor", "检查运行环境，逐项给出结论和处理办法"),
}
"""Commands that stand alone, in the order of `--help`."""

GROUPS = {
    "registry": Entry("registry", "名录：导入、导出、栏目建议"),
    "ledger": Entry("ledgers", "台账：导入、导出"),
    "review": Entry("review", "复核待核的问题：确认、误报、申诉、整改"),
    "packs": Entry("packs", "指标体系：列出、查看、检查、试算"),
    "evidence": Entry("evidence", "证据：查看、核验"),
    "warnings": Entry("told", "发给各单位的提醒"),
    "silence": Entry("silencing", "静默与维护窗口"),
    "dead-letters": Entry("dead_letters", "未能处理的事件：查看、重新投递"),
}
"""Commands with verbs of their own."""


def build(word: str | None = None) -> typer.Typer:
    """The console with the command of this name; where there is none, with the bare list of all commands."""
    app = typer.Typer(
        name="xunjian",
        help="巡检：政府网站与政务新媒体持续监测。先 xunjian up --detach，再 xunjian registry import 名录.xlsx。",
        epilog="每条命令的用法与示例：xunjian 命令 --help。退出码：0 成功，2 用法或输入有误，1 其他失败。",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    app.callback()(_nothing)
    if word in COMMANDS:
        function = _held(word, COMMANDS[word].module)
        app.command(word, help=help_text(function))(function)
    elif word in GROUPS:
        group = _held("app", GROUPS[word].module)
        for command in group.registered_commands:
            command.help = help_text(command.callback)
        own = group.registered_callback
        app.add_typer(group, name=word, help=help_text(own.callback) if own else group.info.help)
    else:
        for name, entry in (COMMANDS | GROUPS).items():
            app.command(name, help=entry.summary)(_only_listed)
    return app


def help_text(function: Callable[..., Any] | None) -> str:
    """The docstring of a command, its examples a line each: other paragraphs are filled to the terminal's width."""
    paragraphs = (inspect.getdoc(function) or "").split("\n\n")
    return "\n\n".join(f"\b\n{text}" if text.startswith("示例") else text for text in paragraphs)


def _held(name: str, module: str) -> Any:
    return getattr(import_module(f"console.commands.{module}"), name)


def _nothing() -> None:
    """What is done before a command; without it a console of one command would not know its name."""


def _only_listed() -> None:
    """Stands for a command in the list; the one that is asked for is built itself."""
