"""Intervals that cover what they say, and an order that does not trust few answers.

Everything that can be reckoned exactly is, from the binomial distribution; what is drawn is drawn from a fixed seed.
"""

from __future__ import annotations

from math import comb, isclose
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.figures import K_TRIES, PRIOR, drawn_to_mean, mean_of, share

SIZES = (5, 6, 8, 10, 15, 20, 30, 47, 80, 150)
TRUTHS = [number / 500 for number in range(1, 500)]

COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def coverage(n: int, truth: float) -> float:
    """How often the interval of `n` answers holds the true share."""
    held = (count for count in range(n + 1) if share(count, n).low <= truth <= share(count, n).high)
    return sum(comb(n, count) * truth**count * (1 - truth) ** (n - count) for count in held)


# --- the interval


TAKEN = [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (12, 20, 0.3866, 0.7812), (81, 263, 0.2553, 0.3662)]


@pytest.mark.parametrize(("count", "n", "low", "high"), TAKEN)
def test_intervals_are_those_of_the_literature(count, n, low, high):
    """Wilson's own formula; the last is the example of Newcombe (1998, Statistics in Medicine 17:857–872, method 3)."""
    found = share(count, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(COUNTS)
def test_an_interval_lies_around_its_share_and_mirrors(said):
    count, n = said
    found, mirrored = share(count, n), share(n - count, n)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert isclose(found.low, 1 - mirrored.high, abs_tol=1e-12)


@given(COUNTS)
def test_more_answers_of_the_same_kind_make_it_narrower(said):
    count, n = said
    few, many = share(count, n), share(2 * count, 2 * n)
    assert many.high - many.low < few.high - few.low


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n + 1))))
def test_one_more_who_said_so_moves_it_up(said):
    count, n = said
    assert share(count + 1, n).low > share(count, n).low
    assert share(count + 1, n).high > share(count, n).high or share(count, n).high == 1.0


def test_nobody_says_nothing_and_impossible_counts_are_refused():
    assert (share(0, 0).low, share(0, 0).high, share(0, 0).share) == (0.0, 1.0, 0.0)
    for count, n in ((-1, 3), (4, 3), (1, 0)):
        with pytest.raises(ValueError, match="between nobody and everybody"):
            share(count, n)


@pytest.mark.parametrize("n", SIZES)
def test_intervals_cover_about_95_of_100_true_shares_from_five_answers_on(n):
    """Agresti and Coull (1998, The American Statistician 52:119–126) and Brown, Cai and DasGupta (2001): on average
    close to 95 %, and 83 % at the worst, where hardly anybody or nearly everybody says so."""
    found = [coverage(n, truth) for truth in TRUTHS]
    assert 0.94 <= fmean(found) <= 0.965
    assert min(found) > 0.83
    inner = [coverage(n, truth) for truth in TRUTHS if 0.15 <= truth <= 0.85]
    assert min(inner) > 0.89


def test_the_textbooks_interval_would_not():
    """Why it is Wilson's: with ten answers the textbook's covers far less."""

    def textbook(n: int, truth: float) -> float:
        held = (c for c in range(n + 1) if abs(c / n - truth) <= 1.96 * (c / n * (1 - c / n) / n) ** 0.5)
        return sum(comb(n, c) * truth**c * (1 - truth) ** (n - c) for c in held)

    assert fmean(textbook(10, truth) for truth in TRUTHS) < 0.8


def test_in_communities_that_are_drawn_intervals_cover_as_well():
    draw = Random(4)
    held = []
    for _ in range(4000):
        n, truth = draw.randint(K_TRIES, 60), draw.random()
        found = share(sum(draw.random() < truth for _ in range(n)), n)
        held.append(found.low <= truth <= found.high)
    assert 0.94 < fmean(held) < 0.965


# --- the order


def test_three_who_are_happy_do_not_beat_forty_of_whom_thirty_are():
    assert drawn_to_mean(3, 3, 0.5) < drawn_to_mean(30, 40, 0.5)


@given(COUNTS, st.floats(0, 1))
def test_what_counts_lies_between_the_share_and_the_communitys_mean(said, mean):
    count, n = said
    low, high = sorted((count / n, mean))
    assert low - 1e-12 <= drawn_to_mean(count, n, mean) <= high + 1e-12
    assert isclose(drawn_to_mean(0, 0, mean), mean)


@given(COUNTS, st.floats(0.01, 0.99))
def test_the_more_have_answered_the_less_the_mean_weighs(said, mean):
    count, n = said
    few, many = drawn_to_mean(count, n, mean), drawn_to_mean(10 * count, 10 * n, mean)
    assert abs(many - count / n) <= abs(few - count / n) + 1e-12


@pytest.mark.parametrize(("count", "n", "mean"), [(3, 3, 0.5), (0, 7, 0.3), (30, 40, 0.6), (5, 5, 0.8)])
def test_it_is_the_posteriors_mean(count, n, mean):
    """By integrating likelihood times prior over all shares that may be true."""
    a, b = PRIOR * mean + count, PRIOR * (1 - mean) + n - count
    grid = [(step + 0.5) / 20_000 for step in range(20_000)]
    weights = [p ** (a - 1) * (1 - p) ** (b - 1) for p in grid]
    integrated = sum(p * weight for p, weight in zip(grid, weights, strict=True)) / sum(weights)
    assert drawn_to_mean(count, n, mean) == pytest.approx(integrated, abs=1e-4)


def test_it_errs_neither_up_nor_down_and_finds_better_things_than_bare_shares():
    """Resources whose true shares vary as the prior has it, of which some were tried by many and most by few."""
    draw = Random(8)
    errors, by_weight, by_share = [], [], []
    for _ in range(300):
        library = []
        for _ in range(40):
            truth, n = draw.betavariate(PRIOR * 0.5, PRIOR * 0.5), draw.choice((5, 5, 6, 8, 12, 40))
            count = sum(draw.random() < truth for _ in range(n))
            library.append((drawn_to_mean(count, n, 0.5), count / n, truth))
            errors.append(library[-1][0] - truth)
        by_weight += [truth for _, _, truth in sorted(library, reverse=True)[:5]]
        by_share += [truth for _, _, truth in sorted(library, key=lambda one: one[1], reverse=True)[:5]]
    assert abs(fmean(errors)) < 0.005
    assert fmean(by_weight) > fmean(by_share) + 0.01


def test_a_community_in_which_nobody_has_answered_stands_at_one_half():
    assert mean_of(0, 0) == 0.5
    assert mean_of(90, 90) == pytest.approx(0.95)
