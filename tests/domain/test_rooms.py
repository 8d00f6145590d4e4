"""Rooms, how far one has read in them, and operators' openings."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.chat.actions import (
    edit_message,
    edit_room,
    make_room,
    mark_read,
    open_room,
    react,
    remove_message,
)
from networks.chat.queries import (
    enter,
    last_read_room,
    message,
    openings,
    rooms,
    still_inside,
    unread_total,
)
from networks.communities.actions import leave
from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.actions import decide, sanction
from networks.moderation.queries import audit
from networks.people.actions import edit_profile
from tests.domain.acts import do, look, read, say


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
