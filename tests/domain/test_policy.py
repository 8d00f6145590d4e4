"""The table of permissions, on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from networks.errors import NotAllowed
from networks.policy import GRANTS, GUARDS, About, Can, Role, Standing, may, require, why_not
from tests.cast import START

ME, OTHER, PLACE = uuid4(), uuid4(), uuid4()
OWN = {Can.EDIT_MESSAGE, Can.REMOVE_MESSAGE, Can.EDIT_RESOURCE}
TALK = {Can.POST_MESSAGE, Can.EDIT_MESSAGE, Can.REMOVE_MESSAGE, Can.REACT}


def standing(*roles: Role, muted_for: timedelta | None = None) -> Standing:
    return Standing(ME, PLACE, frozenset(roles), Role.OPERATOR not in roles, START + muted_for if muted_for else None)


def about(can: Can) -> About:
    """What is asked for, as somebody who may would ask for it."""
    return About(ME if can in OWN else OTHER)


def test_every_permission_is_granted_to_somebody():
    assert set().union(*GRANTS.values()) == set(Can)


def test_every_role_is_in_the_table_and_every_guard_guards_something():
    assert set(GRANTS) == set(Role)
    assert set(GUARDS) <= set(Can)


@pytest.mark.parametrize("can", Can)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(role, can):
    assert may(standing(role), can, START, about(can)) == (can in GRANTS[role])


def test_without_a_role_nothing_is_allowed():
    assert not any(may(standing(), can, START, about(can)) for can in Can)


def test_two_roles_add_up():
    both = standing(Role.MEMBER, Role.OPERATOR)
    assert may(both, Can.POST_MESSAGE, START)
    assert may(both, Can.GRANT_ROLE, START)


def test_members_look_after_nothing():
    plain = TALK | {Can.SEE_MEMBERS, Can.OFFER_RESOURCE, Can.EDIT_RESOURCE, Can.REPORT_TRY, Can.REPORT, Can.WELCOME}
    plain |= {Can.AMEND, Can.VOTE, Can.ADD_TO_LIBRARY}
    assert GRANTS[Role.MEMBER] == plain
    assert GRANTS[Role.PROFESSIONAL] == plain | {Can.ENDORSE_RESOURCE}


def test_an_operator_neither_writes_nor_learns_who_asked():
    talking = {Can.POST_MESSAGE, Can.EDIT_MESSAGE, Can.REMOVE_MESSAGE, Can.REACT, Can.REVEAL_AUTHOR}
    assert not GRANTS[Role.OPERATOR] & talking


def test_only_an_operator_makes_facilitators_and_only_a_facilitator_learns_who_asked():
    assert [role for role in Role if Can.GRANT_ROLE in GRANTS[role]] == [Role.OPERATOR]
    assert [role for role in Role if Can.REVEAL_AUTHOR in GRANTS[role]] == [Role.FACILITATOR]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
def test_a_mute_silences_until_its_hour_and_lets_one_take_back(role):
    muted = standing(role, muted_for=timedelta(hours=1))
    silenced = {can for can in GRANTS[role] if not may(muted, can, START, about(can))}
    assert silenced == {Can.POST_MESSAGE, Can.EDIT_MESSAGE, Can.REACT, Can.WELCOME, Can.AMEND}
    assert all(may(muted, can, START + timedelta(hours=1), about(can)) for can in silenced)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PROFESSIONAL])
def test_where_nobody_looks_after_a_place_one_can_take_back_report_and_read(role):
    resting = replace(standing(role), rests=True)
    silenced = {can for can in GRANTS[role] if not may(resting, can, START, about(can))}
    stays = {Can.REMOVE_MESSAGE, Can.EDIT_RESOURCE, Can.REPORT_TRY, Can.REPORT, Can.SEE_MEMBERS, Can.ENDORSE_RESOURCE}
    assert silenced == GRANTS[role] - stays
    assert {why_not(resting, can, START, about(can)) for can in silenced} == {
        "Nobody has looked after this place for a while, so it can only be read. Its operator knows."
    }
    awake = replace(resting, roles=frozenset({role, Role.FACILITATOR}))
    assert all(may(awake, can, START, about(can)) for can in silenced)


def test_nobody_decides_about_themselves():
    for role in (Role.FACILITATOR, Role.OPERATOR):
        for can in (Can.DECIDE_CASE, Can.SANCTION):
            assert "about you" in (why_not(standing(role), can, START, About(ME)) or "")


def test_words_are_changed_by_their_author_alone_and_removed_by_facilitators_too():
    for role in (Role.MEMBER, Role.FACILITATOR):
        assert not may(standing(role), Can.EDIT_MESSAGE, START, About(OTHER))
        assert not may(standing(role), Can.EDIT_MESSAGE, START, About(None))  # whose author was erased
    assert not may(standing(Role.MEMBER), Can.REMOVE_MESSAGE, START, About(None))
    assert may(standing(Role.FACILITATOR), Can.REMOVE_MESSAGE, START, About(None))


def test_what_is_not_allowed_is_said_in_words(network):
    with network.reading() as work:
        require(work, standing(Role.MEMBER), Can.POST_MESSAGE)
        with pytest.raises(NotAllowed, match="role"):
            require(work, standing(Role.MEMBER), Can.SEE_QUEUE)
