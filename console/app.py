"""`xunjian`: which command is where. A module is imported when its command is asked for: all of them take seconds."""

from importlib import import_module
from types import ModuleType

import typer

COMMANDS = {
    "up": "running",
    "down": "running",
    "status": "running",
    "visit": "visiting",
    "replay": "replaying",
    "verdicts": "judging",
    "plan": "plan",
    "report": "reporting",
    "ack": "answering",
    "read": "reading",
    "doctor": "doctor",
}
"""Commands that stand alone, in the order of `--help`, with the module that holds the function of that name."""

GROUPS = {
    "registry": "registry",
    "ledger": "ledgers",
    "review": "review",
    "packs": "packs",
    "evidence": "evidence",
    "warnings": "told",
    "silence": "silencing",
    "dead-letters": "dead_letters",
}
"""Commands with verbs of their own, with the module that holds their `app`."""


def build(word: str | None = None) -> typer.Typer:
    """The console with the command of this name alone; with all of them where there is none of this name."""
    app = typer.Typer(
        name="xunjian",
        help="巡检：政府网站与政务新媒体持续监测。先 xunjian up --detach，再 xunjian registry import 名录.xlsx。",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    app.callback()(_nothing)
    wanted = {word} if word in COMMANDS or word in GROUPS else COMMANDS.keys() | GROUPS.keys()
    for name, module in COMMANDS.items():
        if name in wanted:
            app.command(name)(getattr(_module(module), name))
    for name, module in GROUPS.items():
        if name in wanted:
            app.add_typer(_module(module).app, name=name)
    return app


def _module(name: str) -> ModuleType:
    return import_module(f"console.commands.{name}")


def _nothing() -> None:
    """What is done before a command; without it a console of one command would not know its name."""
