"""How much a process takes, and whether that stays the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression, median
from typing import Final, NamedTuple

WARM_UP: Final = 0.2
"""Share of the time in which it may still grow: caches fill, pools open."""


class Sample(NamedTuple):
    minute: float
    memory: float
    descriptors: int
    here: int
    """Clients who are connected at this moment."""


class Flat(NamedTuple):
    """What was seen of one measure after the warm-up, and by how much its last quarter may lie above its first."""

    name: str
    unit: str
    minutes: list[float]
    values: list[float]
    may_grow: float

    @property
    def quarters(self) -> tuple[float, float]:
        size = max(1, len(self.values) // 4)
        return median(self.values[:size]), median(self.values[-size:])

    @property
    def holds(self) -> bool:
        first, last = self.quarters
        return last - first <= self.may_grow

    def __str__(self) -> str:
        first, last = self.quarters
        slope = linear_regression(self.minutes, self.values).slope
        return (
            f"{self.name:12} first quarter {first:.1f}{self.unit}, last {last:.1f}: {last - first:+.1f}, may grow "
            f"{self.may_grow:.1f}; {slope:+.2f} a minute; {min(self.values):.1f} to {max(self.values):.1f}"
            f"{'' if self.holds else '   NOT FLAT'}"
        )


def memory(pid: int) -> float:
    """Resident, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def sockets(pid: int) -> int:
    return sum(_target(one).startswith("socket:") for one in Path(f"/proc/{pid}/fd").iterdir())


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except FileNotFoundError:  # closed meanwhile
        return ""


def verdict(samples: Sequence[Sample]) -> list[Flat]:
    """Memory may grow by 3 %, and descriptors by 10 %: they go up and down with those who happen to be here."""
    warm = [one for one in samples if one.minute >= samples[-1].minute * WARM_UP]
    minutes = [one.minute for one in warm]
    kept, open_ = [one.memory for one in warm], [float(one.descriptors) for one in warm]
    return [
        Flat("memory", " MiB", minutes, kept, median(kept) * 0.03),
        Flat("descriptors", "", minutes, open_, median(open_) * 0.1),
    ]
