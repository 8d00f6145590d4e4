"""The piece of a text in which what was looked for stands, and which words of it those are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from networks.folding import Spot, composed, spots
from networks.text_search import Term

AROUND: Final = 200
"""Characters of an excerpt, about."""

BEFORE: Final = 60
"""Of which this many may stand before the first hit."""

FAR: Final = 20_000
"""Characters of a text that are looked through for it."""


class Piece(NamedTuple):
    text: str
    hit: bool


def excerpt(text: str, terms: Sequence[Term]) -> list[Piece]:
    """A text's beginning, or what surrounds the first hit, in pieces that together are the excerpt."""
    said = composed(text[:FAR])
    found = _merged(_found(spots(said), terms))
    start, end = _window(said, found[0][0] if found else 0)
    pieces = list(_pieces(said, start, end, found))
    if start > 0:
        pieces.insert(0, Piece("… ", False))
    if end < len(said):
        pieces.append(Piece(" …", False))
    return _joined(pieces)


def _found(all_spots: Sequence[Spot], terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    for place in range(len(all_spots)):
        for term in terms:
            here = all_spots[place : place + len(term.words)]
            if _matches(here, term):
                yield here[0].start, here[-1].end


def _matches(here: Sequence[Spot], term: Term) -> bool:
    if len(here) < len(term.words):
        return False
    *firsts, last = (spot.word for spot in here)
    wanted = term.words[-1]
    return tuple(firsts) == term.words[:-1] and (last.startswith(wanted) if term.goes_on else last == wanted)


def _merged(found: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start <= kept[-1][1]:
            kept[-1] = kept[-1][0], max(end, kept[-1][1])
        else:
            kept.append((start, end))
    return kept


def _window(said: str, first: int) -> tuple[int, int]:
    """Whole words, as far as words are no longer than an excerpt."""
    start = 0 if first <= BEFORE else first - BEFORE
    if start:
        space = said.find(" ", start, first)
        start = start if space < 0 else space + 1
    end = min(len(said), start + AROUND)
    if end < len(said):
        space = said.rfind(" ", max(first, start), end)
        end = end if space <= start else space
    return start, end


def _pieces(said: str, start: int, end: int, found: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = start
    for low, high in found:
        if high > start and low < end:
            yield Piece(said[at : max(low, at)], False)
            yield Piece(said[max(low, at) : min(high, end)], True)
            at = min(high, end)
    yield Piece(said[at:end], False)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        if kept and kept[-1].hit == piece.hit:
            kept[-1] = Piece(kept[-1].text + piece.text, piece.hit)
        elif piece.text:
            kept.append(piece)
    return kept
