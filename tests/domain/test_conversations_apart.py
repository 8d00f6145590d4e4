"""Nobody but the two finds anything of what they say to each other: not facilitators, not operators, in no count."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select, update

import networks
from networks.chat.actions import edit_message, react, remove_message
from networks.chat.answers import first_answer, first_standing
from networks.chat.conversations import answer as respond
from networks.chat.conversations import conversation
from networks.chat.counting import how_much
from networks.chat.events import FirstMessage, MessageEdited, MessagePosted, RoomMade
from networks.chat.models import Opening, ReadMark, Room
from networks.chat.postbox import Postbox
from networks.chat.posting import post_message
from networks.chat.queries import enter, last_read_room, message, rooms, rooms_of, still_inside, thread, unread_total
from networks.chat.revealing import who_wrote
from networks.chat.rooms import edit_room, make_room, mark_read, open_room, start_reading
from networks.communities.actions import appoint, leave
from networks.communities.models import Membership
from networks.communities.queries import inside
from networks.erasure import erase
from networks.errors import Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.facilitation.models import FirstWords
from networks.moderation.models import Case
from networks.moderation.queries import audit
from networks.moderation.sanctioning import sanction
from networks.overview.counting import count_on
from networks.overview.looking_after import write_to
from networks.overview.models import CountMark, SpokenDay, Voice
from networks.people.queries import person_by_handle
from networks.removal import remove_message as take_away
from networks.safety.watch import Watch
from networks.search.index import catch_up
from networks.search.models import Mark
from networks.search.queries import room_names, search
from networks.sharing import share
from networks.text_search import Entry
from tests.cast import again
from tests.domain.acts import bodies, do, listen, look, read, say
from tests.domain.talks import ask, begin, listed, talk

GRAVE = "I don't want to be here any more."
SECRET = "Xylophone"


@pytest.fixture
def room(network, cast):
    """Ana and Ben talk."""
    return talk(network, cast.ana, cast.ben)


def rows(network, table):
    with network.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table))


def open_anyway(network, who, room):
    """As if an operator's opening of it had come into the database by another way."""
    with network.begin() as work:
        until = work.now + timedelta(hours=1)
        opened = {"person_id": who.person_id, "reason": "A complaint.", "opened_at": work.now}
        work.session.add(Opening(id=uuid4(), room_id=room, **opened, expires_at=until))


def test_nobody_else_comes_in_by_any_way_an_opening_neither(network, cast, room):
    said = say(network, cast.ana, room, SECRET)
    open_anyway(network, cast.opal, room)
    for who in (cast.fay, cast.lin, cast.max, cast.gil, cast.pia, cast.bea, cast.oli, cast.una, cast.opal):
        for way in (
            lambda who: look(network, who, enter, room),
            lambda who: look(network, who, message, said.id),
            lambda who: look(network, who, conversation, room),
            lambda who: look(network, who, who_wrote, said.id),
            lambda who: do(network, who, post_message, room, body="Me too.", client_key=uuid4().hex),
            lambda who: do(network, who, edit_message, said.id, body="Mine."),
            lambda who: do(network, who, take_away, said.id, reason="Harm."),
            lambda who: do(network, who, react, said.id, "👍", on=True),
            lambda who: do(network, who, react, said.id, "👍", on=False),
            lambda who: do(network, who, mark_read, room, 1),
            lambda who: do(network, who, edit_room, room, name="Open", purpose=""),
            lambda who: do(network, who, open_room, room, reason="A complaint."),
            lambda who: do(network, who, share, said.id),
            lambda who: do(network, who, respond, room, accepted=True),
        ):
            with pytest.raises(NotFound):
                way(who)


def test_an_operator_cannot_open_it_even_as_one_of_the_two(network, cast, room):
    with network.begin() as work:
        person_by_handle(work, "Ben").is_operator = True
    with pytest.raises(NotFound):
        do(network, cast.opal, open_room, room, reason="A complaint.")
    assert rows(network, Opening) == 0
    do(network, cast.ben, leave, "crohns")
    open_anyway(network, cast.ben, room)
    with pytest.raises(NotFound):
        read(network, again(network, cast.ben), room)


def test_who_left_or_is_sent_away_is_out_and_comes_back_to_what_was_said(network, cast, room, answer):
    do(network, cast.ben, leave, "crohns")
    answer(cast.ana, "suspension", hours=1)
    for who in (cast.ana, cast.ben):
        with pytest.raises(NotFound):
            read(network, who, room)
        with pytest.raises(NotFound):
            look(network, who, conversation, room)


def test_a_live_ear_is_cut_where_somebody_is_none_of_the_two_or_no_member_any_more(network, cast, room):
    open_anyway(network, cast.opal, room)
    people = (cast.ana, cast.ben, cast.fay, cast.lin, cast.opal, cast.bea)
    pairs = [(one.person_id, room) for one in people]
    assert look(network, None, still_inside, pairs) == {(cast.ana.person_id, room), (cast.ben.person_id, room)}
    do(network, cast.ben, leave, "crohns")
    assert look(network, None, still_inside, pairs) == {(cast.ana.person_id, room)}


