"""Counts told honestly: intervals, an order that does not trust few answers, and nothing that gives one person away.

Everything that shows how many members answered what goes through here, so that there is one place to be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.959963984540054
"""The standard normal quantile at 0.975: intervals hold about 95 % of the time."""

K_TRIES: Final = 5
"""People below whom nothing of try reports is shown (product.md, 14)."""

K_BURDEN: Final = 10
"""People below whom nothing of burden and measures is shown (product.md, 14)."""

PRIOR: Final = 10.0
"""How many answers the community's mean counts for in the order of the library (product.md, 13)."""


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
    the edges: that is why Brown, Cai and DasGupta (2001, Statistical Science 16:101–133) recommend it for n up to 40.
    On average over all true shares it covers 95 % of the time; at a few of them, near 0 and 1, it dips below 84 %.
    Raises ValueError unless 0 ≤ count ≤ n.
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


def drawn_to_mean(count: float, n: float, mean: float, prior: float = PRIOR) -> float:
    """The mean of the beta-binomial posterior whose prior has the community's mean and the weight of `prior` answers
    (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4): what nobody has tried stands at the mean, and three who are
    happy do not beat forty of whom thirty are.
    """
    return (count + prior * mean) / (n + prior)


def mean_of(count: int, n: int) -> float:
    """A community's mean, itself drawn to one half while few have answered anything."""
    return drawn_to_mean(count, n, 0.5)


def may_release(fresh: int, k: int) -> bool:
    """Whether new counts may take the place of those shown before: once `k` people are in them for the first time.

    Not who changed an answer nor who took one back counts, but who was never in a table before. Then no subtraction of
    tables, however many and however combined, speaks of fewer than `k` people: of the tables that are combined take
    the one released last. Those who came with it are in none of the others, so they all are in the result. Whoever
    changes answers, goes, or goes and comes again rides along with the newcomers, and cannot bring a release about; so
    four who agree cannot change theirs each week to find out what a fifth said.
    """
    return fresh >= k


def groups_to_tell(fresh: Iterable[Iterable[str]], names: Sequence[str], k: int) -> list[str]:
    """Of groups that may overlap, those whose new counts may be shown beside the whole: `fresh` has, for each person
    who is new to the tables, the groups that they belong to.

    By the same argument each table needs `k` newcomers who are in no table before it: a group may be told if so many
    of its newcomers are in no group told before it, and the whole, which comes last, keeps `k` who are in none.
    So neither a group, nor the rest without it, nor what two groups do not share can be found for fewer than `k`.
    """
    left = [set(groups) for groups in fresh]
    told: list[str] = []
    for name in names:
        rest = [groups for groups in left if name not in groups]
        if len(left) - len(rest) >= k and len(rest) >= k:
            told.append(name)
            left = rest
    return told


def told_from(count: int, k: int) -> int | None:
    """A count of people, or None where it would tell of too few."""
    return count if count >= k else None


def counted(answers: Sequence[str | None], kinds: Iterable[str]) -> dict[str, int]:
    """How many gave each answer, those that nobody gave as well."""
    return {str(kind): sum(answer == kind for answer in answers) for kind in kinds}
