"""The live calls and events, as the OpenAPI document describes them under `x-socket-io`.

The edges do not know one another, so this is written down here; a test holds it against what `app.sockets` takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from app.paces import EACH, PACES

ABOUT: Final = (Path(__file__).parent / "live.md").read_text(encoding="utf-8")
Schema = dict[str, Any]
ID: Final[Schema] = {"type": "string", "format": "uuid"}
POSITION: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 2**53}
COUNT: Final[Schema] = {"type": "integer"}
FLAG: Final[Schema] = {"type": "boolean"}
WORDS: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 8000}
EMOJI: Final[Schema] = {"type": "string", "maxLength": 12}
KEY: Final[Schema] = {"type": "string", "minLength": 8, "maxLength": 64}
REASON: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 2000}
TALLIES: Final[Schema] = {"type": "object", "additionalProperties": COUNT}
MESSAGE: Final[Schema] = {"$ref": "#/components/schemas/MessageOut"}
PERSON: Final[Schema] = {"$ref": "#/components/schemas/PersonOut"}
SUPPORT: Final[Schema] = {"$ref": "#/components/schemas/SupportOut"}
ROOM: Final[Schema] = {"$ref": "#/components/schemas/RoomOut"}


def _object(*left_out: str, **properties: Schema) -> Schema:
    """An object of these properties, of which some may be left out."""
    required = [name for name in properties if name not in left_out]
    return {"type": "object", "properties": properties, "required": required}


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


IN_ROOM: Final = _object(room_id=ID)
SAID: Final = _object(message=MESSAGE)
HEARD: Final = _object("support", message=MESSAGE, support=SUPPORT)
DONE: Final = _object()
NAME: Final[Schema] = {"type": "string"}
BADGE: Final = {"person_id": ID, "role": NAME, "title": _or_null(NAME)}
ENTERED: Final = _object(room=ROOM, last_seq=COUNT, missed=_list(MESSAGE), more=FLAG, badges=_list(_object(**BADGE)))
POST: Final = _object(
    "reply_to", "anonymous", room_id=ID, body=WORDS, client_key=KEY, reply_to=_or_null(ID), anonymous=FLAG
)
PRESENT: Final = _object(room_id=ID, here=COUNT, people=_list(PERSON))
PLACE: Final = _object(community=_object(id=ID, slug=NAME), status=NAME)

CALLS: Final[dict[str, tuple[str, Schema, Schema]]] = {
    "room:enter": (
        "Follow a room, and catch up: `missed` is what changed after the position, each message once as it is now, by "
        "`change_seq`, at most 100. `badges`: everybody in this community who has one.",
        _object("after_seq", room_id=ID, after_seq=_or_null(POSITION)),
        ENTERED,
    ),
    "room:leave": ("Follow it no longer.", IN_ROOM, DONE),
    "message:post": (
        "Say something. The ack comes when it is stored, and the same `client_key` says it once. `support`, whom to "
        "talk to, is there where the words may mean that their author is at risk; nobody else is told.",
        POST,
        HEARD,
    ),
    "message:edit": ("Change one's own message.", _object(message_id=ID, body=WORDS), HEARD),
    "message:remove": (
        "Remove a message. Its author, or a facilitator, whose `reason` the author reads.",
        _object("reason", message_id=ID, reason=_or_null(REASON)),
        SAID,
    ),
    "message:react": ("Put a reaction on, or take it off.", _object(message_id=ID, emoji=EMOJI, on=FLAG), SAID),
    "room:read": ("Remember how far one has read.", _object(room_id=ID, seq=POSITION), DONE),
    "room:typing": ("Tell the others in the room that one is writing. Nothing is stored.", IN_ROOM, DONE),
    "community:badges": (
        "Who has a badge in a community at this moment, for members and operators who follow no room; what changes "
        "after it comes as `badge:changed`.",
        _object(community_id=ID),
        _object(badges=_list(_object(**BADGE))),
    ),
}
OTHERS: Final = {
    "handshake": "opening a line",
    "connect": "connecting on it",
    "other": "what is no call",
}
EVENTS: Final[dict[str, tuple[str, Schema]]] = {
    "message:posted": ("Somebody said something. Without `client_key` and `mine`.", MESSAGE),
    "message:edited": ("Somebody changed their words.", MESSAGE),
    "message:removed": (
        "A message is gone: never its text. `removed_by` says whether its `author` or a `facilitator` took it away.",
        _object(id=ID, room_id=ID, seq=COUNT, change_seq=COUNT, removed_by={"type": "string"}),
    ),
    "message:reacted": ("The reactions on a message, by emoji.", _object(id=ID, room_id=ID, reactions=TALLIES)),
    "room:typing": ("Somebody is writing.", _object(room_id=ID, person=PERSON)),
    "room:presence": ("Who follows the room just now, each person once. Not told of conversations of two.", PRESENT),
    "badge:changed": (
        "What somebody is in this community changed: draw it with all that they said here under their name. Without a "
        "badge `role` is `member`. It comes for each room that one follows; to members and operators who follow none "
        "it comes once, without `room_id`.",
        _object("room_id", room_id=ID, community_id=ID, **BADGE),
    ),
    "room:rests": (
        "Nobody looks after the community: the room can only be read (`rests`), or somebody does again.",
        _object(room_id=ID, rests=FLAG),
    ),
    "membership:changed": ("One's own place changed. Where it is not `active`, the connection ends.", PLACE),
    "case:changed": ("For facilitators: a case in the queue changed.", _object(id=ID, community_id=ID)),
    "notice": (
        "For oneself alone: there is something to read. `asking`: one is asked to welcome somebody new, or no longer; "
        "`letter`: a facilitator has written; `sanction`: a step about oneself was taken or is over; `removal`: "
        "something of one's own was removed; `appeal`: something about one's appeal; `report`: something came of what "
        "one reported; `limit`: one's reports are limited, or no longer; `conversation`: another member wrote to one, "
        "or takes what one asked.",
        _object(kind=NAME, community_id=ID),
    ),
}


def live_calls() -> Schema:
    """The section of the document."""
    calls = {name: {"description": words, "data": data, "ack": ack} for name, (words, data, ack) in CALLS.items()}
    events = {name: {"description": words, "data": data} for name, (words, data) in EVENTS.items()}
    return {"description": ABOUT.format(each=EACH) + _paces(), "calls": calls, "events": events}


def _paces() -> str:
    live = ((name, *rates) for name, rates in PACES.items() if name != "change")
    rows = ((OTHERS.get(name, f"`{name}`"), one or "–", all_) for name, one, all_ in live)
    return "".join(f"| {what} | {one} | {all_} |\n" for what, one, all_ in rows)
