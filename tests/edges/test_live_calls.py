"""Every live call and every event of the contract, at a real server."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.edges import shapes
from tests.edges.caller import NOWHERE


@pytest.fixture
def room(town) -> str:
    return str(town.new_room(town.cast.crohns))


@pytest.fixture
def ana(town, connect, room):
    ear = connect(town.cast.ana)
    ear.enter(room)
    return ear


@pytest.fixture
def ben(town, connect, ana, room):
    ear = connect(town.cast.ben)
    ear.enter(room)
    return ear


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
    assert set(ack) == {"room", "last_seq", "missed", "more"}
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
    assert heard == {"id": said["id"], "room_id": said["room_id"], "seq": 1, "change_seq": 2}
    refused(ana.ask("message:edit", {"message_id": said["id"], "body": "Back."}), "conflict")


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


def test_typing_is_heard_by_the_others_only(town, ana, ben, room):
    assert ana.ask("room:typing", {"room_id": room}) == {}
    person = {"id": str(town.cast.ana.person_id), "handle": "Ana"}
    assert ben.hear("room:typing") == {"room_id": room, "person": person}
    ben.say(room, "I see.")
    ana.hear_body("I see.")
    assert ana.all("room:typing") == []


def test_whoever_is_here_is_told_to_those_who_are_here(town, connect, ana, ben, room):
    both = ana.hear("room:presence", lambda said: said["here"] == 2)
    assert set(both) == {"room_id", "here", "people"}
    assert [one["handle"] for one in both["people"]] == ["Ana", "Ben"]
    assert {frozenset(one) for one in both["people"]} == {frozenset(shapes.PERSON)}
    second = connect(town.cast.ben)
    second.enter(room)
    ana.forget()
    second.close()
    assert ana.hear("room:presence")["here"] == 2
    ana.forget()
    ben.close()
    assert ana.hear("room:presence")["here"] == 1


def test_after_leaving_a_room_it_is_heard_no_longer(town, ana, ben, room):
    ben.enter(town.commons)
    assert ben.ask("room:leave", {"room_id": room}) == {}
    ana.say(room, "Between those who stayed.")
    ana.say(town.commons, "To all.")
    ben.hear_body("To all.")
    assert "Between those who stayed." not in str(ben.all())
    assert ana.hear("room:presence", lambda said: said["room_id"] == room and said["here"] == 1)


def test_an_anonymous_author_is_nobody_live_even_to_facilitators(town, connect, ana, ben, room):
    fay = connect(town.cast.fay)
    fay.enter(room)
    ack = ana.say(room, "I would rather not say.", anonymous=True)
    assert ack["message"]["author"] is None
    ana.ask("message:edit", {"message_id": ack["message"]["id"], "body": "I would still rather not say."})
    ben.say(room, "That is fine.", reply_to=ack["message"]["id"])
    fay.hear_body("That is fine.")
    for ear in (fay, ben):
        assert {one["author"] for one in ear.all("message:edited")} == {None}
        assert ear.hear_body("I would rather not say.")["author"] is None
        assert ear.hear_body("That is fine.")["quoted"]["author"] is None
        assert str(town.cast.ana.person_id) not in str(ear.all("message:posted", "message:edited"))
    missed = connect(town.cast.fay).enter(room, after_seq=0)["missed"]
    assert [one["author"] is None for one in missed] == [True, False]


def test_facilitators_hear_of_their_queue_and_nobody_else_does(town, connect):
    fay, ana, gil = (connect(who) for who in (town.cast.fay, town.cast.ana, town.cast.gil))
    name = town.newcomer()
    asked = town.call(name, "POST", f"/communities/{town.cast.crohns}/memberships", {"answers": ["Yes.", "Long."]})
    assert asked.status_code == 201
    heard = fay.hear("case:changed")
    assert heard["community_id"] == str(town.cast.crohns_id)
    assert town.call(town.cast.fay, "GET", f"/cases/{heard['id']}").status_code == 200
    for ear in (ana, gil):
        ear.enter(town.commons)
        ear.say(town.commons, f"Said after {name}.")
        ear.hear_body(f"Said after {name}.")
        assert ear.all("case:changed") == []


def test_a_facilitator_does_not_hear_of_the_case_about_themselves(town, connect):
    name = town.newcomer(town.cast.long_covid, role="facilitator")
    other = town.newcomer(town.cast.long_covid, role="facilitator")
    community = town.call(town.cast.opal, "PATCH", f"/communities/{town.cast.long_covid}", {"joining": "approval"})
    assert community.status_code == 200
    mine, theirs = connect(name), connect(other)
    town.call(town.newcomer(), "POST", f"/communities/{town.cast.long_covid}/memberships", {"answers": []})
    assert mine.hear("case:changed") == theirs.hear("case:changed")


def test_ones_own_membership_is_told(town, connect):
    name = town.newcomer()
    ear = connect(name)
    town.call(name, "POST", f"/communities/{town.cast.crohns}/memberships", {"answers": ["Yes.", "Long."]})
    heard = ear.hear("membership:changed")
    assert set(heard) == {"community", "status"}
    assert heard["status"] == "pending"
    assert heard["community"]["slug"] == town.cast.crohns


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
