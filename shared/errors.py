"""The errors of Xunjian: one class for each reaction, not for each cause."""


class XunjianError(Exception):
    """Something went wrong that a person can read about: what, where and how to mend it."""


class Transient(XunjianError):
    """Not now: the same thing may work later, so it is tried again."""


class Permanent(XunjianError):
    """Never: the same thing will not work later, so it goes to a person (dead letters, an error on the terminal)."""


class BadInput(Permanent):
    """What was given breaks the rules. Carries every mistake found, each saying where it stands."""

    def __init__(self, summary: str, mistakes: list[str] | None = None) -> None:
        super().__init__(summary)
        self.summary = summary
        self.mistakes = mistakes or []

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  - {mistake}" for mistake in self.mistakes)])
