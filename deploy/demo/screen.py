"""What a person sees: steps with their time, and what changes meanwhile; plain lines where nobody watches."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape

_PLAIN_WIDTH = 140


def terminal() -> Console:
    """Standard output, wide enough for the tables where it is no terminal."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PLAIN_WIDTH)


@dataclass
class Screen:
    """The progress of the demo."""

    out: Console
    started: float = field(default_factory=time.monotonic)
    _number: int = 0

    @property
    def seconds(self) -> float:
        """Since the demo began."""
        return time.monotonic() - self.started

    @contextmanager
    def step(self, title: str, *, of: int) -> Iterator[None]:
        """A step that takes a while: named when it begins, timed when it is done."""
        self._number += 1
        head = f"[{self._number}/{of}] {escape(title)}"
        began = time.monotonic()
        if not self.out.is_terminal:
            self.out.print(f"{head} ……", markup=False)
            yield
        else:
            with self.out.status(head):
                yield
        took = time.monotonic() - began
        self.out.print(f"[green]✓[/green] {head}　[dim]{took:.1f} 秒（累计 {self.seconds:.0f} 秒）[/dim]")

    def note(self, text: str) -> None:
        """Something that happened meanwhile."""
        self.out.print(f"    {escape(text)}", style="dim", soft_wrap=True)

    def news(self, text: str, *, style: str = "") -> None:
        """Something that happened meanwhile and matters."""
        self.out.print(f"    {escape(text)}", style=style, soft_wrap=True)

    def heading(self, text: str) -> None:
        """The title of a part of the closing."""
        self.out.print()
        self.out.rule(f"[bold]{escape(text)}[/bold]", align="left")
