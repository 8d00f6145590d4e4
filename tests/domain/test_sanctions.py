"""Sanctions: what each does, that it ends at its hour or when it is lifted, and who may."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import join, leave, set_role
from networks.communities.events import MembershipChanged
from networks.communities.models import Status
from networks.communities.queries import discover, inside, members, sizes, visit
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.actions import decide, end_sanction, sanction
from networks.moderation.answers import sanctions_about_me
from networks.moderation.queries import audit, cases, sanctions_of
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look, read, say


@pytest.fixture
def answer(network, cast):
    """Fay answers what somebody did: `answer(cast.ana, "mute", hours=1)`."""

    def give(person, kind, by=None, **length):
        until = network.clock() + timedelta(**length) if length else None
        words = {"reason": "Unkind words.", "rule": "1", "until": until}
        return do(network, by or cast.fay, sanction, "crohns", person.person_id, kind=kind, **words)

    return give


def status(network, person):
    return look(network, person, visit, "crohns").status


def is_inside(network, person):
    try:
        look(network, person, inside, "crohns")
    except NotFound:
        return False
    return True


def may_write(network, cast, person):
    try:
        say(network, person, cast.everyday)
    except NotAllowed:
        return False
    return True


# --- what they do


def test_a_note_and_a_warning_change_no_right(network, cast, answer):
    heard = listen(network, MembershipChanged)
    for kind in ("note", "warning"):
        answer(cast.ana, kind)
        assert may_write(network, cast, cast.ana)
    assert heard == []


def test_a_mute_ends_at_its_hour(network, cast, answer, clock):
    answer(cast.ana, "mute", hours=1)
    assert not may_write(network, cast, cast.ana)
    assert is_inside(network, cast.ana)
    clock.move(minutes=59)
    assert not may_write(network, cast, cast.ana)
    clock.move(minutes=1)
    assert may_write(network, cast, cast.ana)


def test_a_suspension_ends_at_its_hour_with_nobody_awake(network, cast, answer, clock):
    heard = listen(network, MembershipChanged)
    answer(cast.ana, "suspension", hours=1)
    assert [(one.person_id, one.status) for one in heard] == [(cast.ana.person_id, "suspended")]
    for moved in (0, 59):
        clock.move(minutes=moved)
        assert status(network, cast.ana) == Status.SUSPENDED
        assert not is_inside(network, cast.ana)
        with pytest.raises(NotFound):
            read(network, cast.ana, cast.everyday)
    clock.move(minutes=1)
    assert status(network, cast.ana) == Status.ACTIVE
    assert may_write(network, cast, cast.ana)


def test_whoever_is_suspended_is_neither_listed_nor_counted_until_it_is_over(network, cast, answer, clock):
    def listed():
        return "Ana" in [one.handle for one in look(network, cast.ben, members, "crohns")]

    def counted():
        return look(network, None, sizes, look(network, None, discover))[cast.crohns_id]

    answer(cast.ana, "suspension", hours=1)
    assert (listed(), counted()) == (False, 4)
    clock.move(hours=1)
    assert (listed(), counted()) == (True, 5)


def test_a_ban_puts_outside_for_good(network, cast, answer, clock):
    heard = listen(network, MembershipChanged)
    answer(cast.ana, "ban")
    assert [one.status for one in heard] == ["banned"]
    clock.move(days=3650)
    assert (status(network, cast.ana), is_inside(network, cast.ana)) == (Status.BANNED, False)
    with pytest.raises(NotAllowed):
        do(network, cast.ana, join, "crohns", answers=ANSWERS)
    with pytest.raises(NotFound):
        do(network, cast.ana, leave, "crohns")


def test_a_ban_with_an_end_ends_then(network, cast, answer, clock):
    answer(cast.ana, "ban", days=7)
    clock.move(days=6)
    assert not is_inside(network, cast.ana)
    clock.move(days=1)
    assert is_inside(network, cast.ana)


def test_a_ban_here_is_none_elsewhere(network, cast, answer):
    answer(cast.ana, "ban")
    assert read(network, cast.ana, cast.quiet_corner)


def test_the_longer_of_two_counts(network, cast, answer, clock):
    for kind, holds in (("mute", lambda: not may_write(network, cast, cast.ana)), ("suspension", away(network, cast))):
        answer(cast.ana, kind, hours=5)
        answer(cast.ana, kind, hours=1)
        clock.move(hours=2)
        assert holds(), kind
        clock.move(hours=3)
        assert not holds(), kind


def away(network, cast):
    return lambda: not is_inside(network, cast.ana)


def test_a_suspension_does_not_soften_a_ban(network, cast, answer, clock):
    answer(cast.ana, "ban")
    answer(cast.ana, "suspension", hours=1)
    clock.move(hours=2)
    assert (status(network, cast.ana), is_inside(network, cast.ana)) == (Status.BANNED, False)


def test_two_mutes_at_the_same_moment_both_count(network, cast, answer, clock):
    for _ in range(5):
        at_once([partial(answer, cast.ana, "mute", hours=hours) for hours in (1, 5)])
        clock.move(hours=2)
        assert not may_write(network, cast, cast.ana)
        clock.move(hours=3)
        assert may_write(network, cast, cast.ana)


# --- lifting


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


def test_who_is_banned_while_waiting_waits_no_more_and_gets_in_by_no_lifting(network, cast, answer):
    ban = answer(cast.pia, "ban")
    assert look(network, cast.fay, cases, "crohns", kind="join", state="open,claimed")[1] == []
    do(network, cast.fay, end_sanction, ban.id)
    assert (status(network, cast.pia), is_inside(network, cast.pia)) == (Status.LEFT, False)
    assert do(network, cast.pia, join, "crohns", answers=ANSWERS)[0].status == "pending"


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


# --- who may


def test_facilitators_and_operators_sanction_members(network, cast, answer):
    for by in (cast.fay, cast.opal):
        assert answer(cast.ana, "warning", by=by).by_id == by.person_id


def test_others_sanction_nobody(network, cast, answer):
    for by in (cast.ben, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            answer(cast.ana, "mute", by=by)
    for by in (cast.pia, cast.bea, cast.oli, cast.gil):
        with pytest.raises(NotFound):
            answer(cast.ana, "mute", by=by)


def test_nobody_sanctions_themselves(network, cast, answer):
    with pytest.raises(NotAllowed, match="about you"):
        answer(cast.fay, "warning")


def test_a_facilitator_is_an_operators_matter(network, cast, answer):
    do(network, cast.opal, set_role, "crohns", cast.ben.person_id, "facilitator")
    with pytest.raises(NotAllowed):
        answer(cast.ben, "mute")
    answer(cast.ben, "ban", by=cast.opal)
    assert not is_inside(network, cast.ben)


def test_a_sanction_ends_in_the_future(network, cast, answer):
    for hours in (0, -1):
        with pytest.raises(Invalid) as refused:
            answer(cast.ana, "mute", hours=hours) if hours else answer(cast.ana, "mute", seconds=0)
        assert "until" in refused.value.fields
    assert may_write(network, cast, cast.ana)


def test_strangers_are_not_sanctioned(network, cast, answer):
    with pytest.raises(NotFound):
        answer(cast.oli, "ban")


def test_who_may_lift(network, cast):
    for person in (cast.ana, cast.lin):
        with pytest.raises(NotAllowed):
            do(network, person, end_sanction, cast.max_mute)
    for person in (cast.max, cast.pia, cast.oli, cast.gil, cast.bea):
        with pytest.raises(NotFound):
            do(network, person, end_sanction, cast.max_mute)
    with pytest.raises(NotFound):
        do(network, cast.fay, end_sanction, uuid4())
    with pytest.raises(NotFound):
        do(network, cast.bea, end_sanction, cast.bea_ban)
    do(network, cast.opal, end_sanction, cast.max_mute)
    assert may_write(network, cast, cast.max)


def test_who_is_sanctioned_is_told_all_but_notes(network, cast, answer, clock):
    for kind in ("note", "warning", "mute"):
        clock.move(minutes=1)
        answer(cast.ana, kind)
    told = look(network, cast.ana, sanctions_about_me, cast.crohns_id)
    assert [(one.sanction.kind, one.by.handle) for one in told] == [("mute", "Fay"), ("warning", "Fay")]
    assert look(network, cast.ben, sanctions_about_me, cast.crohns_id) == []
    assert len(look(network, cast.fay, sanctions_of, cast.crohns_id, cast.ana.person_id)) == 3


def test_every_sanction_and_its_end_are_kept(network, cast, answer):
    made = answer(cast.ana, "mute", hours=1)
    do(network, cast.opal, end_sanction, made.id)
    rows = [(row.act, actor.handle, row.reason) for row, actor in look(network, cast.fay, audit, "crohns", limit=2)]
    assert rows == [("sanction.ended", "Opal", None), ("sanction.made", "Fay", "Unkind words.")]


def test_the_clock_that_jumps_back_revives_no_right(network, cast, answer, clock):
    answer(cast.ana, "ban")
    clock.move(days=-1)
    assert not is_inside(network, cast.ana)
    assert is_inside(network, cast.ben)
