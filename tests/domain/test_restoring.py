"""Overturning restores everything: all that a step about a person ends is listed here, and is as it was before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from networks.charter.amending import propose, support
from networks.charter.models import Support
from networks.chat.actions import react
from networks.chat.models import Message, Reaction, ReadMark
from networks.chat.rooms import mark_read
from networks.communities.actions import invite, join, leave, set_role
from networks.communities.credentials import apply
from networks.communities.credentials_models import Application
from networks.communities.models import Invitation, Membership
from networks.erasure import erase
from networks.export import everything_about_me
from networks.facilitation.mentoring import offer, stop
from networks.facilitation.models import Asking, FirstWords, Mentor
from networks.moderation.actions import claim, decide
from networks.moderation.appealing import appeal
from networks.moderation.holding import hand_over
from networks.moderation.loss_models import Loss, Lost
from networks.moderation.losses import takes
from networks.moderation.models import Case
from networks.moderation.sanctioning import end_sanction
from networks.overview.models import Shift
from networks.overview.rota import plan
from networks.resources.actions import withdraw
from networks.resources.bookmarks import keep
from networks.resources.endorsing import assign, revoke
from networks.resources.models import Resource
from networks.resources.queries import resource
from networks.resources.review_models import Assignment, Endorsement
from networks.resources.reviewing import decide as review
from networks.resources.shelf_models import Bookmark
from networks.resources.trying import start
from networks.resources.trying_models import Trial
from networks.welcoming import ask_mentor
from networks.wiring.restoring import HAS
from tests.cast import ANSWERS
from tests.domain.acts import do, is_inside, look, say, status
from tests.domain.professionals import SAID, as_operator
from tests.domain.reviews import RISKY, endorsed, handed_in, open_cases, published
from tests.newcomers import arrive, newcomer_cases


def rows(network, table):
    """All of them, whole: what is as it was is so to the last column."""
    names = [column.name for column in table.__table__.columns]
    with network.reading() as work:
        found = work.session.scalars(select(table))
        return sorted(([str(getattr(one, name)) for name in names] for one in found), key=str)


def first_case(network, cast):
    return newcomer_cases(network, cast.fay)[0]


def greeted(network, cast, mentor):
    """A mentor is asked to welcome somebody who has just said hello."""
    do(network, mentor, offer, "crohns", capacity=2)
    network.clock.move(minutes=1)
    newcomer = arrive(network)
    say(network, newcomer, cast.everyday, "Hello, I am new.")
    do(network, cast.fay, ask_mentor, first_case(network, cast).id)
    return newcomer


# --- what somebody has: each returns whom the step is about


def a_membership(network, cast):
    return cast.ana


def a_request_that_waits(network, cast):
    return cast.pia


def to_have_left(network, cast):
    do(network, cast.ana, leave, "crohns")
    return cast.ana


def an_endorsement(network, cast):
    published(network, cast, **RISKY, changes_treatment=True)
    return cast.lin


def an_open_application(network, cast):
    do(network, cast.ana, apply, "crohns", **SAID)
    return cast.ana


def a_case_in_ones_hands(network, cast):
    do(network, cast.opal, set_role, "crohns", cast.ben.person_id, "facilitator")
    do(network, cast.ben, claim, cast.pia_case)
    return cast.ben


def first_words_that_wait(network, cast):
    newcomer = arrive(network)
    say(network, newcomer, cast.everyday, "Hello, I am new.")
    return newcomer


def first_words_that_a_mentor_was_asked_to_answer(network, cast):
    return greeted(network, cast, cast.ana)


def an_offer_to_welcome(network, cast):
    do(network, cast.ana, offer, "crohns", capacity=3)
    return cast.ana


def to_be_asked_as_a_mentor(network, cast):
    greeted(network, cast, cast.ana)
    return cast.ana


HAVE = {
    a_membership: (Membership,),
    a_request_that_waits: (Membership, Case),
    to_have_left: (Membership,),
    an_endorsement: (Endorsement, Resource),
    an_open_application: (Application,),
    a_case_in_ones_hands: (Case, Membership),
    first_words_that_wait: (FirstWords, Case),
    first_words_that_a_mentor_was_asked_to_answer: (FirstWords, Asking, Mentor),
    an_offer_to_welcome: (Mentor, Membership),
    to_be_asked_as_a_mentor: (Asking, Mentor, Membership),
}
"""What can be had, and the tables in which it stands."""


def overturn(network, cast, person, made):
    case_id = do(network, person, appeal, made.id, statement="It was not like that.").case_id
    other = as_operator(network, cast.oli)
    do(network, other, decide, case_id, outcome="overturn", reason="Nobody was hurt.")
    with network.begin() as work:
        work.session.delete(work.session.get_one(Case, case_id))  # it is no part of what is compared


def lift(network, cast, _person, made):
    do(network, cast.opal, end_sanction, made.id)


UNDO = {"overturned": overturn, "lifted": lift}


@pytest.fixture(params=[*UNDO.values()], ids=[*UNDO])
def undo(request, network, cast):
    return lambda person, made: request.param(network, cast, person, made)


@pytest.mark.parametrize("kind", ["suspension", "ban"])
@pytest.mark.parametrize("have", HAVE, ids=lambda one: one.__name__)
def test_undone_all_is_as_it_was(network, cast, clock, answer, undo, have, kind):
    person, tables = have(network, cast), HAVE[have]
    clock.move(minutes=5)
    before = {table: rows(network, table) for table in tables}
    made = answer(person, kind, by=cast.opal)
    for table in tables:
        assert rows(network, table) != before[table]
    clock.move(minutes=5)
    undo(person, made)
    for table in tables:
        assert rows(network, table) == before[table]
    assert rows(network, Loss) == []


def test_a_mute_passes_on_what_a_mentor_was_asked_and_undone_they_are_asked_again(network, cast, clock, answer, undo):
    greeted(network, cast, cast.ana)
    before = [rows(network, one) for one in (Asking, Mentor)]
    clock.move(minutes=5)
    made = answer(cast.ana, "mute")
    assert [rows(network, one) for one in (Asking, Mentor)] != before
    undo(cast.ana, made)
    assert [rows(network, one) for one in (Asking, Mentor)] == before


def test_what_can_be_taken_is_listed_once():
    assert set(HAS) == set(takes("ban")) == set(takes("suspension")) == set(Lost) - {
        Lost.PLACE, Lost.ANSWER, Lost.VOICE,
    }  # fmt: skip
    assert (takes("mute"), takes("warning"), takes("note")) == ((Lost.ASKING,), (), ())


HOUR = timedelta(hours=1)
STAY = (Shift, Invitation, Bookmark, Trial, Support, ReadMark, Reaction, Assignment, Message)


def test_what_never_ends_by_a_step_is_not_touched(network, cast, clock, answer):
    """It is not seen, or does not count, while somebody is away."""
    do(network, cast.opal, set_role, "crohns", cast.ben.person_id, "facilitator")
    tip, begins = published(network, cast), clock.now + timedelta(days=1)
    do(network, cast.ben, plan, "crohns", person_id=cast.ben.person_id, starts_at=begins, ends_at=begins + HOUR)
    do(network, cast.ben, invite, "crohns")
    do(network, cast.ben, keep, tip)
    do(network, cast.ben, start, tip)
    proposal = do(network, cast.ana, propose, "crohns", rule="", text="Be kind.", why="It helps.")
    do(network, cast.ben, support, proposal.id, on=True)
    do(network, cast.ben, react, say(network, cast.ben, cast.everyday).id, "❤", on=True)
    do(network, cast.ben, mark_read, cast.everyday, 1)
    do(network, cast.fay, assign, tip, cast.lin.person_id)
    before = [rows(network, table) for table in STAY]
    assert all(before)
    clock.move(minutes=1)
    for person in (cast.ben, cast.lin):
        answer(person, "ban", by=cast.opal)
    assert [rows(network, table) for table in STAY] == before


# --- the library


@pytest.fixture
def shown(network, cast):
    return published(network, cast, **RISKY, changes_treatment=True)


def test_what_left_the_library_with_its_professional_is_in_it_again_and_nobody_has_to_look(
    network, cast, clock, answer, undo, shown
):
    made = answer(cast.lin, "ban")
    assert look(network, cast.ana, resource, shown).state == "archived"
    clock.move(days=2)
    undo(cast.lin, made)
    assert look(network, cast.ben, resource, shown).state == "published"
    assert open_cases(network, cast) == []


def test_what_was_archived_meanwhile_or_taken_back_stays_out(network, cast, clock, answer, undo, shown):
    made = answer(cast.lin, "ban")
    do(network, cast.ana, withdraw, shown)
    clock.move(minutes=1)
    undo(cast.lin, made)
    assert look(network, cast.ana, resource, shown).state == "withdrawn"


def test_a_review_that_was_taken_back_before_stays_taken_back(network, cast, clock, answer, undo, shown):
    with network.reading() as work:
        held = work.session.scalar(select(Endorsement.id))
    do(network, cast.lin, revoke, held)
    clock.move(minutes=1)
    before = rows(network, Endorsement)
    undo(cast.lin, answer(cast.lin, "ban"))
    assert rows(network, Endorsement) == before
    assert look(network, cast.ana, resource, shown).state == "archived"


def test_a_review_whose_time_is_over_does_not_hold_again(network, cast, clock, answer, undo):
    shown = handed_in(network, cast, **RISKY, changes_treatment=True)
    endorsed(network, cast, shown, months=1)
    do(network, cast.fay, review, shown, outcome="publish", reason="Careful.", version=1)
    made = answer(cast.lin, "ban")
    clock.move(days=31)
    undo(cast.lin, made)
    assert look(network, cast.ana, resource, shown).state == "archived"


# --- only what that step took


def test_what_somebody_gave_up_before_stays_given_up(network, cast, clock, answer, undo):
    do(network, cast.ana, offer, "crohns", capacity=3)
    do(network, cast.ana, stop, "crohns")
    undo(cast.ana, answer(cast.ana, "ban"))
    assert rows(network, Mentor) == []


def test_what_they_offered_anew_meanwhile_stands_as_they_said_it(network, cast, clock, answer):
    do(network, cast.ana, offer, "crohns", capacity=3)
    made = answer(cast.ana, "suspension", hours=1)
    clock.move(hours=1)
    do(network, cast.ana, offer, "crohns", capacity=5)
    overturn(network, cast, cast.ana, made)
    with network.reading() as work:
        assert work.session.scalars(select(Mentor.capacity)).all() == [5]


def test_what_they_asked_for_anew_meanwhile_waits_alone(network, cast, clock, answer):
    do(network, cast.ana, apply, "crohns", **SAID)
    made = answer(cast.ana, "suspension", hours=1)
    clock.move(hours=1)
    do(network, cast.ana, apply, "crohns", **SAID)
    overturn(network, cast, cast.ana, made)
    with network.reading() as work:
        assert sorted(work.session.scalars(select(Application.state))) == ["open", "withdrawn"]


def test_what_went_to_another_mentor_is_theirs(network, cast, clock, answer, undo):
    greeted(network, cast, cast.ana)
    do(network, cast.lin, offer, "crohns", capacity=1)
    clock.move(minutes=1)
    made = answer(cast.ana, "ban")
    undo(cast.ana, made)
    with network.reading() as work:
        open_ones = work.session.scalars(select(Asking.mentor_id).where(Asking.state == "asked")).all()
        room = work.session.scalar(select(Mentor.taken).where(Mentor.person_id == cast.ana.person_id))
    assert (open_ones, room) == ([cast.lin.person_id], 0)


def test_whom_somebody_answered_meanwhile_waits_no_more(network, cast, clock, answer, undo):
    newcomer = first_words_that_wait(network, cast)
    said = look(network, cast.fay, lambda work: work.session.scalar(select(FirstWords.message_id)))
    made = answer(newcomer, "ban")
    clock.move(minutes=1)
    reply = say(network, cast.ana, cast.everyday, "Welcome.", reply_to=said)
    clock.move(minutes=1)
    undo(newcomer, made)
    with network.reading() as work:
        (words,) = work.session.scalars(select(FirstWords))
        assert (words.answer_id, words.answered_at, words.ended_at) == (reply.id, reply.posted_at, None)
    assert first_case(network, cast).state == "closed"


def test_who_took_the_case_meanwhile_keeps_it(network, cast, clock, answer, undo):
    ben = a_case_in_ones_hands(network, cast)
    made = answer(ben, "ban", by=cast.opal)
    do(network, cast.fay, claim, cast.pia_case)
    undo(ben, made)
    with network.reading() as work:
        assert work.session.get_one(Case, cast.pia_case).claimed_by_id == cast.fay.person_id


def test_what_would_be_over_by_the_clock_is_over(network, cast, clock, answer, undo):
    ben = a_case_in_ones_hands(network, cast)
    made = answer(ben, "ban", by=cast.opal)
    clock.move(days=2)
    undo(ben, made)
    with network.reading() as work:
        assert work.session.get_one(Case, cast.pia_case).claimed_by_id is None


def test_a_role_that_ended_meanwhile_brings_no_review_back(network, cast, clock, answer, undo, shown):
    made = answer(cast.lin, "ban")
    with network.begin() as work:
        for place in work.session.scalars(select(Membership).where(Membership.person_id == cast.lin.person_id)):
            place.role = "member"
    undo(cast.lin, made)
    with network.reading() as work:
        assert work.session.scalar(select(Endorsement.id).where(Endorsement.revoked_at.is_(None))) is None


def test_who_left_after_a_suspension_gets_nothing_back(network, cast, clock, answer):
    do(network, cast.ana, offer, "crohns", capacity=3)
    made = answer(cast.ana, "suspension", hours=1)
    clock.move(hours=1)
    do(network, cast.ana, leave, "crohns")
    overturn(network, cast, cast.ana, made)
    assert (status(network, cast.ana), rows(network, Mentor)) == ("left", [])


# --- several steps, and the clock


def test_while_another_step_holds_all_waits_for_the_end_of_that_one(network, cast, clock, answer, undo):
    do(network, cast.ana, offer, "crohns", capacity=3)
    clock.move(minutes=1)
    before = rows(network, Mentor)
    ban = answer(cast.ana, "ban")
    suspension = answer(cast.ana, "suspension", days=5)
    undo(cast.ana, ban)
    assert (is_inside(network, cast.ana), rows(network, Mentor)) == (False, [])
    undo(cast.ana, suspension)
    assert (is_inside(network, cast.ana), rows(network, Mentor)) == (True, before)


def test_a_request_waits_again_when_the_last_of_two_falls(network, cast, clock, answer, undo):
    ban, suspension = answer(cast.pia, "ban"), answer(cast.pia, "suspension", days=5)
    undo(cast.pia, ban)
    assert status(network, cast.pia) == "suspended"
    undo(cast.pia, suspension)
    assert status(network, cast.pia) == "pending"
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert is_inside(network, cast.pia)


def test_what_the_first_took_does_not_come_back_with_the_second(network, cast, clock, answer, undo):
    do(network, cast.ana, offer, "crohns", capacity=3)
    answer(cast.ana, "suspension", hours=1)
    ban = answer(cast.ana, "ban")
    clock.move(hours=2)
    undo(cast.ana, ban)
    assert (is_inside(network, cast.ana), rows(network, Mentor)) == (True, [])


def test_who_is_muted_still_is_asked_when_that_ends_too(network, cast, clock, answer, undo):
    greeted(network, cast, cast.ana)
    before = rows(network, Asking)
    clock.move(minutes=1)
    ban, mute = answer(cast.ana, "ban"), answer(cast.ana, "mute")
    undo(cast.ana, ban)
    assert rows(network, Asking) != before
    undo(cast.ana, mute)
    assert rows(network, Asking) == before


def test_what_runs_out_has_done_its_work_until_it_is_overturned(network, cast, clock, answer, shown):
    made = answer(cast.lin, "suspension", hours=1)
    clock.move(hours=1)
    assert look(network, cast.ana, resource, shown).state == "archived"
    overturn(network, cast, cast.lin, made)
    assert look(network, cast.ben, resource, shown).state == "published"


def test_a_request_made_anew_after_a_suspension_is_the_one_that_waits(network, cast, clock, answer):
    made = answer(cast.pia, "suspension", hours=1)
    clock.move(hours=1)
    do(network, cast.pia, join, "crohns", answers=ANSWERS)
    overturn(network, cast, cast.pia, made)
    with network.reading() as work:
        about = (Case.kind == "join", Case.person_id == cast.pia.person_id, Case.community_id == cast.crohns_id)
        assert sorted(work.session.scalars(select(Case.state).where(*about))) == ["closed", "open"]


# --- whose it is


def test_it_is_in_ones_file_and_goes_with_ones_account(network, cast, clock, answer):
    do(network, cast.ana, offer, "crohns", capacity=3)
    answer(cast.ana, "ban")
    (lost,) = look(network, cast.ana, everything_about_me)["losses"]
    assert (lost["kind"], lost["was"]["capacity"]) == ("offer", 3)
    assert look(network, cast.fay, everything_about_me)["losses"] == []
    do(network, cast.ana, erase, delete_content=False)
    assert rows(network, Loss) == []


def test_whoever_is_named_in_it_goes_from_it_with_their_account(network, cast, clock, answer):
    do(network, cast.opal, set_role, "crohns", cast.ben.person_id, "facilitator")
    do(network, cast.fay, claim, cast.pia_case)
    do(network, cast.fay, hand_over, cast.pia_case, cast.ben.person_id)
    answer(cast.ben, "ban", by=cast.opal)
    do(network, cast.fay, erase, delete_content=False)
    with network.reading() as work:
        assert work.session.scalars(select(Loss.other_id)).all() == [None]
