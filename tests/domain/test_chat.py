"""Saying something, changing it, taking it back, answering it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.chat.actions import EMOJI_KINDS, edit_message, post_message, react, remove_message
from networks.chat.events import MessageEdited, MessagePosted, MessageReacted, MessageRemoved
from networks.chat.models import Message, Reaction
from networks.chat.queries import enter, thread
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.moderation.actions import sanction
from networks.moderation.queries import audit
from tests.domain.acts import bodies, do, listen, look, read, say


def replies(network, who, room_id, message_id):
    with network.reading(who) as work:
        return thread(work, enter(work, room_id), message_id)


# --- posting


def test_a_message_is_said_once_in_its_place(network, cast):
    first, second = say(network, cast.ana, cast.everyday, "One."), say(network, cast.ben, cast.everyday, "*Two.*")
    assert (first.seq, first.change_seq, second.seq) == (1, 1, 2)
    assert (second.author.handle, second.author.role, second.body) == ("Ben", "member", "*Two.*")
    assert "<em>Two.</em>" in second.html
    page = read(network, cast.ana, cast.everyday)
    assert (bodies(page), page.last_seq, page.more) == (["One.", "*Two.*"], 2, False)


def test_each_room_counts_for_itself(network, cast):
    say(network, cast.ana, cast.everyday)
    assert say(network, cast.ana, cast.quiet_corner).seq == 1


def test_a_title_stands_beside_a_professionals_name(network, cast):
    author = say(network, cast.lin, cast.everyday).author
    assert (author.role, author.title) == ("professional", "IBD nurse")


def test_outsiders_find_no_room(network, cast):
    for room in (cast.everyday, cast.quiet_corner):
        for person in (cast.pia, cast.bea, cast.oli, cast.una, cast.gil, cast.opal):
            for ask in (lambda: say(network, person, room), lambda: read(network, person, room)):  # noqa: B023
                with pytest.raises(NotFound):
                    ask()
    assert read(network, cast.ana, cast.everyday).items == []


def test_a_muted_member_reads_and_does_not_write(network, cast):
    hers = say(network, cast.ana, cast.everyday)
    for ask in (
        lambda: say(network, cast.max, cast.everyday),
        lambda: do(network, cast.max, react, hers.id, "👍", on=True),
    ):
        with pytest.raises(NotAllowed, match="cannot write"):
            ask()
    assert len(read(network, cast.max, cast.everyday).items) == 1


def test_the_room_hears_what_everybody_may_see(network, cast):
    heard = listen(network, MessagePosted)
    mine = say(network, cast.ana, cast.everyday)
    assert (mine.own, mine.client_key is None) == (True, False)
    assert (heard[0].message.own, heard[0].message.client_key) == (False, None)
    assert heard[0].message.body == mine.body


# --- the same again


def test_the_same_key_says_it_once(network, cast):
    heard = listen(network)
    key = uuid4().hex
    first = do(network, cast.ana, post_message, cast.everyday, body="Hello.", client_key=key)
    again = do(network, cast.ana, post_message, cast.everyday, body="Hello.", client_key=key)
    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    assert len([one for one in heard if isinstance(one, MessagePosted)]) == 1
    assert read(network, cast.ana, cast.everyday).last_seq == 1


def test_the_same_key_with_anything_else_different_is_a_conflict(network, cast):
    key, other = uuid4().hex, say(network, cast.ben, cast.everyday)
    said = {"body": "Hello.", "client_key": key}
    do(network, cast.ana, post_message, cast.everyday, **said)
    for room, change in (
        (cast.everyday, {"body": "Hello!"}),
        (cast.everyday, {"reply_to": other.id}),
        (cast.everyday, {"anonymous": True}),
        (cast.quiet_corner, {}),
    ):
        with pytest.raises(Conflict):
            do(network, cast.ana, post_message, room, **said | change)
    assert len(read(network, cast.ana, cast.everyday).items) == 2
    assert read(network, cast.ana, cast.quiet_corner).items == []


def test_a_key_is_its_authors_alone(network, cast):
    key = uuid4().hex
    for person in (cast.ana, cast.ben):
        say(network, person, cast.everyday, client_key=key)
    assert len(read(network, cast.ana, cast.everyday).items) == 2


def test_a_resend_after_an_edit_answers_with_the_message_as_it_is_now(network, cast):
    said = say(network, cast.ana, cast.everyday, "Hello.", client_key="a-key-of-mine")
    do(network, cast.ana, edit_message, said.id, body="Good morning.")
    again, fresh = do(network, cast.ana, post_message, cast.everyday, body="Hello.", client_key="a-key-of-mine")
    assert (again.id, again.body, fresh) == (said.id, "Good morning.", False)


def test_a_resend_after_a_removal_does_not_say_it_again(network, cast):
    said = say(network, cast.ana, cast.everyday, "Hello.", client_key="a-key-of-mine")
    do(network, cast.ana, remove_message, said.id)
    again, fresh = do(network, cast.ana, post_message, cast.everyday, body="Hello.", client_key="a-key-of-mine")
    assert (again.id, again.body, again.removed, fresh) == (said.id, None, True, False)


# --- editing


def test_an_edit_moves_the_counter_and_keeps_the_place(network, cast, clock):
    said, _ = say(network, cast.ana, cast.everyday), say(network, cast.ben, cast.everyday)
    heard = listen(network, MessageEdited)
    clock.move(minutes=1)
    edited = do(network, cast.ana, edit_message, said.id, body="**Changed.**")
    assert (edited.seq, edited.change_seq, edited.edited_at) == (1, 3, clock.now)
    assert "<strong>" in edited.html
    assert read(network, cast.ana, cast.everyday).last_seq == 3
    assert [one.message.body for one in heard if isinstance(one, MessageEdited)] == ["**Changed.**"]


def test_the_same_words_change_nothing(network, cast):
    said = say(network, cast.ana, cast.everyday, "Hello.")
    heard = listen(network)
    assert do(network, cast.ana, edit_message, said.id, body="Hello.").change_seq == 1
    assert (heard, read(network, cast.ana, cast.everyday).last_seq) == ([], 1)


def test_only_their_author_changes_words(network, cast):
    said = say(network, cast.ana, cast.everyday)
    for person in (cast.ben, cast.fay, cast.lin):
        with pytest.raises(NotAllowed):
            do(network, person, edit_message, said.id, body="Not mine.")
    for person in (cast.oli, cast.pia, cast.bea, cast.gil, cast.opal):
        with pytest.raises(NotFound):
            do(network, person, edit_message, said.id, body="Not mine.")


def test_who_is_muted_later_does_not_change_earlier_words(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="mute", reason="Unkind.", rule="1")
    with pytest.raises(NotAllowed):
        do(network, cast.ana, edit_message, said.id, body="Unkinder.")


# --- removing


def test_a_removal_moves_the_counter_and_leaves_an_empty_place(network, cast):
    said = say(network, cast.ana, cast.everyday, "A secret.")
    do(network, cast.ben, react, said.id, "❤", on=True)
    heard = listen(network)
    gone = do(network, cast.ana, remove_message, said.id)
    assert (gone.seq, gone.change_seq, gone.body, gone.html, gone.removed) == (1, 2, None, None, True)
    assert (gone.reactions, gone.removed_by_author) == ((), True)
    assert heard == [MessageRemoved(cast.everyday, said.id, 1, 2)]


def test_nothing_of_removed_words_stays_in_the_database(network, cast):
    said = say(network, cast.ana, cast.everyday, "A secret.")
    do(network, cast.ana, edit_message, said.id, body="A darker secret.")
    do(network, cast.ana, remove_message, said.id)
    with network.reading() as work:
        row = work.session.get_one(Message, said.id)
        assert (row.body, row.html, row.fingerprint) == (None, None, None)


def test_removing_twice_removes_once(network, cast):
    said = say(network, cast.ana, cast.everyday)
    first = do(network, cast.ana, remove_message, said.id)
    heard = listen(network)
    assert do(network, cast.ana, remove_message, said.id) == first
    assert heard == []


def test_a_facilitator_takes_a_message_down_and_the_audit_says_so(network, cast):
    said = say(network, cast.ana, cast.everyday)
    gone = do(network, cast.fay, remove_message, said.id)
    assert not gone.removed_by_author
    row, actor = look(network, cast.fay, audit, "crohns")[0]
    assert (row.act, row.subject_id, actor.handle) == ("message.removed", said.id, "Fay")


def test_removing_ones_own_message_is_nobodys_decision(network, cast):
    before = len(look(network, cast.fay, audit, "crohns"))
    for person in (cast.ana, cast.fay, cast.lin):
        do(network, person, remove_message, say(network, person, cast.everyday).id)
    assert len(look(network, cast.fay, audit, "crohns")) == before


def test_others_do_not_remove_it(network, cast):
    said = say(network, cast.ana, cast.everyday)
    for person in (cast.ben, cast.lin, cast.max):
        with pytest.raises(NotAllowed):
            do(network, person, remove_message, said.id)
    for person in (cast.gil, cast.opal, cast.oli):
        with pytest.raises(NotFound):
            do(network, person, remove_message, said.id)


def test_what_was_removed_is_neither_changed_nor_answered_with_a_reaction(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.ana, remove_message, said.id)
    with pytest.raises(Conflict):
        do(network, cast.ana, edit_message, said.id, body="Again.")
    with pytest.raises(Conflict):
        do(network, cast.ben, react, said.id, "👍", on=True)


# --- reactions


def test_reactions_are_counted_and_ones_own_are_marked(network, cast):
    said = say(network, cast.ana, cast.everyday)
    do(network, cast.ben, react, said.id, "👍", on=True)
    seen = do(network, cast.ana, react, said.id, "👍", on=True)
    assert [(one.emoji, one.n, one.mine) for one in seen.reactions] == [("👍", 2, True)]
    assert [(one.n, one.mine) for one in read(network, cast.fay, cast.everyday).items[0].reactions] == [(2, False)]


def test_reacting_twice_reacts_once_and_moves_no_counter(network, cast):
    said = say(network, cast.ana, cast.everyday)
    heard = listen(network)
    for on in (True, True, False, False):
        do(network, cast.ben, react, said.id, "👍", on=on)
    assert [one.reactions for one in heard if isinstance(one, MessageReacted)] == [(("👍", 1),), ()]
    assert read(network, cast.ana, cast.everyday).last_seq == 1


def test_a_message_carries_only_so_many_kinds_of_reaction(network, cast):
    said = say(network, cast.ana, cast.everyday)
    for number in range(EMOJI_KINDS):
        do(network, cast.ben, react, said.id, chr(0x1F600 + number), on=True)
    with pytest.raises(Invalid):
        do(network, cast.ben, react, said.id, "👍", on=True)
    assert do(network, cast.ana, react, said.id, chr(0x1F600), on=True).reactions[0].n == 2


def test_outsiders_do_not_react(network, cast):
    said = say(network, cast.ana, cast.everyday)
    for person in (cast.oli, cast.pia, cast.bea, cast.gil, cast.opal):
        with pytest.raises(NotFound):
            do(network, person, react, said.id, "👍", on=True)
    with network.reading() as work:
        assert work.session.scalars(select(Reaction)).all() == []


# --- replies


def test_replies_to_replies_belong_to_one_thread(network, cast, clock):
    root = say(network, cast.ana, cast.everyday, "Question?")
    first = say(network, cast.ben, cast.everyday, "Answer.", reply_to=root.id)
    clock.move(minutes=5)
    second = say(network, cast.ana, cast.everyday, "Thanks.", reply_to=first.id)
    assert (first.thread_id, second.thread_id) == (root.id, root.id)
    for start in (root, first, second):
        assert [one.id for one in replies(network, cast.fay, cast.everyday, start.id)] == [root.id, first.id, second.id]
    shown = read(network, cast.ana, cast.everyday).items[0]
    assert (shown.replies, shown.last_reply_at) == (2, clock.now)


def test_a_reply_quotes_the_beginning_of_what_it_answers(network, cast):
    root = say(network, cast.ana, cast.everyday, "A  long\nstory. " * 20)
    quoted = say(network, cast.ben, cast.everyday, reply_to=root.id).quoted
    assert (quoted.id, quoted.author, quoted.anonymous) == (root.id, "Ana", False)
    assert quoted.excerpt.startswith("A long story. A long")
    assert len(quoted.excerpt) <= 80


def test_a_quote_shows_the_words_as_they_are_now(network, cast):
    root = say(network, cast.ana, cast.everyday, "First.")
    say(network, cast.ben, cast.everyday, reply_to=root.id)
    do(network, cast.ana, edit_message, root.id, body="Second.")
    assert read(network, cast.ben, cast.everyday).items[1].quoted.excerpt == "Second."
    do(network, cast.ana, remove_message, root.id)
    assert read(network, cast.ben, cast.everyday).items[1].quoted.excerpt is None


def test_a_reply_stays_in_the_room_of_what_it_answers(network, cast):
    elsewhere = say(network, cast.ana, cast.quiet_corner)
    for target in (elsewhere.id, uuid4()):
        with pytest.raises(Invalid) as refused:
            say(network, cast.ana, cast.everyday, reply_to=target)
        assert "reply_to" in refused.value.fields
    with pytest.raises(NotFound):
        replies(network, cast.ana, cast.everyday, elsewhere.id)
