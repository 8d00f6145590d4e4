"""Every live call and every event of the contract, at a real server."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.edges import shapes
from tests.edges.caller import NOWHERE


@pytest.fixture
def said(ana, room) -> dict:
    return ana.say(room, "Good morning.")["message"]


def refused(ack: dict, code: str, *fields: str) -> dict:
    assert set(ack) == {"error"}, ack
    assert ack["error"]["code"] == code
    assert ack["error"]["message"].strip()
    assert set(fields) <= set(ack["error"].get("fields", {}))
    return ack["error"]


def test_entering_tells_the_room_and_where_it_stands(town, connect, room):
    ack = connect(town.cast.ana).enter(room)
    assert set(ack) == {"room", "last_seq", "missed", "more", "badges"}
    assert set(ack["room"]) == shapes.ROOM
    assert (ack["last_seq"], ack["missed"], ack["more"]) == (0, [], False)


def test_entering_twice_hears_once(ana, ben, room):
    ben.enter(room, after_seq=0)
    ana.say(room, "Once.")
    ana.say(room, "And then.")
    ben.hear_body("And then.")
    assert [one["body"] for one in ben.all("message:posted")] == ["Once.", "And then."]


def test_a_post_is_acknowledged_and_heard_by_the_others(ana, ben, room):
    ack = ana.say(room, "Hello *all*.")
    assert set(ack) == {"message"}
    assert set(ack["message"]) == shapes.MY_MESSAGE
    heard = ben.hear_body("Hello *all*.")
    assert set(heard) == shapes.EVENT
    assert set(heard["author"]) == shapes.AUTHOR
    assert heard.items() <= ack["message"].items()


def test_the_same_key_is_heard_once(ana, ben, room):
    call = {"room_id": room, "body": "Once.", "client_key": uuid4().hex}
    first, again = ana.ask("message:post", call), ana.ask("message:post", call)
    assert first == again
    refused(ana.ask("message:post", call | {"body": "Twice."}), "conflict")
    ana.say(room, "And then.")
    ben.hear_body("And then.")
    assert [one["body"] for one in ben.all("message:posted")] == ["Once.", "And then."]


def test_what_is_posted_over_http_is_heard_live_and_the_other_way_round(town, ana, ben, room):
    call = {"body": "By letter.", "client_key": uuid4().hex}
    posted = town.call(town.cast.ana, "POST", f"/rooms/{room}/messages", call).json()["message"]
    assert ben.hear_body("By letter.").items() <= posted.items()
    again = ana.ask("message:post", call | {"room_id": room})
    assert again["message"]["id"] == posted["id"]


def test_one_senders_messages_are_heard_in_the_order_of_their_numbers(ana, ben, room):
    for n in range(20):
        ana.say(room, f"Number {n}.")
    ben.hear_body("Number 19.")
    assert [one["body"] for one in ben.all("message:posted")] == [f"Number {n}." for n in range(20)]
    assert [one["seq"] for one in ben.all("message:posted")] == list(range(1, 21))


def test_an_edit_is_acknowledged_and_heard(ana, ben, said):
    ack = ana.ask("message:edit", {"message_id": said["id"], "body": "Good evening."})
    assert set(ack["message"]) == shapes.MY_MESSAGE
    heard = ben.hear("message:edited")
    assert set(heard) == shapes.EVENT
    assert (heard["body"], heard["seq"], heard["change_seq"]) == ("Good evening.", 1, 2)
    refused(ben.ask("message:edit", {"message_id": said["id"], "body": "Mine."}), "not_allowed")


def test_a_removal_tells_ids_and_never_the_text(ana, ben, said):
    ack = ana.ask("message:remove", {"message_id": said["id"]})
    assert ack["message"].items() >= {"body": None, "html": None, "removed": True}.items()
    heard = ben.hear("message:removed")
    ids = {"id": said["id"], "room_id": said["room_id"], "seq": 1, "change_seq": 2}
    assert heard == ids | {"removed_by": "author"}
    refused(ana.ask("message:edit", {"message_id": said["id"], "body": "Back."}), "conflict")


def test_whoever_wrote_what_a_facilitator_removes_is_told_alone_and_reads_why(town, connect, ana, ben, said):
    fay = connect(town.cast.fay)
    call = {"message_id": said["id"], "reason": "It names somebody."}
    refused(ben.ask("message:remove", call), "not_allowed")
    refused(fay.ask("message:remove", call | {"reason": "x" * 2001}), "invalid", "reason")
    assert fay.ask("message:remove", call)["message"]["removed"]
    assert ana.hear("notice") == {"kind": "removal", "community_id": str(town.cast.crohns_id)}
    for ear in (ana, ben):
        assert "It names" not in str(ear.hear("message:removed"))
    assert ben.all("notice") == fay.all("notice") == []
    (mine,) = town.call(town.cast.ana, "GET", "/me/removals?limit=1").json()["items"]
    assert (mine["target"]["id"], mine["reason"]) == (said["id"], "It names somebody.")


def test_reactions_are_heard_as_counts(ana, ben, said):
    react = {"message_id": said["id"], "emoji": "👍", "on": True}
    assert ben.ask("message:react", react)["message"]["mine"] == ["👍"]
    heard = ana.hear("message:reacted")
    assert heard == {"id": said["id"], "room_id": said["room_id"], "reactions": {"👍": 1}}
    assert ben.ask("message:react", react | {"on": False})["message"]["reactions"] == {}
    ana.hear("message:reacted", lambda heard: heard["reactions"] == {})


def test_reading_is_remembered(town, ben, said):
    assert ben.ask("room:read", {"room_id": said["room_id"], "seq": 1}) == {}
    rooms = town.call(town.cast.ben, "GET", f"/communities/{town.cast.crohns}/rooms").json()["items"]
    assert {one["unread"] for one in rooms if one["id"] == said["room_id"]} == {0}


def test_live_refusals_have_the_form_of_the_contract(town, connect, ana, said, room):
    refused(ana.enter(NOWHERE), "not_found")
    refused(ana.enter("not-an-id"), "invalid", "room_id")
    refused(ana.say(room, " "), "invalid", "body")
    refused(ana.say(room, "x" * 8001), "invalid", "body")
    refused(ana.say(room, reply_to=NOWHERE), "invalid", "reply_to")
    refused(ana.say(room, colour="blue"), "invalid", "colour")
    refused(ana.ask("message:react", {"message_id": said["id"], "emoji": "lol", "on": True}), "invalid", "emoji")
    refused(ana.ask("message:react", {"message_id": said["id"], "emoji": "👍", "on": "yes"}), "invalid", "on")
    refused(ana.ask("message:remove", {"message_id": NOWHERE}), "not_found")
    refused(ana.ask("room:read", {"room_id": room, "seq": "1"}), "invalid", "seq")
    refused(ana.ask("room:nonsense", {}), "invalid")
    muted = connect(town.cast.max)
    assert muted.enter(room)["last_seq"] == 1
    for ack in (
        muted.say(room),
        muted.ask("message:react", {"message_id": said["id"], "emoji": "👍", "on": True}),
        muted.ask("room:typing", {"room_id": room}),
    ):
        refused(ack, "not_allowed")
