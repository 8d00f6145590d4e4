"""Talking about what is in the library: one thread for each resource, in a room like any other."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import delete

from networks.chat.actions import remove_message
from networks.chat.models import Message
from networks.chat.queries import enter, rooms, thread
from networks.chat.rooms import edit_room, make_room
from networks.chat.threads import latest_of_thread, root_of
from networks.erasure import erase
from networks.errors import Conflict, NotAllowed, NotFound
from networks.moderation.queries import audit
from networks.resources.actions import offer, revise, submit, withdraw
from networks.resources.discussing import topic_of
from networks.resources.opening import open_resource
from networks.resources.queries import resource
from networks.resources.reviewing import decide
from networks.talking import talk
from tests.domain.acts import at_once, do, look, say

ROUNDS = 100
TIP = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day."}


def published(network, cast, **said):
    made = do(network, cast.ana, offer, "crohns", **TIP | said).id
    do(network, cast.ana, submit, made)
    do(network, cast.fay, decide, made, outcome="publish", reason="Good.", version=1)
    return made


@pytest.fixture
def tip(network, cast):
    return published(network, cast)


def comment(network, who, about, body="That helped me.", **more):
    return do(network, who, talk, about, body=body, **{"client_key": uuid4().hex} | more)[0]


def names(network, cast):
    return [one.name for one in look(network, cast.ana, rooms, "crohns")[1]]


def said_about(network, who, about):
    where = look(network, who, resource, about).discussion
    with network.reading(who) as work:
        return [one.body for one in thread(work, enter(work, where.room_id), where.message_id)]


# --- beginning and going on


def test_nothing_is_made_before_somebody_talks(network, cast, tip):
    assert look(network, cast.ben, resource, tip).discussion is None
    assert names(network, cast) == ["Everyday"]


def test_the_first_comment_begins_the_thread_and_others_answer_it(network, cast, tip):
    root = comment(network, cast.ben, tip, "Does it?")
    later = comment(network, cast.lin, tip, "It does.")
    assert (root.reply_to, root.thread_id, root.author.handle) == (None, None, "Ben")
    assert (later.reply_to, later.thread_id) == (root.id, root.id)
    where = look(network, cast.ana, resource, tip).discussion
    assert (where.message_id, where.room_id) == (root.id, root.room_id)
    assert said_about(network, cast.ana, tip) == ["Does it?", "It does."]


def test_the_room_is_made_once_by_nobody_and_holds_nothing_but_what_was_said(network, cast, tip):
    before = [row.act for row, _ in look(network, cast.fay, audit, "crohns", limit=1000)]
    comment(network, cast.ben, tip)
    comment(network, cast.lin, published(network, cast))
    _, found = look(network, cast.ana, rooms, "crohns")
    assert [(one.name, one.section, one.last_seq) for one in found] == [
        ("Everyday", "conversation", 0),
        ("Library", "conversation", 2),
    ]
    after = [row.act for row, _ in look(network, cast.fay, audit, "crohns", limit=1000)]
    assert after.count("room.made") == before.count("room.made")


def test_a_room_of_that_name_is_used_and_one_that_was_renamed_stays_the_room(network, cast, tip):
    room = do(network, cast.fay, make_room, "crohns", name="Library").id
    assert comment(network, cast.ben, tip).room_id == room
    do(network, cast.fay, edit_room, room, name="Books and tips", purpose="")
    assert comment(network, cast.ben, published(network, cast)).room_id == room
    assert names(network, cast) == ["Everyday", "Books and tips"]


def test_the_same_key_says_it_once_first_or_later(network, cast, tip):
    for body in ("First.", "Second."):
        key = uuid4().hex
        (once, new), (again, old) = (do(network, cast.ben, talk, tip, body=body, client_key=key) for _ in "12")
        assert (once.id, new, old) == (again.id, True, False)
    assert said_about(network, cast.ana, tip) == ["First.", "Second."]


def test_a_key_that_stands_for_something_else_says_nothing(network, cast, tip):
    other, key = published(network, cast), uuid4().hex
    comment(network, cast.ben, tip, "Yes.", client_key=key)
    for about, body in ((tip, "No."), (other, "Yes."), (other, "No.")):
        with pytest.raises(Conflict):
            comment(network, cast.ben, about, body, client_key=key)
    assert look(network, cast.ben, resource, other).discussion is None


def test_of_many_first_comments_at_once_one_begins_the_thread(network, cast):
    for _ in range(ROUNDS):
        tip, key = published(network, cast), uuid4().hex
        said = at_once(
            [
                partial(comment, network, cast.ben, tip, "Ben's.", client_key=key),
                partial(comment, network, cast.ben, tip, "Ben's.", client_key=key),
                partial(comment, network, cast.lin, tip, "Lin's."),
            ]
        )
        root = look(network, cast.ana, resource, tip).discussion.message_id
        assert {one.id for one in said if one.thread_id is None} == {root}
        assert {one.thread_id for one in said} <= {None, root}
        assert sorted(said_about(network, cast.ana, tip)) == ["Ben's.", "Lin's."]
    assert names(network, cast) == ["Everyday", "Library"]


# --- who may


def test_outsiders_and_operators_find_nothing(network, cast, tip):
    comment(network, cast.ben, tip)
    for person in (cast.gil, cast.pia, cast.oli, cast.una, cast.bea, cast.opal):
        with pytest.raises(NotFound):
            comment(network, person, tip)


def test_the_muted_say_nothing_and_make_no_room(network, cast, tip):
    with pytest.raises(NotAllowed, match="cannot write"):
        comment(network, cast.max, tip)
    assert names(network, cast) == ["Everyday"]


def test_what_is_not_in_the_library_is_not_talked_about(network, cast):
    draft = do(network, cast.ana, offer, "crohns", **TIP).id
    with pytest.raises(NotFound):
        comment(network, cast.ben, draft)
    with pytest.raises(Conflict):
        comment(network, cast.ana, draft)
    assert names(network, cast) == ["Everyday"]


def test_what_was_taken_back_keeps_its_thread_and_gets_no_more(network, cast, tip):
    root = comment(network, cast.ben, tip)
    do(network, cast.ana, withdraw, tip)
    with pytest.raises(NotFound):
        comment(network, cast.ben, tip)
    with pytest.raises(Conflict):
        comment(network, cast.ana, tip)
    assert look(network, cast.ana, topic_of, cast.crohns_id, root.id) is None
    say(network, cast.ben, root.room_id, "Sad.", reply_to=root.id)
    do(network, cast.ana, revise, tip)
    do(network, cast.ana, submit, tip)
    do(network, cast.fay, decide, tip, outcome="publish", reason="Good.", version=2)
    assert comment(network, cast.ben, tip).thread_id == root.id


def test_a_newer_version_under_way_changes_neither_thread_nor_title(network, cast, tip):
    root = comment(network, cast.ben, tip)
    do(network, cast.ana, revise, tip)
    assert look(network, cast.ben, topic_of, cast.crohns_id, root.id) == (tip, "Pacing")
    assert look(network, cast.ben, topic_of, cast.hidden_id, root.id) is None
    assert comment(network, cast.ana, tip).thread_id == root.id


# --- going on without its beginning


def test_the_thread_goes_on_when_its_root_was_removed(network, cast, tip):
    root = comment(network, cast.ben, tip)
    do(network, cast.fay, remove_message, root.id)
    assert comment(network, cast.lin, tip, "Still here.").thread_id == root.id
    assert said_about(network, cast.ana, tip) == [None, "Still here."]


@pytest.mark.parametrize("words_too", [True, False], ids=["words too", "words stay"])
def test_the_thread_goes_on_when_its_author_was_erased(network, cast, tip, words_too):
    root = comment(network, cast.ben, tip, "Mine.")
    do(network, cast.ben, erase, delete_content=words_too)
    assert comment(network, cast.lin, tip, "Still here.").thread_id == root.id
    assert said_about(network, cast.ana, tip) == [None if words_too else "Mine.", "Still here."]


def test_what_was_said_outlives_the_resource(network, cast, tip):
    root = comment(network, cast.ben, tip)
    do(network, cast.ana, erase, delete_content=True)
    assert look(network, cast.ben, topic_of, cast.crohns_id, root.id) is None
    assert say(network, cast.ben, root.room_id, "It is gone.", reply_to=root.id).thread_id == root.id


def test_it_begins_anew_in_the_same_room_where_its_beginning_is_no_more(network, cast, tip):
    root = comment(network, cast.ben, tip)
    with network.begin() as work:
        work.session.execute(delete(Message).where(Message.id == root.id))
    assert look(network, cast.ana, resource, tip).discussion is None
    anew = comment(network, cast.lin, tip)
    assert (anew.thread_id, anew.room_id) == (None, root.room_id)


# --- reading it


def test_an_operator_who_opened_it_is_not_told_where_members_talk(network, cast, tip):
    comment(network, cast.ben, tip)
    do(network, cast.opal, open_resource, tip, reason="Somebody wrote to us.")
    found = look(network, cast.opal, resource, tip)
    assert (found.said.title, found.discussion) == ("Pacing", None)


def test_the_last_words_are_told_in_order_and_name_nobody_who_is_anonymous(network, cast, tip):
    root = comment(network, cast.ben, tip, "0")
    for n in range(1, 4):
        comment(network, cast.lin, tip, str(n), anonymous=n == 3)
    say(network, cast.ben, root.room_id, "Something else.")

    def last(who):
        with network.reading(who) as work:
            entered = enter(work, root.room_id)
            assert root_of(work, entered, latest_of_thread(work, entered, root.id, limit=1)[0].id) == root.id
            return latest_of_thread(work, entered, root.id, limit=3, reveal=True)

    assert [one.body for one in last(cast.ana)] == ["1", "2", "3"]
    assert [last(who)[-1].author and last(who)[-1].author.handle for who in (cast.ana, cast.fay)] == [None, "Lin"]
