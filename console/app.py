"""`xunjian`: which command is where."""

import typer

from console.commands import dead_letters, evidence, ledgers, packs, registry, review, silencing, told
from console.commands.answering import ack
from console.commands.doctor import doctor
from console.commands.judging import verdicts
from console.commands.plan import plan
from console.commands.reading import read
from console.commands.replaying import replay
from console.commands.reporting import report
from console.commands.running import down, status, up
from console.commands.visiting import visit

app = typer.Typer(
    name="xunjian",
    help="巡检：政府网站与政务新媒体持续监测。先 xunjian up --detach，再 xunjian registry import 名录.xlsx。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

COMMANDS = (up, down, status, visit, replay, verdicts, plan, report, ack, read, doctor)
"""Commands that stand alone, in the order of `--help`."""

GROUPS = {
    "registry": registry.app,
    "ledger": ledgers.app,
    "review": review.app,
    "packs": packs.app,
    "evidence": evidence.app,
    "warnings": told.app,
    "silence": silencing.app,
    "dead-letters": dead_letters.app,
}
"""Commands with verbs of their own."""

for one in COMMANDS:
    app.command(one.__name__)(one)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)
