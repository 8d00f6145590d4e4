"""Words that may mean that somebody is at risk: lists of phrases, compiled once and looked for in what is said.

A phrase is a few words in a row. Beside plain words it may hold `(this|that one)` for either of these, `[this]` for
what may be left out, `word*` for every word that begins so, and `...` for up to three words of any kind. It never
reaches from one sentence into the next. Case, accents and apostrophes do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from networks.errors import Invalid
from networks.folding import fold


class Tier(StrEnum):
    """How grave, the gravest first. The words are those of a case's severity."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Concern(NamedTuple):
    """What was found in something that was said."""

    tier: Tier
    phrases: tuple[str, ...]


class PhraseList(NamedTuple):
    """What is looked for in one language, and the turns of phrase (`unless`) in which it means nothing."""

    red: tuple[str, ...] = ()
    amber: tuple[str, ...] = ()
    green: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


MOST: Final = 1000
"""Phrases of one kind in a list."""

LONGEST: Final = 800
"""Characters of a phrase."""

TOLD: Final = 5
"""Phrases that a case shows."""

NEAR: Final = 400
"""Characters before and after the word by which a phrase is known, in which all of it stands."""

PLAINLY: Final = (
    *((sign, "") for sign in "'’‘`´ʼ"),
    *((sign, '"') for sign in "“”„"),
    ("…", "..."),
    ("–", "-"),
    ("—", "-"),
)
"""Some write "don't" and some "dont"; and signs that telephones put in by themselves, without which most of what is
said is plain ASCII, which is quick."""

LETTERS: Final = bytes(sign if chr(sign).isalnum() else 32 for sign in range(128)).ljust(256)
"""For ASCII, whose words are found in a tenth of the time so."""

WORD: Final = re.compile(r"[^\W_]+")
PIECE: Final = re.compile(r"[^\W_]+|(?<!\.)[.!?](?![.!?\w])|\n\s*\n|;")
"""A word, or where a sentence ends. Three dots are a pause in one."""

END: Final = "/"
SIGN: Final = re.compile(r"\.\.\.|[^\W_]+\*?|\S")
PAIRS: Final = {"(": ")", "[": "]"}
IDLE: Final = frozenset(",-")
"""Signs that may stand in a phrase for whoever reads it."""

GAP: Final = r"(?:[^ /]+ ){0,3}"
COMMONEST: Final = frozenset(
    "a and as at be but for have i in is it me my not of on so that the this to was with you".split()
)
COMMON: Final = frozenset(
    "a about after all am and another any anything are as at be because been before better but by call called can cant "
    "could day days did do does done dont down each else end even every everything find first for found from get gets "
    "getting give go going good got had has have he help her here him his home hope how i id if ill im in into is isnt "
    "it its ive just keep know last left less let life like little live long look made make may me might more morning "
    "much must my need never new next night no not nothing now of off old on once one only or other our out over own "
    "people phone place put rather read really right said same say saying says see seen she should so some somebody "
    "someone something sorry still such take taken talk tell than that thats the them then there these they thing "
    "things think this those thought through time tired to today together told tomorrow tonight too took try two up us "
    "very want wanted was wasnt way we week well went were what when where which while who whole why will with without "
    "wont work world would write wrote year years yesterday yet you your glad bed make ready rang felt feel feels "
    "an ich nicht mehr will das es mich mir und zu ist die der kann alles keine kein so wie auf bin habe hat sich mein "
    "meine für mit von noch war nur aus heute morgen immer schon wenn aber auch dann".replace("ü", "u").split()
)
"""Words that stand in every other message: no phrase is recognised by them alone where it has another."""


Index = Mapping[str, Sequence["Phrase"]]


class Phrase:
    """A phrase made ready. Its pattern is compiled when it is first looked for: most of them never are."""

    def __init__(self, said: str, pattern: str, needs: tuple[frozenset[str], ...]) -> None:
        self.said = said
        self.needs = needs
        """Of each of these sets one word stands in whatever it is found in."""
        self.keys = min(needs, key=_commonness)
        self._pattern = pattern

    @cached_property
    def found(self) -> re.Pattern[str]:
        return re.compile(f"(?<= ){self._pattern}")


class Matcher:
    """Every list at once: nobody can know beforehand in which language somebody writes."""

    def __init__(self, lists: Iterable[PhraseList]) -> None:
        kinds: dict[str, list[str]] = defaultdict(list)
        for one in lists:
            for kind, phrases in zip(PhraseList._fields, one, strict=True):
                kinds[kind] += phrases
        self._tiers = {tier: _index(kinds[tier]) for tier in Tier}
        self._unless = _index(kinds["unless"])
        self._keys = frozenset(key for index in self._tiers.values() for key in index)

    def weigh(self, text: str) -> Concern | None:
        """How grave something sounds that was said; None for almost everything."""
        plain = _plain(text)
        words = set(_words(plain))
        if self._keys.isdisjoint(words):
            return None
        found = {tier: list(_possible(index, words)) for tier, index in self._tiers.items()}
        return self._read(Read(plain), found, words) if any(found.values()) else None

    def _read(self, line: Read, possible: Mapping[Tier, Iterable[Clue]], words: set[str]) -> Concern | None:
        hits = [(tier, hit) for tier, clues in possible.items() for hit in line.find(clues)]
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


def compiled(said: str) -> Phrase:
    """A phrase made ready. Raises Invalid where it is none."""
    if len(said) > LONGEST:
        raise Invalid(fields={"phrases": "A phrase is too long."})
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
        self._rest = [sign for sign in SIGN.findall(_plain(said)) if sign not in IDLE][::-1]

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
        best = [min(row.needs, key=_commonness, default=frozenset()) for row in rows]
        needs = (frozenset[str]().union(*best),) if all(best) else ()
        return Part(f"(?:{'|'.join(row.pattern for row in rows)})", needs)


def _commonness(keys: frozenset[str]) -> tuple[bool, bool, int]:
    return not keys.isdisjoint(COMMONEST), not keys.isdisjoint(COMMON), -min(map(len, keys))


def _odd(sign: str) -> Invalid:
    return Invalid(fields={"phrases": "There is a sign in a phrase that means nothing there."})


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
            if not any(need.isdisjoint(words) for need in phrase.needs):
                yield Clue(phrase, key)


def _words(plain: str) -> list[str]:
    return plain.encode().translate(LETTERS).decode().split() if plain.isascii() else WORD.findall(plain)


def _plain(text: str) -> str:
    """Without case, accents and apostrophes."""
    for sign, instead in PLAINLY:
        text = text.replace(sign, instead)
    return text.lower() if text.isascii() else fold(text)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
