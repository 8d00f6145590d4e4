"""Changing one's words and taking them back."""

from __future__ import annotations

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.events import MessageEdited, MessageRemoved
from networks.chat.models import Message
from networks.errors import Conflict, NotAllowed, NotFound
from networks.moderation.queries import audit
from networks.moderation.sanctioning import sanction
from tests.domain.acts import do, listen, look, read, say

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
    assert heard == [MessageRemoved(cast.everyday, said.id, 1, 2, by_author=True)]


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
