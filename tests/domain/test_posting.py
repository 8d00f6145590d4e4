"""Saying something: once, in its place, by those who may."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.events import MessagePosted
from networks.chat.posting import post_message
from networks.errors import Conflict, NotAllowed, NotFound
from tests.domain.acts import bodies, do, listen, read, say

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


@pytest.mark.parametrize("who", ["ana", "lin", "fay"])
@pytest.mark.parametrize("anonymous", [False, True])
def test_what_the_author_is_answered_is_what_everybody_reads(network, cast, who, anonymous):
    person = getattr(cast, who)
    said = say(network, person, cast.everyday, "*Hello.*", anonymous=anonymous)
    answer = say(network, person, cast.everyday, "And so on.", reply_to=said.id)
    found = read(network, person, cast.everyday).items
    assert said._replace(replies=1, last_reply_at=answer.posted_at) == found[0]
    assert answer == found[1]


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
