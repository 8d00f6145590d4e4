"""Who may sanction whom, and who is told."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from networks.communities.actions import set_role
from networks.communities.queries import inside
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.answers import sanctions_about_me
from networks.moderation.events import Sanctioned, StaffNoted
from networks.moderation.queries import audit, sanctions_of
from networks.moderation.sanctioning import end_sanction, sanction
from tests.domain.acts import at_once, do, is_inside, listen, look, may_write


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


@pytest.mark.parametrize("kind", ["note", "warning", "mute", "suspension", "ban"])
def test_what_an_operator_decided_about_a_facilitator_no_facilitator_lifts(network, cast, answer, second, kind):
    made = answer(second, kind, by=cast.opal)
    with pytest.raises(NotAllowed):
        do(network, cast.fay, end_sanction, made.id)
    with pytest.raises(NotFound):
        do(network, second, end_sanction, made.id)
    assert do(network, cast.opal, end_sanction, made.id).ended_at == network.clock()
    assert is_inside(network, second)


def test_whoever_looks_after_the_place_no_longer_is_a_member_like_any_other(network, cast, answer, second):
    made = answer(second, "mute", by=cast.opal)
    do(network, cast.opal, set_role, "crohns", second.person_id, "member")
    do(network, cast.fay, end_sanction, made.id)
    assert may_write(network, cast, second)


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


# --- twice


@pytest.mark.parametrize("kind", ["note", "warning", "mute", "suspension", "ban"])
def test_a_step_that_is_sent_four_times_at_once_is_taken_and_recorded_once(network, cast, answer, kind):
    heard = listen(network, Sanctioned, StaffNoted)
    taken = at_once([partial(answer, cast.ana, kind)] * 4)
    assert len({one.id for one in taken}) == len(heard) == 1
    assert len(about(network, cast.fay, cast.ana)) == 1


def test_a_page_that_is_sent_again_a_moment_later_takes_no_second_step(network, cast, answer, clock):
    first = answer(cast.ana, "mute", days=3)
    clock.move(seconds=20)
    assert answer(cast.ana, "mute", days=3).id == first.id
    clock.move(seconds=40)
    assert answer(cast.ana, "mute", days=3).id != first.id


def test_another_step_of_the_same_moment_is_another(network, cast, answer):
    def warn(**other):
        said = {"kind": "warning", "reason": "Unkind words.", "rule": "1"} | other
        return do(network, cast.fay, sanction, "crohns", cast.ana.person_id, **said)

    taken = [warn(), warn(reason="Again."), warn(rule="2"), warn(kind="note"), answer(cast.ana, "mute", hours=1)]
    taken += [answer(cast.ana, "mute", hours=5), answer(cast.ana, "warning", by=cast.opal), answer(cast.max, "warning")]
    assert len({one.id for one in taken}) == 8


def test_what_was_lifted_can_be_taken_again_at_once(network, cast, answer):
    first = answer(cast.ana, "mute")
    do(network, cast.fay, end_sanction, first.id)
    assert may_write(network, cast, cast.ana)
    assert answer(cast.ana, "mute").id != first.id
    assert not may_write(network, cast, cast.ana)


def about(network, by, person):
    here = look(network, by, inside, "crohns").community.id
    return look(network, by, sanctions_of, here, person.person_id)
