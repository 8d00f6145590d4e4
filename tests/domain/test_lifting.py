"""Lifting a sanction: back to where one was, and no further."""

from __future__ import annotations

import pytest

from networks.chat.queries import still_inside
from networks.communities.actions import join, leave
from networks.communities.models import Status
from networks.communities.queries import members
from networks.moderation.actions import decide
from networks.moderation.queries import cases
from networks.moderation.sanctioning import end_sanction
from tests.cast import ANSWERS
from tests.domain.acts import do, is_inside, listen, look, may_write, status


@pytest.mark.parametrize("kind", ["mute", "suspension", "ban"])
def test_what_is_lifted_holds_no_more(network, cast, answer, kind):
    made = answer(cast.ana, kind)
    assert not (is_inside(network, cast.ana) and may_write(network, cast, cast.ana))
    assert do(network, cast.fay, end_sanction, made.id).ended_at == network.clock()
    assert may_write(network, cast, cast.ana)


def test_lifting_twice_lifts_once(network, cast, answer, clock):
    made = answer(cast.ana, "ban")
    first = do(network, cast.fay, end_sanction, made.id).ended_at
    heard = listen(network)
    clock.move(hours=1)
    assert do(network, cast.fay, end_sanction, made.id).ended_at == first
    assert heard == []


@pytest.mark.parametrize("kind", ["mute", "suspension"])
def test_lifting_one_of_two_leaves_the_other(network, cast, answer, clock, kind):
    long, short = answer(cast.ana, kind, hours=5), answer(cast.ana, kind, hours=1)
    do(network, cast.fay, end_sanction, long.id)
    assert not (is_inside(network, cast.ana) and may_write(network, cast, cast.ana))
    clock.move(hours=1)
    assert may_write(network, cast, cast.ana)
    assert short.ended_at is None


def test_lifting_a_ban_leaves_a_suspension(network, cast, answer, clock):
    answer(cast.ana, "suspension", hours=5)
    ban = answer(cast.ana, "ban")
    do(network, cast.fay, end_sanction, ban.id)
    assert status(network, cast.ana) == Status.SUSPENDED
    clock.move(hours=5)
    assert is_inside(network, cast.ana)


def test_lifting_a_suspension_leaves_a_ban(network, cast, answer):
    suspension = answer(cast.ana, "suspension", hours=5)
    answer(cast.ana, "ban")
    do(network, cast.fay, end_sanction, suspension.id)
    assert status(network, cast.ana) == Status.BANNED


def test_a_lifted_suspension_does_not_lengthen_the_next(network, cast, answer, clock):
    do(network, cast.fay, end_sanction, answer(cast.ana, "suspension").id)
    answer(cast.ana, "suspension", hours=1)
    clock.move(hours=1)
    assert is_inside(network, cast.ana)


def test_who_had_left_before_a_ban_is_outside_after_it(network, cast, answer, clock):
    do(network, cast.ana, leave, "crohns")
    for length in ({}, {"hours": 1}):
        made = answer(cast.ana, "ban", **length)
        assert status(network, cast.ana) == Status.BANNED
        clock.move(hours=1)
        do(network, cast.fay, end_sanction, made.id)
        assert (status(network, cast.ana), is_inside(network, cast.ana)) == (Status.LEFT, False)


def test_nobody_gets_in_by_being_suspended(network, cast, answer, clock):
    """Pia was never let in, Ana has left: neither is inside when the hour is over."""
    do(network, cast.ana, leave, "crohns")
    for person in (cast.ana, cast.pia):
        answer(person, "suspension", hours=1)
    clock.move(hours=1)
    assert [is_inside(network, person) for person in (cast.ana, cast.pia)] == [False, False]
    assert [one.handle for one in look(network, cast.ben, members, "crohns")] == ["Ben", "Fay", "Lin", "Max"]
    assert look(network, None, still_inside, [(one.person_id, cast.everyday) for one in (cast.ana, cast.pia)]) == set()


def test_who_is_banned_while_waiting_waits_again_when_it_is_lifted_and_gets_in_by_no_lifting(network, cast, answer):
    ban = answer(cast.pia, "ban")
    assert look(network, cast.fay, cases, "crohns", kind="join", state="open,claimed")[1] == []
    do(network, cast.fay, end_sanction, ban.id)
    assert (status(network, cast.pia), is_inside(network, cast.pia)) == (Status.PENDING, False)
    (waits,) = look(network, cast.fay, cases, "crohns", kind="join", state="open,claimed")[1]
    assert waits.case.id == cast.pia_case


def test_who_comes_back_after_a_ban_asks_like_anybody_if_they_had_left(network, cast, answer):
    do(network, cast.ana, leave, "crohns")
    do(network, cast.fay, end_sanction, answer(cast.ana, "ban").id)
    do(network, cast.ana, join, "crohns", answers=ANSWERS)
    (asked,) = (
        one.case
        for one in look(network, cast.fay, cases, "crohns", kind="join", state="open")[1]
        if one.case.person_id == cast.ana.person_id
    )
    do(network, cast.fay, decide, asked.id, outcome="approve", reason="Again.")
    assert is_inside(network, cast.ana)
