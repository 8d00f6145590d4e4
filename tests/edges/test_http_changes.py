"""Editing, removing, reacting and reading over HTTP, and an operator's way into a private room."""

from __future__ import annotations

import pytest

from tests.edges import shapes
from tests.edges.caller import NOWHERE, gone, key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def message(as_, cast) -> dict:
    """Something that Ana said."""
    said = {"body": "Good morning.", "client_key": key()}
    return as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", said).json["message"]


@pytest.fixture
def path(message) -> str:
    return f"/messages/{message['id']}"


def history(as_, person, room_id) -> dict:
    return as_(person).get(f"/rooms/{room_id}/messages").json


def test_the_author_edits_and_nobody_else(as_, cast, message, path):
    edited = as_(cast.ana).patch(path, {"body": "Good evening."}).json["message"]
    assert set(edited) == shapes.MY_MESSAGE
    assert (edited["body"], edited["seq"], edited["change_seq"]) == ("Good evening.", 1, 2)
    assert edited["edited_at"] is not None
    for person in (cast.ben, cast.fay, cast.max):
        refused(as_(person).patch(path, {"body": "Mine now."}), 403)
    for said in ({"body": " "}, {"body": "x" * 8001}, {}, {"body": "x", "seq": 9}):
        refused(as_(cast.ana).patch(path, said), 422)


def test_the_same_words_again_are_no_change(as_, cast, message, path):
    same = as_(cast.ana).patch(path, {"body": message["body"]}).json["message"]
    assert (same["change_seq"], same["edited_at"]) == (1, None)


def test_a_removed_message_keeps_its_place_and_loses_its_words(as_, cast, path):
    removed = as_(cast.ana).delete(path)
    assert removed.status_code == 200
    assert removed.json["message"].items() >= {"body": None, "html": None, "removed": True, "seq": 1}.items()
    assert as_(cast.ana).delete(path).json["message"]["change_seq"] == 2
    (seen,) = history(as_, cast.ben, cast.everyday)["items"]
    assert (seen["body"], seen["html"], seen["removed"]) == (None, None, True)
    refused(as_(cast.ana).patch(path, {"body": "Back again."}), 409)
    refused(as_(cast.ben).put(f"{path}/reactions/👍"), 409)


def test_a_removed_message_is_quoted_no_longer(as_, cast, message, path):
    said = {"body": "Yes.", "client_key": key(), "reply_to": message["id"]}
    as_(cast.ben).post(f"/rooms/{cast.everyday}/messages", said)
    as_(cast.ana).delete(path)
    assert "Good morning." not in as_(cast.ben).get(f"/rooms/{cast.everyday}/messages").get_data(as_text=True)


def test_facilitators_remove_and_other_members_do_not(as_, cast, path):
    refused(as_(cast.ben).delete(path), 403)
    assert as_(cast.fay).delete(path).json["message"]["removed"] is True


def test_reactions_are_counted_and_ones_own_are_named(as_, cast, path):
    as_(cast.ana).put(f"{path}/reactions/👍")
    both = as_(cast.ben).put(f"{path}/reactions/👍").json["message"]
    assert (both["reactions"], both["mine"], both["change_seq"]) == ({"👍": 2}, ["👍"], 1)
    assert as_(cast.ben).put(f"{path}/reactions/👍").json["message"]["reactions"] == {"👍": 2}
    left = as_(cast.ben).delete(f"{path}/reactions/👍").json["message"]
    assert (left["reactions"], left["mine"]) == ({"👍": 1}, [])
    assert as_(cast.ben).delete(f"{path}/reactions/👍").json["message"]["reactions"] == {"👍": 1}


