"""Members as facilitators see them, notes about them, and what is written to them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.chat import KEY
from app.schemas.fields import In, Moment, Text, says
from app.schemas.people import PersonOut
from networks.chat.models import LONGEST
from networks.overview.members import STATES, Row
from networks.overview.models import About, MemberNote
from networks.people.models import Person

NOTE = 2000


class LookedAfterArgs(Schema):
    state = fields.String(validate=validate.OneOf(STATES))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String(validate=validate.Length(max=400), metadata=says("The `next` of the answer before."))


class LookedAfterOut(Schema):
    id = fields.UUID(required=True)
    handle = fields.String(required=True)
    role = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    joined_at = Moment(required=True, allow_none=True)
    last_at = Moment(
        required=True, allow_none=True, metadata=says("When they last said something under their name, in any room.")
    )
    state = fields.String(
        required=True,
        validate=validate.OneOf(STATES),
        metadata=says(
            "`new` joined within two weeks, `active` wrote within 30 days, `quiet` did not; `sanctioned` is muted, "
            "suspended or banned, `waiting` has asked to join."
        ),
    )
    notes = fields.Integer(required=True, metadata=says("How many notes there are about them."))
    noted_at = Moment(required=True, allow_none=True, metadata=says("The last of these."))


class MemberNoteIn(In):
    body = Text(least=1, most=NOTE, required=True)


class MemberNoteOut(Schema):
    id = fields.UUID(required=True)
    at = Moment(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(About)),
        metadata=says("`welcome` and `check_in` say that somebody wrote to them; `body` is then the room."),
    )
    body = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)


class GreetingIn(In):
    kind = fields.String(required=True, validate=validate.OneOf([About.WELCOME, About.CHECK_IN]))
    room_id = fields.UUID(required=True)
    body = Text(least=1, most=LONGEST, required=True, metadata=says("It calls them by name, as @handle."))
    client_key = fields.String(required=True, validate=KEY)


def looked_after_shape(row: Row) -> dict[str, Any]:
    names = ("id", "handle", "role", "title", "joined_at", "last_at", "state", "notes", "noted_at")
    return {name: getattr(row, name) for name in names}


def member_note_shape(note: MemberNote, by: Person | None) -> dict[str, Any]:
    return {"id": note.id, "at": note.at, "kind": note.kind, "body": note.body, "by": by}
