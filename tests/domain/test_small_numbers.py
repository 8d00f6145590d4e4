"""No one learns what one person answered, however many tables they keep, add and subtract (networks.figures)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from networks.figures import counted, groups_to_tell, may_release, told_from
from tests.domain.attacker import Table, few_told_of, rank

K = 3
"""Smaller than in the product, so that hypothesis comes to all that can happen."""

PEOPLE, NAMES = 10, ("a", "b")
SAID = st.sampled_from(["tell", "take back"])
ACTS = st.tuples(st.integers(0, PEOPLE - 1), SAID, st.frozensets(st.sampled_from(NAMES)))
WEEKS = st.lists(st.lists(ACTS, max_size=9), min_size=1, max_size=6)
"""What people do week by week. Anybody may be one of those who agreed to find out about the rest."""

HARD = settings(max_examples=60_000, deadline=None, database=None, derandomize=True)
Groups = Callable[[Iterable[Iterable[str]], Sequence[str], int], list[str]]


class Shown:
    """The tables of what happened in these weeks, released as `may_release` and `groups_to_tell` let them be."""

    def __init__(self, weeks: Any, groups: Groups = groups_to_tell, newcomers: str = "only") -> None:
        self.tables: list[Table] = []
        self.current: dict[int, tuple[int, frozenset[str]]] = {}
        self.ever: set[int] = set()
        self.stirred: set[int] = set()
        self.groups, self.newcomers, self.number = groups, newcomers, 0
        for acts in weeks:
            for act in acts:
                self.do(*act)
            self.monday()

    def do(self, person: int, act: str, circumstances: frozenset[str]) -> None:
        self.number += 1
        self.stirred.add(person)
        if act == "tell":
            self.current[person] = (self.number, circumstances)
        else:
            self.current.pop(person, None)

    def monday(self) -> None:
        fresh = [person for person in self.current if person not in self.ever]
        changed = len(fresh) if self.newcomers == "only" else len(self.stirred)
        if not (may_release(changed, K) and len(self.current) >= K):
            return
        for name in self.groups([self.current[person][1] for person in fresh], NAMES, K):
            self.tables.append(self.of({who for who, (_, groups) in self.current.items() if name in groups}))
        self.tables.append(self.of(set(self.current)))
        self.ever |= set(self.current)
        self.stirred = set()

    def of(self, people: set[int]) -> Table:
        return frozenset((person, self.current[person][0]) for person in people)


@settings(max_examples=400, deadline=None)
@given(WEEKS)
def test_no_sum_or_difference_of_tables_tells_of_fewer_than_k(weeks):
    shown = Shown(weeks)
    assert few_told_of(shown.tables, K) is None
    assert all(len(table) >= K for table in shown.tables)


def without_the_rest(fresh: Iterable[Iterable[str]], names: Sequence[str], k: int) -> list[str]:
    """Groups that are large enough, whatever is left beside them."""
    people = [set(groups) for groups in fresh]
    return [name for name in names if sum(name in groups for groups in people) >= k]


def each_on_its_own(fresh: Iterable[Iterable[str]], names: Sequence[str], k: int) -> list[str]:
    """Groups large enough with a rest large enough, whatever two groups share."""
    people = [set(groups) for groups in fresh]
    sizes = {name: sum(name in groups for groups in people) for name in names}
    return [name for name in names if sizes[name] >= k and len(people) - sizes[name] >= k]


@pytest.mark.parametrize(
    "weaker",
    [{"newcomers": "and changes"}, {"groups": without_the_rest}, {"groups": each_on_its_own}],
    ids=["whoever changes counts", "no look at the rest", "no look at two groups"],
)
def test_the_attacker_is_no_fool_and_finds_what_weaker_rules_give_away(weaker):
    def is_given_away(weeks: Any) -> bool:
        return few_told_of(Shown(weeks, **weaker).tables, K) is not None

    try:
        found = find(WEEKS, is_given_away, settings=HARD)
    except NoSuchExample:
        pytest.fail("a rule that is too weak was not seen through")
    assert few_told_of(Shown(found).tables, K) is None


def test_what_four_who_come_and_go_could_find_out_with_a_weaker_rule():
    """The last who came alone, once all others have gone and come again."""
    first: list[tuple[int, str, frozenset[str]]]
    first, others = [(person, "tell", frozenset()) for person in range(3)], range(3, 6)
    weeks = [
        first,
        [(person, "tell", frozenset()) for person in others],
        [*((person, "take back", frozenset()) for person in others), (6, "tell", frozenset())],
    ]
    assert few_told_of(Shown(weeks, newcomers="and changes").tables, K) == {6}
    assert few_told_of(Shown(weeks).tables, K) is None


# --- the parts


@given(st.lists(st.frozensets(st.sampled_from(["a", "b", "c"])), max_size=40), st.integers(2, 6))
def test_groups_are_told_with_their_own_newcomers_and_the_whole_keeps_its(fresh, k):
    told = groups_to_tell(fresh, ["a", "b", "c"], k)
    left = list(fresh)
    for name in told:
        assert sum(name in groups for groups in left) >= k
        left = [groups for groups in left if name not in groups]
    assert not told or len(left) >= k


@given(st.integers(0, 50), st.integers(1, 10))
def test_a_count_of_fewer_than_k_is_not_told(count, k):
    assert told_from(count, k) == (count if count >= k else None)


@given(st.lists(st.sampled_from(["less", "same", "more", None])))
def test_every_answer_is_counted_once_and_those_nobody_gave_are_there(answers):
    found = counted(answers, ["less", "same", "more"])
    assert set(found) == {"less", "same", "more"}
    assert sum(found.values()) == sum(answer is not None for answer in answers)


def test_the_attacker_can_reckon():
    assert rank([(1, 0), (0, 1), (1, 1)]) == 2
    assert rank([(1, 1), (1, 1)]) == 1
    assert rank([]) == 0
    one, two = frozenset({("ana", 1), ("ben", 1), ("max", 1)}), frozenset({("ana", 1), ("ben", 1)})
    assert few_told_of([one, two], 2) == {"max"}
    assert few_told_of([one], 3) is None
