"""What is different between two texts, word by word, for people to read.

Myers' greedy way, with a bound: its time grows with the number of differences, so that texts of a full book, or made to
be slow, cost a moment. What differs in more places than a person would read is told as a whole: this went, this came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

SAME: Final = "same"
GONE: Final = "gone"
NEW: Final = "new"

LINES: Final = 300
WORDS: Final = 400
"""How many differences of each are looked for before it is told as a whole."""

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*\s*|[^\w\s]\s*|\s+")


class Piece(NamedTuple):
    """A stretch of text that stayed, went or came."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """What became of `old`: first by lines, then by the words of lines that changed."""
    lines = _steps(old.splitlines(keepends=True), new.splitlines(keepends=True), LINES)
    return _joined(piece for kind, texts in _runs(lines) for piece in _closer(kind, texts))


def text_of(pieces: Sequence[Piece], *kinds: str) -> str:
    """The words of pieces of these kinds: with SAME and GONE the old text, with SAME and NEW the new one."""
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def _runs(steps: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """What stayed, and between it what changed."""
    for stayed, run in groupby(steps, lambda step: step.kind == SAME):
        yield (SAME if stayed else NEW), list(run)


def _closer(kind: str, run: list[Piece]) -> Iterator[Piece]:
    if kind == SAME:
        yield from run
        return
    old, new = text_of(run, GONE), text_of(run, NEW)
    steps = _steps(_WORD.findall(old), _WORD.findall(new), WORDS) if old and new else run
    yield from _calm(steps)


def _calm(steps: list[Piece]) -> Iterator[Piece]:
    """One word that stayed among many that changed only makes it harder to read; nor does it help to mix two texts
    that have little in common."""
    stayed = sum(len(step.text) for step in steps if step.kind == SAME)
    if stayed * 4 < sum(len(step.text) for step in steps) - stayed:
        yield from (Piece(GONE, text_of(steps, SAME, GONE)), Piece(NEW, text_of(steps, SAME, NEW)))
        return
    runs = list(_runs(steps))
    gone = new = ""
    for at, (kind, run) in enumerate(runs):
        words = text_of(run, SAME)
        if kind == SAME and (len(run) > 1 or at in (0, len(runs) - 1)):
            yield from (Piece(GONE, gone), Piece(NEW, new), Piece(SAME, words))
            gone = new = ""
        else:
            gone, new = gone + words + text_of(run, GONE), new + words + text_of(run, NEW)
    yield from (Piece(GONE, gone), Piece(NEW, new))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Without empty ones; of what changed in one place, what went comes first."""
    found: list[Piece] = []
    for kind, run in _runs([piece for piece in pieces if piece.text]):
        kinds = (SAME,) if kind == SAME else (GONE, NEW)
        found += [Piece(one, text_of(run, one)) for one in kinds]
    return [piece for piece in found if piece.text]


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> list[Piece]:
    """The shortest way from one list to the other, or one large step where it takes more than `most`."""
    start, end = _shared(old, new)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    trace = _trace(before, after, most)
    middle = _back(before, after, trace) if trace is not None else _whole(before, after)
    kept = [Piece(SAME, text) for text in old[:start]], [Piece(SAME, text) for text in old[len(old) - end :]]
    return [*kept[0], *middle, *kept[1]]


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much is the same at the beginning, and of the rest at the end."""
    most, start, end = min(len(old), len(new)), 0, 0
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _whole(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    return [Piece(GONE, "".join(old)), Piece(NEW, "".join(new))]


def _trace(old: Sequence[str], new: Sequence[str], most: int) -> list[dict[int, int]] | None:
    """How far each diagonal leads with 0, 1, 2… differences; None where more than `most` are needed."""
    reach, trace = {1: 0}, []
    for distance in range(min(most, len(old) + len(new)) + 1):
        trace.append(reach.copy())
        for k in range(-distance, distance + 1, 2):
            down = k == -distance or (k != distance and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x >= len(old) and x - k >= len(new):
                return trace
    return None


def _back(old: Sequence[str], new: Sequence[str], trace: list[dict[int, int]]) -> list[Piece]:
    """The way itself, read from its end."""
    x, y, way = len(old), len(new), []
    for distance in range(len(trace) - 1, -1, -1):
        reach, k = trace[distance], x - y
        down = k == -distance or (k != distance and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        at = reach[before] if distance else 0
        while x > at + (0 if down else 1) and y > at - before + (1 if down else 0) and x > 0 and y > 0:
            x, y = x - 1, y - 1
            way.append(Piece(SAME, old[x]))
        if distance:
            x, y = at, at - before
            way.append(Piece(NEW, new[y]) if down else Piece(GONE, old[x]))
    return way[::-1]
