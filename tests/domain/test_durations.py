"""How long things take where some are not over yet: against the literature, and against what must always hold."""

from __future__ import annotations

from itertools import pairwise
from math import isclose
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.durations import Wait, quantile, survival

WAITS = st.lists(st.builds(Wait, st.integers(0, 40).map(float), st.booleans()), max_size=60)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)

FREIREICH = [
    *(Wait(float(at), True) for at in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Wait(float(at), False) for at in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""The 21 patients on 6-mercaptopurine of Freireich et al. (1963, Blood 21:699–716)."""


def test_the_curve_is_that_of_the_literature():
    """As printed in Kalbfleisch and Prentice, Cox and Oakes, and every textbook since."""
    found = survival(FREIREICH)
    assert [(step.at, round(step.left, 3)) for step in found.steps] == [
        (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448),
    ]  # fmt: skip
    assert found.quantile(0.5) == 23
    assert found.interval(0.5) == (13, None)


def test_its_intervals_are_those_of_the_log_log_scale():
    """Of the same patients, as R's survfit gives them with conf.type = "log-log"."""
    steps = {step.at: step for step in survival(FREIREICH).steps}
    for at, low, high in ((6, 0.620, 0.952), (7, 0.563, 0.923), (10, 0.503, 0.889), (23, 0.188, 0.680)):
        assert (round(steps[at].low, 3), round(steps[at].high, 3)) == (low, high)


def test_who_still_waits_counts_as_waiting():
    answered = [Wait(2.0, True)] * 4
    waiting = [Wait(30.0, False)] * 6
    assert survival(answered).quantile(0.5) == 2
    assert survival(answered + waiting).quantile(0.5) is None
    assert survival(answered + waiting).left(24) == pytest.approx(0.6)


def test_nobody_says_nothing_and_no_wait_is_shorter_than_nothing():
    nothing = survival([])
    assert (nothing.n, nothing.steps, nothing.quantile(0.5), nothing.interval(0.5)) == (0, (), None, (None, None))
    assert nothing.left(10) == 1
    with pytest.raises(ValueError, match="less than no time"):
        survival([Wait(-1.0, True)])


@given(WAITS)
def test_the_share_falls_from_all_to_no_less_than_none_within_its_interval(waits):
    found = survival(waits)
    shares = [1.0, *(step.left for step in found.steps)]
    assert shares == sorted(shares, reverse=True)
    assert [step.at for step in found.steps] == sorted({wait.length for wait in waits if wait.over})
    for step in found.steps:
        assert 0 <= step.low <= step.left <= step.high <= 1


@given(WAITS.map(lambda waits: [wait._replace(over=True) for wait in waits]), st.floats(0, 41))
def test_where_all_is_over_it_is_the_bare_share(waits, at):
    left = survival(waits).left(at)
    expected = sum(wait.length > at for wait in waits) / len(waits) if waits else 1.0
    assert isclose(left, expected, abs_tol=1e-9)


@given(WAITS, st.integers(0, 40))
def test_one_more_who_still_waits_at_the_end_never_makes_it_look_better(waits, at):
    longer = survival([*waits, Wait(41.0, False)])
    assert longer.left(at) >= survival(waits).left(at) - 1e-9


@given(WAITS, st.randoms())
def test_the_order_does_not_matter(waits, chance):
    mixed = list(waits)
    chance.shuffle(mixed)
    assert survival(mixed) == survival(waits)


@given(WAITS, st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_lies_within_its_interval(waits, share):
    found = survival(waits)
    at, (low, high) = found.quantile(share), found.interval(share)
    if at is None:
        assert high is None
    else:
        assert low is not None
        assert low <= at
        assert high is None or at <= high


def test_the_interval_of_the_median_holds_it_about_95_times_of_100():
    """Waits drawn from a known law, looked at while a third of them goes on."""
    draw, held = Random(5), 0
    for _ in range(800):
        waits = []
        for _ in range(40):
            length, seen = draw.expovariate(1), draw.expovariate(0.5)
            waits.append(Wait(min(length, seen), length <= seen))
        low, high = survival(waits).interval(0.5)
        held += (low or 0) <= 0.6931471805599453 and (high is None or high >= 0.6931471805599453)
    assert 0.92 < held / 800 < 0.985


# --- plain quantiles


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.25, 2.25), (0.5, 3.5), (0.9, 8), (1, 10)])
def test_quantiles_are_those_of_type_seven(share, expected):
    """Of 1, 2, 3, 4, 6, 10 as R's quantile() and NumPy's percentile() have them."""
    assert quantile([10, 1, 2, 6, 3, 4], share) == pytest.approx(expected)


@given(VALUES, st.floats(0, 1))
def test_a_quantile_lies_between_the_least_and_the_most(values, share):
    found = quantile(values, share)
    assert found is not None
    assert min(values) - 1e-6 <= found <= max(values) + 1e-6


@given(VALUES)
def test_quantiles_rise_and_end_at_the_ends(values):
    found = [quantile(values, share / 10) for share in range(11)]
    assert found[0] == min(values)
    assert found[-1] == max(values)
    for below, above in pairwise(found):
        assert below is not None
        assert above is not None
        assert below <= above + 1e-6


def test_of_nothing_there_is_no_quantile_and_no_share_beyond_all():
    assert quantile([], 0.5) is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile([1.0], 1.2)
