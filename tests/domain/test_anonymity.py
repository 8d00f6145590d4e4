"""Asking anonymously: hidden from peers in every view, known to facilitators who ask to see it."""

from __future__ import annotations

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.events import MessageEdited, MessagePosted
from networks.chat.queries import enter, history, thread
from networks.chat.rooms import open_room
from networks.errors import NotAllowed
from tests.domain.acts import do, listen, read, say


@pytest.fixture
def asked(network, cast):
    """Ana asks anonymously."""
    return say(network, cast.ana, cast.everyday, "Is it normal that … ?", anonymous=True)


def tells_who(seen: object) -> bool:
    """Whether anything in a view names Ana."""
    return "Ana" in repr(seen)


def test_peers_do_not_learn_who_asked(network, cast, asked):
    for person in (cast.ben, cast.lin, cast.max, cast.fay):
        for which in ({}, {"after_seq": 0}, {"changed_after": 0}, {"before_seq": 99}):
            (seen,) = read(network, person, cast.everyday, **which).items
            assert (seen.author, seen.anonymous, seen.own) == (None, True, False)
            assert str(cast.ana.person_id) not in str(seen)


def test_peers_learn_nothing_by_asking_for_it(network, cast, asked):
    for person in (cast.ben, cast.lin, cast.max):
        (seen,) = read(network, person, cast.everyday, reveal=True).items
        assert not tells_who(seen)
        with network.reading(person) as work:
            assert not tells_who(thread(work, enter(work, cast.everyday), asked.id, reveal=True))


def test_facilitators_learn_it_where_they_ask(network, cast, asked):
    assert read(network, cast.fay, cast.everyday, reveal=True).items[0].author.handle == "Ana"
    with network.reading(cast.fay) as work:
        assert tells_who(thread(work, enter(work, cast.everyday), asked.id, reveal=True))


def test_an_operator_who_opened_the_room_does_not(network, cast, asked):
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    assert not tells_who(read(network, cast.opal, cast.everyday, reveal=True).items)


def test_a_quote_does_not_tell_either(network, cast, asked):
    reply = say(network, cast.ben, cast.everyday, "Yes.", reply_to=asked.id)
    assert (reply.quoted.author, reply.quoted.anonymous) == (None, True)
    for person in (cast.ben, cast.fay):
        assert not tells_who(read(network, person, cast.everyday).items)


def test_what_the_room_hears_does_not_tell(network, cast):
    heard = listen(network, MessagePosted, MessageEdited)
    asked = say(network, cast.ana, cast.everyday, "Is it normal that … ?", anonymous=True)
    do(network, cast.ana, edit_message, asked.id, body="Is it normal?")
    assert len(heard) == 2
    assert not any(tells_who(event) for event in heard)


def test_what_is_drawn_once_for_all_peers_does_not_tell_and_is_nobodys_own(network, cast, asked):
    do(network, cast.ana, react, asked.id, "👍", on=True)
    for person in (cast.ana, cast.ben, cast.max, cast.fay):
        with network.reading(person) as work:
            (seen,) = history(work, enter(work, cast.everyday), reveal=True, for_nobody=True).items
        assert tells_who(seen) == (person is cast.fay)
        assert (seen.own, seen.client_key, [one.mine for one in seen.reactions]) == (False, None, [False])


def test_what_a_facilitator_sees_is_nothing_to_pass_on_to_everybody(network, cast, asked):
    (revealed,) = read(network, cast.fay, cast.everyday, reveal=True).items
    assert tells_who(revealed)
    assert not tells_who(revealed.for_everybody())


def test_the_author_knows_it_and_may_change_and_remove_it(network, cast, asked):
    assert (asked.own, asked.author) == (True, None)
    assert do(network, cast.ana, edit_message, asked.id, body="Is it normal?").own
    assert do(network, cast.ana, remove_message, asked.id).removed_by_author
    (seen,) = read(network, cast.ben, cast.everyday).items
    assert not tells_who(seen)


def test_nobody_else_may_pass_for_the_author(network, cast, asked):
    with pytest.raises(NotAllowed):
        do(network, cast.ben, edit_message, asked.id, body="I said so.")
    with pytest.raises(NotAllowed):
        do(network, cast.ben, remove_message, asked.id)
    assert not tells_who(do(network, cast.ben, react, asked.id, "👍", on=True))
