"""Who sees how much of a community and of its members."""

from __future__ import annotations

import pytest

from networks.communities.models import Status
from networks.communities.queries import (
    inside,
    member,
    members,
    my_memberships,
    stand,
    visit,
)
from networks.errors import NotFound, Unauthenticated
from networks.policy import Role
from tests.domain.acts import look

MEMBERS_OF_CROHNS = ["Ana", "Ben", "Fay", "Lin", "Max"]


# --- the door


def test_everybody_sees_a_public_page(network, cast):
    for person in (None, cast.oli, cast.pia, cast.bea, cast.una, cast.gil):
        assert look(network, person, visit, "crohns").page_is_open


def test_a_private_community_looks_like_none_to_outsiders(network, cast):
    for person in (None, cast.oli, cast.bea, cast.una, cast.gil):
        with pytest.raises(NotFound) as hidden:
            look(network, person, visit, "hidden")
        with pytest.raises(NotFound) as absent:
            look(network, person, visit, "no-such-place")
        assert str(hidden.value) == str(absent.value)


def test_who_waits_for_a_private_community_sees_its_name_and_nothing_else(network, cast):
    seen = look(network, cast.pia, visit, "hidden")
    assert (seen.community.name, seen.status, seen.page_is_open) == ("Endometriosis", Status.PENDING, False)


def test_only_active_members_and_operators_get_inside(network, cast):
    for slug in ("crohns", "hidden"):
        for person in (cast.ana, cast.ben, cast.fay, cast.lin, cast.max, cast.opal):
            assert look(network, person, inside, slug).standing
        for person in (None, cast.pia, cast.bea, cast.oli, cast.una, cast.gil):
            with pytest.raises(NotFound):
                look(network, person, inside, slug)


def test_everybody_stands_where_their_role_puts_them(network, cast):
    roles = {
        cast.ana: {Role.MEMBER},
        cast.lin: {Role.PROFESSIONAL},
        cast.fay: {Role.FACILITATOR},
        cast.opal: {Role.OPERATOR},
    }
    for person, expected in roles.items():
        assert look(network, person, stand, cast.crohns_id).roles == expected
    for person in (None, cast.pia, cast.bea, cast.oli, cast.gil):
        assert look(network, person, stand, cast.crohns_id) is None


# --- members


def test_the_list_of_members_shows_who_is_inside_by_name(network, cast):
    for person in (cast.ana, cast.max, cast.lin, cast.fay, cast.opal):
        assert [one.handle for one in look(network, person, members, "crohns")] == MEMBERS_OF_CROHNS
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, None):
        with pytest.raises(NotFound):
            look(network, person, members, "crohns")


def test_the_list_goes_on_after_a_name(network, cast):
    first = look(network, cast.ana, members, "crohns", limit=2)
    rest = look(network, cast.ana, members, "crohns", after=first[-1].handle)
    assert [one.handle for one in [*first, *rest]] == MEMBERS_OF_CROHNS


def test_members_see_active_members_and_facilitators_also_the_others(network, cast):
    assert look(network, cast.ana, member, "crohns", cast.ben.person_id)[1].handle == "Ben"
    for person in (cast.pia, cast.bea, cast.gil):
        with pytest.raises(NotFound):
            look(network, cast.ana, member, "crohns", person.person_id)
    for person in (cast.pia, cast.bea):
        for staff in (cast.fay, cast.opal):
            assert look(network, staff, member, "crohns", person.person_id)[1].handle == person.handle
    with pytest.raises(NotFound):
        look(network, cast.fay, member, "crohns", cast.oli.person_id)


def test_people_see_their_own_memberships_and_waiting_ones(network, cast):
    mine = {community.slug: place.status for community, place in look(network, cast.pia, my_memberships)}
    assert mine == {"crohns": "pending", "hidden": "pending"}
    assert [one.slug for one, _ in look(network, cast.gil, my_memberships)] == ["long-covid"]
    with pytest.raises(Unauthenticated):
        look(network, None, my_memberships)
