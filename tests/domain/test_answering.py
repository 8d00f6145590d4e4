"""Answering with a reaction or a reply."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from networks.chat.actions import EMOJI_KINDS, edit_message, react, remove_message
from networks.chat.events import MessageReacted
from networks.chat.models import Reaction
from networks.chat.queries import enter, thread
from networks.errors import Invalid, NotFound
from tests.domain.acts import do, listen, read, say


def replies(network, who, room_id, message_id):
    with network.reading(who) as work:
        return thread(work, enter(work, room_id), message_id)


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
    assert (quoted.id, quoted.author.handle, quoted.anonymous) == (root.id, "Ana", False)
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
