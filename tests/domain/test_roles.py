"""Making somebody a facilitator or a professional."""

from __future__ import annotations

from datetime import timedelta

import pytest

from networks.communities.actions import appoint, invite, join, set_role
from networks.communities.models import Status
from networks.communities.queries import inside
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.actions import decide
from networks.moderation.sanctioning import sanction
from networks.people.queries import person_by_handle
from tests.cast import ANSWERS
from tests.domain.acts import do, look, status, waiting_case


def test_an_operator_makes_facilitators(network, cast):
    do(network, cast.opal, set_role, "crohns", cast.ana.person_id, "facilitator")
    do(network, cast.ana, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.opal, set_role, "crohns", cast.ana.person_id, "member")
    with pytest.raises(NotAllowed):
        do(network, cast.ana, invite, "crohns")


def test_facilitators_make_professionals_and_no_facilitators(network, cast):
    place = do(network, cast.fay, set_role, "crohns", cast.ana.person_id, "professional", "Dietitian")
    assert (place.role, place.title) == ("professional", "Dietitian")
    assert do(network, cast.fay, set_role, "crohns", cast.ana.person_id, "member", "Dietitian").title is None
    for person in (cast.ana, cast.fay):
        role = "member" if person is cast.fay else "facilitator"
        with pytest.raises(NotAllowed):
            do(network, cast.fay, set_role, "crohns", person.person_id, role)


def test_members_give_no_roles(network, cast):
    for person in (cast.ana, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            do(network, person, set_role, "crohns", cast.ben.person_id, "professional")
    with pytest.raises(NotFound):
        do(network, cast.gil, set_role, "crohns", cast.ben.person_id, "professional")


def test_only_active_members_get_a_role(network, cast):
    for person in (cast.pia, cast.bea):
        with pytest.raises(Invalid):
            do(network, cast.opal, set_role, "crohns", person.person_id, "professional")


def test_appointing_makes_an_active_member_where_there_is_none(network, cast):
    for handle in ("Oli", "Pia"):
        with network.begin() as work:
            appoint(work, "crohns", person_by_handle(work, handle), "facilitator")
    for person in (cast.oli, cast.pia):
        assert look(network, person, inside, "crohns").standing.is_facilitator
    with network.begin() as work, pytest.raises(NotFound):
        appoint(work, "no-such-place", person_by_handle(work, "Oli"), "facilitator")


def test_appointing_somebody_who_waits_leaves_no_case_behind(network, cast):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Pia"), "facilitator")
    assert waiting_case(network, cast.fay, cast.pia) is None


def test_a_suspension_that_is_over_needs_no_rejoining(network, cast, clock):
    until = clock.now + timedelta(hours=1)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="suspension", reason="x", rule="1", until=until)
    with pytest.raises(NotAllowed):
        do(network, cast.ana, join, "crohns", answers=ANSWERS)
    clock.move(hours=1)
    assert do(network, cast.ana, join, "crohns")[1] is False
    assert status(network, cast.ana) == Status.ACTIVE
