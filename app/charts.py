"""Charts, drawn by the server as paths and columns in a field of 100 by 100: no script, no inline style.

What they show stands beside them in words and in a table; here is only where the ink goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from networks.durations import Curve

GAP: Final = 0.25
"""How much of a column's place stays empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column, in hundredths of the field."""

    x: float
    y: float
    width: float
    height: float
    late: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns on one another's shoulders, and the marks at the side."""

    bars: Sequence[Bar]
    marks: Sequence[int]


def steps(curve: Curve, most: float) -> str:
    """The share that is over, as a path of steps from the lower left up to `most` hours."""
    path = ["M0 100"]
    for step in curve.steps:
        if step.at > most:
            break
        path.append(f"H{_short(100 * step.at / most)}V{_short(100 * step.left)}")
    return "".join([*path, "H100"])


def area(path: str) -> str:
    """The same with everything below it."""
    return f"{path}V100Z"


def columns(parts: Sequence[tuple[int, int]]) -> Columns:
    """One column for each pair: what is well stands below, what is not on top of it."""
    top = nice(max((sum(pair) for pair in parts), default=0))
    place = 100 / max(1, len(parts))
    bars = []
    for number, (well, late) in enumerate(parts):
        x, width = place * (number + GAP / 2), place * (1 - GAP)
        low = 100 * well / top
        if well:
            bars.append(Bar(_round(x), _round(100 - low), _round(width), _round(low)))
        if late:
            bars.append(
                Bar(_round(x), _round(100 - low - 100 * late / top), _round(width), _round(100 * late / top), True)
            )
    return Columns(bars, [top, top // 2, 0])


def nice(most: int) -> int:
    """An even number to end an axis with, at or above the highest column."""
    size = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if step * size >= most:
                return step * size
        size *= 10


def _round(number: float) -> float:
    return round(number, 2)


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
