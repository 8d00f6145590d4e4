"""Counts told honestly: intervals, an order that does not trust few answers, and nothing that gives one person away.

Everything that shows how many members answered what goes through here, so that there is one place to be right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Generic, TypeVar

Z: Final = 1.959963984540054
"""The standard normal quantile at 0.975: intervals hold 95 % of the time."""

K_TRIES: Final = 5
"""People below whom nothing of try reports is shown (product.md, 14)."""

K_BURDEN: Final = 10
"""People below whom nothing of burden and measures is shown (product.md, 14)."""

PRIOR: Final = 10.0
"""How many answers the community's mean counts for in the order of the library (product.md, 13)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, and where the share would likely lie if many more like them had answered: 0 to 1."""

    count: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.count / self.n if self.n else 0.0


def share(count: int, n: int, z: float = Z) -> Share:
    """Wilson's score interval (Wilson 1927, JASA 22:209–212). Unlike the textbook's, it holds for few answers and at
    the edges. Raises ValueError unless 0 ≤ count ≤ n.
    """
    if not 0 <= count <= n:
        raise ValueError("a count lies between nobody and everybody")
    if n == 0:
        return Share(0, 0, 0.0, 1.0)
    middle = (count + z * z / 2) / (n + z * z)
    reach = z / (n + z * z) * sqrt(count * (n - count) / n + z * z / 4)
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == n else min(1.0, middle + reach)
    return Share(count, n, low, high)


def drawn_to_mean(count: int, n: int, mean: float, prior: float = PRIOR) -> float:
    """The mean of the beta-binomial posterior whose prior has the community's mean and the weight of `prior` answers:
    what nobody has tried stands at the mean, and three who are happy do not beat forty of whom thirty are.
    """
    return (count + prior * mean) / (n + prior)


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A value that may be shown, or nothing where it would tell of too few people."""

    value: T | None

    @property
    def suppressed(self) -> bool:
        return self.value is None


def enough(n: int, k: int) -> bool:
    return n >= k


def may_tell_part(part: int, whole: int, k: int) -> bool:
    """Whether a group may be shown beside the whole that it belongs to.

    Who knows both knows the rest as well, by subtraction: so neither the part nor the rest may be fewer than `k`. A
    rest of nobody is a rest too: it says of everybody whom one knows to have answered that they belong to the part.
    """
    return part >= k and whole - part >= k


def parts_to_tell(parts: Mapping[str, int], whole: int, k: int) -> dict[str, int | None]:
    """Of groups that may overlap, those that may be shown beside the whole; None for the others.

    Where the groups do not overlap and make up the whole, two are kept back at least: one alone could be found by
    subtracting the others.
    """
    told = {name: n if may_tell_part(n, whole, k) else None for name, n in parts.items()}
    hidden = [name for name, n in told.items() if n is None and parts[name] > 0]
    if len(hidden) == 1 and sum(parts.values()) == whole:
        shown = [name for name, n in told.items() if n is not None]
        if shown:
            told[min(shown, key=lambda name: parts[name])] = None
    return told


def may_release(shown: int, now: int, changed: int, k: int) -> bool:
    """Whether new counts may take the place of those that were shown last, about `shown` people then and `now` ones.

    Who sees both knows what the difference answered: it has to be about `k` people at least. `changed` counts each
    person who came, went or answered anew once. With none shown before, everybody is the difference.
    """
    return enough(now, k) and (changed >= k if shown else True)


def counted(answers: Sequence[str], kinds: Sequence[str]) -> dict[str, int]:
    """How many gave each answer, those that nobody gave as well."""
    return {kind: sum(answer == kind for answer in answers) for kind in kinds}
