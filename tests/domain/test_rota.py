"""The rota: who is there when, and the note that one leaves for the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from networks.communities.actions import appoint
from networks.erasure import erase
from networks.errors import Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.overview.rota import cancel, hand_over, plan, rota
from networks.people.queries import person_by_handle
from tests.domain.acts import at_once, do, look


def shift(network, who, about, begins, hours=4.0, slug="crohns"):
    ends = begins + timedelta(hours=hours)
    return do(network, who, plan, slug, person_id=about.person_id, starts_at=begins, ends_at=ends)


def handles(turns):
    return [one.person.handle for one in turns]


def test_who_is_there_who_comes_and_who_was(network, cast, clock):
    shift(network, cast.fay, cast.fay, clock.now)
    shift(network, cast.opal, cast.fay, clock.now + timedelta(days=1))
    found = look(network, cast.fay, rota, "crohns")
    assert (handles(found.on), handles(found.coming), handles(found.over)) == (["Fay"], ["Fay"], [])
    clock.move(hours=4)
    found = look(network, cast.opal, rota, "crohns")
    assert (handles(found.on), handles(found.coming), handles(found.over)) == ([], ["Fay"], ["Fay"])


REFUSED = {"ana": NotAllowed, "lin": NotAllowed, "gil": NotFound, "pia": NotFound, "oli": NotFound}


@pytest.mark.parametrize(("name", "refusal"), REFUSED.items())
def test_it_is_for_those_who_look_after_the_place(network, cast, clock, name, refusal):
    who, made = getattr(cast, name), shift(network, cast.fay, cast.fay, clock.now + timedelta(hours=1))
    with pytest.raises(refusal):
        look(network, who, rota, "crohns")
    with pytest.raises(refusal):
        shift(network, who, cast.fay, clock.now + timedelta(days=2))
    with pytest.raises(NotFound):
        do(network, who, cancel, made.shift.id)
    with pytest.raises(NotFound):
        do(network, who, hand_over, made.shift.id, note="x")


def test_only_facilitators_are_on_it_and_nobody_twice_at_one_time(network, cast, clock):
    with pytest.raises(Invalid):
        shift(network, cast.fay, cast.ana, clock.now)
    shift(network, cast.fay, cast.fay, clock.now)
    for begins in (clock.now - timedelta(hours=1), clock.now + timedelta(hours=3)):
        with pytest.raises(Invalid):
            shift(network, cast.fay, cast.fay, begins)
    shift(network, cast.fay, cast.fay, clock.now + timedelta(hours=4))


def test_of_many_who_plan_the_same_at_once_one_does(network, cast, clock):
    answers = at_once([lambda: shift(network, cast.fay, cast.fay, clock.now)] * 5)
    assert sum(isinstance(one, Invalid) for one in answers) == 4


@pytest.mark.parametrize(("ahead", "hours"), [(-48, 4), (24 * 100, 4), (1, 0), (1, -2), (1, 25)])
def test_times_that_make_no_sense_are_refused(network, cast, clock, ahead, hours):
    with pytest.raises(Invalid):
        shift(network, cast.fay, cast.fay, clock.now + timedelta(hours=ahead), hours)


def test_a_note_is_handed_on_by_whose_shift_it_is_until_a_day_after(network, cast, clock):
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator"))
    made = shift(network, cast.fay, cast.fay, clock.now)
    with pytest.raises(NotAllowed):
        do(network, cast.ben, hand_over, made.shift.id, note="Not mine.")
    clock.move(hours=5)
    do(network, cast.fay, hand_over, made.shift.id, note="All calm.")
    handed = look(network, cast.ben, rota, "crohns").handed
    assert (handed.person.handle, handed.shift.note) == ("Fay", "All calm.")
    clock.move(days=1)
    with pytest.raises(Invalid):
        do(network, cast.fay, hand_over, made.shift.id, note="Too late.")


def test_what_has_begun_stays(network, cast, clock):
    made = shift(network, cast.fay, cast.fay, clock.now + timedelta(hours=1))
    do(network, cast.fay, cancel, made.shift.id)
    with pytest.raises(NotFound):
        do(network, cast.fay, cancel, made.shift.id)
    begun = shift(network, cast.fay, cast.fay, clock.now)
    with pytest.raises(Invalid):
        do(network, cast.fay, cancel, begun.shift.id)


def test_who_looks_after_the_place_no_more_is_not_on_its_rota(network, cast, clock):
    shift(network, cast.fay, cast.fay, clock.now)
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Fay"), "member"))
    assert look(network, cast.opal, rota, "crohns").turns == []


def test_it_is_in_their_data_and_goes_with_them(network, cast, clock):
    shift(network, cast.opal, cast.fay, clock.now)
    assert len(look(network, cast.fay, everything_about_me)["shifts"]) == 1
    do(network, cast.fay, erase, delete_content=False)
    assert look(network, cast.opal, rota, "crohns").turns == []
