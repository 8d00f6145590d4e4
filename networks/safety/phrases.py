"""Words that may mean that somebody is at risk: lists of phrases, compiled once and looked for in what is said.

A phrase is a few words in a row. Beside plain words it may hold `(this|that one)` for either of these, `[this]` for
what may be left out, `word*` for every word that begins so, and `...` for up to three words of any kind. It never
reaches from one sentence into the next. Case, accents and apostrophes do not count.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from networks.errors import Invalid
from networks.safety.words import WORD, commonness, plainly

MOST: Final = 1000
"""Phrases of one kind in a list."""

LONGEST: Final = 800
"""Characters of a phrase."""

BRACKETS: Final = 16
GAPS: Final = 3
"""How many of them a phrase may have: with each more, there are more ways to read what is said."""

SIGN: Final = re.compile(r"\.\.\.|[^\W_]+\*?|\S")
PAIRS: Final = {"(": ")", "[": "]"}
IDLE: Final = frozenset(",-")
"""Signs that may stand in a phrase for whoever reads it."""

GAP: Final = r"(?:[^ /]+ ){0,3}"


class Tier(StrEnum):
    """How grave, the gravest first. The words are those of a case's severity."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class PhraseList(NamedTuple):
    """What is looked for in one language, and the turns of phrase (`unless`) in which it means nothing."""

    red: tuple[str, ...] = ()
    amber: tuple[str, ...] = ()
    green: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Phrase:
    """A phrase made ready. Its pattern is compiled when it is first looked for: most of them never are.

    Of each of the sets it needs, one word stands in whatever it is found in.
    """

    def __init__(self, said: str, pattern: str, needs: tuple[frozenset[str], ...]) -> None:
        self.said = said
        self.keys = min(needs, key=commonness)
        self._others = sorted((need for need in needs if need is not self.keys), key=commonness)
        self._pattern = pattern

    def may_stand_among(self, words: set[str]) -> bool:
        """Whether all is there that it needs, where one of its keys is. The rarest is looked for first: this is asked
        some ten times for every message there is, and nearly always denied by it."""
        return not any(map(words.isdisjoint, self._others))

    @cached_property
    def found(self) -> re.Pattern[str]:
        return re.compile(f"(?<= ){self._pattern}")


@lru_cache(maxsize=8 * MOST)
def compiled(said: str) -> Phrase:
    """A phrase made ready, once: of two editions most phrases are the same. Raises Invalid where it is none."""
    if len(said) > LONGEST or said.count("(") + said.count("[") > BRACKETS or said.count("...") > GAPS:
        raise Invalid(fields={"phrases": "A phrase is too long, or has too many brackets or dots."})
    part = _Reading(said).whole()
    if not part.needs:
        raise Invalid(fields={"phrases": "A phrase needs a word that is written out."})
    return Phrase(said, part.pattern, part.needs)


class Part(NamedTuple):
    """A piece of a phrase as it is looked for, and sets of words of each of which one stands wherever it is found."""

    pattern: str
    needs: tuple[frozenset[str], ...] = ()


class _Reading:
    """One way through a phrase, from left to right."""

    def __init__(self, said: str) -> None:
        self._rest = [sign for sign in SIGN.findall(plainly(said)) if sign not in IDLE][::-1]

    def whole(self) -> Part:
        part = self._row()
        if self._rest:
            raise _odd(self._rest[-1])
        return part

    def _row(self) -> Part:
        """Pieces one after the other."""
        parts = []
        while self._rest and self._rest[-1] not in "|)]":
            parts.append(self._one(self._rest.pop()))
        return Part("".join(part.pattern for part in parts), tuple(need for part in parts for need in part.needs))

    def _one(self, sign: str) -> Part:
        if sign in PAIRS:
            part = self._either(PAIRS[sign])
            return part if sign == "(" else Part(f"{part.pattern}?")
        if sign == "...":
            return Part(GAP)
        word = sign.rstrip("*")
        if not WORD.fullmatch(word):
            raise _odd(sign)
        return Part(f"{word}[^ /]* ") if sign.endswith("*") else Part(f"{word} ", (frozenset({word}),))

    def _either(self, end: str) -> Part:
        rows = [self._row()]
        while self._rest and self._rest[-1] == "|":
            self._rest.pop()
            rows.append(self._row())
        if not self._rest or self._rest.pop() != end or not all(row.pattern for row in rows):
            raise Invalid(fields={"phrases": "There is a bracket in a phrase that is not closed, or nothing in it."})
        best = [min(row.needs, key=commonness, default=frozenset()) for row in rows]
        needs = (frozenset[str]().union(*best),) if all(best) else ()
        return Part(f"(?:{'|'.join(row.pattern for row in rows)})", needs)


def _odd(sign: str) -> Invalid:
    return Invalid(fields={"phrases": "There is a sign in a phrase that means nothing there."})
