"""Joining, being let in, leaving, coming back; invitations; roles."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from networks.base import FOREVER
from networks.communities.actions import appoint, edit_community, invite, join, leave, set_role
from networks.communities.events import MembershipChanged
from networks.communities.models import Invitation, Status
from networks.communities.queries import community_of_code, inside, invitations, visit
from networks.errors import Invalid, NotAllowed, NotFound, Unauthenticated
from networks.moderation.actions import decide, sanction
from networks.moderation.models import Case
from networks.moderation.queries import cases
from networks.people.queries import person_by_handle
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look, read, say


def status(network, person, slug="crohns"):
    return look(network, person, visit, slug).status


def waiting_case(network, cast, person, slug="crohns"):
    _, found = look(network, cast.fay, cases, slug, kind="join", state="open,claimed")
    return next((one.case for one in found if one.case.person_id == person.person_id), None)


def code_for(network, cast, slug, **limits):
    return do(network, cast.opal, invite, slug, **limits)[1]


def uses(network):
    with network.reading() as work:
        return {one.id: one.uses for one in work.session.scalars(select(Invitation))}


# --- joining


def test_whoever_joins_an_open_community_is_in_at_once(network, cast):
    heard = listen(network, MembershipChanged)
    place, fresh = do(network, cast.oli, join, "long-covid")
    assert (place.status, fresh) == ("active", True)
    assert look(network, cast.oli, inside, "long-covid").standing.is_member
    assert [(one.slug, one.person_id, one.status) for one in heard] == [("long-covid", cast.oli.person_id, "active")]


def test_whoever_asks_to_join_waits_and_facilitators_see_the_answers(network, cast):
    place, fresh = do(network, cast.oli, join, "crohns", answers=ANSWERS)
    assert (place.status, fresh) == ("pending", True)
    asked = waiting_case(network, cast, cast.oli)
    assert [one["answer"] for one in asked.evidence["answers"]] == ANSWERS
    assert asked.due_at == asked.opened_at + timedelta(hours=24)


def test_asking_twice_asks_once(network, cast):
    do(network, cast.oli, join, "crohns", answers=ANSWERS)
    assert do(network, cast.oli, join, "crohns", answers=ANSWERS)[1] is False
    assert do(network, cast.ana, join, "crohns")[1] is False
    assert len(look(network, cast.fay, cases, "crohns", kind="join", state="open")[1]) == 2  # Pia's and Oli's


def test_two_tabs_that_join_at_once_join_once(network, cast):
    at_once([lambda: do(network, cast.oli, join, "crohns", answers=ANSWERS) for _ in range(4)])
    assert status(network, cast.oli) == "pending"
    assert len(look(network, cast.fay, cases, "crohns", kind="join", state="open")[1]) == 2


def test_every_question_wants_an_answer(network, cast):
    for answers in (None, [], ["One."], ["One.", "  "], ["One.", "Two.", "Three."]):
        with pytest.raises(Invalid) as refused:
            do(network, cast.oli, join, "crohns", answers=answers)
        assert "answers" in refused.value.fields
    assert status(network, cast.oli) is None


def test_an_address_must_be_confirmed_before_joining(network, cast):
    with pytest.raises(NotAllowed, match="confirm"):
        do(network, cast.una, join, "long-covid")


def test_nobody_joins_without_signing_in(network, cast):
    with pytest.raises(Unauthenticated):
        do(network, None, join, "long-covid")


def test_nobody_joins_a_private_community_that_they_cannot_see(network, cast):
    for code in (None, "AAAAA-BBBBB-CCCCC"):
        with pytest.raises(NotFound):
            do(network, cast.oli, join, "hidden", invitation=code)


def test_a_public_community_by_invitation_says_so(network, cast):
    do(network, cast.opal, edit_community, "long-covid", joining="invitation")
    with pytest.raises(NotAllowed, match="invitation"):
        do(network, cast.oli, join, "long-covid")


def test_a_facilitator_lets_somebody_in(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert status(network, cast.pia) == "active"
    assert say(network, cast.pia, cast.everyday).author.handle == "Pia"


def test_who_is_turned_away_may_ask_again(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="decline", reason="This is for people with Crohn's.")
    assert status(network, cast.pia) == "left"
    do(network, cast.pia, join, "crohns", answers=ANSWERS)
    assert waiting_case(network, cast, cast.pia).id != cast.pia_case


# --- leaving


def test_who_leaves_is_outside_at_once_and_their_words_stay(network, cast):
    said = say(network, cast.ana, cast.everyday)
    heard = listen(network, MembershipChanged)
    do(network, cast.ana, leave, "crohns")
    with pytest.raises(NotFound):
        look(network, cast.ana, inside, "crohns")
    assert [one.status for one in heard] == ["left"]
    assert [one.id for one in read(network, cast.ben, cast.everyday).items] == [said.id]


def test_who_withdraws_a_request_takes_its_case_along(network, cast):
    do(network, cast.pia, leave, "crohns")
    with network.reading() as work:
        found = work.session.get_one(Case, cast.pia_case)
        assert (found.state, found.outcome, found.decided_by_id) == ("closed", "withdrawn", None)


def test_nobody_leaves_where_they_are_not(network, cast):
    for person in (cast.oli, cast.bea, cast.gil):
        with pytest.raises(NotFound):
            do(network, person, leave, "crohns")
    with pytest.raises(NotFound):
        do(network, cast.oli, leave, "hidden")


def test_who_comes_back_asks_again_and_has_one_place(network, cast):
    do(network, cast.ana, leave, "crohns")
    place, fresh = do(network, cast.ana, join, "crohns", answers=ANSWERS)
    assert (place.status, fresh) == ("pending", True)
    do(network, cast.fay, decide, waiting_case(network, cast, cast.ana).id, outcome="approve", reason="Again.")
    assert status(network, cast.ana) == "active"


def test_a_role_does_not_survive_leaving(network, cast):
    do(network, cast.lin, leave, "crohns")
    do(network, cast.lin, join, "crohns", answers=ANSWERS)
    do(network, cast.fay, decide, waiting_case(network, cast, cast.lin).id, outcome="approve", reason="Again.")
    place = look(network, cast.lin, visit, "crohns").membership
    assert (place.role, place.title) == ("member", None)


def test_a_mute_survives_leaving(network, cast):
    do(network, cast.max, leave, "crohns")
    do(network, cast.max, join, "crohns", answers=ANSWERS)
    do(network, cast.fay, decide, waiting_case(network, cast, cast.max).id, outcome="approve", reason="Again.")
    with pytest.raises(NotAllowed):
        say(network, cast.max, cast.everyday)


# --- invitations


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


# --- roles


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
    assert waiting_case(network, cast, cast.pia) is None


def test_a_suspension_that_is_over_needs_no_rejoining(network, cast, clock):
    until = clock.now + timedelta(hours=1)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="suspension", reason="x", rule="1", until=until)
    with pytest.raises(NotAllowed):
        do(network, cast.ana, join, "crohns", answers=ANSWERS)
    clock.move(hours=1)
    assert do(network, cast.ana, join, "crohns")[1] is False
    assert status(network, cast.ana) == Status.ACTIVE