@pytest.mark.parametrize("emoji", ["❤️", "👩🏽‍⚕️", "1️⃣", "🏳️‍🌈", "🇫🇷", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"])
@on_sqlite
def test_a_reaction_is_any_emoji(as_, cast, path, emoji):
    assert as_(cast.ben).put(f"{path}/reactions/{emoji}").json["message"]["reactions"] == {emoji: 1}


@pytest.mark.parametrize(
    "emoji",
    [
        "a",
        "lol",
        "<b>",
        "1",
        "👍👍👍👍👍👍👍👍👍👍👍👍👍",
        "%20",
        "é",
        "^",
        "%E2%80%AE",
        "%E2%80%8D",
        "%EF%BB%BF",
        "%CC%81",
        "%E2%80%AE%F0%9F%91%8D",
    ],
)
@on_sqlite
def test_a_reaction_is_nothing_but_an_emoji(as_, cast, path, emoji):
    refused(as_(cast.ben).put(f"{path}/reactions/{emoji}"), 422, "emoji")


def test_somebody_muted_reads_and_does_not_write(as_, cast, message, path):
    assert history(as_, cast.max, cast.everyday)["items"][0]["id"] == message["id"]
    assert as_(cast.max).put(f"/rooms/{cast.everyday}/read", {"seq": 1}).status_code == 200
    said = {"body": "May I?", "client_key": key()}
    refused(as_(cast.max).post(f"/rooms/{cast.everyday}/messages", said), 403)
    refused(as_(cast.max).put(f"{path}/reactions/👍"), 403)


def test_reading_moves_forward_and_not_beyond_the_end(as_, cast, message):
    def unread() -> int:
        return as_(cast.ben).get(f"/communities/{cast.crohns}/rooms").json["items"][0]["unread"]

    path = f"/rooms/{cast.everyday}/read"
    assert unread() == 1
    assert as_(cast.ben).put(path, {"seq": 2**53}).status_code == 200
    assert unread() == 0
    as_(cast.ben).put(path, {"seq": 0})
    assert unread() == 0
    as_(cast.ana).post(f"/rooms/{cast.everyday}/messages", {"body": "One more.", "client_key": key()})
    assert unread() == 1
    for seq in (-1, "1", 1.5, True, None, 2**70):
        refused(as_(cast.ben).put(path, {"seq": seq}), 422, "seq")


def test_an_operator_reads_a_private_room_after_giving_a_reason_and_for_an_hour(as_, cast, clock):
    as_(cast.ana).post(f"/rooms/{cast.quiet_corner}/messages", {"body": "Between us.", "client_key": key()})
    room, nowhere = f"/rooms/{cast.quiet_corner}", f"/rooms/{NOWHERE}"
    assert gone(as_(cast.opal).get(f"{room}/messages")) == gone(as_(cast.opal).get(f"{nowhere}/messages"))
    for said in ({}, {"reason": " "}, {"reason": "x" * 1001}, {"reason": "Why not.", "hours": 9}):
        refused(as_(cast.opal).post(f"{room}/openings", said), 422)
    opened = as_(cast.opal).post(f"{room}/openings", {"reason": "A report by post."})
    assert opened.status_code == 201
    assert set(opened.json["opening"]) == shapes.OPENING
    assert len(history(as_, cast.opal, cast.quiet_corner)["items"]) == 1
    refused(as_(cast.opal).post(f"{room}/messages", {"body": "I am here.", "client_key": key()}), 403)
    (row,) = as_(cast.fay).get(f"/communities/{cast.hidden}/audit?kind=rooms&limit=1").json["items"]
    assert (row["act"], row["reason"], row["actor"]["handle"]) == ("room.opened", "A report by post.", "Opal")
    clock.move(hours=1, seconds=1)
    assert gone(as_(cast.opal).get(f"{room}/messages")) == gone(as_(cast.opal).get(f"{nowhere}/messages"))


def test_nobody_but_an_operator_opens_rooms(as_, cast):
    for person in (cast.ana, cast.fay, cast.gil, cast.oli):
        hidden = as_(person).post(f"/rooms/{cast.quiet_corner}/openings", {"reason": "Curious."})
        assert gone(hidden) == gone(as_(person).post(f"/rooms/{NOWHERE}/openings", {"reason": "Curious."}))
