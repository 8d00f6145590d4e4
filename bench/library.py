"""`make bench-library`: every page of the library with 1,000 and with 100,000 resources, in one run, on SQLite.

Both stand side by side in one process; each list is asked for in every order, with every filter and words that few,
some and all have. Five rounds, interleaved; what counts is the ratio of the medians. BENCH_ROUNDS shortens a look.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from flask.testing import FlaskClient

from bench.shelves import SIZES, Shelf, filled

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "5"))
EACH: Final = 2
"""Times that each page is asked for in a round; the fastest counts, as what else the machine does is not ours."""

BAR: Final = 1.5

WORDS: Final = {
    "": "no words",
    "rarely": "words of 40",
    "seldom": "words of 4 %",
    "tenfold": "of 10 %",
    "every": "of all",
}
TAGS: Final = {"": "no tag", "few": "a tag of 40", "some": "of 10 %", "many": "of half"}
KINDS: Final = {"": "any kind", "tip": "tips (60 %)", "tool": "tools (3 %)"}
SORTS: Final = ("helped", "recent", "needs_testers")


class Line(NamedTuple):
    name: str
    times: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return self.times[-1] / self.times[0]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        shelves = [filled(Path(folder) / str(size), size) for size in SIZES]
        lines = [_line(name, times) for name, times in _measured(shelves).items()]
    _print(sorted(lines, key=lambda line: -line.ratio))
    return int(any(line.ratio > BAR for line in lines))


def addresses(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Every list, and a resource, by what is said about it."""
    for sort, (words, said), (tag, tagged), (kind, kinded) in product(
        SORTS, WORDS.items(), TAGS.items(), KINDS.items()
    ):
        yield f"{sort}, {said}, {tagged}, {kinded}", f"{shelf.path}?sort={sort}&q={words}&tag={tag}&kind={kind}"
    for sort in SORTS:
        yield f"{sort}, the second page", f"{shelf.path}?sort={sort}&start={shelf.following(sort)}"
    yield "a resource", f"{shelf.path}/{shelf.resource}"
    yield "search: words of all", f"{shelf.home}/search?q=every"
    yield "search: words of 4 %", f"{shelf.home}/search?q=seldom&in=library"


def _measured(shelves: list[Shelf]) -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = {}
    for _ in range(ROUNDS + 1):  # the first warms up
        for pages in zip(*(addresses(shelf) for shelf in shelves), strict=True):
            times = [_fastest(shelf.client, path) for shelf, (_, path) in zip(shelves, pages, strict=True)]
            found.setdefault(pages[0][0], []).append(times)
    return {name: rounds[1:] for name, rounds in found.items()}


def _fastest(client: FlaskClient, path: str) -> float:
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        answer = client.get(path)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, (path, answer.status_code)
    return min(took)


def _line(name: str, rounds: list[list[float]]) -> Line:
    return Line(name, tuple(statistics.median(times) * 1000 for times in zip(*rounds, strict=True)))


def _print(lines: list[Line]) -> None:
    print(f"| page | {SIZES[0]:,} | {SIZES[1]:,} | ratio |\n|---|---:|---:|---:|")
    for line in lines:
        print(f"| {line.name} | {line.times[0]:.1f} ms | {line.times[1]:.1f} ms | {line.ratio:.2f} |")
    worst, middle = lines[0].ratio, statistics.median(line.ratio for line in lines)
    over = sum(line.ratio > BAR for line in lines)
    print(f"\n{len(lines)} pages, {ROUNDS} rounds: worst ratio {worst:.2f}, middle {middle:.2f}; above {BAR}: {over}")


if __name__ == "__main__":
    sys.exit(main())
