"""Rooms, and how far one has read in them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.chat.actions import remove_message
from networks.chat.queries import (
    enter,
    last_read_room,
    message,
    rooms,
    unread_total,
)
from networks.chat.rooms import edit_room, make_room, mark_read
from networks.errors import Invalid, NotAllowed, NotFound
from tests.domain.acts import do, look, say


def unread(network, person, slug="crohns"):
    return {one.name: one.unread for one in look(network, person, rooms, slug)[1]}


# --- making


def test_facilitators_and_operators_make_rooms(network, cast):
    for person, name in ((cast.fay, "Food"), (cast.opal, "Work")):
        do(network, person, make_room, "crohns", name=name)
    assert [one.name for one in look(network, cast.ana, rooms, "crohns")[1]] == ["Everyday", "Food", "Work"]


def test_others_make_none(network, cast):
    for person in (cast.ana, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            do(network, person, make_room, "crohns", name="Mine")
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, None):
        with pytest.raises(NotFound):
            do(network, person, make_room, "crohns", name="Mine")


def test_a_name_stands_for_one_room_in_a_community(network, cast):
    with pytest.raises(Invalid) as refused:
        do(network, cast.fay, make_room, "crohns", name="Everyday")
    assert "name" in refused.value.fields
    assert do(network, cast.fay, make_room, "hidden", name="Everyday").name == "Everyday"


def test_a_room_is_renamed_but_not_like_another(network, cast):
    food = do(network, cast.fay, make_room, "crohns", name="Food")
    do(network, cast.fay, edit_room, food.id, name="Eating", purpose="What is good for us?")
    with pytest.raises(Invalid):
        do(network, cast.fay, edit_room, food.id, name="Everyday", purpose="")
    do(network, cast.fay, edit_room, food.id, name="Eating", purpose="What is good?")
    assert [one.name for one in look(network, cast.ana, rooms, "crohns")[1]] == ["Everyday", "Eating"]
    with pytest.raises(NotAllowed):
        do(network, cast.ana, edit_room, food.id, name="Mine", purpose="")


def test_outsiders_see_no_rooms(network, cast):
    for person in (cast.pia, cast.bea, cast.oli, cast.gil, cast.una, None):
        with pytest.raises(NotFound):
            look(network, person, rooms, "crohns")


def test_a_room_that_is_not_there_looks_like_one_that_is_not_yours(network, cast):
    said = say(network, cast.ana, cast.quiet_corner)
    for query, real, absent in ((enter, cast.quiet_corner, uuid4()), (message, said.id, uuid4())):
        told = []
        for wanted in (real, absent):
            with pytest.raises(NotFound) as refused:
                look(network, cast.oli, query, wanted)
            told.append(str(refused.value))
        assert told[0] == told[1]


# --- reading marks


def test_what_others_said_is_unread_until_it_is_read(network, cast):
    said = [say(network, cast.ana, cast.everyday) for _ in range(3)]
    assert unread(network, cast.ben) == {"Everyday": 3}
    assert unread(network, cast.ana) == {"Everyday": 0}
    do(network, cast.ben, mark_read, cast.everyday, said[1].seq)
    assert unread(network, cast.ben) == {"Everyday": 1}
    assert look(network, cast.ben, unread_total, cast.crohns_id) == 1
    assert look(network, cast.ben, unread_total, cast.hidden_id) == 0


def test_what_was_removed_is_not_unread(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.ana, remove_message, said.id)
    assert unread(network, cast.ben) == {"Everyday": 0}


def test_reading_never_goes_back_and_not_beyond_the_end(network, cast):
    for _ in range(3):
        say(network, cast.ana, cast.everyday)
    assert [do(network, cast.ben, mark_read, cast.everyday, seq) for seq in (2, 1, -5, 99)] == [2, 2, 2, 3]
    assert [one.read_seq for one in look(network, cast.ben, rooms, "crohns")[1]] == [3]
    assert [one.read_seq for one in look(network, cast.ana, rooms, "crohns")[1]] == [0]


def test_the_room_read_last_is_remembered(network, cast, clock):
    food = do(network, cast.fay, make_room, "crohns", name="Food")
    assert look(network, cast.ben, last_read_room, "crohns") == cast.everyday  # the room that was there when he joined
    for room_id in (food.id, cast.everyday, food.id):
        clock.move(minutes=1)
        do(network, cast.ben, mark_read, room_id, 0)
        assert look(network, cast.ben, last_read_room, "crohns") == room_id


def test_outsiders_mark_nothing(network, cast):
    with pytest.raises(NotFound):
        do(network, cast.oli, mark_read, cast.everyday, 0)
