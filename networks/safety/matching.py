"""Looking for phrases in what is said: quick where there is nothing, which is nearly always."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from networks.safety.phrases import Phrase, PhraseList, Tier, compiled
from networks.safety.words import plainly, words_of

TOLD: Final = 5
"""Phrases that a case shows."""

NEAR: Final = 400
"""Characters before and after the word by which a phrase is known, in which all of it stands."""

PIECE: Final = re.compile(r"[^\W_]+|(?<!\.)[.!?](?![.!?\w])|\n\s*\n|;")
"""A word, or where a sentence ends. Three dots are a pause in one."""

END: Final = "/"

TIERS: Final = list(Tier)

Index = Mapping[str, Sequence[Phrase]]


class Concern(NamedTuple):
    """What was found in something that was said."""

    tier: Tier
    phrases: tuple[str, ...]


class Matcher:
    """Every list at once: nobody can know beforehand in which language somebody writes."""

    def __init__(self, lists: Iterable[PhraseList]) -> None:
        kinds: dict[str, list[str]] = defaultdict(list)
        for one in lists:
            for kind, phrases in zip(PhraseList._fields, one, strict=True):
                kinds[kind] += phrases
        self._grave = {key: tuple(found) for key, found in _grave(kinds).items()}
        self._keys = frozenset(self._grave)
        self._unless = _index(kinds["unless"])

    def weigh(self, text: str) -> Concern | None:
        """How grave something sounds that was said; None for almost everything."""
        plain = plainly(text)
        words = set(words_of(plain))
        near = self._keys & words
        clues = [
            (tier, Clue(phrase, key))
            for key in near
            for tier, phrase in self._grave[key]
            if phrase.may_stand_among(words)
        ]
        return self._read(Read(plain), sorted(clues, key=_gravest), words) if clues else None

    def _read(self, line: Read, clues: Iterable[tuple[Tier, Clue]], words: set[str]) -> Concern | None:
        hits = [(tier, hit) for tier, clue in clues for hit in line.find([clue])]
        if not hits:
            return None
        meant = [hit.span for hit in line.find(_possible(self._unless, words))]
        told = [(tier, hit.said) for tier, hit in hits if not any(_overlap(hit.span, span) for span in meant)]
        return Concern(told[0][0], tuple(dict.fromkeys(said for _, said in told))[:TOLD]) if told else None


class Hit(NamedTuple):
    said: str
    span: tuple[int, int]


class Clue(NamedTuple):
    """A phrase that may stand in something, and the word around which it would."""

    phrase: Phrase
    key: str


class Read:
    """Something that was said, as words in a row, and where each of them stands."""

    def __init__(self, plain: str) -> None:
        pieces = [piece if piece[0].isalnum() else END for piece in PIECE.findall(plain)]
        self._line = f" {' '.join(pieces)} "
        self._places: dict[str, list[int]] = defaultdict(list)
        at = 1
        for piece in pieces:
            self._places[piece].append(at)
            at += len(piece) + 1

    def find(self, clues: Iterable[Clue]) -> Iterator[Hit]:
        """Only around their words: a long message is not read once for each phrase."""
        for phrase, key in clues:
            yield from self._around(phrase, self._places[key])

    def _around(self, phrase: Phrase, places: Iterable[int]) -> Iterator[Hit]:
        seen = 0
        for place in places:
            if place >= seen:
                seen = place + NEAR
                for found in phrase.found.finditer(self._line, max(0, place - NEAR), seen + NEAR):
                    yield Hit(phrase.said, found.span())


def _grave(kinds: Mapping[str, Iterable[str]]) -> Mapping[str, Sequence[tuple[Tier, Phrase]]]:
    """All tiers together: one look for each word."""
    found: dict[str, list[tuple[Tier, Phrase]]] = defaultdict(list)
    for tier in Tier:
        for key, phrases in _index(kinds[tier]).items():
            found[key] += [(tier, phrase) for phrase in phrases]
    return found


def _gravest(clue: tuple[Tier, Clue]) -> int:
    return TIERS.index(clue[0])


def _index(phrases: Iterable[str]) -> Index:
    found: dict[str, list[Phrase]] = defaultdict(list)
    for said in dict.fromkeys(phrases):
        phrase = compiled(said)
        for key in phrase.keys:
            found[key].append(phrase)
    return dict(found)


def _possible(index: Index, words: set[str]) -> Iterator[Clue]:
    """The phrases all of whose words may be among these."""
    for key in index.keys() & words:
        for phrase in index[key]:
            if phrase.may_stand_among(words):
                yield Clue(phrase, key)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
