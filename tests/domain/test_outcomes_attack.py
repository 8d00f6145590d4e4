"""An attacker against the product itself: members who report, change, take back, leave and come, week by week, in any
order that hypothesis thinks of, and somebody who looks at everything that is shown after each step and forgets nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from networks.erasure import erase
from networks.figures import K_TRIES
from networks.resources import releasing
from networks.resources.actions import withdraw
from networks.resources.library import SORTS, Wanted, library
from networks.resources.outcomes import lines, outcomes, to_answer, words
from networks.resources.queries import behind_the_door
from networks.resources.trying import report, start, withdraw_report
from tests.domain.acts import do, look
from tests.domain.attacker import Table, few_told_of
from tests.domain.tries import (
    FLARE,
    WORK,
    crowd,
    in_the_library,
    monday,
    said,
    says_something_else,
    settle_circumstances,
)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PEOPLE = 17
CHANGES = st.sampled_from(["less", "same", "more"])
SOME = st.lists(st.integers(0, PEOPLE - 1), unique=True, max_size=7)
MANY = st.lists(st.integers(0, PEOPLE - 1), unique=True, min_size=10, max_size=13)
GROUPS = st.lists(st.sampled_from([FLARE, WORK]), unique=True)
ANSWERS = st.lists(st.tuples(CHANGES, GROUPS), min_size=PEOPLE, max_size=PEOPLE)


class Community(RuleBasedStateMachine):
    """What happens, and in `tables` what the attacker has seen: whose answers are in each table that was shown."""

    network: Any
    cast: Any
    clock: Any

    @initialize()
    def begin(self) -> None:
        self.made = in_the_library(self.network, self.cast)
        self.people = crowd(self.network, self.cast, PEOPLE)
        self.current: dict[Any, tuple[int, str, tuple[str, ...]]] = {}
        self.tables: list[Table] = []
        self.seen = self.look()
        self.number = 0

    @rule(some=SOME, answers=ANSWERS)
    def tell(self, some: list[int], answers: list[tuple[str, list[str]]]) -> None:
        for place in some:
            illness, circumstances = answers[place]
            self.number += 1
            who = self.people[place]
            do(self.network, who, report, self.made, **said(illness, circumstances=circumstances, note="Words."))
            self.current[who.person_id] = (self.number, illness, tuple(circumstances))

    @rule(many=MANY, answers=ANSWERS)
    def many_tell(self, many: list[int], answers: list[tuple[str, list[str]]]) -> None:
        self.tell(many, answers)

    @rule(some=SOME, answers=ANSWERS)
    def a_week(self, some: list[int], answers: list[tuple[str, list[str]]]) -> None:
        self.tell(some, answers)
        self.a_monday()

    @rule(some=SOME)
    def take_back(self, some: list[int]) -> None:
        for place in some:
            do(self.network, self.people[place], withdraw_report, self.made)
            self.current.pop(self.people[place].person_id, None)

    @rule(place=st.integers(0, PEOPLE - 1))
    def go_for_good(self, place: int) -> None:
        do(self.network, self.people[place], erase, delete_content=False)
        self.current.pop(self.people[place].person_id, None)
        (self.people[place],) = crowd(self.network, self.cast, 1)

    @rule(place=st.integers(0, PEOPLE - 1))
    def begin_to_try(self, place: int) -> None:
        do(self.network, self.people[place], start, self.made)

    @rule()
    def say_something_else(self) -> None:
        says_something_else(self.network, self.cast, self.made)
        self.current, self.seen = {}, self.look()
        assert self.seen["outcomes"].suppressed

    @rule()
    def a_monday(self) -> None:
        monday(self.network, self.cast, self.clock)
        before, self.seen = self.seen, self.look()
        told = self.seen["outcomes"]
        groups = {group.name: group for group in told.groups}
        for name, group in groups.items():
            if group.at == told.released_at and told.released_at != before["outcomes"].released_at:
                self.remember({who for who, (_, _, mine) in self.current.items() if name in mine}, group.less)
        if told.released_at != before["outcomes"].released_at:
            self.remember(set(self.current), told.illness["less"])
        assert few_told_of(self.tables, K_TRIES, most=2) is None

    @invariant()
    def nothing_moves_between_mondays(self) -> None:
        if hasattr(self, "seen"):
            assert self.look() == self.seen

    def teardown(self) -> None:
        """So that the next one begins with empty shelves."""
        if hasattr(self, "made"):
            do(self.network, self.cast.ana, withdraw, self.made)

    def remember(self, people: set[Any], less: Any) -> None:
        """The table is of these people, as the counts confirm."""
        lighter = sum(self.current[who][1] == "less" for who in people)
        assert (less.count, less.n) == (lighter, len(people))
        self.tables.append(frozenset((who, self.current[who][0]) for who in people))

    def look(self) -> dict[str, Any]:
        """All that a member, a facilitator and its author can see of it."""
        seen: dict[str, Any] = {"outcomes": self.plain(look(self.network, self.cast.ben, outcomes, self.made))}
        for who in (self.cast.fay, self.cast.ana):
            assert self.plain(look(self.network, who, outcomes, self.made)) == seen["outcomes"]
        for sort in SORTS:
            found = look(self.network, self.cast.ben, library, "crohns", Wanted(sort=sort))
            seen[sort] = [(one.id, one.resource.helped, one.resource.testers) for one in found]
        with self.network.reading(self.cast.fay) as work:
            one = behind_the_door(work, self.made)
            seen["lines"] = lines(work, [one.resource])
            seen["asked"] = to_answer(work)
            read = words(work, one)
        assert read is None or len(read.notes) >= K_TRIES
        return seen

    @staticmethod
    def plain(found: Any) -> Any:
        """Without the next date, which only the calendar moves."""
        return replace(found, next_at=None)


@pytest.fixture
def machine(network, cast, clock):
    settle_circumstances(network, cast, FLARE, WORK)
    return type("Community", (Community,), {"network": network, "cast": cast, "clock": clock})


@pytest.mark.slow
def test_whatever_happens_nobody_learns_what_fewer_than_five_said(machine):
    how: dict[str, Any] = {"deadline": None, "report_multiple_bugs": False, "phases": [Phase.generate]}
    how |= {"suppress_health_check": list(HealthCheck), "max_examples": 25, "stateful_step_count": 20}
    run_state_machine_as_test(machine, settings=settings(**how))


def weeks_of_the_attack(network, cast, clock, made):
    """Five report; then four of them change their answers, so that with one newcomer five have stirred."""
    people = crowd(network, cast, 6)
    for person in people[:5]:
        do(network, person, report, made, **said())
    monday(network, cast, clock)
    for person in people[:4]:
        do(network, person, withdraw_report, made)
        do(network, person, report, made, **said())
    do(network, people[5], report, made, **said("more"))
    monday(network, cast, clock)
    return look(network, cast.ben, outcomes, made).n


def test_four_who_agree_cannot_bring_a_release_about_to_find_out_what_a_fifth_said(network, cast, clock, monkeypatch):
    assert weeks_of_the_attack(network, cast, clock, in_the_library(network, cast)) == 5
    monkeypatch.setattr(releasing, "K_TRIES", 1)  # what it would be without: the sixth answer for everybody to see
    assert weeks_of_the_attack(network, cast, clock, in_the_library(network, cast)) == 6
