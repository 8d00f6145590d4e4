"""Joining, being let in, leaving, coming back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from networks.communities.actions import edit_community, join, leave
from networks.communities.events import MembershipChanged
from networks.communities.queries import inside, visit
from networks.errors import Invalid, NotAllowed, NotFound, Unauthenticated
from networks.moderation.actions import decide
from networks.moderation.models import Case
from networks.moderation.queries import cases
from tests.cast import ANSWERS
from tests.domain.acts import at_once, do, listen, look, read, say, status, waiting_case

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
    asked = waiting_case(network, cast.fay, cast.oli)
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
    assert waiting_case(network, cast.fay, cast.pia).id != cast.pia_case


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
    do(network, cast.fay, decide, waiting_case(network, cast.fay, cast.ana).id, outcome="approve", reason="Again.")
    assert status(network, cast.ana) == "active"


def test_a_role_does_not_survive_leaving(network, cast):
    do(network, cast.lin, leave, "crohns")
    do(network, cast.lin, join, "crohns", answers=ANSWERS)
    do(network, cast.fay, decide, waiting_case(network, cast.fay, cast.lin).id, outcome="approve", reason="Again.")
    place = look(network, cast.lin, visit, "crohns").membership
    assert (place.role, place.title) == ("member", None)


def test_a_mute_survives_leaving(network, cast):
    do(network, cast.max, leave, "crohns")
    do(network, cast.max, join, "crohns", answers=ANSWERS)
    do(network, cast.fay, decide, waiting_case(network, cast.fay, cast.max).id, outcome="approve", reason="Again.")
    with pytest.raises(NotAllowed):
        say(network, cast.max, cast.everyday)
