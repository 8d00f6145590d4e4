"""Words as they are looked for: without case, accents or markup, alike on every database."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple
from unicodedata import category, normalize

LONGEST: Final = 60
"""Characters of a word that count. Longer ones are no words."""

BLOCK: Final = re.compile(r"</?(?:p|br|li|ul|ol|pre|blockquote|h[1-6]|hr|div|td|th|tr)\b[^>]*>")
TAG: Final = re.compile(r"<[^>]*>?")

ALONE: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words: each of their signs is a word."""

RUN: Final = re.compile(r"[^\W_]+")
WORD: Final = re.compile(rf"[{ALONE}]|(?:(?![{ALONE}])[^\W_])+")
QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
"""Telephones put these in for the plain one."""

LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class Spot(NamedTuple):
    """A word of a text, and where in it."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The words of a text as they are looked for, in their order."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


def spots(text: str) -> list[Spot]:
    """The same with their places. The text has to be in the form that `composed` gives it."""
    return [Spot(word, *run.span()) for run in RUN.finditer(text) for word in _folded_run(run[0])]


def composed(text: str) -> str:
    """A letter and its accent as one character, as far as there is one."""
    return normalize("NFC", text)


def fold(text: str) -> str:
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if category(sign) != "Mn")
    return bare.casefold().translate(LETTERS)


def plain(html: str) -> str:
    """What somebody wrote in words alone, without its markup, in one line."""
    return " ".join(unescape(TAG.sub("", BLOCK.sub(" ", html))).split())


@lru_cache(4096)
def _folded_run(run: str) -> tuple[str, ...]:
    return tuple(words(run))
