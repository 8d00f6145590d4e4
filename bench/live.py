"""`make bench`: live delivery, beside Node's socket.io in the same run. Writes RESULTS.md and results.json.

    python -m bench.live [FIGURE …]

BENCH_ROUNDS=1 is a quick look. Some figures only, or other BENCH_CLIENTS than 1,000, are written to bench/build.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import report
from bench.generator import BUILD, PROGRAM, Failed
from bench.report import Databases, Row
from bench.scenarios import CLIENTS, DURABLE, MANY, SCENARIOS, SENDERS, Scenario
from bench.servers import HOUSE, node_program
from bench.services import durable_database, redis_url, services
from bench.sides import Serve, ours, theirs, together
from bench.town import Town, found

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "5"))
WHOLE: Final = 1000
"""Clients that the figures' names promise."""


def main(names: list[str]) -> None:
    chosen = [one for one in SCENARIOS if not names or any(figure.name in names for figure in one.figures)]
    if not chosen:
        sys.exit(f"There are these figures: {', '.join(figure.name for one in SCENARIOS for figure in one.figures)}")
    if lack := _lack():
        sys.exit(lack)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the servers have core 0 to themselves
    _allow_many_files()
    try:
        rows, databases = _measure(chosen)
    except Failed as fault:
        sys.exit(f"That was not right, so it was not measured: {fault}")
    where = HOUSE / "bench" if CLIENTS == WHOLE and not names else BUILD
    report.write(rows, databases, where)
    print("\n".join(["", *report.table(rows), "", f"Written to {where.relative_to(HOUSE)}"]))


def _lack() -> str | None:
    """What is missing here, in one sentence."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return "make bench needs Linux and two cores: one for the server, one for the load."
    if not PROGRAM.exists():
        return "make bench needs a C compiler for its load generator: install gcc with libc6-dev, and run it again."
    if not node_program() or not (HOUSE / "node_modules" / "socket.io").is_dir():
        return (
            "make bench needs Node.js and the npm package socket.io to compare with: run make setup, and run it again."
        )
    return None


def _allow_many_files() -> None:
    """Thousands of connections, on both ends; what is started from here inherits it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _measure(chosen: list[Scenario]) -> tuple[list[Row], Databases]:
    databases: Databases = {}
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=BUILD)))
        stack.enter_context(services())
        print("Founding a town for the load")
        town = found(scratch / "town", MANY if any(one.beside for one in chosen) else CLIENTS)
        sides = _sides(town, redis_url(stack))
        url = durable_database(stack) if DURABLE in chosen else None
        other = found(scratch / "other", SENDERS, url) if url else None
        chosen = [one for one in chosen if one.of in sides]
        rows = {figure.name: Row(figure, one.beside) for one in chosen for figure in one.figures}
        for number in range(1, ROUNDS + 1):
            for one in chosen:
                _compare(one, rows, sides, number)
            if other:
                _add(databases, "PostgreSQL", ours(other))
    if databases:
        databases["SQLite"] = rows[DURABLE.figures[0].name].ours
    return list(rows.values()), databases


def _sides(town: Town, redis: str | None) -> dict[str, Serve]:
    """Without a Redis there is no figure of two processes."""
    sides = {"ours": ours(town), "theirs": theirs(town)}
    return {**sides, "together": together(town, redis)} if redis else sides


def _add(databases: Databases, name: str, serve: Serve) -> None:
    """What another database is refused for is told beside the figures; it says nothing against them."""
    so_far = databases.setdefault(name, [])
    if isinstance(so_far, Failed):
        return
    try:
        so_far += _run(DURABLE, serve, f"Cairn on {name}")
    except Failed as fault:
        databases[name] = fault
        print(fault)


def _compare(one: Scenario, rows: dict[str, Row], sides: dict[str, Serve], number: int) -> None:
    our_values = _run(one, sides[one.of], "Cairn")
    values = (
        _run(one, sides[one.against], "the reference")
        if not one.has_bar
        else [figure.bar or 0.0 for figure in one.figures]
    )
    for figure, mine, theirs_ in zip(one.figures, our_values, values, strict=True):
        row = rows[figure.name]
        row.ours.append(mine)
        row.reference.append(theirs_)
        print(f"round {number}  {figure.name:18} {mine:12,.2f} {theirs_:12,.2f} {figure.unit}", flush=True)


def _run(one: Scenario, serve: Serve, name: str) -> list[float]:
    try:
        return list(one.measure(serve))
    except Failed as fault:
        raise Failed(f"{one.figures[0].name} on {name}: {fault}") from fault


if __name__ == "__main__":
    main(sys.argv[1:])
