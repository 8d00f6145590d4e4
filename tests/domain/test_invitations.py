"""Invitations: codes that open one door, so often, so long."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from networks.base import FOREVER
from networks.communities.actions import edit_community, invite, join, leave
from networks.communities.models import Invitation
from networks.communities.queries import community_of_code, invitations, visit
from networks.errors import Invalid, NotAllowed, NotFound
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, look, status


def code_for(network, cast, slug, **limits):
    return do(network, cast.opal, invite, slug, **limits)[1]


def uses(network):
    with network.reading() as work:
        return {one.id: one.uses for one in work.session.scalars(select(Invitation))}


def test_an_invitation_opens_a_private_door(network, cast):
    code = code_for(network, cast, "hidden")
    seen = look(network, cast.oli, visit, "hidden", invitation=code.lower())
    assert seen.page_is_open
    assert look(network, None, community_of_code, f" {code} ").slug == "hidden"
    assert do(network, cast.oli, join, "hidden", invitation=code)[0].status == "active"


def test_an_invitation_opens_the_door_and_approval_still_decides(network, cast):
    do(network, cast.opal, edit_community, "hidden", joining="approval")
    code = code_for(network, cast, "hidden")
    assert do(network, cast.oli, join, "hidden", invitation=code, answers=ANSWERS)[0].status == "pending"


def test_an_invitation_ends_with_its_uses(network, cast):
    code = code_for(network, cast, "hidden", max_uses=1)
    do(network, cast.oli, join, "hidden", invitation=code)
    with pytest.raises(NotFound):
        do(network, cast.gil, join, "hidden", invitation=code)


def test_an_invitation_ends_at_its_time(network, cast, clock):
    code = code_for(network, cast, "hidden", expires_at=clock.now + timedelta(hours=1))
    clock.move(hours=1)
    for ask in (join, visit):
        with pytest.raises(NotFound):
            do(network, cast.oli, ask, "hidden", invitation=code)
    with pytest.raises(NotFound):
        look(network, cast.oli, community_of_code, code)


def test_an_invitation_opens_no_other_door_and_is_not_used_up_there(network, cast):
    code = code_for(network, cast, "hidden")
    before = uses(network)
    with pytest.raises(NotFound):
        do(network, cast.oli, join, "long-covid", invitation=code)
    assert uses(network) == before
    assert status(network, cast.oli, "long-covid") is None


def test_the_last_use_raced_by_two_lets_one_in(network, cast):
    for _ in range(10):
        code = code_for(network, cast, "hidden", max_uses=1)
        people = (cast.oli, cast.gil)
        said = at_once([partial(do, network, person, join, "hidden", invitation=code) for person in people])
        assert [isinstance(one, NotFound) for one in said].count(True) == 1, said
        for person, outcome in zip(people, said, strict=True):
            if not isinstance(outcome, NotFound):
                do(network, person, leave, "hidden")


def test_an_invitation_does_not_help_the_banned(network, cast):
    code = code_for(network, cast, "hidden")
    for ask in (visit, join):
        with pytest.raises(NotFound):
            do(network, cast.bea, ask, "hidden", invitation=code)


def test_a_member_uses_no_invitation_up(network, cast):
    code = code_for(network, cast, "hidden")
    before = uses(network)
    assert do(network, cast.ana, join, "hidden", invitation=code)[1] is False
    assert uses(network) == before


def test_facilitators_invite_and_see_invitations_without_codes(network, cast):
    made, code = do(network, cast.fay, invite, "crohns", max_uses=3)
    assert code not in str(vars(made))
    assert made.id in [one.id for one in look(network, cast.fay, invitations, "crohns")]
    for person in (cast.ana, cast.lin):
        with pytest.raises(NotAllowed):
            do(network, person, invite, "crohns")
        with pytest.raises(NotAllowed):
            look(network, person, invitations, "crohns")
    with pytest.raises(NotFound):
        do(network, cast.gil, invite, "crohns")


def test_an_invitation_ends_in_the_future(network, cast, clock):
    for moment in (clock.now, clock.now - timedelta(days=1), FOREVER + timedelta(hours=1)):
        with pytest.raises(Invalid) as refused:
            do(network, cast.fay, invite, "crohns", expires_at=moment)
        assert "expires_at" in refused.value.fields
