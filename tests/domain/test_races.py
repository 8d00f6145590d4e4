"""Many at once: nothing is lost, nothing is doubled, nobody sees a gap."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from networks.chat.actions import edit_message, react, remove_message
from networks.chat.events import MessagePosted, MessageReacted
from networks.chat.posting import post_message
from networks.chat.rooms import mark_read
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotFound, Unavailable
from networks.moderation.sanctioning import sanction
from networks.people.actions import edit_profile, register
from networks.people.queries import person_by_handle
from tests.cast import again
from tests.domain.acts import at_once, do, listen, look, read, say

WRITERS, EACH = 8, 50


def writers(cast):
    return [cast.ana, cast.ben, cast.fay, cast.lin] * (WRITERS // 4)


def write(network, room_id, who, number):
    return [say_until_stored(network, who, room_id, f"{number}.{turn}") for turn in range(EACH)]


def say_until_stored(network, who, room_id, body):
    """As a browser does it: where the answer is that nothing was stored, the same once more."""
    key = uuid4().hex
    while True:
        with suppress(Unavailable):
            return say(network, who, room_id, body, client_key=key)


def until_over(calls):
    """The same calls, and an event that is set when the last of them has ended, however it ended."""
    over, left = Event(), list(calls)

    def tell(call):
        try:
            return call()
        finally:
            left.pop()
            if not left:
                over.set()

    return [partial(tell, call) for call in calls], over


def follow(network, who, room_id, over):
    """Read on from a cursor until everybody has finished, and once more. Fails where a number is left out."""
    done = False
    seen: list[Any] = []
    while not done:
        done = over.is_set()
        page = read(network, who, room_id, after_seq=len(seen), limit=1000)
        assert [one.seq for one in page.items] == list(range(len(seen) + 1, page.last_seq + 1))
        seen += page.items
    return seen


def test_eight_who_write_fifty_each_lose_none_and_no_reader_sees_a_gap(network, cast):
    writing = [partial(write, network, cast.everyday, who, number) for number, who in enumerate(writers(cast))]
    writing, over = until_over(writing)
    *written, seen = at_once([*writing, partial(follow, network, cast.max, cast.everyday, over)])
    acknowledged = [message.id for each in written for message in each]
    assert len(set(acknowledged)) == WRITERS * EACH
    assert sorted(message.id for message in seen) == sorted(acknowledged)
    for each in written:
        assert [one.seq for one in each] == sorted(one.seq for one in each)


def test_whoever_reads_what_changed_while_all_change_it_ends_with_the_truth(network, cast):
    state: dict[UUID, tuple[int, str | None]] = {}
    hers = [say(network, cast.ana, cast.everyday, f"{number}") for number in range(10)]

    def change():
        for turn in range(4):
            for one in hers[:-2]:
                do(network, cast.ana, edit_message, one.id, body=f"{turn} of {one.seq}")
        for one in hers[-2:]:
            do(network, cast.ana, remove_message, one.id)

    def replay():
        cursor, done = 0, False
        while not done:
            done = over.is_set()
            page = read(network, cast.max, cast.everyday, changed_after=cursor, limit=1000)
            state.update({one.id: (one.change_seq, one.body) for one in page.items})
            cursor = page.last_seq

    changing, over = until_over([change, partial(write, network, cast.everyday, cast.ben, 0)])
    at_once([*changing, replay])
    page = read(network, cast.max, cast.everyday, after_seq=0, limit=1000)
    assert state == {one.id: (one.change_seq, one.body) for one in page.items}
    assert len({one.change_seq for one in page.items}) == 10 + EACH
    assert page.last_seq == 10 + EACH + 4 * 8 + 2


def test_racing_resends_with_one_key_store_one(network, cast):
    for _ in range(5):
        heard, key = listen(network, MessagePosted), uuid4().hex
        ask = partial(do, network, cast.ana, post_message, cast.everyday, body="Hello.", client_key=key)
        said = at_once([ask] * 8)
        assert len({message.id for message, _ in said}) == 1
        assert [fresh for _, fresh in said].count(True) == len(heard) == 1
        network.outside.clear()
    page = read(network, cast.ana, cast.everyday)
    assert ([one.seq for one in page.items], page.last_seq) == ([1, 2, 3, 4, 5], 5)


def test_one_key_raced_into_two_rooms_stores_one(network, cast):
    for _ in range(5):
        ask = partial(do, network, cast.ana, post_message, body="Hello.", client_key=uuid4().hex)
        said = at_once([partial(ask, room) for room in (cast.everyday, cast.quiet_corner)])
        assert sorted(isinstance(one, Conflict) for one in said) == [False, True]


def test_reactions_at_once_are_all_counted_and_the_last_news_is_true(network, cast):
    said, heard = say(network, cast.ana, cast.everyday), listen(network, MessageReacted)
    people = (cast.ana, cast.ben, cast.fay, cast.lin)
    at_once([partial(do, network, person, react, said.id, "👍", on=True) for person in people])
    assert sorted(event.reactions[0][1] for event in heard) == [1, 2, 3, 4]
    assert read(network, cast.max, cast.everyday).items[0].reactions[0].n == 4


def test_of_an_edit_and_a_removal_at_once_nothing_readable_is_left(network, cast):
    for _ in range(5):
        said = say(network, cast.ana, cast.everyday)
        calls = [
            partial(do, network, cast.ana, edit_message, said.id, body="Changed."),
            partial(do, network, cast.fay, remove_message, said.id),
            partial(do, network, cast.ben, react, said.id, "👍", on=True),
        ]
        assert all(one is None or hasattr(one, "id") or isinstance(one, Conflict) for one in at_once(calls))
        left = read(network, cast.max, cast.everyday).items[-1]
        assert (left.removed, left.body, left.reactions) == (True, None, ())


def test_reading_marks_raced_end_at_the_furthest(network, cast):
    for _ in range(9):
        say(network, cast.ana, cast.everyday)
    at_once([partial(do, network, cast.ben, mark_read, cast.everyday, seq) for seq in (3, 9, 1, 7)])
    assert do(network, cast.ben, mark_read, cast.everyday, 0) == 9


def test_a_name_raced_by_many_is_one_persons(network, cast):
    people = (cast.ana, cast.ben, cast.oli)
    calls = [partial(do, network, person, edit_profile, handle="Zoe") for person in people]
    calls.append(partial(do, network, None, register, handle="ZOE", email="zoe@example.org", secret=None))
    said = at_once(calls)
    assert [isinstance(one, Invalid) for one in said].count(False) == 1, said
    assert look(network, None, person_by_handle, "zoe")
    assert [again(network, person).handle == "Zoe" for person in people].count(True) <= 1


def test_whoever_is_banned_while_writing_has_said_exactly_what_was_acknowledged(network, cast):
    acknowledged, writing = [], Event()

    def write_on():
        try:
            while True:
                acknowledged.append(say(network, cast.ana, cast.everyday).id)
                writing.set()
        except NotFound:
            return

    def ban():
        writing.wait(10)
        do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="ban", reason="Unkind.", rule="1")

    at_once([write_on, ban])
    stored = read(network, cast.ben, cast.everyday, after_seq=0, limit=1000).items
    assert [one.id for one in stored] == acknowledged


def test_whoever_erases_themselves_while_others_write_and_moderate_hinders_nobody(network, cast):
    hers = [say(network, cast.ana, cast.everyday) for _ in range(10)]
    calls = [partial(do, network, cast.ana, erase, delete_content=True)]
    calls += [partial(do, network, cast.fay, remove_message, one.id) for one in hers[:4]]
    calls += [partial(say, network, cast.ben, cast.everyday) for _ in range(4)]
    at_once(calls)
    page = read(network, cast.ben, cast.everyday, after_seq=0, limit=1000)
    assert [one.removed for one in page.items] == [True] * 10 + [False] * 4
    assert max(one.change_seq for one in page.items) == page.last_seq
