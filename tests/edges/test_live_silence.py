"""Outsiders hear nothing. Each is shown to hear what they may, and only that."""

from __future__ import annotations

import pytest

from networks.chat.queries import enter
from tests.edges.caller import NOWHERE
from tests.edges.live import Refused
from tests.edges.town import COMMONS
from tests.edges.wire import Wire

OUTSIDERS = ("oli", "una", "pia", "bea", "gil", "opal")


def everything_happens(town, connect, room_id) -> str:
    """Ana does all that can be done in a room; returns the id of her message."""
    ana = connect(town.cast.ana)
    ana.enter(room_id)
    message = ana.say(room_id, "Between us.")["message"]["id"]
    ana.ask("room:typing", {"room_id": str(room_id)})
    ana.ask("message:edit", {"message_id": message, "body": "Still between us."})
    ana.ask("message:react", {"message_id": message, "emoji": "👍", "on": True})
    ana.ask("message:remove", {"message_id": message})
    badge(town, ana, room_id)
    ana.ask("room:leave", {"room_id": str(room_id)})
    return str(message)


def badge(town, ana, room_id) -> None:
    """Somebody of that community gets one."""
    with town.network.reading(town.cast.ana) as work:
        slug = enter(work, room_id).community.slug
    name = town.newcomer(slug)
    path, said = f"/communities/{slug}/members/{town.person_id(name)}", {"role": "professional", "title": "Dietitian"}
    staff = town.cast.fay if slug != COMMONS else town.cast.opal
    assert town.call(staff, "PATCH", path, said).ok
    ana.hear("badge:changed", lambda said: said["room_id"] == str(room_id))


@pytest.mark.parametrize("community", ["crohns", "hidden"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_an_outsider_hears_what_is_for_them_and_nothing_else(town, connect, who, community):
    room = town.new_room(community)
    ear = connect(town.asker(who))
    assert ear.enter(room) == ear.enter(NOWHERE) == ear.enter(room, after_seq=0)
    assert ear.enter(room)["error"]["code"] == "not_found"
    ear.enter(town.commons)
    message = everything_happens(town, connect, room)
    town.call(town.newcomer(), "POST", "/communities/crohns/memberships", {"answers": ["Yes.", "Long."]})
    connect(town.cast.ben).say(town.commons, f"Said to all, after {room}.")
    ear.hear_body(f"Said to all, after {room}.")
    assert {said["room_id"] for said in ear.all()} == {str(town.commons)}
    assert message not in str(ear.all())
    assert ear.all("badge:changed") == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_an_outsiders_calls_find_nothing(town, connect, who):
    room = town.new_room(town.cast.hidden)
    message = str(town.say(town.cast.ana, room))
    ear = connect(town.asker(who))
    calls: list[tuple[str, dict[str, object]]] = [
        ("message:post", {"room_id": str(room), "body": "Hello.", "client_key": "k" * 20}),
        ("message:edit", {"message_id": message, "body": "Hello."}),
        ("message:remove", {"message_id": message}),
        ("message:react", {"message_id": message, "emoji": "👍", "on": True}),
        ("room:read", {"room_id": str(room), "seq": 1}),
        ("room:typing", {"room_id": str(room)}),
    ]
    for event, said in calls:
        missing = {name: NOWHERE if name.endswith("_id") else value for name, value in said.items()}
        assert ear.ask(event, said) == ear.ask(event, missing)
        assert ear.ask(event, said)["error"]["code"] == "not_found"


def test_leaving_a_room_where_one_never_was_tells_nobody_anything(town, connect):
    room = town.new_room(town.cast.hidden)
    ana, oli = connect(town.cast.ana), connect(town.cast.oli)
    ana.enter(room)
    ana.forget()
    assert oli.ask("room:leave", {"room_id": str(room)}) == oli.ask("room:leave", {"room_id": NOWHERE})
    ana.say(room, "Alone?")
    ana.hear_body("Alone?")
    assert [said for said in ana.all("room:presence") if said["here"] != 1] == []
    assert "Oli" not in str(ana.all())


def test_nobody_hears_nothing(town, connect):
    with pytest.raises(Refused):
        connect(None)
    with Wire(town.server.url) as wire:  # connected, and never said who it is
        everything_happens(town, connect, town.commons)
        wire.say("40")
        assert wire.hear().startswith("44")
        wire.say(f'421["room:enter",{{"room_id":"{town.commons}"}}]')
        assert wire.is_closed()
