"""Conversations of two over HTTP."""

from __future__ import annotations

import pytest

from app import limits
from tests.cast import PASSPHRASE
from tests.edges import shapes
from tests.edges.caller import NOWHERE, Caller, gone, key, refused

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

HERE = "/communities/crohns/conversations"


@pytest.fixture
def begin(as_):
    """`begin(cast.ana, cast.ben)`: returns the answer."""
    return lambda one, other, path=HERE: as_(one).post(path, {"person_id": str(other.person_id)})


@pytest.fixture
def write(as_):
    """Say something in a conversation; returns the answer."""
    return lambda who, id_, body="Hello.": as_(who).post(f"/rooms/{id_}/messages", {"body": body, "client_key": key()})


@pytest.fixture
def asked(begin, write, cast):
    """Ana has asked Ben; the conversation's id."""
    made = begin(cast.ana, cast.ben).json["conversation"]["id"]
    assert write(cast.ana, made, "May I ask?").status_code == 201
    return made


def state(as_, who, id_):
    return as_(who).get(f"/conversations/{id_}").json["conversation"]["state"]


def test_beginning_twice_begins_once(begin, cast):
    made, again = begin(cast.ana, cast.ben), begin(cast.ben, cast.ana)
    assert (made.status_code, again.status_code) == (201, 200)
    shown = made.json["conversation"]
    assert set(shown) == shapes.CONVERSATION
    assert set(shown["person"]) == shapes.AUTHOR
    assert (shown["person"]["handle"], shown["state"], shown["can_write"]) == ("Ben", "new", True)
    assert again.json["conversation"]["id"] == shown["id"]


def test_what_was_asked_is_listed_read_and_answered(as_, cast, asked, write):
    (listed,) = as_(cast.ben).get(HERE).json["items"]
    assert (listed["id"], listed["state"], listed["unread"], listed["person"]["handle"]) == (asked, "request", 1, "Ana")
    assert [one["body"] for one in as_(cast.ben).get(f"/rooms/{asked}/messages").json["items"]] == ["May I ask?"]
    assert as_(cast.ben).put(f"/rooms/{asked}/read", {"seq": 1}).status_code == 200
    assert as_(cast.ben).get(HERE).json["items"][0]["unread"] == 0
    assert write(cast.ben, asked, "Of course.").status_code == 201
    assert state(as_, cast.ana, asked) == "open"


def test_accepting_and_not_now(as_, cast, asked, write):
    path = f"/conversations/{asked}/answer"
    refused(as_(cast.ana).put(path, {"accepted": True}), 409)
    assert as_(cast.ben).put(path, {"accepted": False}).json["conversation"]["state"] == "declined"
    assert state(as_, cast.ana, asked) == "waiting"
    assert as_(cast.ben).put(path, {"accepted": True}).json["conversation"]["state"] == "open"
    refused(as_(cast.ben).put(path, {"accepted": False}), 409)
    assert write(cast.ana, asked).status_code == 201


def no_messages(as_, cast):
    as_(cast.ben).patch("/me", {"takes_messages": False})


def blocks(as_, cast):
    as_(cast.ben).put(f"/me/blocks/{cast.ana.person_id}")


def is_blocked(as_, cast):
    as_(cast.ana).put(f"/me/blocks/{cast.ben.person_id}")


def test_no_refusal_tells_which_it_is(as_, cast, begin, write):
    """To begin, where it was begun, and after the first message: byte for byte one answer."""
    told = []
    room = begin(cast.ana, cast.ben).json["conversation"]["id"]
    for why in (no_messages, blocks, is_blocked):
        why(as_, cast)
        told.append(write(cast.ana, room).data)
        other = begin(cast.ana, cast.ben, "/communities/hidden/conversations")
        refused(other, 403)
        told.append(other.data)
        as_(cast.ben).patch("/me", {"takes_messages": True})
        as_(cast.ben).delete(f"/me/blocks/{cast.ana.person_id}")
        as_(cast.ana).delete(f"/me/blocks/{cast.ben.person_id}")
    assert write(cast.ana, room).status_code == 201
    told.append(write(cast.ana, room).data)
    as_(cast.ben).put(f"/conversations/{room}/answer", {"accepted": False})
    told.append(write(cast.ana, room).data)
    assert len(set(told)) == 1


def test_a_refused_beginning_leaves_nothing_behind(as_, cast, begin):
    no_messages(as_, cast)
    refused(begin(cast.ana, cast.ben), 403)
    as_(cast.ben).patch("/me", {"takes_messages": True})
    assert begin(cast.ana, cast.ben).status_code == 201


def test_whom_one_cannot_meet_looks_like_nobody(as_, cast, begin):
    answers = [begin(cast.ana, who) for who in (cast.pia, cast.oli, cast.bea, cast.opal)]
    answers.append(as_(cast.ana).post(HERE, {"person_id": NOWHERE}))
    assert len({gone(one)[0] for one in answers}) == 1
    refused(begin(cast.ana, cast.ana), 422, "person_id")


def test_the_wish_not_to_be_asked_is_ones_own_and_shown_to_oneself(as_, cast):
    assert as_(cast.ana).get("/me").json["person"]["takes_messages"] is True
    changed = as_(cast.ana).patch("/me", {"takes_messages": False})
    assert changed.json["person"]["takes_messages"] is False
    assert as_(cast.ana).patch("/me", {"about": "Hello."}).json["person"]["takes_messages"] is False
    shown = as_(cast.ben).get(f"/communities/crohns/members/{cast.ana.person_id}").json["member"]
    assert set(shown) == shapes.MEMBER


def test_no_room_of_that_kind_is_made_by_hand(as_, cast):
    refused(as_(cast.fay).post("/communities/crohns/rooms", {"name": "Ours", "section": "direct"}), 422, "section")


def test_nobody_is_anonymous_there(as_, cast, asked):
    said = {"body": "Guess who.", "client_key": key(), "anonymous": True}
    refused(as_(cast.ben).post(f"/rooms/{asked}/messages", said), 422, "anonymous")


def test_whom_to_talk_to_is_shown_to_the_author_and_no_case_opens(as_, cast, asked):
    said = {"body": "I don't want to be here any more.", "client_key": key()}
    assert as_(cast.ben).post(f"/rooms/{asked}/messages", said).json["support"]["contacts"]
    assert as_(cast.fay).get("/communities/crohns/cases?kind=safety").json["items"] == []


def test_who_is_gone_has_no_name_and_the_other_reads_on(as_, cast, asked, write):
    write(cast.ben, asked)
    as_(cast.ana).call("DELETE", "/me", {"password": PASSPHRASE, "content": "anonymise"})
    (left,) = as_(cast.ben).get(HERE).json["items"]
    assert (left["person"], left["can_write"]) == (None, False)


def test_whoever_begins_with_one_after_the_other_is_held_up(limited, cast, written):
    caller = Caller(limited(), cast.token(cast.ana), written)
    for _ in range(limits.RATES["conversation"][0].amount):
        assert caller.post(HERE, {"person_id": str(cast.ben.person_id)}).status_code in (200, 201)
    refused(caller.post(HERE, {"person_id": str(cast.fay.person_id)}), 429)
