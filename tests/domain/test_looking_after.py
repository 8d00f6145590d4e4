"""The member desk: who is how, notes that facilitators keep, and writing to somebody in a room."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.audit import AuditRow
from networks.communities.actions import appoint
from networks.erasure import erase
from networks.errors import Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.overview.events import MemberNoted
from networks.overview.looking_after import note, notes, put_on_record, remove_note, write_to
from networks.overview.members import people
from networks.people.queries import person_by_handle
from tests.domain.acts import at_once, bodies, do, listen, look, read, say
from tests.domain.test_counting import count_all


def states(network, person, **which):
    count_all(network)
    return {one.handle: one.state for one in look(network, person, people, "crohns", **which).rows}


def noted(network, who, about):
    return [one.body for one, _ in look(network, who, notes, "crohns", about.person_id)]


def look_in(network, operator, about):
    """It goes on record that an operator reads what is noted about somebody."""
    do(network, operator, put_on_record, "crohns", about.person_id)


def write(network, who, about, room_id, body="Hello @Ana, how are you?", kind="check_in", key=None):
    said = {"kind": kind, "room_id": room_id, "body": body, "client_key": key or uuid4().hex}
    return do(network, who, write_to, "crohns", about.person_id, **said)


# --- the desk


def test_everybody_stands_in_one_state_and_the_counts_are_those_of_the_lists(network, cast):
    say(network, cast.ana, cast.everyday)
    assert states(network, cast.fay) == {
        "Ana": "active", "Ben": "quiet", "Fay": "quiet", "Lin": "quiet",
        "Max": "sanctioned", "Bea": "sanctioned", "Pia": "waiting",
    }  # fmt: skip
    counts = look(network, cast.fay, people, "crohns").counts
    for state in ("new", "active", "quiet", "sanctioned", "waiting"):
        assert len(states(network, cast.fay, state=state)) == counts[state]


def test_whoever_only_asks_anonymously_is_not_told_of_by_their_state(network, cast):
    say(network, cast.ana, cast.everyday, anonymous=True)
    assert states(network, cast.opal)["Ana"] == "quiet"


def test_it_goes_on_after_a_handle(network, cast):
    first = look(network, cast.fay, people, "crohns", limit=3).rows
    rest = look(network, cast.fay, people, "crohns", after=first[-1].handle).rows
    assert [one.handle for one in (*first, *rest)] == ["Ana", "Bea", "Ben", "Fay", "Lin", "Max", "Pia"]


REFUSED = {"ana": NotAllowed, "lin": NotAllowed, "gil": NotFound, "oli": NotFound, "pia": NotFound, "bea": NotFound}


@pytest.mark.parametrize(("name", "refusal"), REFUSED.items())
def test_the_desk_is_for_those_who_look_after_the_place(network, cast, name, refusal):
    who = getattr(cast, name)
    made = do(network, cast.fay, note, "crohns", cast.ben.person_id, body="Careful.")
    calls = [
        lambda: look(network, who, people, "crohns"),
        lambda: look(network, who, notes, "crohns", cast.ben.person_id),
        lambda: do(network, who, note, "crohns", cast.ben.person_id, body="x"),
        lambda: write(network, who, cast.ben, cast.everyday, "Hello @Ben"),
    ]
    for call in calls:
        with pytest.raises(refusal):
            call()
    with pytest.raises(NotFound):
        do(network, who, remove_note, made.id)
    assert noted(network, cast.fay, cast.ben) == ["Careful."]


# --- notes


def test_a_note_is_for_facilitators_and_operators_of_the_community(network, cast):
    do(network, cast.fay, note, "crohns", cast.ana.person_id, body="Tuesdays are hard.")
    with pytest.raises(NotAllowed):
        noted(network, cast.opal, cast.ana)
    look_in(network, cast.opal, cast.ana)
    assert noted(network, cast.fay, cast.ana) == noted(network, cast.opal, cast.ana) == ["Tuesdays are hard."]
    assert look(network, cast.fay, notes, "hidden", cast.ana.person_id) == []
    rows = {one.handle: one.notes for one in look(network, cast.fay, people, "crohns").rows}
    assert (rows["Ana"], rows["Ben"]) == (1, 0)


def test_a_facilitator_learns_nothing_of_what_others_note_about_them(network, cast):
    do(network, None, lambda work: appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator"))
    made = do(network, cast.fay, note, "crohns", cast.ben.person_id, body="Overworked.")
    with pytest.raises(NotAllowed):
        noted(network, cast.ben, cast.ben)
    with pytest.raises(NotFound):
        do(network, cast.ben, remove_note, made.id)
    rows = {one.handle: (one.notes, one.noted_at) for one in look(network, cast.ben, people, "crohns").rows}
    assert rows["Ben"] == (0, None)


def test_the_record_tells_that_something_was_noted_and_not_what(network, cast):
    made = do(network, cast.fay, note, "crohns", cast.ana.person_id, body="Tuesdays are hard.")
    do(network, cast.fay, remove_note, made.id)
    with network.reading() as work:
        rows = work.session.scalars(select(AuditRow).where(AuditRow.act.startswith("member."))).all()
        told = [(one.act, one.actor_id, one.subject_id, one.reason) for one in rows]
    acts = ["member.noted", "member.note_removed"]
    assert told == [(act, cast.fay.person_id, cast.ana.person_id, None) for act in acts]


def test_a_note_is_removed_once(network, cast):
    made = do(network, cast.fay, note, "crohns", cast.ana.person_id, body="x")
    answers = at_once([lambda: do(network, cast.fay, remove_note, made.id)] * 4)
    assert answers.count(None) == 1
    assert noted(network, cast.fay, cast.ana) == []


def test_a_note_that_is_sent_twice_is_kept_and_recorded_once(network, cast, clock):
    def keep():
        return do(network, cast.fay, note, "crohns", cast.ana.person_id, body="Tuesdays are hard.")

    heard = listen(network, MemberNoted)
    at_once([keep] * 4)
    do(network, cast.opal, note, "crohns", cast.ana.person_id, body="Tuesdays are hard.")
    assert (len(noted(network, cast.fay, cast.ana)), len(heard)) == (2, 2)
    clock.move(hours=1)
    keep()
    assert len(noted(network, cast.fay, cast.ana)) == 3


def test_who_asks_for_their_data_gets_what_is_noted_about_them_and_not_by_whom(network, cast):
    do(network, cast.fay, note, "crohns", cast.ana.person_id, body="Tuesdays are hard.")
    told = look(network, cast.ana, everything_about_me)
    assert [one["body"] for one in told["notes_about_me"]] == ["Tuesdays are hard."]
    assert str(cast.fay.person_id) not in str(told["notes_about_me"])
    assert [one["body"] for one in look(network, cast.fay, everything_about_me)["notes_by_me"]] == [
        "Tuesdays are hard."
    ]
    assert look(network, cast.ben, everything_about_me)["notes_about_me"] == []


def test_notes_go_with_whom_they_are_about_and_stay_when_their_author_goes(network, cast):
    for person in (cast.ana, cast.ben):
        do(network, cast.fay, note, "crohns", person.person_id, body="x")
    do(network, cast.ana, erase, delete_content=False)
    do(network, cast.fay, erase, delete_content=False)
    assert noted(network, cast.opal, cast.ana) == []
    look_in(network, cast.opal, cast.ben)
    assert noted(network, cast.opal, cast.ben) == ["x"]


# --- writing to somebody


def test_writing_to_somebody_is_a_message_that_calls_them_and_is_noted(network, cast):
    write(network, cast.fay, cast.ana, cast.everyday)
    assert bodies(read(network, cast.ana, cast.everyday)) == ["Hello @Ana, how are you?"]
    (found,) = look(network, cast.fay, notes, "crohns", cast.ana.person_id)
    assert (found[0].kind, found[0].body, found[1].handle) == ("check_in", "Everyday", "Fay")


def test_the_same_click_twice_writes_and_notes_once(network, cast):
    key = uuid4().hex
    at_once([lambda: write(network, cast.fay, cast.ana, cast.everyday, key=key)] * 4)
    assert len(bodies(read(network, cast.ana, cast.everyday))) == 1
    assert len(noted(network, cast.fay, cast.ana)) == 1


def test_it_calls_them_by_name_in_a_room_of_this_community(network, cast):
    with pytest.raises(Invalid):
        write(network, cast.fay, cast.ana, cast.everyday, body="Hello you.")
    for room in (cast.quiet_corner, cast.long_days, uuid4()):
        with pytest.raises(NotFound):
            write(network, cast.fay, cast.ana, room)
    assert noted(network, cast.fay, cast.ana) == []


def test_who_is_away_would_not_hear_it(network, cast):
    for person in (cast.bea, cast.pia):
        with pytest.raises(Invalid):
            write(network, cast.fay, person, cast.everyday, body=f"Hello @{person.handle}")


def test_an_operator_who_is_no_member_does_not_write_in_rooms(network, cast):
    with pytest.raises(NotFound):
        write(network, cast.opal, cast.ana, cast.everyday)
