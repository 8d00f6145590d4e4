"""Sanctions: what each does, and that it ends at its hour."""

from __future__ import annotations

from functools import partial

import pytest

from networks.communities.actions import join, leave
from networks.communities.events import MembershipChanged
from networks.communities.models import Status
from networks.communities.queries import discover, members, sizes
from networks.errors import NotAllowed, NotFound
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, is_inside, listen, look, may_write, read, status


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
