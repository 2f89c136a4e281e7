"""robots.txt as RFC 9309 has it: the longest rule that fits decides, and allowing wins a tie."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

LARGEST = 500 * 1024
_MOST_RULES = 2_000
_LONGEST_DELAY = timedelta(seconds=30)
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: a pattern, and whether what fits it may be visited."""

    pattern: str
    allows: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site asks of us."""

    rules: tuple[Rule, ...] = ()
    delay: timedelta | None = None
    """The pause between requests it asks for, half a minute at most."""

    def allows(self, url: str) -> bool:
        """Whether this address may be visited."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [rule for rule in self.rules if fits(rule.pattern, path)]
        if not fitting:
            return True
        return max(fitting, key=lambda rule: (len(rule.pattern), rule.allows)).allows


EVERYTHING = Robots()
"""Nothing is forbidden."""


def read_robots(body: bytes, token: str) -> Robots:
    """The rules for the crawler of this name, or else for all. A web page in their place forbids nothing."""
    groups = _groups(body[:LARGEST].decode("utf-8", "replace"))
    mine = [group for names, group in groups if any(_names(name, token) for name in names)]
    chosen = mine or [group for names, group in groups if "*" in names]
    rules: list[Rule] = []
    delay: timedelta | None = None
    for lines in chosen:
        for key, value in lines:
            if key == "crawl-delay":
                delay = _delay(value) or delay
            elif value:
                rules.append(Rule(_normal(value), key == "allow"))
    return Robots(tuple(rules[:_MOST_RULES]), delay)


def fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` and a final `$` fits the beginning of a path. Linear, whatever the pattern."""
    anchored = pattern.endswith("$")
    first, *others = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for index, piece in enumerate(others):
        if anchored and index == len(others) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not anchored or at == len(path)


_Lines = list[tuple[str, str]]


def _groups(text: str) -> list[tuple[list[str], _Lines]]:
    groups: list[tuple[list[str], _Lines]] = []
    naming = False
    for line in text.lstrip("﻿").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            if not naming:
                groups.append(([], []))
            groups[-1][0].append(value.lower())
            naming = True
        elif key in {"allow", "disallow", "crawl-delay"} and groups:
            groups[-1][1].append((key, value))
            naming = False
    return groups


def _names(name: str, token: str) -> bool:
    found = _TOKEN.match(name)
    return found is not None and found.group().lower() == token.lower()


def _delay(value: str) -> timedelta | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return min(timedelta(seconds=seconds), _LONGEST_DELAY) if 0 < seconds < 1e6 else None


def _normal(path: str) -> str:
    return unquote(path)
