"""`make bench-library`: every page of the library with 1,000 and with 100,000 resources, in one run.

Both stand side by side in one process, on SQLite and then on PostgreSQL; each list is asked for in every order, with
every filter and words that few, some and all have. Five rounds, interleaved; what counts is the ratio of the medians.
BENCH_ROUNDS shortens a look.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from flask.testing import FlaskClient

from bench.services import durable_database, services
from bench.shelves import SIZES, Shelf, filled
from bench.versions import versions

ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "5"))
EACH: Final = 2
"""Times that each page is asked for in a round; the fastest counts, as what else the machine does is not ours."""

BAR: Final = 1.5
SHOWN: Final = 12
RESULTS: Final = Path(__file__).with_name("LIBRARY.md")
INTRODUCTION: Final = """# The library’s pages, measured

Made by `make bench-library`, which overwrites it: every list in each order, with words, tags and kinds that few,
some and all have, with 1,000 and with 100,000 resources side by side in one process. {rounds} rounds, interleaved,
medians."""

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
PLAIN: Final = frozenset(
    [f"{sort}, no words, no tag, any kind" for sort in SORTS]
    + [f"{sort}, the second page" for sort in SORTS]
    + [
        "helped, no words, of 10 %, any kind",
        "helped, words of 4 %, no tag, any kind",
        "helped, no words, no tag, tools (3 %)",
    ]
    + ["a resource", "search: words of all", "search: words of 4 %"]
)
"""Shown in any case."""


class Line(NamedTuple):
    name: str
    times: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return self.times[-1] / self.times[0]


def main() -> int:
    with ExitStack() as stack:
        stack.enter_context(services())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls: dict[str, list[str | None]] = {
            "SQLite": [None for _ in SIZES],
            "PostgreSQL": [durable_database(stack) for _ in SIZES],
        }
        found = {
            name: _lines(folder / name, all_of_them) for name, all_of_them in urls.items() if _is_there(name, urls)
        }
    page = "\n".join(
        [INTRODUCTION.format(rounds=ROUNDS), *(_told(name, lines) for name, lines in found.items()), *versions()]
    )
    print(page)
    if ROUNDS >= 5:  # fewer are a look, and no figure
        RESULTS.write_text(page + "\n")
    return int(any(line.ratio > BAR for lines in found.values() for line in lines))


def _is_there(name: str, urls: dict[str, list[str | None]]) -> bool:
    return name == "SQLite" or all(urls[name])


def _lines(folder: Path, urls: list[str | None]) -> list[Line]:
    """The slowest first, against itself in the small library."""
    shelves = [filled(folder / str(size), size, url) for size, url in zip(SIZES, urls, strict=True)]
    lines = [_line(name, times) for name, times in _measured(shelves).items()]
    for shelf in shelves:
        shelf.network.database.close()
    return sorted(lines, key=lambda line: -line.ratio)


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


def _told(database: str, lines: list[Line]) -> str:
    worst, middle = lines[0].ratio, statistics.median(line.ratio for line in lines)
    over = sum(line.ratio > BAR for line in lines)
    said = f"{len(lines)} pages: worst ratio {worst:.2f}, middle {middle:.2f}; above {BAR}: {over}."
    head = f"| page | {SIZES[0]:,} | {SIZES[1]:,} | ratio |\n|-|-:|-:|-:|"
    plain = [line for line in lines if line.name in PLAIN]
    return "\n".join(
        [
            f"\n## {database}\n",
            said,
            "",
            head,
            *map(_row, plain),
            "",
            "The slowest:",
            "",
            head,
            *map(_row, lines[:SHOWN]),
            "",
        ]
    )


def _row(line: Line) -> str:
    return f"| {line.name} | {line.times[0]:.1f} ms | {line.times[1]:.1f} ms | {line.ratio:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