def test_a_facilitator_has_no_more_rights_there_than_the_other(network, cast):
    room = talk(network, cast.ana, cast.fay)
    said = say(network, cast.ana, room)
    for act in (
        lambda: do(network, cast.fay, take_away, said.id, reason="Harm."),
        lambda: do(network, cast.fay, edit_room, room, name="Open", purpose=""),
        lambda: look(network, cast.fay, who_wrote, said.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert bodies(read(network, cast.ana, room))[-1] == said.body


def test_its_thread_is_not_found_from_another_room(network, cast, room):
    said = say(network, cast.ana, room)
    with network.reading(cast.ana) as work, pytest.raises(NotFound):
        thread(work, enter(work, cast.everyday), said.id)
    with pytest.raises(Invalid):
        say(network, cast.ben, cast.everyday, reply_to=said.id)


def test_rights_are_not_remembered_so_nothing_old_lets_anybody_in(network, cast, room):
    box = Postbox(network, lambda act: act(), lambda: None)
    with network.reading(cast.ben) as work:
        box.rights.learn(box.rights.generation, cast.ben, enter(work, room))
    assert box.post(cast.ben.session_id, room, body="Here.", client_key=uuid4().hex).result().seq
    assert box.rights._kept == {}
    with network.database.writing(lambda: None) as connection:  # as another process would, which tells nothing here
        connection.execute(update(Membership).values(status="left"))
    with pytest.raises(NotFound):
        box.post(cast.ben.session_id, room, body="Still here.", client_key=uuid4().hex).result()


def test_no_list_of_rooms_has_it_and_no_total(network, cast, room, clock):
    say(network, cast.ben, room)
    clock.move(minutes=1)
    do(network, cast.ana, mark_read, room, 1)
    for who in (cast.ana, cast.ben, cast.fay, cast.opal):
        assert room not in [one.id for one in look(network, who, rooms, "crohns")[1]]
        assert look(network, who, unread_total, cast.crohns_id) == 0
    assert look(network, cast.ana, last_read_room, "crohns") == cast.everyday


def test_a_room_that_is_made_after_it_stands_where_it_would_without(network, cast, room):
    assert do(network, cast.fay, make_room, "crohns", name="Evenings").position == 1


def test_who_joins_gets_no_mark_in_it(network, cast, room):
    do(network, None, start_reading, cast.crohns_id, cast.oli.person_id)
    with network.reading() as work:
        marked = set(work.session.scalars(select(ReadMark.room_id).where(ReadMark.person_id == cast.oli.person_id)))
    assert marked == {cast.everyday}


def test_no_search_finds_it_not_that_of_the_two_either(network, cast, room):
    for number in range(3):
        say(network, cast.ana, room, f"{SECRET} {number}")
    open_anyway(network, cast.opal, room)
    say(network, cast.ana, cast.everyday, "Marimba")
    while catch_up(network):
        pass
    assert (rows(network, Entry), rows(network, Mark)) == (1, 1)
    for who in (cast.ana, cast.ben, cast.fay, cast.opal):
        assert look(network, who, search, "crohns", SECRET).items == []
        assert look(network, who, search, "crohns", f"{SECRET} in:ben").items == []
    for who in (cast.ana, cast.opal):
        with network.reading(who) as work:
            assert room_names(work, inside(work, "crohns")) == (["Everyday"] if who is cast.ana else [])


def test_no_figure_counts_it(network, cast, room):
    say(network, cast.ana, cast.everyday)
    while count_on(network):
        pass
    with network.reading() as work:
        assert list(work.session.scalars(select(SpokenDay.messages))) == [1]
        assert list(work.session.scalars(select(Voice.person_id))) == [cast.ana.person_id]
        assert list(work.session.scalars(select(CountMark.room_id))) == [cast.everyday]
        assert how_much(work, cast.crohns_id, cast.ben.person_id) == 0


def test_what_somebody_says_there_first_is_nobodys_first_words(network, cast):
    with network.begin() as work:
        work.session.execute(update(Membership).values(spoke_at=None))
    talk(network, cast.ana, cast.ben)
    with network.reading() as work:
        assert set(work.session.scalars(select(Membership.spoke_at))) == {None}
        assert first_standing(work, cast.ana.person_id, cast.crohns_id) is None
    assert rows(network, FirstWords) == 0


def test_an_answer_there_is_none_to_a_newcomer(network, cast):
    first = say(network, cast.ana, cast.everyday)
    room = talk(network, cast.ben, cast.ana)
    said = say(network, cast.ana, room)
    say(network, cast.ben, room, "@ana welcome.", reply_to=said.id)
    with network.reading() as work:
        place = {"community_id": cast.crohns_id, "room_id": cast.everyday, "thread_id": first.id, "seq": first.seq}
        assert first_answer(work, cast.ana.person_id, "Ana", **place) is None


def test_no_case_opens_by_what_is_said_there(network, cast):
    Watch(network)
    before = rows(network, Case)
    room = talk(network, cast.ana, cast.ben)
    said = say(network, cast.ana, room, GRAVE)
    do(network, cast.ana, edit_message, said.id, body=f"{GRAVE} Really.")
    assert rows(network, Case) == before
    say(network, cast.ana, cast.everyday, GRAVE)
    assert rows(network, Case) == before + 1


def test_it_is_told_by_events_of_its_own(network, cast):
    heard = listen(network)
    room = talk(network, cast.ana, cast.ben)
    said = say(network, cast.ana, room)
    do(network, cast.ana, edit_message, said.id, body="Changed.")
    assert {type(one).__name__ for one in heard} == {"DirectPosted", "DirectEdited"}
    assert not {MessagePosted, MessageEdited, FirstMessage, RoomMade} & {type(one) for one in heard}


def test_the_record_of_decisions_says_nothing_of_it(network, cast):
    before = len(look(network, cast.fay, audit, "crohns"))
    room = talk(network, cast.ana, cast.ben)
    do(network, cast.ana, remove_message, say(network, cast.ana, room).id)
    assert len(look(network, cast.fay, audit, "crohns")) == before


def test_nobody_makes_a_tip_of_it_the_author_neither(network, cast, room):
    said = say(network, cast.ana, room)
    for who in (cast.ana, cast.ben):
        with pytest.raises(NotFound):
            do(network, who, share, said.id)


def test_the_member_desk_greets_nobody_there(network, cast):
    room = talk(network, cast.ana, cast.fay)
    said = {"kind": "welcome", "room_id": room, "body": "Hello @ana.", "client_key": uuid4().hex}
    with pytest.raises(NotFound):
        do(network, cast.fay, write_to, "crohns", cast.ana.person_id, **said)


def test_each_takes_out_ones_own_words_and_not_that_one_was_declined(network, cast):
    room = ask(network, cast.ana, cast.ben, SECRET)
    do(network, cast.ben, respond, room, accepted=False)
    hers, his, others = (look(network, who, everything_about_me) for who in (cast.ana, cast.ben, cast.fay))
    assert [(one["body"], one["room"]) for one in hers["messages"]] == [(SECRET, None)]
    assert (hers["conversations"][0]["with"], hers["conversations"][0]["declined_at"]) == ("Ben", None)
    assert (his["conversations"][0]["with"], his["messages"]) == ("Ana", [])
    assert his["conversations"][0]["declined_at"]
    assert SECRET not in str(his)
    assert others["conversations"] == []
    assert str(room) not in str(others)


def test_who_erases_their_account_leaves_the_other_to_read_and_the_last_takes_it_along(network, cast, room):
    empty = begin(network, cast.ana, cast.lin)
    do(network, cast.ana, erase, delete_content=False)
    (found,) = listed(network, cast.ben)
    assert (found.handle, found.can_write) == (None, False)
    assert read(network, cast.ben, room).items[0].author is None
    with pytest.raises(NotFound):
        read(network, cast.lin, empty)
    do(network, cast.ben, erase, delete_content=False)
    with network.reading() as work:
        assert work.session.get(Room, room) is None


def test_a_new_facilitator_finds_nothing_of_what_was_said_before(network, cast, room):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Lin"), "facilitator")
    with pytest.raises(NotFound):
        read(network, cast.lin, room)


def test_a_ban_keeps_out_of_it_at_once(network, cast, room):
    do(network, cast.fay, sanction, "crohns", cast.ben.person_id, kind="ban", reason="Harm.", rule="1")
    with pytest.raises(NotFound):
        read(network, cast.ben, room)
    assert not listed(network, cast.ana)[0].can_write


KNOWN = {
    "care/whereabouts.py",
    "export.py",
    "overview/counting.py",
    "overview/looking_after.py",
    "removal.py",
    "reporting.py",
    "search/index.py",
    "search/queries.py",
    "sharing.py",
    "wiring/newcomers.py",
    "wiring/succession.py",
}
"""Who asks for rooms or messages outside of the chat. Each has been looked at: it leaves conversations out, comes by
the gate, or tells nothing of them. Whoever comes new thinks of them first."""


def test_whatever_asks_for_rooms_or_messages_has_thought_of_conversations():
    top = Path(networks.__file__).parent
    found = {
        str(path.relative_to(top))
        for path in top.rglob("*.py")
        if path.parent.name != "chat" and any(_asks(line) for line in path.read_text().splitlines())
    }
    assert found == KNOWN


def _asks(line: str) -> bool:
    names = line.partition(" import ")[2].replace(" ", "").split(",")
    return line.startswith("from networks.chat.models import") and bool({"Room", "Message"} & set(names))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_list_of_rooms_does_not_look_at_what_members_have_with_one_another(network, cast):
    found, reader = [], network.database.reader

    def note(_connection, _cursor, statement, values, *_rest) -> None:
        found.append((statement, values))

    event.listen(reader, "before_cursor_execute", note)
    look(network, cast.ana, rooms_of, cast.crohns_id)
    event.remove(reader, "before_cursor_execute", note)
    ((statement, values),) = [one for one in found if "FROM rooms" in one[0]]
    with reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "SEARCH rooms USING INDEX ix_rooms_shared (community_id=?)" in [row[-1] for row in plan]
