"""Medians and spread, for people (RESULTS.md) and for programs (results.json)."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.generator import Failed, busiest
from bench.scenarios import CLIENTS, HALF, SECONDS, SENDERS, STALLED, WINDOW, Figure
from bench.versions import versions

INTRODUCTION: Final = """# Live delivery, measured

Made by `make bench`, which overwrites it. The reference is Node’s `socket.io` as it is shipped: in memory, with nobody
asked who they are. Cairn is measured whole: connections with tokens, membership asked at the door, every message
committed to disk before anybody hears it. One load generator (`bench/loadgen`) speaks to both, with messages of the
same size and names. It checks that each client hears each message once and in order and that no call is refused; after
it, what was acknowledged is counted in the database.

{rounds}, one side after the other, each server started anew on one core, the load on another.
Medians, and in brackets the least and the most. The ratio is above 1 where Cairn is better.
"""

Databases = dict[str, list[float] | Failed]
"""Messages a second by the name of a database, or why it was not measured."""


@dataclass
class Row:
    """A figure and what each round found of it."""

    figure: Figure
    beside: bool = False
    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Above 1 we are better, whichever way the figure goes."""
        ours, reference = statistics.median(self.ours), statistics.median(self.reference)
        above, below = (ours, reference) if self.figure.more_is_better else (reference, ours)
        return above / max(below, 1e-9)

    def as_json(self) -> dict[str, Any]:
        ours, reference = (round(statistics.median(each), 4) for each in (self.ours, self.reference))
        named = {"name": self.figure.name, "ours": ours, "reference": reference}
        return {**named, "ratio": round(self.ratio, 3), "unit": self.figure.unit}


def write(rows: list[Row], databases: Databases, where: Path) -> None:
    where.mkdir(parents=True, exist_ok=True)
    told = [row.as_json() for row in rows if not row.beside]
    (where / "results.json").write_text(json.dumps(told, indent=1) + "\n")
    (where / "RESULTS.md").write_text("\n".join(_page(rows, databases)) + "\n")


def table(rows: list[Row]) -> list[str]:
    head = ["| figure | | unit | Cairn | reference | ratio |", "|-|-|-|-:|-:|-:|"]
    return head + [_line(row) for row in rows]


def _line(row: Row) -> str:
    reference = f"{_short(row.figure.bar)} (our bar)" if row.figure.bar else _spread(row.reference)
    cells = (
        f"`{row.figure.name}`",
        row.figure.says,
        row.figure.unit,
        _spread(row.ours),
        reference,
        f"{row.ratio:.2f}",
    )
    return f"| {' | '.join(cells)} |"


def _spread(values: list[float]) -> str:
    spread = f" ({_short(min(values))}–{_short(max(values))})" if len(values) > 1 else ""
    return _short(statistics.median(values)) + spread


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _page(rows: list[Row], databases: Databases) -> list[str]:
    rounds = len(rows[0].ours)
    told = INTRODUCTION.format(rounds="1 round, a quick look" if rounds == 1 else f"{rounds} rounds")
    return [*told.splitlines(), "", *table(rows), "", *_sizes(), *_databases(databases), "", *versions()]


def _sizes() -> list[str]:
    return [
        f"Fan-out: {CLIENTS:,} clients, {WINDOW} posts of 100 bytes under way for each who speaks, {SECONDS:g} s.",
        f"Latency: {HALF:,} clients. Memory: {CLIENTS:,}, resident, without what the kernel keeps for a socket.",
        f"Stalled: {STALLED} of {HALF} stop reading while {SENDERS} speak.",
        f"The load generator took at most {max(busiest.values(), default=0):.0%} of its core.",
    ]


def _databases(found: Databases) -> list[str]:
    if not found:
        return []
    lines = [
        f"| {name} | {f'not measured: {rates}' if isinstance(rates, Failed) else _spread(rates)} |"
        for name, rates in sorted(found.items())
    ]
    said = (
        f"Messages a second that all {SENDERS} in a room say and hear, by database. PostgreSQL runs on the load’s core."
    )
    return ["", said, "", "| database | messages/s |", "|-|-:|", *lines]
