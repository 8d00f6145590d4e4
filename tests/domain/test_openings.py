"""Operators who open a room, and everybody's right to listen."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.queries import (
    enter,
    openings,
    rooms,
    still_inside,
)
from networks.chat.rooms import open_room
from networks.communities.actions import leave
from networks.errors import NotAllowed, NotFound
from networks.moderation.actions import decide
from networks.moderation.queries import audit
from networks.moderation.sanctioning import sanction
from networks.people.actions import edit_profile
from tests.domain.acts import do, look, read, say

# --- operators' openings


def test_an_operator_reads_a_room_with_a_reason_for_an_hour(network, cast, clock):
    said = say(network, cast.ana, cast.quiet_corner)
    with pytest.raises(NotFound):
        read(network, cast.opal, cast.quiet_corner)
    do(network, cast.opal, open_room, cast.quiet_corner, reason="A complaint.")
    assert [one.id for one in read(network, cast.opal, cast.quiet_corner).items] == [said.id]
    clock.move(minutes=59)
    read(network, cast.opal, cast.quiet_corner)
    clock.move(minutes=1)
    with pytest.raises(NotFound):
        read(network, cast.opal, cast.quiet_corner)


def test_an_opened_room_is_read_and_not_written(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    for ask in (
        lambda: say(network, cast.opal, cast.everyday),
        lambda: do(network, cast.opal, react, said.id, "👍", on=True),
        lambda: do(network, cast.opal, edit_message, said.id, body="Mine."),
        lambda: do(network, cast.opal, remove_message, said.id),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_an_opening_opens_one_room_to_one_operator(network, cast):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    with pytest.raises(NotFound):
        read(network, cast.opal, cast.quiet_corner)
    for person in (cast.oli, cast.gil):
        with pytest.raises(NotFound):
            read(network, person, cast.everyday)


def test_facilitators_see_who_opened_what_and_why(network, cast):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    for person in (cast.fay, cast.opal):
        ((opening, room),) = look(network, person, openings, "crohns")
        assert (opening.reason, opening.person_id, room.id) == ("A complaint.", cast.opal.person_id, cast.everyday)
    row, actor = look(network, cast.fay, audit, "crohns")[0]
    assert (row.act, row.reason, actor.handle) == ("room.opened", "A complaint.", "Opal")
    for person in (cast.ana, cast.lin, cast.gil, cast.oli):
        with pytest.raises(NotFound):
            look(network, person, openings, "crohns")


def test_nobody_but_operators_opens_a_room(network, cast):
    for person in (cast.ana, cast.fay, cast.gil, cast.oli):
        with pytest.raises(NotFound):
            do(network, person, open_room, cast.everyday, reason="Curiosity.")
    with pytest.raises(NotFound):
        do(network, cast.opal, open_room, uuid4(), reason="A complaint.")


# --- who may listen


def test_the_right_to_listen_ends_with_the_place_and_the_opening(network, cast, clock):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    people = (cast.ana, cast.ben, cast.max, cast.opal, cast.pia, cast.bea, cast.oli, cast.gil)
    pairs = [(person.person_id, room) for person in people for room in (cast.everyday, cast.long_days)]

    def listening():
        allowed = look(network, None, still_inside, pairs)
        return {(p.handle, r) for p in people for r in (cast.everyday, cast.long_days) if (p.person_id, r) in allowed}

    inside = {(name, cast.everyday) for name in ("Ana", "Ben", "Max")} | {("Gil", cast.long_days)}
    assert listening() == inside | {("Opal", cast.everyday)}
    do(network, cast.ana, leave, "crohns")
    do(network, cast.fay, sanction, "crohns", cast.ben.person_id, kind="ban", reason="Unkind.", rule="1")
    clock.move(hours=1)
    assert listening() == {("Max", cast.everyday), ("Gil", cast.long_days)}


def test_a_room_is_drawn_anew_when_anything_in_it_looks_different(network, cast):
    """What is kept of one revision would else show old words, names or reactions."""

    def revision():
        return look(network, cast.ana, enter, cast.everyday).room.revision

    said = say(network, cast.ana, cast.everyday)
    changes = (
        lambda: say(network, cast.ben, cast.everyday),
        lambda: do(network, cast.ana, edit_message, said.id, body="Changed."),
        lambda: do(network, cast.ben, react, said.id, "👍", on=True),
        lambda: do(network, cast.ben, react, said.id, "👍", on=False),
        lambda: do(network, cast.ana, edit_profile, handle="Anastasia"),
        lambda: do(network, cast.ana, remove_message, said.id),
        lambda: do(network, cast.ben, leave, "crohns"),
    )
    for change in changes:
        before = revision()
        change()
        assert revision() > before


def test_what_was_said_before_somebody_joined_is_not_news_to_them(network, cast):
    say(network, cast.ana, cast.everyday)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    say(network, cast.ana, cast.everyday)
    assert [one.unread for one in look(network, cast.pia, rooms, "crohns")[1]] == [1]
