"""Conversations of two, live: each hears the other at once, and nobody else hears anything."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.communities.actions import leave
from networks.people.queries import asker_by_token


@pytest.fixture
def two(town):
    """Two newcomers of a private community."""
    return town.newcomer(town.cast.hidden), town.newcomer(town.cast.hidden)


@pytest.fixture
def begun(town, two):
    """Their conversation, in which nothing was said yet."""
    here, other = f"/communities/{town.cast.hidden}/conversations", {"person_id": str(town.person_id(two[1]))}
    return town.call(two[0], "POST", here, other).json()["conversation"]["id"]


@pytest.fixture
def talking(connect, two, begun):
    """Both live in it, each having spoken."""
    one, other = (connect(who) for who in two)
    for ear in (one, other):
        ear.enter(begun)
        assert "message" in ear.say(begun, "Hello.")
    other.hear_body("Hello.")
    return one, other


def code(answer):
    return answer.get("error", {}).get("code")


def test_each_hears_all_that_the_other_says_and_does(begun, talking):
    one, other = talking
    entered = one.enter(begun, 0)
    assert entered["room"]["section"] == "direct"
    assert [said["body"] for said in entered["missed"]] == ["Hello.", "Hello."]
    said = one.say(begun, words := uuid4().hex)["message"]["id"]
    assert other.hear_body(words)["id"] == said
    one.ask("message:edit", {"message_id": said, "body": "Changed."})
    other.hear("message:edited", lambda heard: heard["body"] == "Changed.")
    other.ask("message:react", {"message_id": said, "emoji": "👍", "on": True})
    one.hear("message:reacted", lambda heard: heard["reactions"] == {"👍": 1})
    one.ask("room:typing", {"room_id": begun})
    other.hear("room:typing")
    one.ask("message:remove", {"message_id": said})
    other.hear("message:removed", lambda heard: heard["id"] == said)


def test_whoever_is_written_to_hears_that_there_is_something_wherever_they_are(town, connect, two, begun):
    elsewhere, speaker = connect(two[1]), connect(two[0])
    speaker.say(begun, "Secret words.")
    heard = elsewhere.hear("notice", lambda said: said["kind"] == "conversation")
    assert set(heard) == {"kind", "community_id"}
    assert "Secret words." not in str(elsewhere.all())


def test_nobody_else_comes_in_or_hears_anything(town, connect, begun, talking):
    one, other = talking
    said = one.say(begun, "Mine.")["message"]["id"]
    town.call(town.cast.opal, "POST", f"/rooms/{begun}/openings", {"reason": "A report by post."})
    ears = [connect(who) for who in (town.cast.fay, town.cast.lin, town.cast.ana, town.cast.opal, town.cast.gil)]
    for ear in ears:
        for call, about in (
            ("room:enter", {"room_id": begun}),
            ("message:post", {"room_id": begun, "body": "Me too.", "client_key": uuid4().hex}),
            ("message:edit", {"message_id": said, "body": "Not mine."}),
            ("message:remove", {"message_id": said}),
            ("message:react", {"message_id": said, "emoji": "👍", "on": True}),
            ("room:read", {"room_id": begun, "seq": 1}),
            ("room:typing", {"room_id": begun}),
        ):
            assert code(ear.ask(call, about)) == "not_found", call
        ear.enter(town.commons)
    words = uuid4().hex
    one.say(begun, words)
    other.hear_body(words)
    witness = connect(town.cast.ben)
    witness.enter(town.commons)
    witness.say(town.commons, after := uuid4().hex)
    for ear in ears:
        ear.hear_body(after)
        assert begun not in str(ear.all())
        assert words not in str(ear.all())


def test_nobody_is_told_who_is_there(town, connect, begun, talking):
    one, other = talking
    other.ask("room:leave", {"room_id": begun})
    other.enter(begun)
    one.say(begun, words := uuid4().hex)
    other.hear_body(words)
    assert "room:presence" not in one.names() + other.names()


def test_before_they_answer_nothing_tells_that_somebody_has_read(town, connect, two, begun):
    asker, asked = (connect(who) for who in two)
    asker.enter(begun)
    assert "message" in asker.say(begun, "May I?")
    asked.enter(begun)
    asked.ask("room:read", {"room_id": begun, "seq": 1})
    assert asked.ask("room:typing", {"room_id": begun}) == {}
    assert code(asker.ask("room:typing", {"room_id": begun})) == "not_allowed"
    assert code(asker.say(begun)) == "not_allowed"
    asked.say(begun, words := uuid4().hex)
    asker.hear_body(words)
    assert {"room:typing", "room:presence"} & set(asker.names()) == set()


def test_a_not_now_is_silent_and_an_acceptance_is_heard(town, connect, two, begun):
    asker = connect(two[0])
    asker.enter(begun)
    asker.say(begun)
    path = f"/conversations/{begun}/answer"
    assert town.call(two[1], "PUT", path, {"accepted": False}).ok
    asker.enter(town.new_room(town.cast.hidden))
    assert "notice" not in asker.names()
    assert town.call(two[1], "PUT", path, {"accepted": True}).ok
    asker.hear("notice", lambda said: said["kind"] == "conversation")
    assert "message" in asker.say(begun)


def test_who_leaves_hears_no_more_and_the_other_is_told_so_when_they_write(town, begun, two, talking):
    one, other = talking
    assert town.call(two[1], "DELETE", f"/communities/{town.cast.hidden}/memberships/me").ok
    assert other.is_cut()
    assert code(one.say(begun)) == "not_allowed"


def test_who_left_in_another_process_is_cut_by_the_sweep_and_the_other_is_not(town, begun, two, talking):
    one, other = talking
    with town.network.reading() as work:
        who = asker_by_token(work, town.token(two[1]))
    with town.network.begin(who) as work:
        leave(work, town.cast.hidden)
    assert other.is_cut()
    assert code(one.say(begun)) == "not_allowed"
    assert one.is_open
