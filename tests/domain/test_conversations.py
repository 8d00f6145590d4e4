"""Two members talk: how it begins, how it is answered, and when there is no more to say."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.conversations import answer, conversation, start, unread_conversations
from networks.chat.events import ConversationAccepted, DirectPosted
from networks.chat.postbox import Postbox
from networks.chat.rooms import mark_read
from networks.communities.actions import leave
from networks.communities.models import Community
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.people.actions import block, edit_profile
from networks.policy import CLOSED
from tests.domain.acts import bodies, do, listen, look, read, say
from tests.domain.talks import ask, begin, listed, refused, state, talk


def test_two_talk_in_a_room_that_each_knows_by_the_other(network, cast):
    room = talk(network, cast.ana, cast.ben)
    assert bodies(read(network, cast.ben, room)) == ["May I ask you something?", "Of course."]
    for who, other in ((cast.ana, cast.ben), (cast.ben, cast.ana)):
        (found,) = listed(network, who)
        assert (found.id, found.person_id, found.handle, found.state) == (room, other.person_id, other.handle, "open")
        assert found.can_write


def test_there_is_one_for_each_two_in_a_community_whoever_begins(network, cast):
    made, is_new = do(network, cast.ana, start, "crohns", cast.ben.person_id)
    again, is_new_again = do(network, cast.ben, start, "crohns", cast.ana.person_id)
    assert (made.id, is_new, is_new_again) == (again.id, True, False)
    assert begin(network, cast.ana, cast.ben, "hidden") != made.id


def test_one_in_which_nothing_was_said_is_listed_for_neither(network, cast):
    begin(network, cast.ana, cast.ben)
    assert listed(network, cast.ana) == listed(network, cast.ben) == []


def test_whoever_speaks_first_asks_and_waits_with_one_message(network, cast):
    room = begin(network, cast.ben, cast.ana)
    say(network, cast.ana, room)
    assert (state(network, cast.ana, room), state(network, cast.ben, room)) == ("waiting", "request")
    assert refused(network, cast.ana, room) == CLOSED
    assert not listed(network, cast.ana)[0].can_write
    assert listed(network, cast.ben)[0].can_write


def test_the_one_message_can_be_sent_again_and_is_said_once(network, cast):
    room, key = begin(network, cast.ana, cast.ben), uuid4().hex
    first = say(network, cast.ana, room, "Hello.", client_key=key)
    assert say(network, cast.ana, room, "Hello.", client_key=key).id == first.id
    with pytest.raises(Conflict):
        say(network, cast.ana, room, "And one more thing.", client_key=key)
    assert bodies(read(network, cast.ben, room)) == ["Hello."]


def test_two_things_sent_at_once_are_still_one(network, cast):
    room = begin(network, cast.ana, cast.ben)
    acts: list[Any] = []
    box = Postbox(network, acts.append, lambda: None)
    keys = [uuid4().hex, uuid4().hex]
    sent = [box.post(cast.ana.session_id, room, body=key, client_key=key) for key in (*keys, keys[0])]
    for act in acts:
        act()
    assert sent[0].result().id == sent[2].result().id
    with pytest.raises(NotAllowed, match=CLOSED):
        sent[1].result()
    assert bodies(read(network, cast.ben, room)) == [keys[0]]


def test_what_is_refused_for_another_reason_is_nobodys_one_message(network, cast):
    room = begin(network, cast.ana, cast.ben)
    for wrong in ({"reply_to": uuid4()}, {"anonymous": True}):
        with pytest.raises(Invalid):
            say(network, cast.ana, room, **wrong)
    assert say(network, cast.ana, room).seq == 1


def test_removing_the_one_message_gives_no_second_one(network, cast):
    room = begin(network, cast.ana, cast.ben)
    said = say(network, cast.ana, room)
    do(network, cast.ana, remove_message, said.id)
    assert refused(network, cast.ana, room) == CLOSED


def test_to_answer_is_to_accept(network, cast):
    room = ask(network, cast.ana, cast.ben)
    heard = listen(network, DirectPosted)
    say(network, cast.ben, room)
    assert [(one.author_id, one.other_id) for one in heard] == [(cast.ben.person_id, cast.ana.person_id)]
    assert refused(network, cast.ana, room) == ""
    assert state(network, cast.ana, room) == "open"


def test_to_accept_without_a_word_lets_the_other_go_on_and_tells_them(network, cast):
    room, heard = ask(network, cast.ana, cast.ben), listen(network, ConversationAccepted)
    for _ in range(2):
        assert do(network, cast.ben, answer, room, accepted=True).state == "open"
    assert heard == [ConversationAccepted(cast.crohns_id, cast.ana.person_id)]
    assert refused(network, cast.ana, room) == ""


def test_a_not_now_is_told_to_nobody_and_can_be_thought_better_of(network, cast):
    room, heard = ask(network, cast.ana, cast.ben), listen(network)
    before = (look(network, cast.ana, conversation, room), refused(network, cast.ana, room))
    assert do(network, cast.ben, answer, room, accepted=False).state == "declined"
    assert heard == []
    assert (look(network, cast.ana, conversation, room), refused(network, cast.ana, room)) == before
    assert look(network, cast.ben, unread_conversations, cast.crohns_id) == 0
    say(network, cast.ben, room)
    assert refused(network, cast.ana, room) == ""


def test_there_is_nothing_to_answer_for_who_asked_and_where_nobody_did_and_once_accepted(network, cast):
    empty, asked, open_ = (
        begin(network, cast.ana, cast.lin),
        ask(network, cast.ana, cast.ben),
        talk(network, cast.ana, cast.fay),
    )
    for who, room, accepted in (
        (cast.lin, empty, True),
        (cast.ana, asked, True),
        (cast.ana, asked, False),
        (cast.fay, open_, False),
    ):
        with pytest.raises(Conflict):
            do(network, who, answer, room, accepted=accepted)


def takes_none(network, cast):
    do(network, cast.ben, edit_profile, takes_messages=False)


def blocks(network, cast):
    do(network, cast.ben, block, cast.ana.person_id)


def is_blocked(network, cast):
    do(network, cast.ana, block, cast.ben.person_id)


@pytest.mark.parametrize("why", [takes_none, blocks, is_blocked])
def test_why_one_cannot_begin_is_told_in_the_same_words_whatever_it_is(network, cast, why):
    why(network, cast)
    with pytest.raises(NotAllowed) as told:
        begin(network, cast.ana, cast.ben)
    assert str(told.value) == CLOSED
    assert listed(network, cast.ben) == []


@pytest.mark.parametrize("why", [takes_none, blocks, is_blocked])
def test_an_empty_room_that_was_there_before_is_no_way_around_it(network, cast, why):
    room = begin(network, cast.ana, cast.ben)
    why(network, cast)
    assert refused(network, cast.ana, room) == CLOSED
    assert listed(network, cast.ben) == []


def left(network, cast):
    do(network, cast.ben, leave, "crohns")


@pytest.mark.parametrize("why", [blocks, is_blocked, left])
def test_who_talked_reads_on_and_writes_no_more_where_one_blocks_the_other_or_left(network, cast, why):
    room = talk(network, cast.ana, cast.ben)
    said = say(network, cast.ana, room, "Mine.")
    why(network, cast)
    assert bodies(read(network, cast.ana, room))[-1] == "Mine."
    assert refused(network, cast.ana, room) == CLOSED
    assert not look(network, cast.ana, conversation, room).can_write
    for act in (
        lambda: do(network, cast.ana, edit_message, said.id, body="Still here."),
        lambda: do(network, cast.ana, react, said.id, "👍", on=True),
    ):
        with pytest.raises(NotAllowed, match=CLOSED):
            act()
    assert do(network, cast.ana, remove_message, said.id).removed


def test_who_takes_no_new_conversations_keeps_those_they_have(network, cast):
    room = talk(network, cast.ana, cast.ben)
    takes_none(network, cast)
    assert refused(network, cast.ana, room) == ""
    do(network, cast.ben, edit_profile, takes_messages=True)
    assert begin(network, cast.fay, cast.ben)


def test_one_talks_with_members_and_never_with_oneself(network, cast):
    for who in (cast.pia, cast.bea, cast.oli, cast.opal):
        with pytest.raises(NotFound):
            begin(network, cast.ana, who)
    with pytest.raises(Invalid):
        begin(network, cast.ana, cast.ana)


def test_who_is_no_member_begins_none_and_has_none(network, cast):
    for who in (cast.pia, cast.bea, cast.oli, cast.gil, cast.opal):
        with pytest.raises(NotFound):
            begin(network, who, cast.ana)
        with pytest.raises(NotFound):
            listed(network, who)


def test_the_muted_read_and_say_not_now_and_do_not_begin(network, cast):
    room = ask(network, cast.ana, cast.max)
    assert bodies(read(network, cast.max, room)) == ["May I ask you something?"]
    assert "You can still read" in refused(network, cast.max, room)
    assert do(network, cast.max, answer, room, accepted=False).state == "declined"
    with pytest.raises(NotAllowed, match="You can still read"):
        begin(network, cast.max, cast.ben)


def test_where_a_community_rests_nobody_writes_facilitators_neither(network, cast):
    room = talk(network, cast.ana, cast.fay)
    with network.begin() as work:
        work.session.get_one(Community, cast.crohns_id).rests_since = work.now
    for who in (cast.ana, cast.fay):
        assert "can only be read" in refused(network, who, room)
    with pytest.raises(NotAllowed, match="can only be read"):
        begin(network, cast.fay, cast.ben)


def test_what_is_unread_counts_until_it_is_read(network, cast):
    room = talk(network, cast.ana, cast.ben)
    assert look(network, cast.ana, unread_conversations, cast.crohns_id) == 1
    assert listed(network, cast.ana)[0].unread == 1
    do(network, cast.ana, mark_read, room, 2)
    assert look(network, cast.ana, unread_conversations, cast.crohns_id) == 0


def test_the_latest_stands_first(network, cast, clock):
    rooms = []
    for other in (cast.ben, cast.fay, cast.lin):
        clock.move(minutes=1)
        rooms.append(ask(network, cast.ana, other))
    clock.move(minutes=1)
    say(network, cast.ben, rooms[0])
    assert [one.id for one in listed(network, cast.ana)] == [rooms[0], rooms[2], rooms[1]]
