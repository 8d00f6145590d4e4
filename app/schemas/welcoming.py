"""Mentors, and what they are asked, in and out."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from app.schemas.fields import In, Moment, says
from app.schemas.people import PersonOut
from networks.facilitation.models import MOST, AskingState, Mentor
from networks.facilitation.places import Offer, place_left
from networks.welcoming import Asked
from networks.work import Work


class MentorIn(In):
    capacity = fields.Integer(
        required=True,
        validate=validate.Range(1, MOST, error="Please choose a number from 1 to 30."),
        metadata=says("How many newcomers a month somebody would welcome."),
    )


class MentorOut(Schema):
    person = fields.Nested(PersonOut, required=True)
    capacity = fields.Integer(required=True)
    left = fields.Integer(required=True, metadata=says("How many more they may be asked to welcome this month."))
    may = fields.Boolean(required=True, metadata=says("False while they cannot write here."))


class AskingIn(In):
    person_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata=says("A mentor of this community. Without it, whoever has room and was asked longest ago."),
    )


class AskingArgs(Schema):
    state = fields.String(validate=validate.OneOf(list(AskingState)))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    cursor = fields.String()


class AskingOut(Schema):
    id = fields.UUID(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(list(AskingState)),
        metadata=says(
            "`asked`; `declined`: not this time; `done`: the mentor answered; `over`: nobody has to any more; `gone`: "
            "the mentor is none any more."
        ),
    )
    mentor = fields.Nested(PersonOut, required=True, allow_none=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True, metadata=says("The facilitator who asked."))
    newcomer = fields.Nested(
        PersonOut, required=True, allow_none=True, metadata=says("Null where they asked anonymously, or are gone.")
    )
    anonymous = fields.Boolean(required=True)
    room_id = fields.UUID(required=True)
    message_id = fields.UUID(required=True, metadata=says("Their first words. To reply to them is to welcome them."))
    asked_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)


def mentor_shape(offer: Offer) -> dict[str, Any]:
    return {"person": offer.person, "capacity": offer.capacity, "left": offer.room, "may": offer.may}


def own_shape(work: Work, mine: Mentor, person: Any) -> dict[str, Any]:
    return {"person": person, "capacity": mine.capacity, "left": place_left(work, mine), "may": True}


def asking_shape(asked: Asked) -> dict[str, Any]:
    return asked._asdict()
