"""Charts as SVG, drawn from numbers by ourselves: no script, no network, readable by a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_BAR, _GAP, _LABEL, _WIDTH, _TAIL = 22, 12, 150, 640, 90
_LABEL_CHARS = 10


@dataclass(frozen=True)
class Slice:
    """One part of a bar."""

    amount: int
    color: str
    word: str


@dataclass(frozen=True)
class Bar:
    """One bar, its label and what stands behind it."""

    label: str
    slices: tuple[Slice, ...]
    tail: str

    @property
    def total(self) -> int:
        """Its whole length."""
        return sum(part.amount for part in self.slices)


@dataclass(frozen=True)
class Point:
    """One period of a trend: a share from 0 to 1, or None where nothing was checked."""

    label: str
    share: float | None
    printed: str


def bars(title: str, rows: Sequence[Bar], *, is_share: bool = True) -> str:
    """Horizontal bars; as shares all are of one length, else the longest fills the width. Empty for no rows."""
    if not rows:
        return ""
    longest = max(row.total for row in rows) or 1
    space = _WIDTH - _LABEL - _TAIL
    drawn = []
    for place, row in enumerate(rows):
        top = place * (_BAR + _GAP)
        middle = top + _BAR * 0.72
        drawn.append(_words(_LABEL - 8, middle, _short(row.label), "end"))
        scale = space / (row.total or 1) if is_share else space / longest
        left = float(_LABEL)
        for part in row.slices:
            width = part.amount * scale
            if part.amount:
                drawn.append(_rectangle(left, top, width, part, row.label))
            left += width
        drawn.append(_words(left + 8 if not is_share else _WIDTH - _TAIL + 8, middle, row.tail, "start"))
    said = "；".join(f"{row.label}：{'，'.join(f'{s.word}{s.amount}' for s in row.slices)}" for row in rows)
    return _svg(title, said, len(rows) * (_BAR + _GAP), drawn)


def trend_line(title: str, points: Sequence[Point], *, color: str) -> str:
    """Shares over periods. Needs two periods: a single one makes no line, and gives an empty text."""
    seen = [point for point in points if point.share is not None]
    if len(seen) < 2:
        return ""
    low = min(point.share or 0.0 for point in seen)
    floor = max(0.0, low - max(0.02, (1 - low) * 0.5))
    height, left, right = 120, 50, 50
    step = (_WIDTH - left - right) / (len(points) - 1)
    drawn, path = [], []
    for place, point in enumerate(points):
        across = left + place * step
        drawn.append(_words(across, height + 24, point.label, "middle"))
        if point.share is None:
            continue
        down = 24 + (1 - point.share) / ((1 - floor) or 1) * (height - 40)
        path.append(f"{across:.1f},{down:.1f}")
        drawn.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4" fill="{color}"/>')
        drawn.append(_words(across, down - 10, point.printed, "middle"))
    line = f'<polyline points="{" ".join(path)}" fill="none" stroke="{color}" stroke-width="2.5"/>'
    said = "；".join(f"{point.label}：{point.printed}" for point in points)
    return _svg(title, said, height + 34, [line, *drawn])


def _svg(title: str, said: str, height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label={quoteattr(f"{title}。{said}")} '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{"".join(drawn)}</svg>'
    )


def _rectangle(left: float, top: float, width: float, part: Slice, label: str) -> str:
    hover = escape(f"{label}：{part.word}{part.amount}")
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{part.color}">'
        f"<title>{hover}</title></rect>"
    )


def _words(across: float, down: float, text: str, anchor: str) -> str:
    return f'<text x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_CHARS else f"{label[: _LABEL_CHARS - 1]}…"
