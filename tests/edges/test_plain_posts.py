"""The short way for plain posts comes to what the schema says, and leaves everything else to it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import ValidationError

from app.schemas.chat import plain_post
from app.sockets.chat import PostCall

ROOM = str(uuid4())
TEXTS = st.text(st.characters(exclude_categories=[]), max_size=70) | st.integers() | st.none() | st.booleans()
CALLS = st.fixed_dictionaries(
    {},
    optional={
        "room_id": st.just(ROOM) | st.just(ROOM.upper()) | TEXTS,
        "body": st.just("Good morning.") | TEXTS,
        "client_key": st.just("0123456789abcdef") | TEXTS,
        "reply_to": st.none() | st.just(ROOM),
        "anonymous": st.booleans(),
        "role": st.just("facilitator"),
    },
)


def by_the_schema(said: dict[str, Any]) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = super(PostCall, PostCall()).load(said)
    except ValidationError:
        return None
    return found


@given(CALLS)
@example({"room_id": ROOM, "body": "Good morning.", "client_key": "0123456789abcdef"})
@example({"room_id": ROOM, "body": "x" * 8001, "client_key": "0123456789abcdef"})
@example({"room_id": ROOM, "body": " \n", "client_key": "0123456789abcdef"})
@example({"room_id": ROOM, "body": "\ud800", "client_key": "0123456789abcdef"})
@example({"room_id": ROOM, "body": "Good morning.", "client_key": "\x00" * 8})
def test_the_short_way_says_what_the_schema_says_or_nothing(said):
    assert plain_post(said) in (None, by_the_schema(said))


def test_the_most_common_post_goes_the_short_way():
    assert plain_post({"room_id": ROOM, "body": "Good morning.", "client_key": uuid4().hex}) is not None
