"""Chinese words for days and moments, the same wherever a finding speaks."""

from datetime import date, datetime

from shared.clock import local


def day_words(day: date) -> str:
    """2026-10-29."""
    return day.isoformat()


def moment_words(moment: datetime) -> str:
    """2026-10-29 08:30, as a clock in China shows it."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def percent_words(share: float) -> str:
    """5%, 4.29%: at most two digits, cut and not rounded, so that what is below a limit never reads as the limit."""
    text = f"{int(share * 10000 + 1e-6) / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


def listed(names: list[str], most: int = 3) -> str:
    """“甲”“乙”等5个: the first names, and how many there are."""
    quoted = "".join(f"“{name}”" for name in names[:most])
    return f"{quoted}等{len(names)}个" if len(names) > most else quoted
