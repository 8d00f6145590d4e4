"""What is said, as plain words: without case, accents and apostrophes. It is done for every message there is."""

from __future__ import annotations

import re
from typing import Final

from networks.folding import fold

PLAINLY: Final = (
    *((sign, "") for sign in "'’‘`´ʼ"),
    *((sign, '"') for sign in "“”„"),
    ("…", "..."),
    ("–", "-"),
    ("—", "-"),
)
"""Some write "don't" and some "dont"; and signs that telephones put in by themselves, without which most of what is
said is plain ASCII, which is quick."""

PLAINLY_ASCII: Final = tuple(pair for pair in PLAINLY if pair[0].isascii())

LETTERS: Final = bytes(sign if chr(sign).isalnum() else 32 for sign in range(128)).ljust(256)
"""For ASCII, whose words are found in a tenth of the time so."""

WORD: Final = re.compile(r"[^\W_]+")
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


def words_of(plain: str) -> list[str]:
    return plain.encode().translate(LETTERS).decode().split() if plain.isascii() else WORD.findall(plain)


def plainly(text: str) -> str:
    """Without case, accents and apostrophes."""
    for sign, instead in PLAINLY_ASCII if text.isascii() else PLAINLY:
        text = text.replace(sign, instead)
    return text.lower() if text.isascii() else fold(text)


def commonness(keys: frozenset[str]) -> tuple[bool, bool, int]:
    return not keys.isdisjoint(COMMONEST), not keys.isdisjoint(COMMON), -min(map(len, keys))
