"""Trying a list on sentences whose gravity is known, before it takes effect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from networks.safety.lists import FOLDER, PHRASES
from networks.safety.matching import Concern, Matcher
from networks.safety.phrases import PhraseList, Tier

NONE: Final = "none"
SHOWN: Final = 40
"""Sentences that a trial shows of those that were judged otherwise than they should be."""


class Sentence(NamedTuple):
    tier: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Of the sentences that are at least so grave: how many there are, were found, and were found rightly."""

    tier: Tier
    grave: int
    found: int
    both: int

    @property
    def recall(self) -> float | None:
        return self.both / self.grave if self.grave else None

    @property
    def precision(self) -> float | None:
        return self.both / self.found if self.found else None


class Trial(NamedTuple):
    sentences: int
    scores: tuple[Score, ...]
    otherwise: tuple[tuple[Sentence, str, tuple[str, ...]], ...]
    """What was judged otherwise: the sentence, as what, and by which phrases."""


@cache
def corpus(locale: str) -> tuple[Sentence, ...]:
    """Invented sentences in a language, risky and harmless; a third of what was written is kept back for the tests."""
    file = FOLDER / f"corpus-{locale}.tsv"
    return sentences(file) if file.exists() else ()


def sentences(file: Path) -> tuple[Sentence, ...]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(Sentence(*line.split("\t", 1)) for line in lines if line.strip() and not line.startswith("#"))


def try_out(phrases: PhraseList, said: Iterable[Sentence]) -> Trial:
    return judge(Matcher([phrases]).weigh, tuple(said))


def judge(weigh: Callable[[str], Concern | None], said: tuple[Sentence, ...]) -> Trial:
    seen = [(one, weigh(one.text)) for one in said]
    pairs = [(one.tier, concern.tier if concern else NONE) for one, concern in seen]
    scores = tuple(_score(tier, pairs) for tier in Tier)
    wrong = [(one, str(c.tier if c else NONE), c.phrases if c else ()) for one, c in seen]
    return Trial(len(said), scores, tuple(one for one in wrong if one[0].tier != one[1])[:SHOWN])


def figures(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a trial with an edition; nothing where there is no corpus in its language."""
    found = PHRASES.fullmatch(name)
    said = corpus(found[1]) if found else ()
    if not said:
        return {}
    tried = try_out(PhraseList(*(tuple(content[kind]) for kind in PhraseList._fields)), said)
    scores = [{"tier": str(one.tier), "grave": one.grave, "found": one.found, "both": one.both} for one in tried.scores]
    return {"sentences": tried.sentences, "scores": scores}


def _score(tier: Tier, pairs: list[tuple[str, str]]) -> Score:
    grave = {str(one) for one in list(Tier)[: list(Tier).index(tier) + 1]}
    should, did = [one in grave for one, _ in pairs], [one in grave for _, one in pairs]
    both = sum(a and b for a, b in zip(should, did, strict=True))
    return Score(tier, sum(should), sum(did), both)
