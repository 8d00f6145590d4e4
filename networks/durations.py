"""How long things take, told honestly where some are not over yet: what still waits counts as waiting, not as nothing.

Leaving out whoever still waits makes every figure of waiting look better the worse things are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt
from typing import Final, NamedTuple

from networks.figures import Z


class Wait(NamedTuple):
    """How long something took or, where it is not `over`, has taken so far."""

    length: float
    over: bool


class Step(NamedTuple):
    """From `at` on the share `left` still waits; the true share likely lies between `low` and `high`."""

    at: float
    left: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that still waits, over time. `n` waits are in it."""

    n: int
    steps: tuple[Step, ...]

    def left(self, at: float) -> float:
        """The share that still waits after `at`."""
        share = 1.0
        for step in self.steps:
            if step.at > at:
                break
            share = step.left
        return share

    def quantile(self, share: float) -> float | None:
        """When this share was over; None where so many are not over yet."""
        return next((step.at for step in self.steps if 1 - step.left >= share - ROUNDING), None)

    def interval(self, share: float) -> tuple[float | None, float | None]:
        """Where that moment likely lies: the times at which the curve's own interval holds the share (Brookmeyer and
        Crowley 1982, Biometrics 38:29–41). None above where nobody can say yet.
        """
        low = next((step.at for step in self.steps if step.low <= 1 - share + ROUNDING), None)
        high = next((step.at for step in self.steps if step.high <= 1 - share + ROUNDING), None)
        return low, high


ROUNDING: Final = 1e-9
"""A share of one half is one half, however it was multiplied together."""


def survival(waits: Iterable[Wait]) -> Curve:
    """Kaplan and Meier's estimate (1958, JASA 53:457–481): at each moment at which something was over, the share of
    those still waiting that was not. Whoever drops out of sight at a moment counts as waiting at it.

    The intervals come from Greenwood's variance on the scale of log(−log), where they stay between nobody and all and
    hold in small samples too (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 1.4).
    Raises ValueError for a wait of less than nothing.
    """
    seen = list(waits)
    if any(wait.length < 0 for wait in seen):
        raise ValueError("nobody waits for less than no time")
    over, all_ = Counter(wait.length for wait in seen if wait.over), Counter(wait.length for wait in seen)
    steps: list[Step] = []
    waiting, left, spread, high = len(seen), 1.0, 0.0, 1.0
    for at in sorted(all_):
        ended = over[at]
        if ended:
            left *= (waiting - ended) / waiting
            spread += ended / (waiting * (waiting - ended)) if waiting > ended else inf
            low, high = _around(left, spread, high)
            steps.append(Step(at, left, low, high))
        waiting -= all_[at]
    return Curve(len(seen), tuple(steps))


def _around(left: float, spread: float, before: float) -> tuple[float, float]:
    """Where nobody is left waiting there is no variance: what was likely a moment ago is the most that can be."""
    if left <= 0:
        return 0.0, before
    reach = Z * sqrt(spread) / abs(log(left))
    return left ** exp(reach), min(before, left ** exp(-reach))


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share of them lies, between two of them in proportion (Hyndman and Fan 1996, The
    American Statistician 50:361–365, type 7). None of no values.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    pairs = [*pairwise(ordered), (ordered[-1], ordered[-1])]
    low, high = pairs[below]
    return low + (place - below) * (high - low)
